"""What a project's own manager is: uv, Poetry, PDM and their kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from pep668hook import toml_file
from pep668hook.files import is_file
from pep668hook.requirement import parse
from pep668hook.settings import directory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

# Where platformdirs 4 puts what a program keeps, below the home directory.
_PLACES: Final = {
    "cache": ("XDG_CACHE_HOME", ".cache", "Library/Caches"),
    "config": ("XDG_CONFIG_HOME", ".config", "Library/Application Support"),
    "data": ("XDG_DATA_HOME", ".local/share", "Library/Application Support"),
}


class Sign(IntEnum):
    """How much says that a manager has been chosen for a project."""

    NONE = 0
    SETTING = 1
    """A table or a file that only it reads: it may have been left behind."""
    LOCK = 2
    """A file that it writes itself whenever it is used."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project's directory, and what a manager finds its own files by."""

    root: Path
    pyproject: Mapping[str, object]
    """The contents of pyproject.toml, empty if there is none."""
    environ: Mapping[str, str]
    home: Path | None
    platform: str
    """As sys.platform names it."""

    def has(self, *names: str) -> bool:
        """Say whether one of these files is in the root."""
        return any(is_file(self.root / name) for name in names)

    def place(self, kind: str) -> Path | None:
        """Tell where programs keep their `cache`, `config` or `data`."""
        variable, usual, mac = _PLACES[kind]
        below_home = mac if self.platform == "darwin" else usual
        chosen = directory(self.environ, variable)
        return chosen or (self.home and self.home / below_home)

    def path_of(self, variable: str) -> Path | None:
        """Read a variable that holds a path, or None where it is not set."""
        value = self.environ.get(variable, "")
        return self.expanded(value) if value else None

    def expanded(self, value: str) -> Path:
        """Take a path as it is written in a setting: from home, or from the root."""
        if self.home is not None and (value == "~" or value.startswith("~/")):
            return self.home / value[2:]
        return self.root / value


@dataclass(frozen=True, slots=True)
class Commands:
    """What is typed to a manager; what it has no command for is empty."""

    sync: tuple[str, ...] = ()
    """Installs what the project asks for."""
    add: tuple[str, ...] = ()
    """Adds the requirements that follow it."""
    develop: tuple[str, ...] = ()
    """Adds what only those need who work on the project."""
    upgrade: tuple[str, ...] = ()
    """Brings the dependencies that follow up to date; its last word is for each."""
    remove: tuple[str, ...] = ()
    add_file: str = ""
    """The option by which `add` takes what a requirements file lists."""
    add_editable: str = ""
    sync_extra: str = ""
    sync_installs_project: bool = True
    """Whether `sync` installs the project itself, beside what it asks for."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Options of pip that `add` has as well, by their long names."""


@dataclass(frozen=True, slots=True)
class Manager:
    """A tool that keeps a project's requirements and its environment."""

    name: str
    """As its makers write it."""
    program: str
    rank: int
    """Which comes first where as much speaks for another: what people move to."""
    sign: Callable[[Project], Sign]
    """Tells how much says that it has been chosen."""
    manage: Callable[[Project], ManagedProject]
    """Tells how it manages a project that has chosen it."""


@dataclass(frozen=True, slots=True)
class ManagedProject:
    """A project that has chosen a manager."""

    manager: Manager
    root: Path
    """Where the manager's own files are: above the project in a workspace."""
    commands: Commands
    """Those that work in this very project."""
    environment: Path | None = None
    """The virtual environment that it keeps or will make, where its files tell."""
    prepare: tuple[str, ...] = ()
    """The command that makes its environment, where it has to be made first."""
    adds_by_pip: bool = False
    """Whether its environment's own pip is what adds packages."""
    dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What the project asks for, and what tells `remove` in which group it is."""
    extras: tuple[str, ...] = ()
    """The extras that the project itself has."""
    tell: tuple[str, ...] = ()
    """The command that prints where its environment is, once it has made one."""
    enter: str = ""
    """The command that reaches its environment where no script activates it."""


class Group(IntEnum):
    """The kinds of places where a project may declare dependencies."""

    MAIN = 0
    EXTRA = 1
    DEVELOPMENT = 2


def declared(
    pyproject: Mapping[str, object],
) -> Iterator[tuple[str, Group, str]]:
    """List what pyproject.toml asks for: the name, what kind of group, and which."""
    yield from _named(toml_file.texts(pyproject, "project.dependencies"), Group.MAIN)
    for table, kind in (
        ("project.optional-dependencies", Group.EXTRA),
        ("dependency-groups", Group.DEVELOPMENT),
    ):
        for group, texts in toml_file.table(pyproject, table).items():
            yield from _named(toml_file.texts_in(texts), kind, group)


def extras(pyproject: Mapping[str, object]) -> tuple[str, ...]:
    """List the extras that pyproject.toml declares."""
    return tuple(toml_file.table(pyproject, "project.optional-dependencies"))


def names(requirements: Iterable[str]) -> tuple[str, ...]:
    """Read the normalised names of requirements, without what tells none."""
    read = (parse(text.partition(";")[0]) for text in requirements)
    return tuple(each.name for each in read if each is not None)


def _named(
    requirements: Iterable[str], kind: Group, group: str = ""
) -> Iterator[tuple[str, Group, str]]:
    for name in names(requirements):
        yield name, kind, group
