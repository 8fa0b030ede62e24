"""What the shells of a user have been refused: files in their runtime directory.

A name begins with the process id of the shell. `.answered` at its end says that
somebody has been asked about it, and `.line` that it is a command line, told at the
prompt. The last one of each shell is kept, for `pep668hook fix`.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil

from pep668hook.failure import Failure
from pep668hook.recogniser import recognise

if TYPE_CHECKING:
    from collections.abc import Mapping

# What a line has left is met at the prompt behind it, and pip was not its start.
_FRESH: Final = 60.0  # seconds
_PID: Final = re.compile(r"(\d+)\D")


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A command line that has failed, as the shell tells of it at the prompt."""

    line: str
    statuses: tuple[int, ...]
    """Of the commands of its last pipeline."""
    cwd: Path


def directory(environ: Mapping[str, str]) -> Path | None:
    """Tell where the snippets put the records, or None without a home."""
    runtime = Path(environ.get("XDG_RUNTIME_DIR", ""))
    if runtime.is_absolute() and os.access(runtime, os.W_OK) and _is_ours(runtime):
        return runtime / "pep668hook"
    cache = environ.get("XDG_CACHE_HOME") or f"{environ.get('HOME', '')}/.cache"
    return Path(cache) / "pep668hook" / "run" if Path(cache).is_absolute() else None


def is_private(place: Path) -> bool:
    """Say whether what is put there is the user's alone to read and to change."""
    try:
        found = place.lstat()
    except OSError:
        return False
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    return is_ours and not stat.S_IMODE(found.st_mode) & 0o077


def read(record: Path) -> Failure | None:
    """Read a failure record, or None where it is not the user's or not one of ours."""
    try:
        if not _is_ours(record):
            return None
        fields = record.read_bytes().split(b"\0")
        program, cwd, status, suspended, text, name, *words, _ = fields
        failure = Failure(
            # PowerShell gives a program its path for a name.
            argv=tuple(map(os.fsdecode, (name.rpartition(b"/")[2], *words))),
            program=Path(os.fsdecode(program)),
            cwd=Path(os.fsdecode(cwd)),
            status=int(status),
            text=text.decode("utf-8", "replace"),
            suspended=bool(suspended),
        )
    except (OSError, ValueError):
        return None
    return failure if recognise(failure.text) else None


def answered(record: Path) -> Path:
    """Mark a record: somebody is asked about it. Its new name is given back."""
    if record.suffix == ".answered":
        return record
    name = record.with_name(f"{record.name}.answered")
    record.rename(name)
    return name


def keep_line(told: ToldLine, record: Path) -> Path:
    """Keep a line, for the user's eyes only, and tell where."""
    path = record.with_name(f"{record.name}.line")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    fields = [str(told.cwd), " ".join(map(str, told.statuses)), told.line]
    with os.fdopen(os.open(path, flags, 0o600), "wb") as stream:
        stream.write(b"\0".join(map(os.fsencode, fields)))
    return path


def read_line(path: Path) -> ToldLine | None:
    """Read a line that was kept, or None where it is not the user's or no line."""
    try:
        if not _is_ours(path):
            return None
        cwd, statuses, line = path.read_bytes().split(b"\0")
        return ToldLine(
            line=os.fsdecode(line),
            statuses=tuple(map(int, statuses.split())),
            cwd=Path(os.fsdecode(cwd)),
        )
    except (OSError, ValueError):
        return None


def of_shell(pid: int, place: Path) -> list[Path]:
    """List what the shell has left, the newest first.

    What is older than the shell is another's, which had the same number.
    """
    try:
        born = psutil.Process(pid).create_time()
        paths = [path for path in place.iterdir() if shell_of(path) == pid]
        ages = {path: path.lstat().st_mtime for path in paths}
    except (OSError, psutil.Error):
        return []
    # The kernel tells a process's age by its clock's ticks.
    its_own = [path for path, age in ages.items() if age > born - 1]
    return sorted(its_own, key=lambda path: ages[path], reverse=True)


def unanswered(record: Path) -> Path | None:
    """Find what pip's watch has recorded and nobody could be asked about till now."""
    pid = shell_of(record)
    if pid is None:
        return None
    for path in of_shell(pid, record.parent):
        is_open = "." not in path.name.rpartition("-")[2]
        failure = read(path) if is_open and _is_fresh(path) else None
        if failure is not None and not failure.suspended:
            return path
    return None


def is_settled(record: Path) -> bool:
    """Say whether the last that the shell has left is fresh, and was asked about."""
    pid = shell_of(record)
    last = [] if pid is None else of_shell(pid, record.parent)[:1]
    return any(path.suffix == ".answered" and _is_fresh(path) for path in last)


def sweep(record: Path) -> None:
    """Remove what this shell has left before, and what shells that are gone have."""
    pid = shell_of(record)
    for other in record.parent.iterdir():
        shell = shell_of(other)
        if shell is None or other.name.startswith(record.name):
            continue
        if shell == pid or not _is_alive(shell):
            with contextlib.suppress(OSError):
                other.unlink()


def shell_of(path: Path) -> int | None:
    """Tell which process's record it is, by its name."""
    found = _PID.match(path.name)
    return int(found[1]) if found else None


def _is_fresh(path: Path) -> bool:
    return time.time() - path.lstat().st_mtime < _FRESH


def _is_ours(path: Path) -> bool:
    return path.lstat().st_uid == os.geteuid()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's
        pass
    return True
