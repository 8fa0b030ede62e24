from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from pep668hook import managed_python, settings, stage, trial
from pep668hook.managed_python import NoManagedPythonError
from pep668hook.shells import named
from pep668hook.trial import Limits, Outcome
from tests import drivers
from tests.machine import install_hook
from tests.person import files_below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pep668hook.interpreter import Interpreter
    from pep668hook.settings import Settings
    from tests.machine import Machine


class Home:
    """Somebody's home, with rc files for a shell."""

    def __init__(self, place: Path, name: str) -> None:
        self.path = place / "home"
        self.path.mkdir()
        shell = named(name)
        assert shell is not None
        self.shell = shell
        self.program = Path(drivers.require(drivers.named(name)))
        self.share = place / "share"
        install_hook(self.share, Path(sys.prefix))
        self.environ = {
            "HOME": str(self.path),
            "PATH": os.pathsep.join([str(self.program.parent), "/usr/bin", "/bin"]),
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
            "DOTNET_TieredCompilation": "0",  # as the driver of PowerShell has it
            "XDG_DATA_DIRS": str(place),  # so that fish finds nobody's completions
        }
        self.rc = shell.rc_file(self.path, {})
        # A first start of fish would fill these.
        for name_ in (".config/fish", ".local/share/fish"):
            made = self.path / name_ / "generated_completions"
            made.mkdir(parents=True)
            (made.parent / "fish_variables").touch()

    def reads(self, *lines: str) -> None:
        load = self.shell.load(self.share / f"pep668hook.{self.shell.extension}")
        self.rc.parent.mkdir(parents=True, exist_ok=True)
        text = "\n".join([*lines, load, ""])
        self.rc.write_bytes(self.shell.signature + text.encode())

    def settings(self, **environ: str) -> Settings:
        return settings.read({**self.environ, **environ})

    def tries(self, limits: Limits | None = None, **environ: str) -> Outcome:
        return trial.run(self.shell, self.program, self.settings(**environ), limits)


@pytest.fixture(params=drivers.names())
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    return Home(tmp_path, request.param)


@pytest.fixture(autouse=True)
def _compiled(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each trial find a pip that is compiled, which takes longer than the trial."""
    real = managed_python.make

    def make(place: Path, settings: Settings) -> tuple[Path, Interpreter]:
        made = real(place, settings)
        machine.lend_bytecode(Path(made[1].stdlib) / "site-packages")
        machine.lend_pip(place.parent / "cache")
        return made

    monkeypatch.setattr(managed_python, "make", make)


@pytest.fixture
def in_bash(tmp_path: Path) -> Home:
    return Home(tmp_path, "bash")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a directory for what is temporary, which is empty in the end."""
    place = tmp_path / "with space and $(touch pwned)"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    yield place
    assert list(place.iterdir()) == []


def test_a_shell_that_loads_the_hook_is_healed(home: Home) -> None:
    home.reads()

    outcome = home.tries()

    assert outcome.fault == ""
    assert outcome.healed is not None
    assert outcome.seconds >= outcome.healed


def test_what_the_person_has_set_leads_nothing_astray(home: Home) -> None:
    theirs = home.path / "theirs"
    theirs.mkdir()
    (theirs / "pyvenv.cfg").touch()
    leading = {
        "CI": "true",
        "PEP668HOOK": "off",
        "PIP_TARGET": str(theirs),
        "PIP_BREAK_SYSTEM_PACKAGES": "1",
        "VIRTUAL_ENV": str(theirs),
        "WORKON_HOME": str(theirs),
        "XDG_STATE_HOME": str(theirs),
        "PEP668HOOK_ENVIRONMENT_PLACE": "central",
    }
    home.reads(*(home.shell.export(*each) for each in leading.items()))
    before = files_below(home.path)

    outcome = home.tries(**leading)

    assert outcome.fault == ""
    left = {each for each in files_below(home.path) - before if "pep668hook" in each}
    assert left == set()
    assert files_below(theirs) == {"pyvenv.cfg"}


def test_no_history_has_what_was_typed(home: Home) -> None:
    keep = {
        "bash": (
            "HISTFILE=~/history",
            "shopt -s histappend",
            "PROMPT_COMMAND='history -a'",
        ),
        "zsh": ("HISTFILE=~/history SAVEHIST=100 HISTSIZE=100", "setopt share_history"),
    }
    home.reads(*keep.get(home.shell.name, ()))

    assert home.tries().fault == ""

    written = [home.path / each for each in files_below(home.path)]
    texts = [each.read_bytes() for each in written if each.is_file()]
    assert not any(b"proof.py" in text for text in texts)


def test_rc_files_that_do_not_load_it_are_told_of(home: Home) -> None:
    outcome = home.tries()

    assert outcome.fault == "pip was refused, and nothing was offered"
    assert outcome.refused is not None
    assert outcome.healed is None


def test_rc_files_that_never_end_are_told_of(in_bash: Home) -> None:
    in_bash.reads("echo going on", "sleep 600")

    outcome = in_bash.tries(Limits(start=2))

    assert outcome == Outcome(fault="its rc files did not come to an end: going on")


def test_a_pip_of_the_rc_files_that_is_not_refused_is_told_of(in_bash: Home) -> None:
    in_bash.reads("alias pip='echo nothing to do; (exit 3) #'")

    outcome = in_bash.tries(Limits(refuse=4))

    assert outcome.fault.startswith("pip was not refused: ")


def test_one_that_has_ended_is_not_waited_for(in_bash: Home) -> None:
    in_bash.reads("alias pip='echo nothing to do; (exit 3) #'")

    begin = time.monotonic()
    outcome = in_bash.tries()

    assert outcome.fault == "pip was not refused: nothing to do"
    assert time.monotonic() - begin < Limits().refuse / 2


@pytest.mark.parametrize("history", ["HISTCONTROL=", "HISTCONTROL=ignoreboth"])
def test_a_pip_by_another_name_is_met_at_the_prompt(
    in_bash: Home, history: str
) -> None:
    in_bash.reads(history)
    with in_bash.rc.open("a") as rc:
        rc.write("alias pip='python3 -m pip'\n")

    outcome = in_bash.tries()

    assert outcome.fault == ""
    assert outcome.offered is not None


def test_a_panel_is_one_whatever_pip_has_said(in_bash: Home) -> None:
    in_bash.reads()
    with in_bash.rc.open("a") as rc:
        rc.write("alias pip='python3 -m pip 2>/dev/null'\n")

    outcome = in_bash.tries()

    assert outcome.fault == ""


def test_an_answer_to_the_terminal_s_questions_is_given(in_bash: Home) -> None:
    ask = r"printf '\e[6n'; IFS= read -rsd R answer; echo"
    in_bash.reads(ask)

    assert in_bash.tries(Limits(start=5)).started is not None


def test_a_place_that_others_can_write_to_is_not_tried_in(
    in_bash: Home, temporary: Path
) -> None:
    temporary.chmod(0o777)

    outcome = in_bash.tries()

    assert "nothing could be tried" in outcome.fault
    assert "others can write to" in outcome.fault
    assert outcome.started is None


def test_no_project_above_is_touched(in_bash: Home, temporary: Path) -> None:
    (temporary.parent / "pyproject.toml").touch()
    in_bash.reads()

    assert in_bash.tries().fault == ""

    assert not (temporary.parent / ".venv").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whatever_ends_it_nothing_stays(
    in_bash: Home, temporary: Path, number: int
) -> None:
    in_bash.reads("sleep 600")
    share, helper = in_bash.share, in_bash.share / "venv" / "bin" / "python"
    told = [f"--told=function.{name}=__pep668hook_run" for name in ("pip", "pip3")]
    argv = [helper, "-I", "-m", "pep668hook", "doctor", "--for", "bash"]
    doctor = subprocess.Popen(
        [*argv, "--share", share, "--helper", helper, *told],
        env={**in_bash.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    end = time.monotonic() + 60
    while not list(temporary.glob("*/session/bashrc")) and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(0.5)

    doctor.send_signal(number)

    _, said = doctor.communicate(timeout=60)
    assert doctor.returncode == (130 if number == signal.SIGINT else 1)
    assert said == b""


def test_a_shell_that_ends_by_itself_is_told_of(in_bash: Home) -> None:
    in_bash.reads("echo good bye", "exit 0")

    outcome = in_bash.tries(Limits(start=10))

    assert outcome.fault.startswith("its rc files did not come to an end: ")
    assert outcome.started is None


def test_a_command_line_that_is_not_carried_on_is_told_of(in_bash: Home) -> None:
    in_bash.reads()

    outcome = in_bash.tries(Limits(heal=0))

    assert outcome.fault.startswith("the command line was not carried on: ")
    assert outcome.offered is not None


@pytest.mark.parametrize(
    ("module", "environment", "fault"),
    [
        ("/elsewhere/it.py", "/trial/project/.venv", "was loaded from /elsewhere/it.p"),
        ("/trial/project/.venv/it.py", "None", "no environment is active"),
        ("/trial/project/.venv/it.py", "/trial/project/.venv", ""),
    ],
)
def test_a_package_has_to_come_from_the_environment_that_is_active(
    module: str, environment: str, fault: str
) -> None:
    text = f"<module '{stage.PACKAGE}' from '{module}'> in {environment} end"
    hands = SimpleNamespace(text=text)

    found = trial._fault(hands, Path("/trial"))  # type: ignore[arg-type]

    assert fault in found
    assert bool(found) is bool(fault)


def test_where_no_python_can_be_made_it_is_the_system_s_pip_that_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_facts: object) -> None:
        raise NoManagedPythonError(Path("/usr/bin/python3"))

    chosen = settings.read({"HOME": str(tmp_path)})
    found = [None, (Path("/usr/bin/pip"), object())]
    monkeypatch.setattr(managed_python, "make", cannot)
    monkeypatch.setattr(managed_python, "find", lambda _settings: found.pop())

    assert trial._pip(tmp_path, chosen) == Path("/usr/bin/pip")
    with pytest.raises(NoManagedPythonError):
        trial._pip(tmp_path, chosen)
