"""What somebody types in the house, and what is then on their screen."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pexpect
import pyte

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docs.pictures.house import House
    from docs.pictures.scenes import Scene

COLUMNS: Final = 64  # to be read on a phone, too
ROWS: Final = 60  # more than any scene takes: the empty ones are cut off
PROMPT: Final = b" $ "
LAST_WORDS: Final = b"leave it as it is"
_GUESS: Final = "looking it up"  # until the distribution has been asked
_PATIENCE: Final = 120  # seconds
_QUIET: Final = 0.5  # seconds without a byte after which nothing more is drawn


@dataclass(frozen=True, slots=True)
class Cell:
    """A character as it looks; a colour is pyte's name of it, or nothing."""

    text: str
    colour: str
    bold: bool
    italic: bool


Row = tuple[Cell, ...]


class Screen(pyte.Screen):
    """A screen whose rows can be taken."""

    def rows(self) -> list[Row]:
        """Take what is on the screen, down to the last row that has anything on it."""
        taken = [self._row(number) for number in range(self.lines)]
        while taken and not taken[-1]:
            taken.pop()
        return taken

    def _row(self, number: int) -> Row:
        cells = [self.buffer[number][column] for column in range(self.columns)]
        while cells and not cells[-1].data.strip():
            cells.pop()
        return tuple(
            Cell(
                each.data,
                "" if each.fg == "default" else each.fg,
                bold=each.bold,
                italic=each.italics,
            )
            for each in cells
        )


class Hands:
    """Somebody at the shell."""

    def __init__(self, house: House, scene: Scene, columns: int, rows: int) -> None:
        argv = house.argv(
            scene.start, scene.prepare, "/bin/bash", "--rcfile", "/home/you/.bashrc"
        )
        self.screen = Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._shell: pexpect.spawn[bytes] = pexpect.spawn(
            argv[0],
            [*argv[1:], "-i"],
            env=house.environ(scene.environ),
            dimensions=(rows, columns),
            timeout=_PATIENCE,
        )
        self._shell.delaybeforesend = None

    def send(self, keys: str) -> None:
        """Press keys."""
        self._shell.send(keys)

    def wait_for(self, words: bytes) -> bytes:
        """Show what comes up to `words`, and tell what it was."""
        came = self.unshown_until(words)
        self.show(came)
        return came

    def unshown_until(self, words: bytes) -> bytes:
        """Take what comes up to `words` without showing it yet."""
        self._shell.expect_exact(words)
        came = (self._shell.before, self._shell.after)
        return b"".join(piece for piece in came if isinstance(piece, bytes))

    def show(self, piece: bytes) -> None:
        """Show a piece."""
        self._stream.feed(piece)

    def settle(self) -> None:
        """Show what comes until nothing comes any more, and nothing is looked up."""
        self.show(self._shell.buffer)
        self._shell.buffer = b""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            try:
                self.show(self._shell.read_nonblocking(65536, timeout=_QUIET))
            except pexpect.TIMEOUT:
                if not any(_GUESS in line for line in self.screen.display):
                    return

    def leave(self) -> None:
        """End the shell, whatever it is doing."""
        self._shell.close(force=True)


@contextmanager
def seated(
    house: House, scene: Scene, columns: int = COLUMNS, rows: int = ROWS
) -> Iterator[Hands]:
    """Start the shell, and end it on every way out."""
    hands = Hands(house, scene, columns, rows)
    try:
        hands.wait_for(PROMPT)
        yield hands
    finally:
        hands.leave()


def played(house: House, scene: Scene) -> list[Row]:
    """Type what the scene says, and take the screen where the panel asks."""
    with seated(house, scene) as hands:
        hands.send(f"{scene.command}\r")
        hands.wait_for(b"See PEP 668")
        if scene.environ.get("PEP668HOOK") == "hint":
            hands.wait_for(PROMPT)
        else:
            hands.wait_for(LAST_WORDS)
        hands.settle()
        return hands.screen.rows()


def text_of(rows: list[Row]) -> str:
    """Write rows as plain text."""
    return "\n".join("".join(cell.text for cell in row) for row in rows)
