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
from pep668hook.seed import add_pip
from pep668hook.words import _

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
    scripts: Sequence[str],
) -> None:
    """Carry out the actions; where one fails or is interrupted nothing of any stays.

    `announce` is entered with the name of each for as long as it takes. An environment
    is whole if it can be activated by one of these `scripts`.
    """
    performer = _Performer(settings, scripts)
    with ExitStack() as alone, ExitStack() as taking_back:
        for directory in {action.path.parent for action in actions}:
            alone.enter_context(_alone(directory, taking_back))
        for action in actions:
            with announce(_name(action)):
                performer.perform(action, taking_back)
        taking_back.pop_all()


def _name(action: Action) -> str:
    match action:
        case MakeEnvironment(path):
            return _("making {environment}").format(environment=path.name)
        case SetAside(path):
            return _("setting {environment} aside").format(environment=path.name)
        case AddPip(path):
            return _("adding pip to {environment}").format(environment=path.name)
        case _:
            assert_never(action)


class _Performer:
    """One plan's actions, as they are carried out."""

    def __init__(self, settings: Settings, scripts: Sequence[str]) -> None:
        self._settings = settings
        self._scripts = scripts

    def perform(self, action: Action, taking_back: ExitStack) -> None:
        match action:
            case MakeEnvironment():
                self._make(action, taking_back)
            case SetAside(path, new_path):
                if path.exists() and not self._is_usable(path):
                    taking_back.callback(_put_back, new_path, path)
                    path.rename(new_path)
            case AddPip(path):
                add_pip(path, self._settings)
            case _:
                assert_never(action)

    def _make(self, request: MakeEnvironment, taking_back: ExitStack) -> None:
        path = request.path
        if not path.exists():
            taking_back.callback(shutil.rmtree, path, ignore_errors=True)
        elif self._is_usable(path):
            return  # another shell was asked the same, and was faster
        engines.make(request, self._settings)
        _ignore_in_git(path)
        self._check(path)

    def _is_usable(self, path: Path) -> bool:
        return environment.inspect(path, self._scripts).usable

    def _check(self, path: Path) -> None:
        problem = environment.inspect(path, self._scripts).problem
        if problem is not None:
            raise EnvironmentNotMadeError(path, _(problem.value))


def _put_back(aside: Path, path: Path) -> None:
    if not os.path.lexists(path):  # else it has never been moved
        aside.rename(path)


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
