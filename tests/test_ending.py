from __future__ import annotations

import subprocess
import sys

import pytest

from pep668hook.ending import INTERRUPTED, NOTHING_DONE

# Told in a process of its own, whose signals are its own.
TELL = """
import os, signal, sys
from pep668hook.ending import interruptible

def kill(*names):
    for name in names:
        os.kill(os.getpid(), getattr(signal, name))

def story():
    try:
        {story}
    finally:
        {after}
        print("put back", flush=True)
    return 0

{before}
sys.exit(interruptible(story))
"""


def tell(story: str, *, before: str = "pass", after: str = "pass") -> tuple[int, str]:
    script = TELL.format(story=story, before=before, after=after)
    argv = [sys.executable, "-I", "-c", script]
    done = subprocess.run(argv, capture_output=True, check=False, text=True)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_a_story_that_nobody_ends_has_its_own_status() -> None:
    assert tell("pass") == (0, "put back\n")


@pytest.mark.parametrize(
    ("number", "status"),
    [("SIGINT", INTERRUPTED), ("SIGTERM", NOTHING_DONE), ("SIGHUP", NOTHING_DONE)],
)
def test_what_must_be_put_back_is_put_back(number: str, status: int) -> None:
    assert tell(f"kill({number!r})") == (status, "put back\n")


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_second_signal_does_not_break_off_the_putting_back(number: str) -> None:
    assert tell("kill('SIGHUP')", after=f"kill({number!r})") == (
        NOTHING_DONE,
        "put back\n",
    )


def test_two_that_come_at_once_end_it_once() -> None:
    both = "{signal.SIGINT, signal.SIGTERM}"
    kept = (
        f"signal.pthread_sigmask(signal.SIG_BLOCK, {both}); kill('SIGINT', 'SIGTERM'); "
        f"signal.pthread_sigmask(signal.SIG_UNBLOCK, {both})"
    )

    assert tell(kept) == (INTERRUPTED, "put back\n")


def test_it_cannot_be_stopped() -> None:
    assert tell("kill('SIGTSTP')") == (0, "put back\n")


def test_signals_that_were_held_back_reach_it() -> None:
    blocked = "signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})"

    assert tell("kill('SIGTERM')", before=blocked) == (NOTHING_DONE, "put back\n")


def test_an_except_exception_does_not_keep_it() -> None:
    story = """
        try:
            kill("SIGTERM")
        except Exception:
            print("kept")"""

    assert tell(story) == (NOTHING_DONE, "put back\n")
