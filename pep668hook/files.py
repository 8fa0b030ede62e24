"""What a file is, where not being allowed to look means no.

`Path.is_file` and its kin raise PermissionError, and OSError for a name that is too
long, up to Python 3.13.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def is_file(path: Path) -> bool:
    """Say whether `path` leads to a regular file."""
    return stat.S_ISREG(_mode(path))


def is_directory(path: Path) -> bool:
    """Say whether `path` leads to a directory."""
    return stat.S_ISDIR(_mode(path))


def is_program(path: Path) -> bool:
    """Say whether `path` leads to a file that the user may execute."""
    return is_file(path) and os.access(path, os.X_OK)


def exists(path: Path) -> bool:
    """Say whether `path` leads to anything; no name is too long to be asked about."""
    return _mode(path) != 0


def subdirectories(path: Path) -> tuple[str, ...]:
    """List the names of the directories in `path`, none if it cannot be read."""
    try:
        with os.scandir(path) as entries:
            names = [entry.name for entry in entries]
    except (OSError, ValueError):
        return ()
    # One by one: DirEntry.is_dir raises OSError for a link that leads to itself.
    return tuple(name for name in names if is_directory(path / name))


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return 0
