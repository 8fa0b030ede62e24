from __future__ import annotations

import io
import json

import pytest

from pep668hook.plain_text import hand_over, show, strip_control, to_json


class Stream(io.TextIOWrapper):
    """A stream of bytes that can be asked what has been written, and what is held."""

    def __init__(self, encoding: str = "utf-8", *, is_terminal: bool = False) -> None:
        self.sink = io.BytesIO()
        self.is_terminal = is_terminal
        super().__init__(io.BufferedWriter(self.sink), encoding=encoding, newline="")

    def isatty(self) -> bool:
        return self.is_terminal

    @property
    def written(self) -> bytes:
        return self.sink.getvalue()


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


def test_a_person_is_shown_a_line_without_what_acts_on_the_terminal() -> None:
    stream = io.StringIO()

    show("a \x1b[2Jname", stream)

    assert stream.getvalue() == "a name\n"


def test_what_a_terminal_has_no_letter_for_is_a_question_mark() -> None:
    stream = Stream("ascii")

    show("Größe", stream)

    stream.flush()
    assert stream.written == b"Gr??e\n"


def test_a_question_is_written_out_at_once_and_keeps_its_line() -> None:
    stream = Stream()

    show("really? ", stream, end="")

    assert stream.written == b"really? "


def test_a_line_is_left_to_the_stream_to_write_out() -> None:
    stream = Stream()

    show("line", stream)

    assert stream.written == b""


def test_a_shell_is_handed_every_byte_behind_what_was_written_before() -> None:
    stream = Stream("ascii")
    stream.write("before ")

    hand_over("\x1b\u202ecaf\udce9", stream)

    assert stream.written == "before \x1b\u202ecaf".encode() + b"\xe9"


def test_a_terminal_is_only_shown_what_a_shell_would_be_handed() -> None:
    stream = Stream(is_terminal=True)

    hand_over("\x1b[2Jcd\n", stream)

    assert stream.written == b"cd\n"


def test_json_holds_nothing_that_acts_on_a_terminal_and_reads_back() -> None:
    value = {"name": "\x1b[2J\x7f\u202e\n", "of": ["é"]}

    written = to_json(value)

    assert written.isascii()
    assert written.replace("\n", "").isprintable()
    assert json.loads(written) == value


def test_json_is_laid_out_for_a_person() -> None:
    assert to_json({"a": 1}) == '{\n  "a": 1\n}'
