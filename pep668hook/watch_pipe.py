"""Run pip with its stderr on a pipe, where there are no pseudo-terminals: on Windows.

It is started like `watch.py` and leaves the same. What differs: pip sees that its
stderr is no terminal, and so writes there without colour. Written for Windows, but so
far only tested with pipes on other systems; the helper cannot ask on Windows yet, and
so is not called there.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

_REFERENCE = b"externally-managed-environment"
_KEPT = 16384  # bytes of stderr from the reference on, as in watch_pty.py
_PATIENCE = 0.5  # seconds: for what pip wrote last, not for what it left running
_CAN_ASK = os.name == "posix"
_TYPE_AND_OTHERS, _PRIVATE = 0o170077, 0o040000  # a directory of the user's alone


class Copier:
    """Copies a stream to stderr as it comes, and keeps what a record needs of it."""

    def __init__(self, source: int) -> None:
        self.seen = b""
        self.refused = False
        self._source = source
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Wait for the rest, unless something that pip left running has it open."""
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        while piece := os.read(self._source, 65536):
            try:
                self._write(piece)
            except OSError:  # nobody reads any more, which pip has to meet as well
                os.close(self._source)
                return
            self._look(piece)

    def _write(self, piece: bytes) -> None:
        while piece:
            piece = piece[os.write(2, piece) :]

    def _look(self, piece: bytes) -> None:
        if self.refused:
            self.seen = (self.seen + piece)[:_KEPT]
            return
        window = self.seen + piece
        at = window.find(_REFERENCE)
        self.refused = at >= 0
        self.seen = window[max(0, at - 64) :] if self.refused else window[-64:]


def main(arguments: list[str]) -> int:
    """Run pip, tell of a refusal, and return pip's status."""
    record, (shell, depth, program, *argv) = Path(arguments[0]), arguments[1:]
    _forget(record)
    # What the keyboard sends reaches pip by itself, as it has the same console.
    signal.signal(signal.SIGINT, _note)
    reading, writing = os.pipe()
    try:
        pip = subprocess.Popen(argv, executable=program, stderr=writing)
    except OSError:
        # The shell has words of its own for it: the empty record asks for them.
        with contextlib.suppress(OSError):
            record.touch(0o600, exist_ok=False)
        return 126
    os.close(writing)
    copier = Copier(reading)
    status = pip.wait()
    copier.finish()
    refused = status != 0 and copier.refused
    if refused and _leave(record, program, argv, status, copier.seen):
        _call_helper(shell, record, depth)
    return status if status >= 0 else 128 - status


def _note(_number: int, _frame: object) -> None:
    """Outlive the key: pip ends by it, and this by its status."""


def _forget(record: Path) -> None:
    with contextlib.suppress(OSError):
        record.unlink()


def _leave(
    record: Path, program: str, argv: list[str], status: int, seen: bytes
) -> bool:
    """Write the record as watch_pty.py does; say whether it was."""
    try:
        facts = [
            os.fsencode(program),
            os.fsencode(Path.cwd()),
            b"%d" % status,
            b"",  # not suspended
            seen.replace(b"\0", b""),
            *map(os.fsencode, argv),
        ]
        if not _is_private(record.parent):
            return False
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(record, flags, 0o600), "wb") as stream:
            stream.writelines(fact + b"\0" for fact in facts)
    except OSError:
        _forget(record)
        return False
    return True


def _is_private(directory: Path) -> bool:
    """Say whether the directory is the user's alone.

    On Windows that is what %LOCALAPPDATA% is by its access list.
    """
    if os.name != "posix":
        return True
    owner = directory.lstat()
    mine = owner.st_uid == os.geteuid()
    return mine and owner.st_mode & _TYPE_AND_OTHERS == _PRIVATE


def _call_helper(shell: str, record: Path, depth: str) -> None:
    if not shell or not _CAN_ASK:
        return
    wait, go = os.pipe()
    os.write(go, b"!")
    words = ["-I", "-m", "pep668hook", "rescue", shell, str(record), depth, str(wait)]
    subprocess.run([sys.executable, *words, "2"], pass_fds=[wait], check=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
