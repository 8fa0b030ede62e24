"""The journal: what was done here after a yes, so that it can be told and taken back.

One JSON object a line, in a file that only its user can read. It is written to after an
accepted offer and never otherwise.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_NAME: Final = "journal.jsonl"
_OLD_NAME: Final = "journal.1.jsonl"
_MOST_BYTES: Final = (
    262_144  # a few hundred entries; the file before it is kept as well
)
# What somebody may have put into an address: a name and a password, or a token.
_CREDENTIALS: Final = r"(?<=://)[^/@\s]+(?=@)"


@dataclass(frozen=True, slots=True)
class Made:
    """An environment that was not there before."""

    path: str
    identity: str
    """What tells it from another one in its place."""
    unlisted: tuple[str, ...]
    """What was in it from the start that no installer answers for."""
    set_aside: str
    """Where that is which stood in its place; empty where nothing did."""
    parent_made: bool = False
    """Whether the directory that it is in was not there before either."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted offer."""

    when: str
    """The time, as ISO 8601 says; no two entries have the same."""
    cwd: str
    argv: tuple[str, ...]
    """What was asked of pip, as it was typed."""
    interpreter: str
    """The Python that refused."""
    remedy: str
    done: str
    """What was done, in words."""
    made: Made | None
    had_pip: bool
    """Whether the environment that is used had a pip before."""
    activated: str
    """The environment that was activated; empty where none was."""
    ran: tuple[tuple[str, ...], ...]
    """The programs that were run, each with its arguments."""
    retried: tuple[str, ...]
    """The pip command that was run again."""
    undone: bool = False
    left: tuple[str, ...] = ()
    """The commands that take it back, which are left to the person."""


def append(entry: Entry, directory: Path) -> None:
    """Write an entry to the journal in `directory`."""
    _write(_to_json(entry), directory)


def mark_undone(entry: Entry, directory: Path) -> None:
    """Write that an entry was taken back."""
    _write({"undone": entry.when}, directory)


def mark_left(entry: Entry, commands: Sequence[str], directory: Path) -> None:
    """Write which commands an entry waits for to be taken back."""
    _write({"left": entry.when, "commands": _without_secrets(commands)}, directory)


def read(directory: Path | None) -> tuple[Entry, ...]:
    """Read the entries, the oldest first; what is no entry is passed over."""
    if directory is None:
        return ()
    rows = [row for name in (_OLD_NAME, _NAME) for row in _rows(directory / name)]
    undone = {row["undone"] for row in rows if isinstance(row.get("undone"), str)}
    left = {
        _text(row, "left"): _texts(row.get("commands")) for row in rows if "left" in row
    }
    found = (_from_json(row, undone, left) for row in rows)
    return tuple(entry for entry in found if entry is not None)


def _write(row: Mapping[str, object], directory: Path) -> None:
    """Add one line, whole, whatever other shells write at the same time."""
    line = json.dumps(row).encode("ascii") + b"\n"
    with _alone(directory):
        path = directory / _NAME
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        with os.fdopen(os.open(path, flags, 0o600), "ab+") as file:
            if not _ends_a_line(file):  # the disk was full
                file.write(b"\n")
            file.write(line)
            is_full = file.tell() > _MOST_BYTES
        if is_full:
            path.replace(directory / _OLD_NAME)


def _ends_a_line(file: BinaryIO) -> bool:
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 1))
    return file.read(1) in {b"", b"\n"}


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Wait until no other of us writes there; the lock ends with its descriptor."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _rows(path: Path) -> Iterator[Mapping[str, object]]:
    try:
        lines = path.read_text("ascii", "replace").splitlines()
    except OSError:
        return
    for line in lines:
        try:
            row: object = json.loads(line)
        except ValueError:  # cut off, where the disk was full
            continue
        if isinstance(row, dict):
            yield row


def _to_json(entry: Entry) -> Mapping[str, object]:
    made = entry.made
    return {
        "when": entry.when,
        "cwd": entry.cwd,
        "argv": _without_secrets(entry.argv),
        "interpreter": entry.interpreter,
        "remedy": entry.remedy,
        "done": entry.done,
        "made": made
        and {
            "path": made.path,
            "identity": made.identity,
            "unlisted": made.unlisted,
            "set_aside": made.set_aside,
            "parent_made": made.parent_made,
        },
        "had_pip": entry.had_pip,
        "activated": entry.activated,
        "ran": [_without_secrets(argv) for argv in entry.ran],
        "retried": _without_secrets(entry.retried),
    }


def _without_secrets(argv: Sequence[str]) -> list[str]:
    return [re.sub(_CREDENTIALS, "****", word) for word in argv]


def _from_json(
    row: Mapping[str, object],
    undone: set[object],
    left: Mapping[str, tuple[str, ...]],
) -> Entry | None:
    when, ran = _text(row, "when"), row.get("ran")
    if not when:
        return None
    return Entry(
        when=when,
        cwd=_text(row, "cwd"),
        argv=_texts(row.get("argv")),
        interpreter=_text(row, "interpreter"),
        remedy=_text(row, "remedy"),
        done=_text(row, "done"),
        made=_made(row.get("made")),
        had_pip=row.get("had_pip") is not False,
        activated=_text(row, "activated"),
        ran=tuple(map(_texts, ran)) if isinstance(ran, list) else (),
        retried=_texts(row.get("retried")),
        undone=when in undone,
        left=() if when in undone else left.get(when, ()),
    )


def _made(value: object) -> Made | None:
    if not isinstance(value, dict):
        return None
    return Made(
        path=_text(value, "path"),
        identity=_text(value, "identity"),
        unlisted=_texts(value.get("unlisted")),
        set_aside=_text(value, "set_aside"),
        parent_made=value.get("parent_made") is True,
    )


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else []
    return tuple(item for item in items if isinstance(item, str))
