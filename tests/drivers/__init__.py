"""The shells that the scenarios are played in, one small file a shell.

A driver says how a shell is started without anybody's rc files and how it writes what
the scenarios need; it knows nothing of the hook.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# What a prompt writes besides what is seen: the status of the command before it.
PROMPT = b"\x1b]777;prompt;%s\x07"


class Driver(Protocol):
    """How one shell writes things."""

    name: str
    extension: str
    """Of its snippet."""
    status: str
    """How a command reads the status of the one before it."""
    fails: str
    """A command that only fails."""
    not_found: int
    """The status of a command that there is none of."""
    ignores: int
    """The signals, as a mask, that are ignored in what it starts, but in no Python."""
    strict: Mapping[str, Sequence[str]]
    """The strict modes of the shell, by name: the lines that switch them on."""
    cannot: Mapping[str, str]
    """What it cannot do, and why: a test, or a set of its parameters (`test: set`), or
    one of the cases that it goes through."""
    activates_by: str
    """The script of an environment that activates it."""
    leaves: frozenset[str]
    """The files that it makes in the runtime directory by itself."""
    last_in_history: str
    """A command that tells the last line of the history."""
    lists_jobs: str
    """A command that tells what runs in the background, or is stopped."""
    brought_forward: str
    """What it says of a job that `fg` brings forward, or a part of that."""
    timed_says: str
    """A part of what it says of the time that a command took."""

    def find(self) -> str | None:
        """Find its program."""

    def can_be_had(self) -> bool:
        """Say whether it could be found here if somebody took the trouble."""

    def start(self, rc: Path, lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
        """Make the rc files below `rc`; give argv and variables to start it with."""

    def load(self, file: Path) -> str: ...
    def quote(self, word: str) -> str: ...
    def set(self, name: str, value: str) -> str: ...
    def export(self, name: str, value: str) -> str: ...
    def variable(self, name: str) -> str: ...
    def and_then(self, first: str, second: str) -> str: ...
    def or_else(self, first: str, second: str) -> str: ...
    def one_after_the_other(self, *commands: str) -> str: ...

    def ended_by(self, command: str, last: str) -> str:
        """Run `last` after `command`, and end with the status of `command`."""

    def for_each(self, name: str, words: str, body: str) -> str: ...
    def when(self, condition: str, then: str, otherwise: str) -> str: ...
    def negated(self, command: str) -> str: ...
    def timed(self, command: str) -> str: ...
    def piped(self, first: str, second: str) -> str: ...
    def in_background(self, command: str) -> str: ...
    def in_subshell(self, command: str) -> str: ...
    def captured(self, name: str, command: str) -> str: ...
    def forget_functions(self, prefix: str) -> str: ...
    def function(self, name: str, body: str) -> str: ...
    def sum(self, first: int, second: int) -> str: ...

    def activate(self, environment: str) -> str:
        """Activate an environment as a person does who types it."""


def names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def named(name: str) -> Driver:
    driver: Driver = importlib.import_module(f"{__name__}.{name}").DRIVER
    return driver


def limit(driver: Driver, test: pytest.Function, case: str = "") -> str:
    """Say why a shell cannot do what a test is about; empty if it can.

    A case is one of those that a test goes through by itself.
    """
    for scenario, reason in driver.cannot.items():
        name, _, parameters = scenario.partition(": ")
        if name == test.originalname and parameters in (case or test.name):
            return f"{driver.name}: {reason}"
    return ""


def require(driver: Driver) -> str:
    """Find a shell's program, or skip the test; in CI the lack of it is a failure."""
    program = driver.find()
    if program is None and os.environ.get("CI") and driver.can_be_had():
        pytest.fail(f"{driver.name} is not installed, and CI is set")
    if program is None:
        pytest.skip(f"{driver.name} is not installed")
    return program
