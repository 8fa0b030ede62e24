"""A pseudo-terminal in this very process, and a person's hands at its other end."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import termios
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE: Final = 20.0  # seconds, for what must come


class Desk:
    """A terminal whose near end is `descriptor`."""

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self.far, self.descriptor = os.openpty()
        self.resize(columns, rows)
        self._hands: threading.Thread | None = None
        self.shown = b""
        """What was written to the terminal, as far as it was read."""

    def resize(self, columns: int, rows: int) -> None:
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, size)

    def type(self, data: bytes) -> None:
        os.write(self.far, data)

    def modes(self) -> list[object]:
        return termios.tcgetattr(self.descriptor)

    def unread(self) -> bytes:
        """Give what was typed and read by nobody, and take it."""
        before = termios.tcgetattr(self.descriptor)
        raw = termios.tcgetattr(self.descriptor)
        raw[3] &= ~termios.ICANON
        raw[6][termios.VMIN] = raw[6][termios.VTIME] = 0
        termios.tcsetattr(self.descriptor, termios.TCSANOW, raw)
        data = os.read(self.descriptor, 4096)
        termios.tcsetattr(self.descriptor, termios.TCSANOW, before)
        return data

    def look(self) -> bytes:
        """Read what has been written to the terminal since the last look."""
        poller = select.poll()
        poller.register(self.far, select.POLLIN)
        seen = b""
        while poller.poll(0):
            seen += os.read(self.far, 65536)
        self.shown += seen
        return seen

    def wait_for(self, words: bytes) -> None:
        end = time.monotonic() + PATIENCE
        while words not in self.shown:
            assert time.monotonic() < end, self.shown
            time.sleep(0.01)
            self.look()

    @contextmanager
    def as_stderr(self) -> Iterator[None]:
        """Let this process's stderr be the terminal."""
        stderr = os.dup(2)
        os.dup2(self.descriptor, 2)
        try:
            yield
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)

    def meanwhile(self, what: Callable[[], None]) -> None:
        """Do something at the far end while this thread waits for it."""

        def hands() -> None:
            try:
                what()
            except BaseException:
                self.type(b"q")  # so that nobody waits forever
                raise

        self._hands = threading.Thread(target=hands, daemon=True)
        self._hands.start()

    def press(self, *keys: bytes | float, after: bytes = b"") -> None:
        """Type these, with pauses, once `after` can be read on the screen."""

        def hands() -> None:
            self.wait_for(after)
            for key in keys:
                if isinstance(key, bytes):
                    self.type(key)
                else:
                    time.sleep(key)

        self.meanwhile(hands)

    def let_hands_finish(self) -> None:
        """Wait until all has been typed."""
        if self._hands is not None:
            self._hands.join()

    def hang_up(self) -> None:
        os.close(self.far)
        self.far = -1

    def leave(self) -> None:
        self.let_hands_finish()
        os.close(self.descriptor)
        if self.far >= 0:
            os.close(self.far)
