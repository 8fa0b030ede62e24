"""The checks, one a file."""

from __future__ import annotations

from pep668hook.catalogue import variants
from pep668hook.check import Check


def known() -> tuple[Check, ...]:
    """List every check, each behind what it depends on."""
    found = variants(__name__, "CHECK", Check)
    return tuple(sorted(found, key=lambda check: check.rank))
