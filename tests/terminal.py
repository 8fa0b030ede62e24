from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING, Final

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

# Generous: it is only waited for as long as what is expected does not come, and a
# machine that runs several tests at a time may be slow.
PATIENCE: Final = 30.0  # seconds

KEYS: Final = {
    "enter": b"\r",
    "esc": b"\x1b",
    "up": b"\x1b[A",
    "ctrl-c": b"\x03",
    "ctrl-d": b"\x04",
    "ctrl-z": b"\x1a",
    "ctrl-\\": b"\x1c",
}

# Runs in the child, so that the tests need no fork of their own threads. What Python
# changes for its children is put back, and what `nohup` or `&` have made of the signals
# for a run of the tests, which no terminal ignores; root gives up what no person has:
# CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH and CAP_FOWNER, by PR_CAPBSET_DROP.
_START: Final = """
import ctypes, fcntl, json, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
for name in ("HUP", "INT", "QUIT", "PIPE", "XFSZ"):
    signal.signal(signal.Signals[f"SIG{name}"], signal.SIG_DFL)
libc = ctypes.CDLL(None)
if os.geteuid() == 0 and hasattr(libc, "prctl"):
    for capability in (1, 2, 3):
        libc.prctl(24, capability, 0, 0, 0)
argv, environ = json.loads(sys.argv[1])
os.execvpe(argv[0], argv, environ)
"""

_SEQUENCE: Final = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()].|[=>78cDEHMNOZ])"
)


class Terminal:
    """A program on a pseudo-terminal, with a screen that shows what a person sees."""

    def __init__(
        self,
        argv: Sequence[str | Path],
        *,
        cwd: Path,
        environ: Mapping[str, str],
        size: tuple[int, int] = (80, 40),
    ) -> None:
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._mark = 0
        self.show = True
        """Whether the screen is kept, which costs much for megabytes."""
        self.output = bytearray()
        """All bytes since the start."""
        self._descriptor, terminal = os.openpty()
        termios.tcsetwinsize(terminal, (rows, columns))
        start = json.dumps([list(map(str, argv)), dict(environ)])
        self._child = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _START, start],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            cwd=cwd,
            env={"LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        os.close(terminal)

    @property
    def pid(self) -> int:
        return self._child.pid

    # -- what the person does

    def type(self, text: str) -> None:
        data = text.encode()
        while data:
            data = data[os.write(self._descriptor, data) :]

    def press(self, *keys: str) -> None:
        for key in keys:
            self.type(KEYS[key].decode() if key in KEYS else key)

    def resize(self, columns: int, rows: int) -> None:
        self._screen.resize(rows, columns)
        termios.tcsetwinsize(self._descriptor, (rows, columns))

    def hang_up(self) -> None:
        """Close the terminal, as a person does with its window."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    # -- what the person sees

    @property
    def screen(self) -> list[str]:
        lines = [line.rstrip() for line in self._screen.display]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    @property
    def cursor(self) -> tuple[int, int]:
        return self._screen.cursor.x, self._screen.cursor.y

    @property
    def bytes(self) -> bytes:
        """The bytes since the mark."""
        return bytes(self.output[self._mark :])

    @property
    def text(self) -> str:
        """What was written since the mark, without control sequences."""
        return plain(self.bytes)

    def mark(self) -> None:
        self.read()
        self._mark = len(self.output)

    def mark_found(self, found: bytes) -> None:
        """Put the mark behind the first `found` since the mark."""
        self._mark += self.bytes.index(found) + len(found)

    # -- waiting

    def read(self, seconds: float = 0.0) -> bool:
        """Take what there is; tell whether the program may still write more."""
        if self._descriptor < 0:
            return False
        poller = select.poll()
        poller.register(self._descriptor, select.POLLIN)
        patience = seconds * 1000
        while poller.poll(patience):
            patience = 0
            try:
                piece = os.read(self._descriptor, 65536)
            except OSError:  # EIO: nobody has it open any more
                return False
            if not piece:
                return False
            self.output += piece
            if self.show:
                self._stream.feed(piece)
        return True

    def wait_until(self, true: Callable[[], bool], what: str) -> None:
        """Read on until something is true of the output."""
        end = time.monotonic() + PATIENCE
        while not true():
            left = end - time.monotonic()
            if left <= 0 or not self.read(min(left, 0.2)):
                self.read(0.2)
                if true():
                    return
                shown = "\n".join(self.screen)
                message = f"{what} did not come; the screen was:\n{shown}"
                raise AssertionError(message)

    def wait_for(self, text: str) -> None:
        self.wait_until(lambda: text in self.text, repr(text))

    def wait_for_the_end(self) -> int:
        """Wait until the program has ended; give its status as a shell would."""
        end = time.monotonic() + PATIENCE
        while self._child.poll() is None:
            self.read(0.02)
            if time.monotonic() > end:
                raise AssertionError("it did not end:\n" + "\n".join(self.screen))
        self.read()
        status = self._child.returncode
        return status if status >= 0 else 128 - status

    def modes(self) -> list[object]:
        return termios.tcgetattr(self._descriptor)

    def close(self) -> None:
        self.hang_up()
        self._child.kill()
        self._child.wait()


def plain(data: bytes) -> str:
    """Take the control sequences out, and what makes line ends differ."""
    text = _SEQUENCE.sub(b"", data).decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "")


def squashed(text: str) -> str:
    """Keep the letters and digits only, so that no line break is in the way."""
    return "".join(letter for letter in text if letter.isalnum())
