"""A failure: what was refused, where, and by which pip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Failure:
    """One refusal, as the watch recorded it or as the command line tells it."""

    argv: tuple[str, ...]
    """What was asked, behind `pip`, `pip3`, `python -m pip` or `uv pip`."""
    program: Path
    """The file that ran: a pip, or the Python that it, or uv, was to work for."""
    cwd: Path
    status: int
    text: str
    """The part of pip's stderr that holds the refusal, without control sequences."""
    suspended: bool
    """Whether it was stopped and continued: then the shell has moved on."""
    by_root: bool = False
    """Whether root's rights were given to it, as sudo does."""
    supposed: bool = False
    """Whether it is only asked what would be offered, on a machine described by hand.
    """
    rest: tuple[tuple[str, ...], ...] = ()
    """The commands that would have come next, had it not failed."""
