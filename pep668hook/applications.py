"""Which names on PyPI are command-line programs, by a curated table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from pep668hook import requirement, tables
from pep668hook.requirement import normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pep668hook.pip_command import PipCommand


class Kind(Enum):
    """What a program is to the one who asks for it."""

    APPLICATION = "application"
    """It stands alone."""
    TOOL = "tool"
    """It works on a project, and belongs into its environment where there is one."""
    BOTH = "both"
    """It is imported as well as run."""


@dataclass(frozen=True, slots=True)
class Application:
    """A line of the table."""

    kind: Kind
    commands_of: tuple[str, ...] = ()
    """The dependencies whose commands are wanted with it, as ansible's ansible-core."""
    has_own: bool = True
    """Whether it has commands itself; jupyter, say, has none."""


def find(name: str) -> Application | None:
    """Find the project `name`; None for a library, or what we do not know."""
    return _table().get(normalise(name))


def kind(name: str) -> Kind | None:
    """Tell what the project `name` is; None for a library, or what we do not know."""
    known = find(name)
    return None if known is None else known.kind


def kind_of_all(
    command: PipCommand,
    kept: Collection[str] = (),
    with_commands: Collection[str] = (),
) -> Kind | None:
    """Tell what the whole request is; None unless all of it is programs by name.

    What a tool has `kept` as a program is one, whatever the table says; what is known
    by its commands alone may be imported as well. Several names of which one is
    imported as well are wanted together, in one environment.
    """
    if not command.requirements or command.requirement_files or command.editables:
        return None
    names = [requirement.parse(word) for word in command.requirements]
    kinds = {
        _kind_of(each.name, kept, with_commands) if each is not None else None
        for each in names
    }
    if None in kinds or (Kind.BOTH in kinds and len(command.requirements) > 1):
        return None
    order = (Kind.BOTH, Kind.TOOL, Kind.APPLICATION)
    return next(each for each in order if each in kinds)


def _kind_of(
    name: str, kept: Collection[str], with_commands: Collection[str]
) -> Kind | None:
    known = kind(name)
    if known is not None:
        return known
    if name in kept:
        return Kind.APPLICATION
    return Kind.BOTH if name in with_commands else None


@cache
def _table() -> Mapping[str, Application]:
    rows = tables.rows("applications.txt")
    return {name: _application(kind, *others) for name, kind, _, *others in rows}


def _application(kind: str, commands_of: str = "") -> Application:
    others = commands_of.removeprefix("only ")
    has_own = others == commands_of
    return Application(Kind(kind), tuple(others.split()), has_own=has_own)
