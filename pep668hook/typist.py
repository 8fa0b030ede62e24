"""Who types in the trial: a line, a key, and patience for what comes of it."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final

import psutil
from pexpect import EOF, TIMEOUT

from pep668hook.plain_text import strip_control
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    import pexpect

# What a terminal is asked, and would answer: its kind, and where its cursor is.
_QUERIES: Final = {
    "\x1b[c": b"\x1b[?62;22c",
    "\x1b[0c": b"\x1b[?62;22c",
    "\x1b[6n": b"\x1b[1;1R",
}
_LONGEST_QUERY: Final = 4  # characters
_QUIET: Final = 0.4  # seconds without a word: the prompt stands
_AT_REST: Final = 5.0  # seconds without a process below it: the command line has ended


class Hands:
    """The shell on its pseudo-terminal, and who types."""

    def __init__(self, child: pexpect.spawn[bytes]) -> None:
        self._child = child
        self._shell = psutil.Process(child.pid)
        self._at_rest_since: float | None = None
        self.text = ""
        """What has come since Enter was last pressed."""

    def enter(self, line: str) -> None:
        """Type a line and press Enter."""
        self._child.send(line)
        self.wait(lambda: False, _QUIET)
        self.press_enter()

    def press_enter(self) -> None:
        """Press the one key."""
        self.text = ""
        self._at_rest_since = None
        self._child.send("\r")

    def wait(self, until: Callable[[], bool], seconds: float) -> float | None:
        """Read until something is so; tell how long it took, None if it never was."""
        begin = time.monotonic()
        while not until():
            left = begin + seconds - time.monotonic()
            if left <= 0 or not self._read(min(left, 0.05)):
                return time.monotonic() - begin if until() else None
        return time.monotonic() - begin

    def await_(self, until: Callable[[], bool], seconds: float) -> float | None:
        """Do so for something of the command line's, and no longer than that runs."""
        took = self.wait(lambda: until() or self.is_at_rest(), seconds)
        return took if until() else None

    def is_at_rest(self) -> bool:
        """Say whether the shell has long had nothing below it: it is at its prompt."""
        try:
            busy = bool(self._shell.children())
        except psutil.Error:  # it has ended
            return True
        now = time.monotonic()
        if busy:
            self._at_rest_since = None
        elif self._at_rest_since is None:
            self._at_rest_since = now
        return not busy and now - (self._at_rest_since or now) > _AT_REST

    def settle(self, seconds: float) -> None:
        """Read until nothing comes for a moment."""
        end = time.monotonic() + seconds
        before = -1
        while before != len(self.text) and time.monotonic() < end:
            before = len(self.text)
            self.wait(lambda: False, _QUIET)

    def last_line(self) -> str:
        """Give the last words that have come, but for the prompt behind them."""
        lines = [
            strip_control(line).strip() for line in re.split(r"[\r\n]+", self.text)
        ]
        said = [line for line in lines if any(map(str.isalnum, line))]
        if self.is_at_rest():  # the next prompt
            said = said[:-1]
        return said[-1] if said else _("it said nothing")

    def _read(self, seconds: float) -> bool:
        """Read what comes, and answer as a terminal would; False once it has ended."""
        try:
            piece = self._child.read_nonblocking(65536, timeout=seconds)
        except TIMEOUT:
            return True
        except EOF:
            return False
        before = len(self.text)
        self.text += piece.decode("utf-8", "replace")
        fresh = self.text[max(0, before - _LONGEST_QUERY + 1) :]
        for query, answer in _QUERIES.items():
            if query in fresh:
                self._child.send(answer)
        return True
