"""Carry out the actions of a plan: those that are Python's, not the shell's."""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, assert_never

from pep668hook import engines, environment
from pep668hook.engines import EnvironmentNotMadeError
from pep668hook.plan import AddPip, MakeEnvironment, SetAside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from pep668hook.plan import Action
    from pep668hook.settings import Settings


def perform(
    actions: Sequence[Action],
    settings: Settings,
    announce: Callable[[str], AbstractContextManager[None]],
) -> None:
    """Carry out the actions; where one fails or is interrupted nothing of any stays.

    `announce` is entered with the name of each for as long as it takes.
    """
    with ExitStack() as taking_back, ExitStack() as alone:
        for directory in {action.path.parent for action in actions}:
            alone.enter_context(_alone(directory, taking_back))
        for action in actions:
            with announce(_name(action)):
                _perform(action, settings, taking_back)
        taking_back.pop_all()


def _name(action: Action) -> str:
    match action:
        case MakeEnvironment(path):
            return f"making {path.name}"
        case SetAside(path):
            return f"setting {path.name} aside"
        case AddPip(path):
            return f"adding pip to {path.name}"
        case _:
            assert_never(action)


def _perform(action: Action, settings: Settings, taking_back: ExitStack) -> None:
    match action:
        case MakeEnvironment():
            _make(action, settings, taking_back)
        case SetAside(path, new_path):
            if path.exists() and not environment.inspect(path).usable:
                path.rename(new_path)
                taking_back.callback(new_path.rename, path)
        case AddPip(path):
            engines.add_pip(path, settings)
        case _:
            assert_never(action)


def _make(request: MakeEnvironment, settings: Settings, taking_back: ExitStack) -> None:
    path = request.path
    if not path.exists():
        taking_back.callback(shutil.rmtree, path, ignore_errors=True)
    elif environment.inspect(path).usable:
        return  # another shell was asked the same, and was faster
    engines.make(request, settings)
    _ignore_in_git(path)
    _check(path)


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
def _alone(directory: Path, taking_back: ExitStack) -> Iterator[None]:
    """Wait until no other of us works in `directory`; make it if it is missing."""
    for missing in reversed([directory, *directory.parents]):
        if not missing.exists():
            missing.mkdir(exist_ok=True)
            taking_back.callback(_remove_empty, missing)
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _remove_empty(directory: Path) -> None:
    with suppress(OSError):
        directory.rmdir()
