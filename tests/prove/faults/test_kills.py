"""Each process is killed at each step, and the terminal goes away at each."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import psutil
import pytest

from tests.person import files_below
from tests.prove.faults.machinery import (
    PIP,
    modes,
    nothing_half_made,
    one,
    said_no_trace,
    set_slow_uv,
    works_again,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.person import Person, Shell

STEPS: Final = ("pip runs", "pip has refused", "the panel is there", "it is being made")
_PIP: Final = "bin/pip install"
# By what they are told, and in which steps they are there.
PROCESSES: Final = {
    "pip": (_PIP, STEPS[:1]),
    "the watch": ("watch.py", STEPS),
    "the helper": ("pep668hook rescue", STEPS[1:]),
}
CASES: Final = [
    (name, step) for name, (_, there) in PROCESSES.items() for step in there
]


def reach(person: Person, root: Path, step: str) -> Shell:
    """Bring the person to a step of the story."""
    begun = set_slow_uv(person, root)
    if step == STEPS[0]:
        person.environ["TEST_STALL"] = str(root / "go on")
    shell = person.start()
    modes(person, shell, "before")
    shell.enter(PIP)
    if step == STEPS[0]:
        shell.wait_for("pip is slow")
    elif step == STEPS[1]:
        shell.wait_for("externally-managed-environment")
    else:
        shell.wait_for_panel()
    if step == STEPS[3]:
        shell.press("enter")
        shell.wait_until(begun.exists, "the beginning of uv")
    return shell


def come_back(person: Person, root: Path) -> None:
    """After the fault the machine is whole again."""
    (root / "go on").touch()
    for process in person.processes():  # a uv that nobody waits for
        with suppress(psutil.Error):
            if "slow/uv" in " ".join(process.cmdline()):
                process.kill()
    person.environ.pop("TEST_STALL", None)
    person.environ["PATH"] = person.machine.path()


def is_asked_still(person: Person) -> bool:
    for process in person.processes():
        with suppress(psutil.Error):
            if "rescue" in process.cmdline():
                return True
    return False


@pytest.mark.parametrize(("name", "step"), CASES)
def test_one_is_killed(person: Person, tmp_path: Path, name: str, step: str) -> None:
    shell = reach(person, tmp_path, step)
    victim = one(person, PROCESSES[name][0]) if name != "pip" else one(person, _PIP)
    if name == "pip":
        watch = one(person, "watch.py")
        # The other one is the helper, which may have been called already.
        (victim,) = (p for p in watch.children() if "rescue" not in p.cmdline())

    victim.send_signal(signal.SIGKILL)

    if (name, step) == ("the helper", STEPS[1]):
        # Killed before its turn, so that nobody has been asked: the prompt does.
        shell.answer_if_asked("q")
    status = shell.status()
    # What is killed has told how; behind a helper pip's own result stands.
    assert status == (1 if name == "the helper" else 137)
    # Nobody is left who would read the keys.
    end = time.monotonic() + 10
    while is_asked_still(person):
        assert time.monotonic() < end
        time.sleep(0.02)
    shell.run("true")
    at_panel = (name, step) == ("the watch", STEPS[2])
    if not (at_panel and person.driver.name in {"fish", "zsh"}):
        # They may take the panel's modes for the programs', as their job is over.
        assert modes(person, shell, "after") == (person.home / "before").read_text()
    said_no_trace(shell)
    come_back(person, tmp_path)
    if (name, step) != ("the helper", STEPS[3]):
        # Of a helper that is killed in the midst of it something is left, which the
        # next one knows for unfinished, and makes whole.
        nothing_half_made(person)
    works_again(person)
    nothing_half_made(person)


@pytest.mark.parametrize("step", STEPS)
def test_the_shell_is_killed(person: Person, tmp_path: Path, step: str) -> None:
    shell = reach(person, tmp_path, step)

    os.kill(shell.pid, signal.SIGKILL)
    shell.hang_up()  # as its window closes

    (tmp_path / "go on").touch()
    assert person.wait_until_nothing_runs() == []
    come_back(person, tmp_path)
    nothing_half_made(person)
    works_again(person)


@pytest.mark.parametrize("step", STEPS)
def test_the_terminal_goes_away(person: Person, tmp_path: Path, step: str) -> None:
    shell = reach(person, tmp_path, step)

    shell.hang_up()

    (tmp_path / "go on").touch()
    assert person.wait_until_nothing_runs() == []
    come_back(person, tmp_path)
    nothing_half_made(person)
    works_again(person)


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.15, 0.4])
def test_the_helper_is_killed_at_any_time_after_the_key(
    person: Person, delay: float
) -> None:
    shell = person.start()
    shell.enter(PIP)
    shell.wait_for_panel()
    helper = one(person, "pep668hook rescue")
    shell.press("enter")
    time.sleep(delay)

    if helper.is_running():
        helper.send_signal(signal.SIGKILL)

    assert shell.status() in {0, 1}
    said_no_trace(shell)
    left = {name for name in files_below(person.records) if name.endswith("sh")}
    assert left == set()
    works_again(person)
    nothing_half_made(person)
