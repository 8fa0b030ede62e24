from __future__ import annotations

import json

import pytest

from pep668hook.log_line import LogLine, unquoted
from pep668hook.log_stream import RawLine


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"plain", "plain"),
        (b"\x1b[1;31merror\x1b[0m: x\r", "error: x"),
        (b"looking \\\rlooking |\rerror: x\r", "error: x"),
        (b"e\0r\0r\0o\0r\0", "error"),
        (b"\xff\xfee\0r\0", "er"),
        (b"\xc3\x97 \xff", "\N{MULTIPLICATION SIGN} \N{REPLACEMENT CHARACTER}"),
        (b"a\x1b]0;title\x07b\x1b[2J\xe2\x80\xaec", "abc"),
        (b'{"log":"error: x\\n","stream":"stderr"}', "error: x"),
        (b'{"a": 1, "MESSAGE": "\\u001b[1mx"}', "x"),
        (b'{"log": "unfinished', '{"log": "unfinished'),
        (b'{"log": "\\q"}', '{"log": "\\q"}'),
        (b'   "a line\\r\\n",', "a line"),
        (b'"two\\nlines"', '"two\\nlines"'),
    ],
)
def test_shows_what_a_person_sees(content: bytes, text: str) -> None:
    assert LogLine(1, content).text == text


def test_what_is_put_before_it_is_taken_away_and_named() -> None:
    line = LogLine(1, b"2024-10-15T08:00:01.1234567Z #8 2.007 error: x")

    assert line.body == "error: x"
    assert line.contexts == {"github-actions", "dockerfile"}


def test_a_text_that_is_a_line_of_a_list_is_one() -> None:
    assert LogLine(1, b'      "a\\n",').is_item
    assert not LogLine(1, b'      "a": "b",').is_item


def test_the_lines_of_a_text_within_a_line_follow_it() -> None:
    result = json.dumps({"cmd": ["pip"], "msg": "\na needle\n\tb", "rc": 1})
    raw = RawLine(7, f"fatal: => {result}".encode())
    first, *rest = unquoted(raw, b"needle")

    assert first.content == raw.content
    assert [line.text for line in rest] == ["", "a needle", "\tb"]
    assert all(line.number == 7 and line.is_member for line in rest)
    assert not any(line.is_item for line in rest)


def test_an_object_that_stands_for_a_line_is_that_line() -> None:
    raw = RawLine(1, b'{"log": "a needle\\n"}')
    (line,) = unquoted(raw, b"needle")

    assert line.is_record
    assert line.text == "a needle"


def test_an_object_with_a_text_of_several_lines_is_not() -> None:
    raw = RawLine(1, b'{"msg": "one\\na needle"}')
    first, *rest = unquoted(raw, b"needle")

    assert not first.is_record
    assert [line.text for line in rest] == ["one", "a needle"]


def test_a_list_of_texts_is_as_good() -> None:
    raw = RawLine(1, b'{"stderr_lines": ["a needle", "", "b", 1]}')

    assert [line.text for line in unquoted(raw, b"needle")][1:] == ["a needle", "", "b"]


@pytest.mark.parametrize(
    "content",
    [b"a needle", b'{"msg": "thread"}', b'{"needle": 1}', b'{"m": "a needle \\q"}'],
)
def test_another_line_stays_alone(content: bytes) -> None:
    assert len(list(unquoted(RawLine(1, content), b"needle"))) == 1
