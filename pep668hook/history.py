"""The history: what `pep668hook log` tells of the journal."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pep668hook import plain_text
from pep668hook.plain_text import strip_control
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pep668hook.journal import Entry


def to_text(entries: Sequence[Entry], home: Path | None) -> str:
    """Tell every entry on two lines, the oldest first."""
    return "\n".join(_told(entry, home) for entry in entries)


def to_json(entries: Sequence[Entry]) -> str:
    """Write the entries for a program; the names are stable."""
    return plain_text.to_json([asdict(entry) for entry in entries])


def _told(entry: Entry, home: Path | None) -> str:
    where = _place(Path(entry.cwd), home)
    done = entry.done
    if entry.undone:
        done = _("{done} (taken back)").format(done=done)
    elif entry.left:
        done = _("{done} (to take it back: {command})").format(
            done=done, command=", ".join(entry.left)
        )
    lines = f"{_when(entry.when)}  {where}  {' '.join(entry.argv)}\n    {done}"
    return strip_control(lines)


def _place(path: Path, home: Path | None) -> str:
    if home is None or not path.is_relative_to(home):
        return str(path)
    return str(Path("~") / path.relative_to(home))


def _when(text: str) -> str:
    """Write a time by the clock of this machine."""
    try:
        return f"{datetime.fromisoformat(text).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return text
