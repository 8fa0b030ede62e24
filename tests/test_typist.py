from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pexpect
import pytest

from pep668hook.typist import Hands

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def hands() -> Iterator[Hands]:
    child: pexpect.spawn[bytes] = pexpect.spawn("/bin/sh", ["-c", "read -r line"])
    yield Hands(child)
    child.close(force=True)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\r\nno such thing\r\n$ me@here> ", "no such thing"),
        ("\r\n\x1b[31mno such thing\x1b[0m\r\n\r⏎   \r⏎ \rme@here> ", "no such thing"),
        ("\r\nme@here> ", "it said nothing"),
        ("", "it said nothing"),
    ],
)
def test_the_last_line_is_that_before_the_prompt(
    hands: Hands, text: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hands, "is_at_rest", lambda: True)
    hands.text = text

    assert hands.last_line() == line


def test_while_something_runs_the_last_line_is_its_own(hands: Hands) -> None:
    hands.text = "one\r\ntwo\r\n"

    assert hands.last_line() == "two"


def test_a_shell_is_at_rest_once_it_has_long_had_nothing_below_it(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not hands.is_at_rest()

    begin = time.monotonic()
    monkeypatch.setattr("time.monotonic", lambda: begin + 60)

    assert hands.is_at_rest()
