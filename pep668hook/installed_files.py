"""The files of what is installed: those that its RECORD lists, and those there are."""

from __future__ import annotations

import csv
import os
from typing import TYPE_CHECKING

from pep668hook.files import is_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def listed(metadata: Path) -> tuple[str, ...]:
    """List the paths in the RECORD (PEP 376) of a .dist-info, made whole.

    Where it is not there, or cannot be read to its end, it lists nothing.
    """
    record, site = metadata / "RECORD", os.fspath(metadata.parent)
    if not is_file(record):
        return ()
    try:
        with record.open(
            encoding="utf-8", errors="surrogateescape", newline=""
        ) as lines:
            return tuple(
                os.path.normpath(os.path.join(site, row[0]))  # noqa: PTH118 # fast
                for row in csv.reader(lines)
                if row
            )
    except (OSError, csv.Error):
        return ()


def there(directory: Path) -> Iterator[str]:
    """List the files below a directory, links among them, less what Python compiles."""
    for parent, directories, names in os.walk(directory):
        links = (
            name
            for name in directories
            if os.path.islink(os.path.join(parent, name))  # noqa: PTH114, PTH118 # fast
        )
        is_cache = parent.endswith("__pycache__")
        for name in (*names, *links):
            if not (is_cache and name.endswith(".pyc")):
                yield os.path.join(parent, name)  # noqa: PTH118 # fast
