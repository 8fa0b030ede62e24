"""What was asked of pip, said to the manager of a project."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from pep668hook import applications, requirement
from pep668hook.applications import Kind
from pep668hook.files import is_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pep668hook.directory import Directory
    from pep668hook.manager import Commands, ManagedProject
    from pep668hook.pip_command import PipCommand
    from pep668hook.requirement import Requirement

_Argv: TypeAlias = tuple[str, ...]

# Options of pip that a manager has no need of, or that are read apart here; each of
# the others it must have as well.
_IDLE: Final = frozenset(
    "--disable-pip-version-check --editable --no-color --no-input"  # noqa: SIM905 # words
    " --no-warn-script-location --progress-bar --quiet --requirement"
    " --root-user-action --upgrade --upgrade-strategy --user --verbose --yes".split()
)
# Whoever only runs a project needs none of them, nor what `applications` calls a tool.
_FOR_DEVELOPMENT: Final = frozenset({"coverage", "hypothesis", "nox", "pytest", "tox"})
_PLUGINS: Final = ("pytest-", "flake8-", "mypy-", "types-")
_HEAD: Final = 256  # characters
_LISTS: Final = "*requirements*.txt"
_PATH: Final = re.compile(
    r"(?P<path>\.{1,2}|(?:[^:\[]*/)[^:\[]*)(?:\[(?P<extras>[^\]]*)\])?"
)


@dataclass(frozen=True, slots=True)
class Translation:
    """The commands that a manager is given."""

    commands: tuple[_Argv, ...]
    added: tuple[str, ...] = ()
    """What will be new in the project's list."""
    upgraded: tuple[str, ...] = ()
    left_aside: tuple[str, ...] = ()
    """The requirements files that the project's own list stands for."""


@dataclass(slots=True)
class _Asked:
    """The words of the command, sorted."""

    itself: bool = False
    """Whether it is this project that is to be installed, or what that asks for."""
    extras: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    editables: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    named: tuple[Requirement, ...] = ()


def install(
    command: PipCommand, directory: Directory, managed: ManagedProject
) -> Translation | None:
    """Say it to the manager; None where that cannot do what was asked."""
    commands = managed.commands
    options = [use for use in command.options if use.name not in _IDLE]
    asked = _sorted(command, directory, managed)
    if asked is None or any(use.name not in commands.options for use in options):
        return None
    words: list[str] = []
    for use in options:
        words += [commands.options[use.name], *([use.value] if use.value else [])]
    upgrades = command.has("--upgrade") and "--upgrade" not in commands.options
    known = [
        each.name
        for each in asked.named
        if each.is_bare and each.name in managed.dependencies
    ]
    new = [each for each in asked.named if each.name not in known]
    upgraded = known if upgrades and commands.upgrade else []
    syncs = asked.itself or (known and not upgraded)
    written = (
        *((_sync(asked, managed),) if syncs else ()),
        *((_upgrade(commands, upgraded),) if upgraded else ()),
        *_additions(asked, new, commands, words),
    )
    added = (*asked.files, *asked.editables, *asked.paths, *(each.text for each in new))
    return Translation(written, added, tuple(upgraded), asked.lists)


def remove(command: PipCommand, managed: ManagedProject) -> Translation | None:
    """Say it to the manager; None unless all of it is what the project asks for."""
    commands = managed.commands
    read = [requirement.parse(word) for word in command.requirements]
    names = [each.name for each in read if each is not None]
    if command.requirement_files or len(names) < len(read) or not commands.remove:
        return None
    if not _IDLE.issuperset(use.name for use in command.options):
        return None
    groups: dict[_Argv, list[str]] = {}
    for name in names:
        if name not in managed.dependencies:
            return None
        groups.setdefault(managed.dependencies[name], []).append(name)
    return Translation(
        tuple(
            (*commands.remove, *options, *several)
            for options, several in groups.items()
        )
    )


def _sorted(
    command: PipCommand, directory: Directory, managed: ManagedProject
) -> _Asked | None:
    """Sort the words; None where one is nothing that the manager can be given."""
    asked = _Asked()
    commands = managed.commands
    for words, are_editable in (
        (command.requirements, False),
        (command.editables, True),
    ):
        for word in words:
            if not _sort(word, asked, directory, managed, editable=are_editable):
                return None
    for file in command.requirement_files:
        place = Path(os.path.normpath(directory.cwd / file))
        is_own = place.parent == managed.root and fnmatch(place.name, _LISTS)
        if is_own and managed.dependencies and commands.sync:
            asked.lists += (file,)
            asked.itself = True
        elif commands.add_file and not _is_compiled(place):
            asked.files += (file,)
        else:
            return None
    # No project asks for them alone.
    only_makers = requirement.MAKERS.issuperset(each.name for each in asked.named)
    rest = (asked.itself, asked.files, asked.editables, asked.paths)
    if only_makers and not any(rest):
        return None
    # It is what installs: an environment has it, or needs none.
    asked.named = tuple(each for each in asked.named if each.name != "pip")
    return asked if commands.add or not (asked.named or any(rest[1:])) else None


def _is_compiled(file: Path) -> bool:
    """Say whether uv or pip-compile wrote a list: then it is no list of wishes.

    What comes through a pipe, or is typed, is left for who is to read it.
    """
    if not is_file(file):
        return False
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            return "autogenerated by" in lines.read(_HEAD)
    except OSError:
        return False


def _sort(
    word: str,
    asked: _Asked,
    directory: Directory,
    managed: ManagedProject,
    *,
    editable: bool,
) -> bool:
    commands = managed.commands
    local = _PATH.fullmatch(word)
    if local is not None and commands.sync and commands.sync_installs_project:
        place = Path(os.path.normpath(directory.cwd / local["path"]))
        if place == directory.root:
            asked.itself = True
            wanted = {extra.strip() for extra in (local["extras"] or "").split(",")}
            asked.extras += tuple(each for each in managed.extras if each in wanted)
            return bool(commands.sync_extra) or not asked.extras
    if editable:
        asked.editables += (word,)
        return bool(commands.add_editable)
    if local is not None:
        asked.paths += (word,)
        return bool(commands.add_editable)
    read = requirement.parse(word)
    if read is None:
        return False
    asked.named += (read,)
    # An address without a name is nothing to those who write names down themselves.
    return read.address != read.text or bool(commands.add_editable)


def _sync(asked: _Asked, managed: ManagedProject) -> _Argv:
    option = managed.commands.sync_extra
    extras = (word for extra in asked.extras for word in (option, extra))
    return (*managed.commands.sync, *extras)


def _upgrade(commands: Commands, names: Iterable[str]) -> _Argv:
    *words, last = commands.upgrade
    if last.startswith("-"):
        return (*words, *(word for name in names for word in (last, name)))
    return (*words, last, *names)


def _additions(
    asked: _Asked,
    new: Sequence[Requirement],
    commands: Commands,
    options: Sequence[str],
) -> Iterator[_Argv]:
    for option, words in (
        (commands.add_file, asked.files),
        (commands.add_editable, asked.editables),
    ):
        for word in words:
            yield (*commands.add, *options, option, word)
    tools = [each.text for each in new if _is_for_development(each.name)]
    others = [each.text for each in new if each.text not in tools]
    if others or asked.paths:
        yield (*commands.add, *options, *asked.paths, *others)
    if tools:
        yield (*commands.develop, *options, *tools)


def _is_for_development(name: str) -> bool:
    is_tool = applications.kind(name) is Kind.TOOL
    return is_tool or name in _FOR_DEVELOPMENT or name.startswith(_PLUGINS)
