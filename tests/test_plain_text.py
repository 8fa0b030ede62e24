from __future__ import annotations

import pytest

from pep668hook.plain_text import strip_control


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\x1b[1;31merror\x1b[0m: no", "error: no"),
        ("\x9b1mbold\x9b0m", "bold"),
        ("a\x1b[2J\x1b[Hb", "ab"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9d0;title\x9cafter", "after"),
        ("\x1bPq#0\x1b\\after", "after"),
        ("\x1b(Bplain\x1b7", "plain"),
        ("cut off\x1b[", "cut off"),
        ("cut off\x1b", "cut off"),
    ],
)
def test_takes_escape_sequences_out(text: str, plain: str) -> None:
    assert strip_control(text) == plain


def test_a_title_that_never_ends_takes_no_more_than_its_line() -> None:
    assert strip_control("one\x1b]0;title\ntwo") == "one\ntwo"


def test_tabs_and_newlines_stay() -> None:
    assert strip_control("a\tb\nc") == "a\tb\nc"


@pytest.mark.parametrize("newline", ["\r\n", "\x85", "\u2028", "\u2029"])
def test_every_newline_becomes_one_kind(newline: str) -> None:
    assert strip_control(f"a{newline}b") == "a\nb"


def test_other_controls_are_dropped() -> None:
    assert strip_control("a\0b\x07c\rd\x08e\x7ff\x8dg") == "abcdefg"


def test_what_turns_the_direction_round_is_dropped() -> None:
    assert strip_control("\u202eabc\u202c\u2066d\u2069\u200f\u061c\ufeff") == "abcd"


def test_half_characters_are_shown_as_unknown() -> None:
    assert strip_control("caf\udce9") == "caf\ufffd"


def test_other_people_s_letters_are_kept() -> None:
    assert strip_control("Größe 大 ✓ \U0001f40d") == "Größe 大 ✓ \U0001f40d"
