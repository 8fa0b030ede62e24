from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook import contents, journal, keepers, system_packages
from pep668hook.journal import Made
from pep668hook.keeper import Kept
from pep668hook.keepers import pipx
from pep668hook.settings import read
from pep668hook.shells import named
from pep668hook.undo import (
    Hands,
    LeftAloneError,
    NothingToUndoError,
    _removals,
    undo,
)
from tests.builders import bare_environment, entry
from tests.test_contents import install

if TYPE_CHECKING:
    from pep668hook.journal import Entry
    from tests.builders import Market
    from tests.machine import Machine


class Case:
    """A home, a directory in it, and what was done there."""

    def __init__(self, machine: Machine, place: Path) -> None:
        self.machine = machine
        self.home = place / "home"
        self.cwd = self.home / "app"
        self.cwd.mkdir(parents=True)
        self.venv = self.cwd / ".venv"
        self.tools = place / "tools"
        self.tools.mkdir()
        self.asked: list[str] = []
        self.environ = {
            "HOME": str(self.home),
            "PATH": f"{machine.python.parent}{os.pathsep}{self.tools}",
            "LC_ALL": "C.UTF-8",
        }

    def tool(self, name: str) -> None:
        (self.tools / name).touch(0o755)

    def was_done(self, **facts: object) -> Entry:
        facts = {"interpreter": str(self.machine.python), **facts}
        done = replace(entry(cwd=str(self.cwd)), **facts)
        journal.append(done, self.home / ".local" / "state" / "pep668hook")
        return done

    def made(self, *, set_aside: Path | None = None) -> Made:
        """Make the environment as an accepted offer does, and install six in it."""
        bare_environment(self.venv)
        made = Made(
            path=str(self.venv),
            identity=contents.identity(self.venv),
            unlisted=tuple(contents.unlisted(self.venv)),
            set_aside="" if set_aside is None else str(set_aside),
        )
        install(self.venv, "six")
        return made

    def undo(
        self, *, answer: str = "", shell: str = "bash", cwd: Path | None = None
    ) -> list[str]:
        in_use = named(shell)
        assert in_use is not None

        def ask(question: str) -> str:
            self.asked.append(question)
            return answer

        hands = Hands(ask, lambda: "to leave it in this shell: deactivate")
        return list(undo(cwd or self.cwd, read(self.environ), in_use, hands))


@pytest.fixture
def case(machine: Machine, tmp_path: Path) -> Case:
    return Case(machine, tmp_path)


RETRIED = ("pip", "install", "six")
ASKED = "type .venv to remove it all the same: "


# -- an environment that was made


def test_an_environment_that_was_made_is_removed(case: Case) -> None:
    case.was_done(made=case.made(), retried=RETRIED, activated=str(case.venv))

    assert case.undo() == [
        "taking back: made .venv and activated it",
        "removed .venv",
    ]
    assert not case.venv.exists()
    assert case.asked == []


@pytest.mark.parametrize("ours", [True, False])
def test_the_directory_that_was_made_for_it_goes_if_it_is_empty(
    case: Case, *, ours: bool
) -> None:
    case.venv = case.home / ".virtualenvs" / "default"
    case.venv.parent.mkdir()
    case.was_done(made=replace(case.made(), parent_made=ours))

    case.undo()

    assert case.venv.parent.exists() != ours


def test_a_directory_that_others_are_in_stays(case: Case) -> None:
    case.venv = case.home / ".virtualenvs" / "default"
    case.venv.parent.mkdir()
    (case.venv.parent / "mine").mkdir()
    case.was_done(made=replace(case.made(), parent_made=True))

    case.undo()

    assert not case.venv.exists()
    assert (case.venv.parent / "mine").exists()


def test_what_is_taken_back_is_not_taken_back_again(case: Case) -> None:
    case.was_done(made=case.made(), retried=RETRIED)
    case.undo()

    with pytest.raises(NothingToUndoError):
        case.undo()


def test_it_is_left_in_the_shell_by_a_line_to_type(case: Case) -> None:
    case.was_done(made=case.made(), retried=RETRIED, activated=str(case.venv))
    case.environ["VIRTUAL_ENV"] = str(case.venv)

    assert case.undo()[-1] == "to leave it in this shell: deactivate"


def test_one_that_is_gone_is_said_to_be(case: Case) -> None:
    made = case.made()
    shutil.rmtree(case.venv)
    case.was_done(made=made, retried=RETRIED)

    assert case.undo()[-1] == ".venv is gone already"


def test_what_was_installed_since_is_asked_about(case: Case) -> None:
    case.was_done(made=case.made(), retried=RETRIED)
    install(case.venv, "flask")

    said = case.undo(answer=".venv")

    assert case.asked == [ASKED]
    assert said[1:] == [
        ".venv is not as it was made: flask was installed since",
        "removed .venv",
    ]
    assert not case.venv.exists()


@pytest.mark.parametrize("answer", ["", "y", "yes", "venv", "app"])
def test_without_its_name_it_stays(case: Case, answer: str) -> None:
    case.was_done(made=case.made(), retried=RETRIED)
    (case.venv / "notes.txt").touch()

    with pytest.raises(LeftAloneError, match=r"left `.*/\.venv` as it is"):
        case.undo(answer=answer)

    assert (case.venv / "notes.txt").exists()
    assert case.undo(answer=".venv")[1] == (
        ".venv is not as it was made: notes.txt was put there"
    )


def test_another_one_in_its_place_is_asked_about(case: Case) -> None:
    case.was_done(made=case.made(), retried=RETRIED)
    case.venv.rename(case.cwd / "old")
    bare_environment(case.venv)

    said = case.undo(answer=".venv")

    assert said[1] == ".venv is not as it was made: it is another one"


def test_what_a_list_of_requirements_named_was_asked_for(case: Case) -> None:
    argv = ("pip", "install", "-r", "requirements.txt")
    (case.cwd / "requirements.txt").write_text("# ours\nsix>1 # here\nflask; x\n-e .\n")
    case.was_done(made=case.made(), argv=argv, retried=argv)
    install(case.venv, "flask")

    assert case.undo()[-1] == "removed .venv"
    assert case.asked == []


def test_a_list_that_is_gone_names_nothing(case: Case) -> None:
    argv = ("pip", "install", "-r", "requirements.txt")
    case.was_done(made=case.made(), argv=argv, retried=argv)

    assert case.undo(answer=".venv")[1] == (
        ".venv is not as it was made: six was installed since"
    )


def test_a_broken_one_that_was_set_aside_comes_back(case: Case) -> None:
    aside = case.cwd / ".venv.broken"
    aside.mkdir()
    case.was_done(made=case.made(set_aside=aside), retried=RETRIED)

    assert case.undo()[-1] == (
        "put the old one back in its place, which was .venv.broken"
    )
    assert case.venv.is_dir()
    assert not aside.exists()


# -- an environment that was there


def test_what_was_put_into_one_that_was_there_is_shown(case: Case) -> None:
    argv = ("pip", "install", "six", "flask>1")
    case.was_done(argv=argv, retried=argv, activated=str(case.venv))
    bare_environment(case.venv)

    assert case.undo()[1:] == [
        f"for you to run: {case.venv}/bin/python -m pip uninstall six flask"
    ]
    assert case.venv.exists()


def test_so_is_a_pip_that_was_added(case: Case) -> None:
    case.was_done(retried=RETRIED, activated=str(case.venv), had_pip=False)

    assert case.undo()[-1].endswith("-m pip uninstall six pip")


def test_what_is_left_to_the_person_is_shown_until_it_was_run(case: Case) -> None:
    bare_environment(case.venv)
    install(case.venv, "six")
    case.was_done(retried=RETRIED, activated=str(case.venv))
    command = f"for you to run: {case.venv}/bin/python -m pip uninstall six"

    assert case.undo()[1:] == [command]
    assert case.undo()[1:] == [command]

    (metadata,) = case.venv.glob("lib/py*/site-packages/six-*.dist-info")
    shutil.rmtree(metadata)

    assert case.undo() == ["was taken back since: made .venv and activated it"]
    with pytest.raises(NothingToUndoError):
        case.undo()


def test_what_is_gone_with_its_environment_was_taken_back(case: Case) -> None:
    bare_environment(case.venv)
    install(case.venv, "six")
    case.was_done(retried=RETRIED, activated=str(case.venv))
    case.undo()
    shutil.rmtree(case.venv)

    assert case.undo() == ["was taken back since: made .venv and activated it"]


def test_what_is_nowhere_in_the_system_was_taken_back(case: Case) -> None:
    case.was_done(retried=RETRIED)
    assert case.undo()[1:] != []

    assert case.undo() == ["was taken back since: made .venv and activated it"]


def test_what_nobody_can_tell_is_shown_again(case: Case) -> None:
    case.was_done(retried=RETRIED, interpreter="/no/such/python")
    shown = case.undo()

    assert case.undo() == shown


def test_the_journal_says_what_is_left_to_the_person(case: Case) -> None:
    case.was_done(retried=RETRIED, activated=str(case.venv))

    case.undo()

    (done,) = journal.read(case.home / ".local" / "state" / "pep668hook")
    assert not done.undone
    assert done.left == (f"{case.venv}/bin/python -m pip uninstall six",)


def test_what_cannot_be_named_is_left(case: Case) -> None:
    argv = ("pip", "install", ".")
    case.was_done(argv=argv, retried=argv, activated=str(case.venv))

    assert case.undo()[1:] == ["left as it is: what `pip install .` has done"]


def test_what_was_uninstalled_is_left(case: Case) -> None:
    argv = ("pip", "uninstall", "six")
    case.was_done(argv=argv, retried=argv, activated=str(case.venv))

    assert case.undo()[1:] == ["left as it is: what `pip uninstall six` has done"]


def test_an_override_is_taken_back_by_one(case: Case) -> None:
    argv = (*RETRIED, "--break-system-packages")
    case.was_done(remedy="break-system-packages", retried=argv)

    assert case.undo()[-1] == (
        "for you to run: pip uninstall six --break-system-packages"
    )


# -- what others keep


def test_a_program_of_pipx_is_shown_with_its_command(case: Case) -> None:
    case.tool("pipx")
    (case.home / ".local" / "pipx" / "venvs" / "ruff").mkdir(parents=True)
    case.was_done(
        remedy="install-application",
        argv=("pip", "install", "ruff"),
        ran=(("pipx", "install", "ruff"),),
    )

    assert case.undo()[1:] == ["for you to run: pipx uninstall ruff"]
    assert case.undo()[1:] == ["for you to run: pipx uninstall ruff"]

    (case.home / ".local" / "pipx" / "venvs" / "ruff").rmdir()

    assert case.undo() == ["was taken back since: made .venv and activated it"]


def test_a_program_of_every_user_is_not_taken_for_the_persons_own(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.tool("pipx")
    case.tool("sudo")
    (case.home / ".local" / "pipx" / "venvs" / "ruff").mkdir(parents=True)
    has = Kept(Path("/usr/local/bin"), frozenset({"ruff"}), for_everyone=True)
    serving = replace(pipx.KEEPER, everyones=lambda _: has)
    monkeypatch.setattr(keepers, "known", lambda: (serving,))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    case.was_done(
        remedy="install-application",
        argv=("pip", "install", "ruff"),
        ran=(("sudo", "pipx", "install", "--global", "ruff"),),
    )

    assert case.undo()[1:] == ["for you to run: sudo pipx uninstall --global ruff"]


def test_a_package_of_the_distribution_is_removed_by_name(market: Market) -> None:
    around = market.around("six")
    argv = system_packages.install(around, ["a-six"])
    done = entry(remedy="install-system-package", ran=[argv])

    assert list(_removals(done, around)) == [("sudo", "ask", "remove", "a-six")]


def test_one_that_is_gone_again_is_left(case: Case) -> None:
    case.tool("pipx")
    case.was_done(
        remedy="install-application",
        argv=("pip", "install", "ruff"),
        ran=(("pipx", "install", "ruff"),),
    )

    assert case.undo()[1:] == ["left as it is: what `pipx install ruff` has done"]


def test_where_nothing_is_managed_any_more_what_was_run_is_left(case: Case) -> None:
    done = case.was_done(ran=(("pipx", "install", "six"),))
    gone = replace(done, when="later", interpreter="/nonexistent/python3")
    journal.append(gone, case.home / ".local" / "state" / "pep668hook")

    assert case.undo()[1:] == ["left as it is: what `pipx install six` has done"]


# -- which


def test_the_last_comes_first(case: Case) -> None:
    case.was_done(when="1", done="the first")
    case.was_done(when="2", done="the second")

    assert case.undo()[0] == "taking back: the second"
    assert case.undo()[0] == "taking back: the first"


def test_without_a_home_nothing_was_done(case: Case) -> None:
    del case.environ["HOME"]

    with pytest.raises(NothingToUndoError):
        case.undo()


def test_what_was_done_elsewhere_is_not_taken_back(case: Case) -> None:
    case.was_done()

    with pytest.raises(NothingToUndoError) as raised:
        case.undo(cwd=case.home)

    assert str(raised.value) == f"nothing to take back in `{case.home}`"
    assert "pep668hook log" in str(raised.value.hint)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_commands_are_the_shell_s(case: Case, shell: str) -> None:
    case.was_done(retried=RETRIED, activated="/srv/my app")

    (said,) = case.undo(shell=shell)[1:]

    assert "'/srv/my app/bin/python' -m pip uninstall six" in said
