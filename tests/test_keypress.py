from __future__ import annotations

import os
import signal
import sys
import termios
from typing import TYPE_CHECKING

import pytest

from pep668hook.keypress import Event, Keyboard, raw
from tests.desk import Desk
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAITS = """
import os, signal
from pep668hook.keypress import raw
class Ended(BaseException): pass
def end(number, frame): raise Ended
signal.signal(signal.SIGTERM, end)
try:
    with raw(0) as keyboard:
        os.write(2, b"ready")
        keyboard.press()
except Ended:
    os.write(2, b" ended")
"""


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.leave()


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        (b"\r", Event.ENTER),
        (b"\n", Event.ENTER),
        (b"p", "p"),
        (b"P", "p"),
        (b"\x1b", Event.NO),
        (b"\x03", Event.NO),
        (b"\x04", Event.NO),
        (b"\x1c", Event.NO),
        (b"\x1a", Event.NO),
        (b" ", Event.UNKNOWN),
        (b"1", "1"),
        (b"-", Event.UNKNOWN),
        (b"\x00", Event.UNKNOWN),
        (b"\xff", Event.UNKNOWN),
        (b"\x7f", Event.UNKNOWN),
    ],
)
def test_a_key_is_a_letter_or_what_it_means(
    desk: Desk, typed: bytes, meaning: Event | str
) -> None:
    with raw(desk.descriptor) as keyboard:
        desk.type(typed)

        assert keyboard.press() == meaning
    assert desk.unread() == b""


@pytest.mark.parametrize(
    "typed", [b"\x1b[A", b"\x1bOP", b"ls\r", b"\r\r", b"pp", "é".encode()]
)
def test_several_bytes_at_a_time_are_no_answer_and_stay_unread(
    desk: Desk, typed: bytes
) -> None:
    with raw(desk.descriptor) as keyboard:
        desk.type(typed)

        assert keyboard.press() is Event.TYPED_AHEAD
    assert desk.unread() == typed.replace(b"\r", b"\n")


def test_a_terminal_that_goes_away_means_no(desk: Desk) -> None:
    with raw(desk.descriptor) as keyboard:
        desk.hang_up()

        assert keyboard.press() is Event.NO


def test_a_terminal_that_cannot_be_read_means_no(desk: Desk) -> None:
    gone = os.dup(desk.descriptor)
    os.close(gone)

    assert Keyboard(gone, None).press() is Event.NO


def test_what_was_typed_before_is_counted_and_stays(desk: Desk) -> None:
    desk.type(b"ls -l")
    desk.wait_for(b"ls -l")

    with raw(desk.descriptor) as keyboard:
        assert keyboard.pending() == len(b"ls -l")
    assert desk.unread() == b"ls -l"


def test_whole_lines_that_were_typed_before_are_counted_and_stay(desk: Desk) -> None:
    desk.type(b"one\ntwo\nthr")
    desk.wait_for(b"thr")

    with raw(desk.descriptor) as keyboard:
        assert keyboard.pending() == len(b"one\ntwo\nthr")
    assert desk.unread() == b"one\ntwo\nthr"


def test_nothing_typed_is_nothing_pending(desk: Desk) -> None:
    with raw(desk.descriptor) as keyboard:
        assert keyboard.pending() == 0


def test_quiet_ends_with_a_key_that_stays_unread(desk: Desk) -> None:
    with raw(desk.descriptor) as keyboard:
        assert keyboard.quiet(0.01)

        desk.type(b"x")

        assert not keyboard.quiet(10)
    assert desk.unread() == b"x"


def test_keys_are_not_shown_while_one_is_waited_for(desk: Desk) -> None:
    with raw(desk.descriptor) as keyboard:
        desk.type(b"x")
        keyboard.press()

    assert desk.look() == b""


def test_ctrl_c_is_a_key_and_no_signal_while_one_is_waited_for(desk: Desk) -> None:
    with raw(desk.descriptor):
        local = termios.tcgetattr(desk.descriptor)[3]

    assert not local & termios.ISIG


def test_the_modes_are_put_back(desk: Desk) -> None:
    before = desk.modes()

    with raw(desk.descriptor):
        assert desk.modes() != before

    assert desk.modes() == before


def test_the_modes_are_put_back_after_an_exception(desk: Desk) -> None:
    before = desk.modes()

    with pytest.raises(KeyboardInterrupt), raw(desk.descriptor):
        raise KeyboardInterrupt

    assert desk.modes() == before


def test_the_modes_are_put_back_where_it_is_told_to_end_as_they_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.modes()
    change = termios.tcsetattr
    changes = []

    def change_and_end(*how: object) -> None:
        change(*how)  # type: ignore[arg-type]
        changes.append(how)
        if len(changes) == 1:  # a signal's handler runs as soon as the call is done
            raise KeyboardInterrupt

    monkeypatch.setattr(termios, "tcsetattr", change_and_end)

    with pytest.raises(KeyboardInterrupt), raw(desk.descriptor):
        pass

    assert desk.modes() == before


def test_modes_that_were_unusual_are_put_back_as_they_were(desk: Desk) -> None:
    unusual = termios.tcgetattr(desk.descriptor)
    unusual[0] |= termios.IXOFF
    unusual[3] &= ~(termios.ECHO | termios.ICANON)
    unusual[6][termios.VMIN] = 3
    unusual[6][termios.VTIME] = 2
    termios.tcsetattr(desk.descriptor, termios.TCSANOW, unusual)
    before = desk.modes()

    with raw(desk.descriptor):
        pass

    assert desk.modes() == before


def test_the_modes_are_put_back_when_it_is_told_to_end(tmp_path: Path) -> None:
    terminal = Terminal([sys.executable, "-c", WAITS], cwd=tmp_path, environ={})
    before = terminal.modes()
    terminal.wait_for("ready")
    while_waiting = terminal.modes()

    os.kill(terminal.pid, signal.SIGTERM)
    terminal.wait_for("ended")

    assert while_waiting != before
    assert terminal.modes() == before
    terminal.close()


# -- news, and a word


@pytest.fixture(name="news")
def _news() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def test_news_are_told_once_each(desk: Desk, news: tuple[int, int]) -> None:
    os.write(news[1], b"!!")

    with raw(desk.descriptor, news[0]) as keyboard:
        assert keyboard.press() is Event.NEWS
        assert keyboard.press() is Event.NEWS
        desk.type(b"p")
        assert keyboard.press() == "p"


def test_a_key_comes_before_news(desk: Desk, news: tuple[int, int]) -> None:
    with raw(desk.descriptor, news[0]) as keyboard:
        desk.type(b"p")
        os.write(news[1], b"!")

        assert keyboard.press() == "p"
        assert keyboard.press() is Event.NEWS


def spelt(desk: Desk, *keys: bytes, news: tuple[int, int] | None = None) -> bool:
    """Type keys one by one, each when the one before it has been echoed."""

    def hands() -> None:
        shown = b"word: "
        for key in keys:
            desk.wait_for(shown)
            desk.type(key)
            shown += key

    desk.meanwhile(hands)
    with desk.as_stderr(), raw(desk.descriptor, news and news[0]) as keyboard:
        os.write(2, b"word: ")
        return keyboard.spell("no")


def test_a_word_is_spelt_key_by_key_and_echoed(desk: Desk) -> None:
    assert spelt(desk, b"n", b"o", b"\r")

    desk.look()
    assert desk.shown == b"word: no\r\n"


@pytest.mark.parametrize(
    "keys", [(b"x",), (b"\r",), (b"n", b"\x03"), (b"n", b"o", b"o")]
)
def test_another_key_ends_the_word(desk: Desk, keys: tuple[bytes, ...]) -> None:
    assert not spelt(desk, *keys)


def test_news_are_no_part_of_a_word(desk: Desk, news: tuple[int, int]) -> None:
    os.write(news[1], b"!")

    assert spelt(desk, b"n", b"o", b"\r", news=news)
