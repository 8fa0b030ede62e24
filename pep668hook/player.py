"""Who types in the demo: a shell on a pseudo-terminal, shown to the onlooker."""

from __future__ import annotations

import os
import re
import signal
import termios
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pexpect

from pep668hook.errors import HookError
from pep668hook.plain_text import strip_control
from pep668hook.stage import PROMPT
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pep668hook.stage import Stage

_NARROWEST: Final = 40  # columns: below it the words that are waited for are wrapped
_PATIENCE: Final = 180  # seconds: a Raspberry Pi's card is slow
# What a shell that is cut off may leave behind: colour, no cursor, bracketed paste.
_AS_IT_WAS: Final = b"\x1b[0m\x1b[?25h\x1b[?2004l\r\n"


class NoAnswerError(HookError):
    """What the demo waits for did not come."""

    reference = "no-answer"

    def __init__(self, awaited: str) -> None:
        super().__init__(
            message=_("the demo failed"),
            context=_("{awaited} never came on the screen").format(awaited=awaited),
        )
        self.awaited = awaited


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to wait, in seconds, so that a person can follow."""

    key: float
    """After each character that is typed."""
    read: float
    """Before going on where there is something to read."""


_HUMAN: Final = Pace(key=0.045, read=3.5)
# The panel takes no key that comes sooner than a person can have seen it.
_FULL_SPEED: Final = Pace(key=0.0, read=1.0)


class Player:
    """The shell on its pseudo-terminal, and the hands that type."""

    def __init__(self, built: Stage, *, live: bool) -> None:
        self._pace = _HUMAN if live else _FULL_SPEED
        self._shell: pexpect.spawn[bytes] = pexpect.spawn(
            str(built.shell),
            list(built.manner.arguments),
            env=dict(built.environ),
            cwd=str(built.directory),
            dimensions=_window_size(),
            timeout=_PATIENCE,
        )
        self._shell.delaybeforesend = None
        self._begins = built.manner.begins.encode()

    def show_on(self, screen: Terminal | Log) -> None:
        """Let the onlooker see what the shell writes from now on."""
        self._shell.logfile_read = screen

    def type(self, line: str) -> None:
        """Type a line as a person does, and press Enter."""
        for character in line:
            self._shell.send(character)
            self._pass(self._pace.key * (3 if character == " " else 1))
        self._pass(self._pace.key * 10)
        # From here on what comes is an answer, not the echo of the typing.
        self._shell.buffer = b""
        self.press_enter()
        if self._begins:
            self._shell.expect_exact([self._begins, pexpect.EOF, pexpect.TIMEOUT])

    def press_enter(self) -> None:
        """Press the one key."""
        self._shell.send("\r")

    def wait_for(self, words: str, what: str, *, before: str = "") -> str:
        """Wait until the shell writes `words`; return what it wrote before them.

        If it writes what must come after them, `before`, they never will come.
        """
        signs = [words.encode(), *([before.encode()] if before else [])]
        outcome = self._shell.expect_exact([*signs, pexpect.EOF, pexpect.TIMEOUT])
        if outcome != 0:
            raise NoAnswerError(what)
        return (self._shell.before or b"").decode("utf-8", "replace")

    def read(self, share: float = 1.0) -> None:
        """Give the onlooker the time to read, or a share of it."""
        self._pass(self._pace.read * share)

    def hand_over(self) -> None:
        """Let the person at the terminal type, until the shell ends."""
        self._shell.interact(escape_character=None)

    def copy_size(self) -> None:
        """Give the shell the size that the onlooker's window has now."""
        self._shell.setwinsize(*_window_size())

    def close(self) -> None:
        """End the shell, whatever it is doing."""
        self._shell.close(force=True)

    def _pass(self, seconds: float) -> None:
        """Let time pass, and show what the shell shows meanwhile."""
        if seconds:
            self._shell.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=seconds)


class Terminal:
    """The onlooker's own terminal: it gets every byte as it comes."""

    def write(self, piece: bytes) -> None:
        """Show a piece."""
        write(piece)

    def flush(self) -> None:
        """Keep nothing back: each piece has been written."""


class Log:
    """A file or a pipe: it gets lines, without what only a terminal understands."""

    def __init__(self) -> None:
        self._line = b""

    def write(self, piece: bytes) -> None:
        """Write the lines that are complete."""
        *lines, self._line = (self._line + piece).split(b"\n")
        for line in lines:
            text = _last_drawn(line.decode("utf-8", "replace"))
            write(strip_control(text).encode() + b"\n")

    def flush(self) -> None:
        """Wait for the end of the line, which pexpect does not."""


@contextmanager
def playing(built: Stage, *, live: bool) -> Iterator[Player]:
    """Start the shell, and end it on every way out.

    `live` says that stdout is a terminal, whose size is followed.
    """
    player = Player(built, live=live)
    resized = signal.signal(signal.SIGWINCH, lambda *_: player.copy_size())
    try:
        yield player
    finally:
        signal.signal(signal.SIGWINCH, resized)
        # A second Ctrl-C must not stop the tidying up after the first.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        player.close()
        with suppress(OSError):  # a terminal that has gone needs nothing
            if live:
                write(_AS_IT_WAS)


@contextmanager
def no_echo() -> Iterator[None]:
    """Keep what the onlooker types from showing up in the middle of the story."""
    if not (os.isatty(0) and os.isatty(1)):
        yield
        return
    modes = termios.tcgetattr(0)
    silent = termios.tcgetattr(0)
    silent[3] &= ~termios.ECHO
    try:  # what ends us may come as soon as they have changed
        termios.tcsetattr(0, termios.TCSANOW, silent)
        yield
    finally:
        termios.tcsetattr(0, termios.TCSANOW, modes)


def write(piece: bytes) -> None:
    """Write to stdout at once and whole."""
    while piece:
        piece = piece[os.write(1, piece) :]


def _last_drawn(line: str) -> str:
    """Leave out how the line looked before fish drew it again, from the prompt on."""
    return re.split(rf"\r(?=[^\r]*{re.escape(PROMPT)})", line)[-1]


def _window_size() -> tuple[int, int]:
    """Tell the rows and columns of the onlooker's terminal."""
    try:
        size = os.get_terminal_size(1)
    except OSError:
        return 24, 80
    return size.lines or 24, max(size.columns or 80, _NARROWEST)
