"""The directory: which project it belongs to, and whether an environment may be there.

Everything is read from files; nothing of the directory is run or imported.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatch
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.files import is_file
from pep668hook.trust import belongs_to_the_user
from pep668hook.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROJECT_FILES: Final = frozenset(
    {"pyproject.toml", "setup.py", "setup.cfg", "Pipfile", "pixi.toml"}
)
_REQUIREMENTS: Final = "requirements*.txt"

# In the root directory: never a place for an environment, with all that they hold ...
_SYSTEM_TREES: Final = frozenset(
    "bin boot dev etc lib lib32 lib64 libx32 proc sbin sys usr"  # noqa: SIM905 # words
    " Applications Library System".split()
)
# ... and what is shared itself, though what a user owns in it is fine.
_SHARED_PLACES: Final = frozenset(
    ". dev/shm home media mnt opt private private/tmp private/var/tmp root run"  # noqa: SIM905 # words
    " run/user srv tmp Users var var/tmp Volumes".split()
)


class Standing(Enum):
    """What kind of place a directory is, and so whether an environment fits there."""

    OWN = N_("its own")
    HOME = N_("your home directory")
    SYSTEM = N_("a system directory")
    SHARED = N_("a directory that others can write to")
    UNWRITABLE = N_("a directory you cannot write to")
    UNNAMEABLE = N_("a directory whose name no environment can have in its path")


@dataclass(frozen=True, slots=True)
class Directory:
    """The directory that pip was started in, and the project round it."""

    cwd: Path
    root: Path
    """The nearest enclosing project, or `cwd` itself where there is none."""
    standing: Standing
    """The standing of `root`."""
    is_project: bool = False
    """Whether `root` is a project's."""


def look(cwd: Path, home: Path | None) -> Directory:
    """Find the project that `cwd` belongs to and judge its place."""
    found = next(filter(_is_project, _upwards(cwd, home)), None)
    root = found or cwd
    return Directory(
        cwd=cwd, root=root, standing=judge(root, home), is_project=found is not None
    )


def between(directory: Directory) -> tuple[Path, ...]:
    """List the directories from the current one up to the project's root."""
    paths = (directory.cwd, *directory.cwd.parents)
    return paths[: paths.index(directory.root) + 1]


def judge(path: Path, home: Path | None) -> Standing:
    """Say whether an environment may be made in `path`."""
    real = Path(os.path.realpath(path))
    if not is_nameable(path) or not is_nameable(real):
        return Standing.UNNAMEABLE
    if home is not None and real == Path(os.path.realpath(home)):
        return Standing.HOME
    if _is_system(real):
        return Standing.SYSTEM
    if not os.access(path, os.W_OK | os.X_OK):
        return Standing.UNWRITABLE
    return Standing.OWN if belongs_to_the_user(real) else Standing.SHARED


def is_nameable(path: Path) -> bool:
    """Say whether an environment at `path` could be found by its name.

    PATH takes a `:` apart, and no maker writes into its scripts what is not UTF-8.
    """
    try:
        return os.pathsep not in str(path) and bool(str(path).encode())
    except UnicodeEncodeError:
        return False


def _is_system(path: Path) -> bool:
    below_root = path.relative_to(path.anchor)
    if str(below_root) in _SHARED_PLACES:
        return True
    if below_root.parts[:2] == ("dev", "shm"):  # Linux's files in memory, as in /tmp
        return False
    return below_root.parts[0] in _SYSTEM_TREES


def _upwards(cwd: Path, home: Path | None) -> Iterator[Path]:
    """Walk up from `cwd`, never to the home directory, `/` or another file system.

    HOME may lead to it by another name than the one that `cwd` has.
    """
    place, end = _identity(cwd), _identity(home)
    if place is None:
        return iter(())

    def is_within(path: Path) -> bool:
        here = _identity(path)
        is_root = path == path.parent
        return not is_root and here is not None and here != end and here[0] == place[0]

    return takewhile(is_within, (cwd, *cwd.parents))


def _identity(path: Path | None) -> tuple[int, int] | None:
    """Tell a directory from every other one by its file system and its number there."""
    try:
        facts = None if path is None else path.stat()
    except OSError:
        return None
    return None if facts is None else (facts.st_dev, facts.st_ino)


def _is_project(path: Path) -> bool:
    if _is_system(path):
        return False
    try:
        with os.scandir(path) as entries:
            return any(_tells_a_project(entry) for entry in entries)
    except OSError:
        return False


def _tells_a_project(entry: os.DirEntry[str]) -> bool:
    if entry.name in _PROJECT_FILES or fnmatch(entry.name, _REQUIREMENTS):
        return is_file(Path(entry.path))
    if entry.name == ".git":  # a file in a worktree or a submodule
        return True
    return entry.name == ".venv" and is_file(Path(entry.path) / "pyvenv.cfg")
