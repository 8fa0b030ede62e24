"""One key from the terminal, whose modes are put back on every way out."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import termios
import time
from contextlib import contextmanager, suppress
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# Nobody reacts to what they see within this time; a key that comes sooner was typed
# without looking.
REACTION: Final = 0.15  # seconds
# The bytes of one key follow each other faster than any typing does.
_KEY_GAP: Final = 0.02  # seconds


class Event(Enum):
    """What can come from the keyboard besides a character."""

    ENTER = "enter"
    NO = "no"
    UNKNOWN = "unknown"
    TYPED_AHEAD = "typed ahead"
    NEWS = "news"


# End of file; Esc; Ctrl-C, Ctrl-D, Ctrl-\ and Ctrl-Z: in raw mode bytes like others.
_NO_BYTES: Final = frozenset({b"", b"\x1b", b"\x03", b"\x04", b"\x1c", b"\x1a"})


class Keyboard:
    """The terminal at `descriptor`, in raw mode."""

    def __init__(self, descriptor: int, news: int | None) -> None:
        self._descriptor = descriptor
        self._news = news

    def pending(self) -> int:
        """Count the bytes that wait to be read, without reading any."""
        try:
            counted = fcntl.ioctl(self._descriptor, termios.FIONREAD, b"\0" * 4)
        except OSError:  # the terminal has gone
            return 0
        (count,) = struct.unpack("i", counted)
        return int(count)

    def press(self) -> Event | str:
        """Wait for one key: a letter in lower case, a digit, or what it means.

        More than one byte at a time is a paste, fast typing or an arrow key, none of
        which is an answer. They stay unread, for the shell. News is what can be read
        from the other descriptor, when no key is pressed.
        """
        self._wait(None, self._news)
        if self._news is not None and not self._wait(0):
            os.read(self._news, 1)
            return Event.NEWS
        time.sleep(_KEY_GAP)
        try:
            if self.pending() > 1:
                return Event.TYPED_AHEAD
            byte = os.read(self._descriptor, 1)
        except OSError:  # the terminal has gone
            return Event.NO
        return _meaning(byte)

    def spell(self, word: str) -> bool:
        """Say whether the keys that are pressed now spell `word`, with Enter after it.

        What is typed is echoed to stderr. Any other key ends it; news do not.
        """
        for expected in (*word, Event.ENTER):
            pressed: Event | str = Event.NEWS
            while pressed is Event.NEWS:
                pressed = self.press()
            if pressed != expected:
                return False
            os.write(2, b"\n" if expected is Event.ENTER else str(expected).encode())
        return True

    def quiet(self, seconds: float) -> bool:
        """Say whether no key comes for so long; none is read."""
        return not self._wait(seconds)

    def _wait(self, seconds: float | None, also: int | None = None) -> bool:
        """Wait for input, or for the terminal to go; False when the time is over."""
        poller = select.poll()
        poller.register(self._descriptor, select.POLLIN)
        if also is not None:
            poller.register(also, select.POLLIN)
        events = poller.poll(None if seconds is None else seconds * 1000)
        return bool(events)


def _meaning(byte: bytes) -> Event | str:
    if byte in {b"\r", b"\n"}:
        return Event.ENTER
    if byte in _NO_BYTES:
        return Event.NO
    return byte.decode("ascii").lower() if byte.isalnum() else Event.UNKNOWN


@contextmanager
def raw(descriptor: int, news: int | None = None) -> Iterator[Keyboard]:
    """Read keys one by one, unechoed, until the block ends.

    `news` is a descriptor that tells of something else that happens meanwhile.
    TCSANOW throughout: the other ways throw away what was typed, or wait for it.
    """
    before = termios.tcgetattr(descriptor)
    attributes = termios.tcgetattr(descriptor)
    attributes[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
    attributes[6][termios.VMIN] = 1
    attributes[6][termios.VTIME] = 0
    try:  # what ends us may come as soon as they have changed
        termios.tcsetattr(descriptor, termios.TCSANOW, attributes)
        yield Keyboard(descriptor, news)
    finally:
        with suppress(termios.error):  # the terminal has gone
            termios.tcsetattr(descriptor, termios.TCSANOW, before)
