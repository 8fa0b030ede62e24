from __future__ import annotations

import time
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

import pyte
import pytest

from pep668hook.prompt import Question, Refusal, ask
from tests.builders import offer, screen
from tests.desk import PATIENCE, Desk

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


def test_a_letter_that_begins_a_word_takes_nothing_and_the_rest_is_left(
    desk: Desk,
) -> None:
    assert answer_to(desk, b"p", 0.1, b"w", b"d") is Refusal.TYPED_AHEAD
    desk.let_hands_finish()
    assert desk.unread() == b"wd"


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


# -- offers that are only guesses


class Slow:
    """A tool that answers when it is told to."""

    def __init__(self, answer: Offer | None) -> None:
        self.answers = Event()
        self._answer = answer

    def settle(self) -> Offer | None:
        self.answers.wait(PATIENCE)
        return self._answer

    def guess(self, title: str = "six with the distribution") -> Offer:
        return offer(
            remedy="install-system-package", title=title, letter="s", settle=self.settle
        )


PACKAGE = offer(title="install python3-six 1.16", letter="s")


def test_a_guess_is_shown_as_one_and_no_key_accepts_it(desk: Desk) -> None:
    slow = Slow(PACKAGE)
    desk.press(SEEN, b"s", CALM, b"p", after=b"looking it up")

    assert answer(desk, question(enter=CREATE, p=PERSONAL, s=slow.guess())) is PERSONAL
    slow.answers.set()


def test_what_is_found_takes_its_place(desk: Desk) -> None:
    slow = Slow(PACKAGE)

    def hands() -> None:
        desk.wait_for(b"looking it up")
        slow.answers.set()
        desk.wait_for(b"python3-six 1.16")
        time.sleep(SEEN)
        desk.type(b"s")

    desk.meanwhile(hands)

    assert answer(desk, question(enter=CREATE, s=slow.guess())) is PACKAGE


def test_what_is_not_found_drops_out(desk: Desk) -> None:
    slow = Slow(None)

    def hands() -> None:
        desk.wait_for(b"looking it up")
        slow.answers.set()
        desk.wait_for(b"\x1b[J")  # the panel is drawn anew
        time.sleep(SEEN)
        desk.type(b"s")
        time.sleep(CALM)
        desk.type(b"q")

    desk.meanwhile(hands)

    assert answer(desk, question(enter=CREATE, s=slow.guess())) is Refusal.NO


def test_where_the_first_drops_out_enter_is_the_next_one_s(desk: Desk) -> None:
    slow = Slow(None)

    def hands() -> None:
        desk.wait_for(b"looking it up")
        slow.answers.set()
        desk.wait_for(b"First is: make .venv.")
        time.sleep(SEEN)
        desk.type(b"\r")

    desk.meanwhile(hands)

    assert answer(desk, question(enter=slow.guess(), v=CREATE)) is CREATE


def test_an_enter_that_meant_the_one_before_is_no_answer(desk: Desk) -> None:
    slow = Slow(None)

    def hands() -> None:
        desk.wait_for(b"looking it up")
        time.sleep(SEEN)
        slow.answers.set()
        desk.wait_for(b"First is: make .venv.")
        desk.type(b"\r")
        time.sleep(CALM)
        desk.type(b"q")

    desk.meanwhile(hands)

    assert answer(desk, question(enter=slow.guess(), v=CREATE)) is Refusal.NO


def test_a_guess_that_has_become_the_first_is_settled_all_the_same(desk: Desk) -> None:
    first, second = Slow(None), Slow(PACKAGE)

    def hands() -> None:
        desk.wait_for(b"looking it up")
        first.answers.set()
        desk.wait_for(b"First is: another.")
        second.answers.set()
        desk.wait_for(b"python3-six 1.16")
        time.sleep(SEEN)
        desk.type(b"\r")

    desk.meanwhile(hands)
    asked = question(enter=first.guess(), s=second.guess("another"), p=PERSONAL)

    assert answer(desk, asked) is PACKAGE


def test_what_turns_out_to_be_a_part_only_gives_enter_to_the_next(desk: Desk) -> None:
    part = offer(title="install python3-six, but not flask", letter="s", whole=False)
    slow = Slow(part)

    def hands() -> None:
        desk.wait_for(b"looking it up")
        slow.answers.set()
        desk.wait_for(b"First is: make .venv.")
        time.sleep(SEEN)
        desk.type(b"s")

    desk.meanwhile(hands)

    assert answer(desk, question(enter=slow.guess(), v=CREATE)) is part


def test_a_part_is_better_than_nothing(desk: Desk) -> None:
    part = offer(title="install python3-six, but not flask", letter="s", whole=False)
    slow = Slow(part)

    def hands() -> None:
        desk.wait_for(b"looking it up")
        slow.answers.set()
        desk.wait_for(b"but not flask")
        time.sleep(SEEN)
        desk.type(b"\r")

    desk.meanwhile(hands)

    assert answer(desk, question(enter=slow.guess(), o=OVERRIDE)) is part


def test_where_nothing_is_left_nothing_is_asked(desk: Desk) -> None:
    slow = Slow(None)
    slow.answers.set()

    assert answer(desk, question(enter=slow.guess(), o=OVERRIDE)) is Refusal.NO


def test_several_guesses_are_settled_side_by_side(desk: Desk) -> None:
    first, second = Slow(PACKAGE), Slow(None)

    def hands() -> None:
        desk.wait_for(b"looking it up")
        first.answers.set()
        second.answers.set()
        desk.wait_for(b"python3-six 1.16")
        time.sleep(SEEN)
        desk.type(b"s")

    desk.meanwhile(hands)
    asked = question(enter=CREATE, s=first.guess(), b=second.guess("see it"))

    assert answer(desk, asked) is PACKAGE


def test_a_number_takes_its_offer_where_a_keyboard_has_no_such_letters(
    desk: Desk,
) -> None:
    assert answer_to(desk, b"2") is PERSONAL


def test_the_first_is_the_first_by_number_too(desk: Desk) -> None:
    assert answer_to(desk, b"1") is CREATE


@pytest.mark.parametrize("key", [b"0", b"3", b"9"])
def test_a_number_that_no_offer_has_is_no_answer(desk: Desk, key: bytes) -> None:
    assert answer_to(desk, key, CALM, b"q") is Refusal.NO


def test_a_number_stays_with_its_offer_whatever_drops_out(desk: Desk) -> None:
    slow = Slow(None)

    def hands() -> None:
        desk.wait_for(b"looking it up")
        slow.answers.set()
        desk.wait_for(b"\x1b[J")  # the panel is drawn anew
        time.sleep(SEEN)
        desk.type(b"2")
        time.sleep(CALM)
        desk.type(b"3")

    desk.meanwhile(hands)

    asked = question(enter=CREATE, s=slow.guess(), p=PERSONAL)
    assert answer(desk, asked) is PERSONAL


def test_what_is_below_the_offers_is_shown(desk: Desk) -> None:
    desk.press(SEEN, b"q", after=b"This is pep668hook.")

    answer(desk, replace(QUESTION, footnote="This is pep668hook."))


def test_a_terminal_that_can_only_print_waits_for_what_is_found(desk: Desk) -> None:
    slow, none = Slow(PACKAGE), Slow(None)
    slow.answers.set()
    none.answers.set()
    asked = question(enter=none.guess(), v=CREATE, s=slow.guess())
    desk.press(SEEN, b"s", after=b"leave it as it is")

    assert answer(desk, asked, plain=True) is PACKAGE
    assert b"Enter: make .venv" in desk.shown
    assert b"s or 2: install python3-six 1.16" in desk.shown


def test_what_is_found_too_late_for_it_changes_nothing(desk: Desk) -> None:
    slow = Slow(PACKAGE)

    def hands() -> None:
        desk.wait_for(b"leave it as it is")
        slow.answers.set()
        time.sleep(SEEN)
        desk.type(b"\r")

    desk.meanwhile(hands)
    asked = question(enter=slow.guess(), v=CREATE)

    assert answer(desk, asked, plain=True) is CREATE


def test_a_terminal_that_can_only_print_is_shown_what_is_known(desk: Desk) -> None:
    asked = question(enter=Slow(None).guess(), v=CREATE, p=PERSONAL)
    desk.press(SEEN, b"\r", after=b"leave it as it is")

    assert answer(desk, asked, plain=True) is CREATE
    assert b"looking it up" not in desk.shown


def test_it_is_asked_nothing_where_nothing_is_known(desk: Desk) -> None:
    asked = question(enter=Slow(None).guess())

    assert answer(desk, asked, plain=True) is Refusal.NO
    assert desk.look() == b""


# -- what asks for a word

OVERRIDE = offer(title="override it", letter="o", confirm="break")


def say(desk: Desk, *keys: bytes) -> Offer | Refusal:
    """Press the dangerous key, then these, each when the one before is echoed."""

    def hands() -> None:
        desk.wait_for(b"leave it as it is")
        time.sleep(SEEN)
        desk.type(b"o")
        shown = b"type break and Enter to override it: "
        for key in keys:
            desk.wait_for(shown)
            desk.type(key)
            shown += key

    desk.meanwhile(hands)
    return answer(desk, question(enter=CREATE, o=OVERRIDE))


def test_the_word_has_to_be_typed(desk: Desk) -> None:
    assert say(desk, b"b", b"r", b"e", b"a", b"k", b"\r") is OVERRIDE


@pytest.mark.parametrize("keys", [(b"\r",), (b"o",), (b"b", b"\r"), (b"b", b"\x1b")])
def test_anything_else_means_no(desk: Desk, keys: tuple[bytes, ...]) -> None:
    assert say(desk, *keys) is Refusal.NO


def test_a_word_that_is_pasted_is_no_answer_and_it_says_why(desk: Desk) -> None:
    assert say(desk, b"break\r") is Refusal.NO
    desk.look()
    assert b"what is pasted is no answer, so nothing was done" in desk.shown
    assert desk.unread() == b"break\n"  # it is the shell's


def test_another_key_needs_no_reason(desk: Desk) -> None:
    assert say(desk, b"x") is Refusal.NO
    desk.look()
    assert b"pasted" not in desk.shown
