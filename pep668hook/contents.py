"""What lies in an environment: what no installer answers for, and what was asked for.

Told from files alone, so that what is put there by hand can be told from what came with
the environment or with an installation.
"""

from __future__ import annotations

import csv
import os
from typing import TYPE_CHECKING

from pep668hook.files import is_file
from pep668hook.requirement import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def identity(environment: Path) -> str:
    """Tell this environment from one that is made in its place later; empty if gone."""
    try:
        facts = (environment / "pyvenv.cfg").stat()
    except OSError:
        return ""
    return f"{facts.st_ino}-{facts.st_mtime_ns}"


def unlisted(environment: Path) -> frozenset[str]:
    """List the files that no RECORD of an installation names (PEP 376).

    What Python compiles by itself is left out.
    """
    listed = set(_listed(environment))
    return frozenset(
        os.path.relpath(path, environment)
        for path in _files(environment)
        if path not in listed
    )


def asked_for(environment: Path) -> frozenset[str]:
    """List the projects that somebody asked for by name: no others have a REQUESTED."""
    return frozenset(
        normalise(metadata.name.partition("-")[0])
        for metadata in _metadata(environment)
        if is_file(metadata / "REQUESTED")
    )


def _metadata(environment: Path) -> Iterator[Path]:
    return environment.glob("lib/py*/site-packages/*.dist-info")


def _listed(environment: Path) -> Iterator[str]:
    for metadata in _metadata(environment):
        record = metadata / "RECORD"
        if is_file(record):
            with record.open(encoding="utf-8", errors="surrogateescape") as lines:
                for row in csv.reader(lines):
                    path = os.path.join(metadata.parent, *row[:1])  # noqa: PTH118 # fast
                    yield os.path.normpath(path)


def _files(environment: Path) -> Iterator[str]:
    for parent, directories, names in os.walk(environment):
        links = (
            name
            for name in directories
            if os.path.islink(os.path.join(parent, name))  # noqa: PTH114, PTH118 # fast
        )
        for name in (*names, *links):
            if not (parent.endswith("__pycache__") and name.endswith(".pyc")):
                yield os.path.join(parent, name)  # noqa: PTH118 # fast
