"""First contact: the first panel in a home says who is asking, and no later one."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from pep668hook.words import N_, _

if TYPE_CHECKING:
    from pathlib import Path

INTRODUCTION: Final = N_(
    "This is pep668hook, loaded by your shell. `pep668hook uninstall` removes it."
)
_MARK: Final = "introduced"


def introduction(state: Path | None) -> str:
    """Say who is asking; nothing if that was said, or could not be remembered."""
    if state is None or os.path.lexists(state / _MARK):
        return ""
    nearest = next(path for path in (state, *state.parents) if os.path.lexists(path))
    return _(INTRODUCTION) if os.access(nearest, os.W_OK | os.X_OK) else ""


def remember(state: Path | None) -> None:
    """Remember that somebody has read it, as their key has told."""
    if state is None:
        return
    with suppress(OSError):
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        (state / _MARK).touch(0o600)
