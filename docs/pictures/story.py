"""The whole story as frames: typed, refused, one key, and the line goes on.

What is on the screen is real; how long it stays there is not, so that two runs give
the same picture and a person can follow.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docs.pictures.drawing import Frame
from docs.pictures.screen import LAST_WORDS, PROMPT, seated

if TYPE_CHECKING:
    from docs.pictures.house import House
    from docs.pictures.scenes import Scene
    from docs.pictures.screen import Hands

COLUMNS: Final = 72  # no line of the distribution's is folded
_ROWS: Final = 32  # as in a window that people have: pip's first words scroll off
_KEY: Final = 0.06  # seconds after each character
_LOOK: Final = 1.0
_READ: Final = 5.0  # the panel
_LINE: Final = 0.35
_END: Final = 6.0
_PANEL: Final = "╭".encode()
_SPINNER: Final = re.compile("[\u2801-\u28ff]")


def recorded(house: House, scene: Scene) -> tuple[list[Frame], int]:
    """Play it, and tell which of the frames has the panel on it."""
    frames: list[Frame] = []
    with seated(house, scene, COLUMNS, _ROWS) as hands:
        _take(frames, hands, _LOOK)
        for letter in scene.command:
            hands.send(letter)
            hands.wait_for(letter.encode())
            _take(frames, hands, _KEY)
        frames[-1] = Frame(frames[-1].rows, _LOOK)
        hands.send("\r")
        said, _, beginning = hands.unshown_until(_PANEL).partition(_PANEL)
        hands.show(said)
        _take(frames, hands, _LOOK)
        hands.show(_PANEL + beginning)
        hands.wait_for(LAST_WORDS)
        hands.settle()
        poster = len(frames)
        _take(frames, hands, _READ)
        hands.send("\r")
        for line in hands.unshown_until(PROMPT).splitlines(keepends=True):
            hands.show(line)
            _take(frames, hands, _LINE)
    frames[-1] = Frame(frames[-1].rows, _END)
    return frames, poster


def _take(frames: list[Frame], hands: Hands, seconds: float) -> None:
    """Take the screen, unless it has not changed or is about to."""
    rows = tuple(hands.screen.rows())
    turning = any(_SPINNER.search(cell.text) for row in rows for cell in row)
    if not turning and (not frames or frames[-1].rows != rows):
        frames.append(Frame(rows, seconds))
