from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook import demo, stage
from pep668hook.demo import Proof
from pep668hook.shells.bash import SHELL as BASH
from pep668hook.stage import Stage
from tests import drivers
from tests.builders import interpreter
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.machine import Machine

DEMO = (sys.executable, "-I", "-m", "pep668hook", "demo")
# The same, with a pip that is compiled already: each stage has to do that anew, and it
# takes longer than the rest of the story.
PREPARED = """
import sys
from pathlib import Path
from pep668hook import cli, installation, managed_python, stage
def furnish(*facts, really=stage._furnish):
    home = really(*facts)
    cache = home / ".cache" / "pep668hook"
    cache.mkdir(mode=0o700, parents=True)
    for image in Path(sys.argv[1]).glob("pip-*"):
        (cache / image.name).symlink_to(image)
    return home
stage._furnish = furnish
{fault}
sys.exit(cli.main(["demo", *sys.argv[2:]]))
"""

# What plays the demo with something gone wrong before it.
EMPTY_WHEELHOUSE = "stage.write_wheel = lambda wheels: None"
NO_SYSTEM_PYTHON = "managed_python.find = lambda settings: None"
NO_HOOK = "installation.lay_out = lambda share, helper: None"
TWO_SHELLS = "stage.MANNERS = {n: stage.MANNERS[n] for n in ('bash', 'zsh')}"


@pytest.fixture(params=sorted(stage.MANNERS))
def shell(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    drivers.require(drivers.named(name))
    return name


@pytest.fixture
def environ(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """Give variables with a temporary directory that must be empty in the end."""
    temporary = tmp_path / "with space and $(touch pwned)"
    temporary.mkdir()
    found = filter(None, (drivers.named(name).find() for name in drivers.names()))
    path = dict.fromkeys([os.environ["PATH"], *map(os.path.dirname, found)])
    yield {**os.environ, "PATH": os.pathsep.join(path), "TMPDIR": str(temporary)}
    assert list(temporary.iterdir()) == []


def prepared(machine: Machine, *arguments: str, fault: str = "") -> tuple[str, ...]:
    pip = str(machine.cache / "pep668hook")
    program = PREPARED.format(fault=fault)
    return (sys.executable, "-I", "-c", program, pip, *arguments)


def play(
    *argv: str, environ: Mapping[str, str], cwd: Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        argv,
        env=environ,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def test_plays_the_promise_and_proves_it(
    shell: str, environ: Mapping[str, str], tmp_path: Path
) -> None:
    done = play(*DEMO, "--in", shell, environ=environ, cwd=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    told, proved = done.stdout.split("\nProved:\n")
    assert "error: externally-managed-environment" in told
    assert "Successfully installed greeting-1.0" in told
    assert "status 0, environment " in told
    assert "greeting was loaded from ~/demo/.venv/lib" in proved
    assert "~/demo/.venv is active" in proved
    assert "\x1b" not in done.stdout


def test_all_of_them_play_it_one_after_the_other(
    machine: Machine, environ: Mapping[str, str], tmp_path: Path
) -> None:
    # That each can play it is tried above.
    argv = prepared(machine, "--in", "all", fault=TWO_SHELLS)

    done = play(*argv, environ=environ, cwd=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    played = re.findall(r"^A real (\w+),", done.stdout, re.MULTILINE)
    programs = (drivers.named(name).find() for name in ("bash", "zsh"))
    assert played == [Path(program).name for program in programs if program]
    assert done.stdout.count("\nProved:\n") == len(played)


def test_what_the_person_has_set_makes_no_difference(
    machine: Machine, environ: Mapping[str, str], tmp_path: Path
) -> None:
    settings = {
        "CI": "true",
        "PEP668HOOK": "off",
        "PIP_BREAK_SYSTEM_PACKAGES": "1",
        "PIP_TARGET": str(tmp_path / "target"),
        "VIRTUAL_ENV": str(tmp_path / "other"),
        "COLUMNS": "20",
        "PROMPT_COMMAND": "exit",
    }

    done = play(*prepared(machine), environ={**environ, **settings}, cwd=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr


def test_makes_a_managed_python_where_the_system_has_none(
    machine: Machine, environ: Mapping[str, str], tmp_path: Path
) -> None:
    argv = prepared(machine, "--in", "bash", fault=NO_SYSTEM_PYTHON)

    done = play(*argv, environ=environ, cwd=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "made for the demo of pep668hook" in done.stdout


def test_says_so_when_the_story_ends_otherwise(
    machine: Machine, shell: str, environ: Mapping[str, str], tmp_path: Path
) -> None:
    argv = prepared(machine, "--in", shell, fault=EMPTY_WHEELHOUSE)

    done = play(*argv, environ=environ, cwd=tmp_path)

    assert done.returncode == 1
    assert "the command line ended with status 1, not 0" in done.stderr
    assert "Proved" not in done.stdout


def test_says_so_when_no_panel_comes(
    machine: Machine, shell: str, environ: Mapping[str, str], tmp_path: Path
) -> None:
    argv = prepared(machine, "--in", shell, fault=NO_HOOK)

    done = play(*argv, environ=environ, cwd=tmp_path)

    assert done.returncode == 1
    assert "the panel never came" in done.stderr


def test_works_without_stdin_and_without_a_temporary_directory_of_ones_own(
    machine: Machine, tmp_path: Path
) -> None:
    environ = {key: text for key, text in os.environ.items() if key != "TMPDIR"}
    closed = ("sh", "-c", 'exec "$@" <&-', "sh", *prepared(machine))

    done = play(*closed, environ=environ, cwd=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["no-such-shell", "bash"])
def test_a_shell_that_is_not_there_is_one_clear_error(
    name: str, environ: Mapping[str, str], tmp_path: Path
) -> None:
    nowhere = {**environ, "PATH": str(tmp_path)}

    done = play(*DEMO, "--in", name, environ=nowhere, cwd=tmp_path)

    assert done.returncode == 1
    assert f"could not play the demo in `{name}`" in done.stderr
    assert done.stdout == ""


def test_hands_no_shell_over_where_nobody_can_type(
    environ: Mapping[str, str], tmp_path: Path
) -> None:
    done = play(*DEMO, "--shell", environ=environ, cwd=tmp_path)

    assert done.returncode == 1
    assert "stdin or stdout is no terminal" in done.stderr


def on_terminal(*argv: str, environ: Mapping[str, str], cwd: Path) -> Terminal:
    shown = {**environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    return Terminal(argv, cwd=cwd, environ=shown, size=(100, 40))


def test_a_person_sees_it_typed_and_the_panel_in_colour(
    machine: Machine, shell: str, environ: Mapping[str, str], tmp_path: Path
) -> None:
    argv = prepared(machine, "--in", shell)
    terminal = on_terminal(*argv, environ=environ, cwd=tmp_path)

    # On the screen, for what is written may be a word drawn letter by letter.
    terminal.wait_until(lambda: "install gr" in str(terminal.screen), "the typing")
    assert "print(greeting)" not in str(terminal.screen)
    terminal.wait_for("leave it as it is")
    assert b"\x1b[36m" in terminal.bytes
    status = terminal.wait_for_the_end()
    terminal.close()

    assert status == 0
    assert any("/demo/.venv is active" in line for line in terminal.screen)
    assert not any("leave it as it is" in line for line in terminal.screen)


@pytest.mark.parametrize("moment", ["A real", "install gr", "leave it as it is"])
def test_ctrl_c_leaves_nothing(
    moment: str, environ: Mapping[str, str], tmp_path: Path
) -> None:
    terminal = on_terminal(*DEMO, "--in", "bash", environ=environ, cwd=tmp_path)
    modes = terminal.modes()

    terminal.wait_for(moment)
    terminal.press("ctrl-c")
    status = terminal.wait_for_the_end()

    assert status == 128 + signal.SIGINT
    assert terminal.modes() == modes
    hidden, shown = map(terminal.output.rfind, (b"\x1b[?25l", b"\x1b[?25h"))
    assert hidden <= shown
    terminal.close()


def test_a_window_that_is_closed_leaves_nothing(
    environ: Mapping[str, str], tmp_path: Path
) -> None:
    terminal = on_terminal(*DEMO, environ=environ, cwd=tmp_path)

    terminal.wait_for("leave it as it is")
    terminal.hang_up()
    terminal.wait_for_the_end()
    terminal.close()


def test_the_shell_can_be_tried_by_hand(
    shell: str, environ: Mapping[str, str], tmp_path: Path
) -> None:
    argv = (*DEMO, "--in", shell, "--shell")
    terminal = on_terminal(*argv, environ=environ, cwd=tmp_path)

    terminal.wait_for("Type:  pip install greeting && ")
    terminal.wait_until(lambda: terminal.screen[-1] == "~/demo $", "the prompt")
    terminal.resize(90, 30)
    terminal.type("stty size\r")
    terminal.wait_for("30 90")
    terminal.type("exit\r")
    status = terminal.wait_for_the_end()
    terminal.close()

    assert status == 0


# -- what it takes for a proof


@pytest.fixture
def played(tmp_path: Path) -> Stage:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    return Stage(
        kind=BASH,
        shell=Path("/bin/bash"),
        manner=stage.MANNERS[BASH.name],
        home=tmp_path,
        directory=tmp_path / "demo",
        wheels=tmp_path / "wheels",
        pip=tmp_path / "pip",
        managed=interpreter(executable=python),
        environ={},
    )


def proof(played: Stage, **otherwise: object) -> Proof:
    environment = played.directory / ".venv"
    module = environment / "lib" / "greeting.py"
    promised = Proof(module=module, status=0, environment=environment)
    return replace(promised, **otherwise)  # type: ignore[arg-type]


def test_what_is_as_it_was_promised_has_no_fault(played: Stage) -> None:
    assert list(demo._faults(proof(played), played)) == []


@pytest.mark.parametrize(
    ("otherwise", "fault"),
    [
        ({"status": 3}, "the command line ended with status 3, not 0"),
        ({"module": None}, "the rest of the command line did not run"),
        (
            {"module": Path("/usr/lib/greeting.py")},
            "greeting was loaded from `/usr/lib/greeting.py`, not from `{venv}`",
        ),
        ({"environment": None}, "the shell has `None` active, not `{venv}`"),
    ],
)
def test_each_fault_is_named(
    played: Stage, otherwise: dict[str, object], fault: str
) -> None:
    faults = demo._faults(proof(played, **otherwise), played)

    assert list(faults) == [fault.format(venv=played.directory / ".venv")]


def test_a_managed_python_that_has_it_is_a_fault(played: Stage) -> None:
    python = played.managed.executable
    python.write_text("#!/bin/sh\nexit 0\n")

    assert list(demo._faults(proof(played), played)) == [f"`{python}` has greeting now"]
