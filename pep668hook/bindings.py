"""Projects that bind a distribution's own libraries: pip would have to compile them.

What they bind is there in one version, with the package that was built against it; PyPI
has their source only, or a build that does not know this system's hardware.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pep668hook import tables

if TYPE_CHECKING:
    from collections.abc import Mapping


def bound(project: str) -> str:
    """Name what a project, normalised, binds; empty if it can do without the system."""
    return _bound().get(project, "")


def all_bound() -> tuple[str, ...]:
    """List all that projects bind, each once: what there is to translate."""
    return tuple(dict.fromkeys(_bound().values()))


@cache
def _bound() -> Mapping[str, str]:
    return {project: bound for project, bound in tables.rows("bindings.tsv")}  # noqa: C416 # dict takes no rows, to mypy
