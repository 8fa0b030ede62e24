"""What lies in an environment: what no installer answers for, and what was asked for.

Told from files alone, so that what is put there by hand can be told from what came with
the environment or with an installation.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pep668hook import installed_files
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
    listed = {
        path
        for metadata in _metadata(environment)
        for path in installed_files.listed(metadata)
    }
    return frozenset(
        os.path.relpath(path, environment)
        for path in installed_files.there(environment)
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
