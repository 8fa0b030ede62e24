from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from pep668hook.log_stream import AFTER, BEFORE, LONGEST, RawLine, lines_near

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = b"needle"
DULL = b"a line like all the others, and there are very many of them\n"


def cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def test_gives_nothing_of_a_log_without_the_word() -> None:
    assert list(lines_near(WORD, cut(DULL * 50_000, 1 << 16))) == []


def test_gives_nothing_of_nothing() -> None:
    assert list(lines_near(WORD, [])) == []


def test_numbers_the_lines_as_they_are_in_the_log() -> None:
    given = list(lines_near(WORD, [DULL + b"a needle\n" + DULL]))

    assert given == [
        RawLine(1, DULL.rstrip(b"\n")),
        RawLine(2, b"a needle"),
        RawLine(3, DULL.rstrip(b"\n")),
    ]


def test_a_last_line_needs_no_newline() -> None:
    assert list(lines_near(WORD, [b"a\na needle"])) == [
        RawLine(1, b"a"),
        RawLine(2, b"a needle"),
    ]


@pytest.mark.parametrize("size", [777, 1 << 12, 1 << 16, 1 << 20])
def test_gives_what_is_near_and_the_right_number_of_it(size: int) -> None:
    many = 20_000
    data = DULL * many + b"the needle\n" + DULL * many
    given = dict(lines_near(WORD, cut(data, size)))

    assert given[many + 1] == b"the needle"
    assert set(range(many + 1, many + 1 + AFTER)) <= set(given)
    assert sum(len(given[number]) + 1 for number in given if number <= many) >= BEFORE
    assert len(given) < many or size == 1 << 20


@pytest.mark.parametrize("fold", [b"\n", b"\r\n", b"  \n", b"\0\n\0"])
def test_a_word_that_is_folded_is_found_wherever_a_block_ends(fold: bytes) -> None:
    data = DULL + b"the nee" + fold + b"dle\n" + DULL
    for place in range(len(data)):
        given = list(lines_near(WORD, [data[:place], data[place:]]))

        assert [line.number for line in given] == [1, 2, 3, 4], place


@pytest.mark.parametrize("size", [1 << 12, 1 << 16, 3 << 20])
def test_a_very_long_line_comes_in_the_same_pieces(size: int) -> None:
    dull = b"x" * (LONGEST - 3)
    data = b"first\n" + dull + b"needle" + dull + b"\nlast\n"
    given = list(lines_near(WORD, cut(data, size)))

    assert given[-1] == RawLine(3, b"last")
    pieces = [line.content for line in given if line.number == 2]
    assert max(map(len, pieces)) == LONGEST
    assert [piece.find(WORD) for piece in pieces][-2:] == [(1 << 15) - 3, -1]


def test_takes_no_more_memory_for_a_longer_log() -> None:
    def log(times: int) -> Iterator[bytes]:
        for _ in range(times):
            yield DULL * 1000
        yield b"x" * (3 * LONGEST)

    peaks = []
    for times in (100, 1000):
        tracemalloc.start()
        assert list(lines_near(WORD, log(times))) == []
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] * 1.2
