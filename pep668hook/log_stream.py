"""The lines of a log that are near a word, read at speed and in bounded memory."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BEFORE: Final = 1 << 17
"""The bytes that are given, at least, from before the word."""
AFTER: Final = 500
"""The lines that are given, at least, from after it."""
# A longer line is given in pieces, which have so much in common that a message is whole
# in one of them.
LONGEST: Final = 1 << 20
_SHARED: Final = 1 << 15
# A terminal's folds, and the other half of a letter in UTF-16.
_WHITE: Final = b"\0\t\n\r "


class RawLine(NamedTuple):
    """A line as it is in the log, or a piece of a very long one."""

    number: int
    content: bytes


def lines_near(word: bytes, blocks: Iterable[bytes]) -> Iterator[RawLine]:
    """Give the lines near `word`, whatever white space cuts it.

    In between are gaps. How much more is given than has to be depends on the blocks.
    """
    held: deque[tuple[int, bytes]] = deque()
    number, size, owed, tail = 1, 0, 0, b""
    for chunk in _whole_lines(blocks):
        held.append((number, chunk))
        lines = chunk.count(b"\n")
        number += lines
        solid = tail + chunk.translate(None, _WHITE)
        tail = solid[1 - len(word) :]
        is_near, owed = owed > 0, owed - lines
        if word in solid:
            is_near, owed = True, AFTER
        if is_near:
            while held:
                yield from _split(*held.popleft())
            size = 0
            continue
        size += len(chunk)
        while size - len(held[0][1]) >= BEFORE:
            size -= len(held.popleft()[1])


def _whole_lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Give what ends where a line does, or a piece of one."""
    rest = b""
    for block in blocks:
        rest += block
        end = rest.rfind(b"\n") + 1
        if end:
            yield rest[:end]
            rest = rest[end:]
        while len(rest) > LONGEST:
            yield rest[:LONGEST]
            rest = rest[LONGEST - _SHARED :]
    if rest:
        yield rest


def _split(number: int, chunk: bytes) -> Iterator[RawLine]:
    for place, line in enumerate(chunk.removesuffix(b"\n").split(b"\n")):
        rest = line
        while len(rest) > LONGEST:
            yield RawLine(number + place, rest[:LONGEST])
            rest = rest[LONGEST - _SHARED :]
        yield RawLine(number + place, rest)
