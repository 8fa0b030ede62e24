from __future__ import annotations

import time
from threading import Event
from typing import TYPE_CHECKING

import pyte
import pytest

from pep668hook.prompt import Question, Refusal, ask
from tests.builders import offer, screen
from tests.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pep668hook.remedy import Offer

CREATE = offer(title="make .venv")
PERSONAL = offer(title="use your own", letter="p", note="It is yours.")
REASON = "Debian's own Python takes no packages from pip."
TYPED = {CREATE.title: ["python3 -m venv .venv"], PERSONAL.title: ["source ~/own"]}


def question(**offers: Offer) -> Question:
    """Ask about these by their letters; Enter is called so."""
    return Question(
        reason=lambda first: f"{REASON} First is: {first.title}.",
        offers={key.removeprefix("enter"): each for key, each in offers.items()},
        commands=lambda each: TYPED.get(each.title, ["do it"]),
    )


QUESTION = question(enter=CREATE, p=PERSONAL)

SEEN = 0.3  # seconds: longer than anybody reacts in
CALM = 1.0  # seconds: longer than a pause within typing


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.leave()


def answer(
    desk: Desk,
    asked: Question = QUESTION,
    *,
    columns: int = 80,
    rows: int = 24,
    plain: bool = False,
) -> Offer | Refusal:
    shown = screen(columns=columns, rows=rows, plain=plain)
    with desk.as_stderr():
        return ask(asked, shown, descriptor=desk.descriptor)


def answer_to(desk: Desk, *keys: bytes | float) -> Offer | Refusal:
    desk.press(SEEN, *keys, after=b"leave it as it is")
    return answer(desk)


def left_on_screen(desk: Desk) -> list[str]:
    desk.look()
    picture = pyte.Screen(80, 24)
    pyte.ByteStream(picture).feed(b"error: before\r\n" + desk.shown + b"after")
    return [line.rstrip() for line in picture.display if line.strip()]


def test_it_shows_why_and_what_each_key_does(desk: Desk) -> None:
    answer_to(desk, b"q")

    shown = desk.shown.decode()
    assert REASON in shown
    for words in ("Enter", "make .venv", "use your own", "It is yours.", "~/own"):
        assert words in shown


def test_something_else_can_be_done_while_the_person_reads(desk: Desk) -> None:
    done = Event()

    def hands() -> None:
        desk.wait_for(b"leave it as it is")
        done.wait()
        time.sleep(SEEN)
        desk.type(b"p")

    desk.meanwhile(hands)
    with desk.as_stderr():
        answered = ask(
            QUESTION, screen(), meanwhile=done.set, descriptor=desk.descriptor
        )

    assert answered is PERSONAL


def test_enter_takes_the_first_offer(desk: Desk) -> None:
    assert answer_to(desk, b"\r") is CREATE


def test_a_letter_takes_its_offer(desk: Desk) -> None:
    assert answer_to(desk, b"p") is PERSONAL


def test_so_does_a_capital(desk: Desk) -> None:
    assert answer_to(desk, b"P") is PERSONAL


@pytest.mark.parametrize(
    "key", [b"q", b"n", b"Q", b"N", b"\x1b", b"\x03", b"\x04", b"\x1a"]
)
def test_these_mean_no(desk: Desk, key: bytes) -> None:
    assert answer_to(desk, key) is Refusal.NO


def test_a_terminal_that_goes_away_means_no(desk: Desk) -> None:
    def hands() -> None:
        desk.wait_for(b"leave it as it is")
        time.sleep(SEEN)
        desk.hang_up()

    desk.meanwhile(hands)

    assert answer(desk) is Refusal.NO


def test_one_that_goes_away_at_once_means_no_too(desk: Desk) -> None:
    def hands() -> None:
        desk.wait_for(b"leave it as it is")
        desk.hang_up()

    desk.meanwhile(hands)

    assert answer(desk) is Refusal.NO


def test_an_unknown_key_is_no_answer(desk: Desk) -> None:
    assert answer_to(desk, b"x", CALM, b"p") is PERSONAL


def test_enter_after_a_moment_s_calm_is_an_answer_again(desk: Desk) -> None:
    assert answer_to(desk, b"x", CALM, b"\r") is CREATE


def test_enter_right_after_a_stray_key_is_the_end_of_something_else(
    desk: Desk,
) -> None:
    assert answer_to(desk, b"l", 0.1, b"s", 0.1, b"\r", CALM, b"q") is Refusal.NO


def test_a_letter_right_after_a_stray_key_is_a_part_of_something_else(
    desk: Desk,
) -> None:
    assert answer_to(desk, b"c", 0.1, b"p", CALM, b"q") is Refusal.NO


def test_no_is_no_at_any_time(desk: Desk) -> None:
    assert answer_to(desk, b"x", 0.1, b"q") is Refusal.NO


def test_an_arrow_key_is_no_answer_and_stays_for_the_shell(desk: Desk) -> None:
    assert answer_to(desk, b"\x1b[A") is Refusal.TYPED_AHEAD
    assert desk.unread() == b"\x1b[A"


def test_what_is_pasted_is_no_answer_and_stays_for_the_shell(desk: Desk) -> None:
    assert answer_to(desk, b"cd src\nls\n") is Refusal.TYPED_AHEAD
    assert desk.unread() == b"cd src\nls\n"


def test_type_ahead_is_told_before_anything_is_shown(desk: Desk) -> None:
    desk.type(b"\n")
    desk.wait_for(b"\n")
    desk.shown = b""

    assert answer(desk) is Refusal.TYPED_AHEAD
    assert desk.look() == b""
    assert desk.unread() == b"\n"


def test_a_key_that_comes_before_anybody_can_have_read_is_no_answer(
    desk: Desk,
) -> None:
    desk.press(b"\n", after=b"pep668hook")

    assert answer(desk) is Refusal.TYPED_AHEAD
    assert desk.unread() == b"\n"


@pytest.mark.parametrize("key", [b"\r", b"p", b"q", b"two keys"])
def test_the_panel_is_gone_after_any_answer(desk: Desk, key: bytes) -> None:
    answer_to(desk, key)

    assert left_on_screen(desk) == ["error: before", "after"]


def test_the_panel_stays_on_a_terminal_that_can_only_print(desk: Desk) -> None:
    desk.press(SEEN, b"q", after=b"leave it as it is")

    answer(desk, plain=True)

    assert b"\x1b" not in desk.shown
    assert "use your own" in "\n".join(left_on_screen(desk))


def test_the_panel_stays_where_the_window_s_width_has_changed(desk: Desk) -> None:
    def hands() -> None:
        desk.wait_for(b"leave it as it is")
        desk.resize(60, 24)
        desk.press(SEEN, b"q")

    desk.meanwhile(hands)
    answer(desk)

    assert b"\x1b[J" not in desk.shown


def test_the_panel_stays_where_its_head_has_scrolled_off(desk: Desk) -> None:
    desk.resize(80, 4)
    desk.press(SEEN, b"q", after=b"leave it as it is")

    answer(desk, rows=4)

    assert b"\x1b[J" not in desk.shown


@pytest.mark.parametrize("keys", [(b"\r",), (b"q",), (b"\x1b[A",), (b"x", CALM, b"p")])
def test_the_terminal_is_as_it_was(desk: Desk, keys: tuple[bytes | float]) -> None:
    before = desk.modes()

    answer_to(desk, *keys)

    assert desk.modes() == before


def interrupt(_words: str) -> Callable[[], None]:
    raise KeyboardInterrupt


def test_the_terminal_is_as_it_was_after_an_exception(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.modes()
    monkeypatch.setattr("pep668hook.keypress.Keyboard.press", interrupt)
    desk.press(after=b"leave it as it is")

    with pytest.raises(KeyboardInterrupt):
        answer(desk)

    assert desk.modes() == before
    assert left_on_screen(desk) == ["error: before", "after"]
