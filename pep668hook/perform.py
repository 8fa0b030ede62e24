"""Carry out the actions of a plan: those that are Python's, not the shell's."""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, assert_never

from pep668hook import engines, environment
from pep668hook.engines import EnvironmentNotMadeError
from pep668hook.plan import AddPip, MakeEnvironment, SetAside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pep668hook.plan import Action
    from pep668hook.settings import Settings


def perform(action: Action, settings: Settings) -> None:
    """Carry out one action; where it fails or is interrupted nothing of it stays."""
    match action:
        case MakeEnvironment(path):
            with _alone(path):
                _make(action, settings)
        case SetAside(path, new_path):
            path.rename(new_path)
        case AddPip(path):
            with _alone(path):
                engines.add_pip(path, settings)
        case _:
            assert_never(action)


def name(action: Action) -> str:
    """Say what is being done, for as long as it takes."""
    match action:
        case MakeEnvironment(path):
            return f"making {path.name}"
        case SetAside(path):
            return f"setting {path.name} aside"
        case AddPip(path):
            return f"adding pip to {path.name}"
        case _:
            assert_never(action)


def _make(request: MakeEnvironment, settings: Settings) -> None:
    path = request.path
    was_there = path.exists()
    if was_there and environment.inspect(path).usable:
        return  # another shell was asked the same, and was faster
    try:
        engines.make(request, settings)
        _ignore_in_git(path)
        _check(path)
    except BaseException:
        if not was_there:
            shutil.rmtree(path, ignore_errors=True)
        raise


def _check(path: Path) -> None:
    made = environment.inspect(path)
    if made.problem is not None:
        raise EnvironmentNotMadeError(path, made.problem.value)
    if not made.has_pip:
        raise EnvironmentNotMadeError(path, "it has no pip")


def _ignore_in_git(path: Path) -> None:
    """Keep the environment out of version control, as venv does from 3.13 on."""
    ignore = path / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="ascii")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other of us works in the directory that `path` lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
