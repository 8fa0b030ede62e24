from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.machine import install_hook
from tests.person import files_below
from tests.turns import in_turn_but_for

if TYPE_CHECKING:
    from tests.person import Person, Shell

AWKWARD = {
    "a space": "a b",
    "a single quote": "it's",
    "a double quote": 'the "one"',
    "a dollar": "$HOME",
    "a backtick": "`touch pwned`",
    "an end of a command": "x && touch pwned; touch pwned #",
    "an exclamation mark": "wow! !! !$",
    "a leading dash": "-rf",
    "a newline": "a\nb",
    "no ASCII": "größe 日本 é",
    "a substitution and a brace": "$(touch pwned)${PATH}{a,b}",
    "a percent sign": "100% %n %(?.touch.pwned)",
    "a backslash": "back\\slash \\u@\\h",
    "a backslash before a quote": "a\\'\";touch pwned;#",
    "a leading equals sign": "=ls",
    "a leading tilde and glob signs": "~root[a-z]*?",
    "a tab and an escape sequence": "a\tb\x1b[31mb",
    "everything": " '\"$(touch pwned)`touch pwned`;&&!*\\%{~",
}


WHERE = (
    "import os, tinything; open(os.environ['TEST_SEEN'], 'w').write("
    "os.environ['VIRTUAL_ENV'] + '\\n\\n' + tinything.__file__)"
)


@pytest.mark.parametrize("name", in_turn_but_for(AWKWARD, "a newline", "everything"))
def test_a_directory_is_only_ever_a_directory(
    person: Person, tmp_path: Path, name: str
) -> None:
    work = person.home / name
    work.mkdir()
    seen = tmp_path / "seen"
    shell = person.start(cwd=work, environ={"TEST_SEEN": str(seen)}, size=(100, 50))

    shell.run(person.driver.set("where", WHERE))
    shell.enter(person.driver.and_then("pip install tinything", 'python -c "$where"'))
    status = shell.answer("enter")

    assert status == 0
    variable, _, module = seen.read_text().partition("\n\n")
    assert variable == f"{work}/.venv"
    assert module.startswith(f"{work}/.venv/lib/")
    for _ in range(2):
        assert shell.run("true") == 0
    assert shell.run("deactivate") == 0
    assert not [file for file in files_below(tmp_path) if Path(file).name == "pwned"]


ANYWHERE = {name: name for name in ("it's a $HOME `x`", "-share", "a\nb", "größe")}


@pytest.mark.parametrize("name", in_turn_but_for(ANYWHERE, "it's a $HOME `x`"))
def test_the_hook_finds_its_helper_wherever_it_lies(
    person: Person, tmp_path: Path, name: str
) -> None:
    person.share = tmp_path / name / "pep668hook"
    install_hook(person.share, Path(sys.prefix))
    shell = person.start()

    shell.enter("pip install tinything")

    assert shell.answer("enter") == 0


@pytest.mark.parametrize("name", in_turn_but_for(ANYWHERE, "it's a $HOME `x`"))
def test_the_record_may_lie_anywhere(person: Person, tmp_path: Path, name: str) -> None:
    runtime = tmp_path / name
    runtime.mkdir(mode=0o700)
    shell = person.start(environ={"XDG_RUNTIME_DIR": str(runtime)})

    shell.enter("pip install tinything")

    assert shell.answer("enter") == 0
    assert files_below(runtime) <= {"pep668hook", *person.driver.leaves}


# -- where an environment belongs


def active(person: Person, shell: Shell) -> str:
    shell.run(f"echo {person.driver.variable('VIRTUAL_ENV')}")
    return shell.said.rstrip("\n")


@pytest.mark.in_turn
@pytest.mark.parametrize("file", ["pyproject.toml", "setup.py", "requirements-dev.txt"])
def test_it_is_made_at_the_projects_root(person: Person, file: str) -> None:
    (person.work / file).touch()
    below = person.work / "src" / "package"
    below.mkdir(parents=True)
    shell = person.start(cwd=below)

    shell.enter("pip install tinything")

    assert shell.answer("enter") == 0
    assert active(person, shell) == str(person.venv)
    assert shell.screen[-1].startswith("(work) $")
    assert files_below(below) == set()


@pytest.mark.in_turn
def test_it_is_made_at_the_top_of_the_git_repository(person: Person) -> None:
    (person.work / ".git").mkdir()
    below = person.work / "src"
    below.mkdir()
    shell = person.start(cwd=below)

    shell.enter("pip install tinything")

    assert shell.answer("enter") == 0
    assert active(person, shell) == str(person.venv)


@pytest.mark.in_turn
def test_a_project_file_in_the_home_directory_makes_no_project(person: Person) -> None:
    (person.home / "requirements.txt").touch()
    shell = person.start()

    shell.enter("pip install tinything")

    assert shell.answer("enter") == 0
    assert active(person, shell) == str(person.venv)


def uses_the_personal_environment(person: Person, cwd: Path) -> str:
    before = (cwd / ".venv").exists()
    shell = person.start(cwd=cwd, size=(100, 50))
    shell.enter("pip install tinything")
    shell.wait_for_panel()
    offered = shell.text
    shell.press("enter")
    assert shell.status() == 0
    assert active(person, shell) == f"{person.home}/.virtualenvs/default"
    assert (cwd / ".venv").exists() is before
    return offered


@pytest.mark.in_turn
def test_in_the_home_directory_it_is_the_persons_own(person: Person) -> None:
    offered = uses_the_personal_environment(person, person.home)
    assert "your home directory" in offered
    assert " -m venv " in offered

    # It is activated from then on.
    offered = uses_the_personal_environment(person, person.home)
    assert " -m venv " not in offered


@pytest.mark.in_turn
@pytest.mark.parametrize("place", ["/", "/tmp", "/usr", "/etc"])  # noqa: S108
def test_in_a_shared_or_system_directory_it_is_the_persons_own(
    person: Person, place: str
) -> None:
    if list(Path(place).glob("*/pyvenv.cfg")):
        pytest.skip(f"somebody keeps an environment in {place}")

    uses_the_personal_environment(person, Path(place))


@pytest.mark.in_turn
def test_in_a_directory_that_cannot_be_written_to_it_is_the_persons_own(
    person: Person,
) -> None:
    person.work.chmod(0o555)

    uses_the_personal_environment(person, person.work)

    person.work.chmod(0o755)


@pytest.mark.in_turn
def test_in_a_directory_that_others_can_write_to_it_is_the_persons_own(
    person: Person,
) -> None:
    person.work.chmod(0o777)

    offered = uses_the_personal_environment(person, person.work)

    assert "others can write" in offered


@pytest.mark.in_turn
def test_it_is_where_virtualenvwrapper_would_have_it(
    person: Person, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "envs"
    shell = person.start(cwd=person.home, environ={"WORKON_HOME": str(elsewhere)})

    shell.enter("pip install tinything")

    assert shell.answer("enter") == 0
    assert active(person, shell) == str(elsewhere / "default")


def test_without_a_home_the_directory_still_serves(person: Person) -> None:
    del person.environ["HOME"]
    shell = person.start()

    shell.enter("pip install tinything")
    shell.wait_until(
        lambda: shell.asked or b"777;prompt" in shell.bytes, "the panel or the prompt"
    )

    assert shell.asked
    assert shell.answer("enter") == 0
    assert person.venv.exists()


def test_a_directory_that_is_gone_ends_as_without_the_hook(person: Person) -> None:
    gone = person.home / "gone"
    seen = []
    for hook in (False, True):
        gone.mkdir()
        shell = person.start(hook=hook, cwd=gone)
        gone.rmdir()
        shell.enter("pip install tinything")
        shell.wait_until(
            lambda shell=shell: shell.asked or b"777;prompt" in shell.bytes,
            "the panel or the prompt",
        )
        if shell.asked:
            shell.answer("q")
        seen.append((shell.status(), "Traceback" in shell.said))
        assert "pep668hook" not in shell.said or not hook

    assert seen[0] == seen[1]
