from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook import player

if TYPE_CHECKING:
    from collections.abc import Iterable


@pytest.mark.parametrize(
    "pieces",
    [
        [b"one\r\ntwo\r\n"],
        [b"on", b"e\r", b"\ntw", b"o\r\n"],
        [b"\x1b[1mone\x1b", b"[0m\r\n\x1b[?2004", b"htwo\r\n", b"not yet"],
        [b"one\r\r\n", b"two\r\n"],
    ],
)
def test_a_log_has_whole_lines_and_no_control_sequences(
    pieces: Iterable[bytes], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    log = player.Log()

    for piece in pieces:
        log.write(piece)

    assert capfdbinary.readouterr().out == b"one\ntwo\n"


def test_a_log_has_a_line_that_was_drawn_again_once(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    log = player.Log()

    log.write(b"~/demo $ a\r~/demo $ a b\r\x1b[1m(v) ~/demo $ a b \rc\r\n10%\r20%\r\n")

    assert capfdbinary.readouterr().out == b"(v) ~/demo $ a b c\n10%20%\n"


def test_a_terminal_gets_every_byte_at_once(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    terminal = player.Terminal()

    terminal.write(b"\x1b[1mon")

    assert capfdbinary.readouterr().out == b"\x1b[1mon"
