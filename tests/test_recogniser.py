from __future__ import annotations

import pytest

from pep668hook.recogniser import Recognised, recognise
from tests.recordings import DEBIAN, NO_REFUSAL, REFUSALS, recorded, told


@pytest.mark.parametrize("name", REFUSALS)
def test_recognises_what_was_recorded(name: str) -> None:
    tool, words = told(name)
    seen = recognise(recorded(name))

    assert seen is not None
    assert seen.tool == tool
    # uv breaks its lines elsewhere where the terminal is narrow.
    assert seen.words.split() == words.split()
    if "columns" not in name or seen.tool == "pip":
        assert seen.words == words


@pytest.mark.parametrize("name", NO_REFUSAL)
def test_says_nothing_to_another_failure(name: str) -> None:
    assert recognise(recorded(name)) is None


def test_a_line_that_uv_broke_is_put_together() -> None:
    seen = recognise(recorded("debian-12_uv-0.11.21_tty_40-columns"))

    assert seen == Recognised("uv", DEBIAN)


@pytest.mark.parametrize(
    "name", ["debian-12_pip-23.0.1_tty", "debian-12_uv-0.13.9_tty"]
)
def test_the_newlines_of_a_cooked_terminal_make_no_difference(name: str) -> None:
    cooked = recorded(name).replace(b"\n", b"\r\n")

    assert recognise(cooked) == recognise(recorded(name))


@pytest.mark.parametrize(
    "name", ["debian-12_pip-23.0.1_tty", "debian-12_uv-0.13.9_tty"]
)
def test_text_is_as_good_as_bytes(name: str) -> None:
    assert recognise(recorded(name).decode()) == recognise(recorded(name))


def test_what_stands_around_it_makes_no_difference() -> None:
    refusal = recorded("debian-12_pip-23.0.1_tty")
    surrounded = b"\xff\xfeWARNING: odd bytes\n" + refusal + b"\n[notice] A new pip\n"

    assert recognise(surrounded) == Recognised("pip", DEBIAN)


def test_a_refusal_without_its_frame_has_no_words() -> None:
    line = "#8 2.007 error: externally-managed-environment"

    assert recognise(line) == Recognised("pip", "")


def test_msys2_only_warns() -> None:
    warning = recorded("debian-12_pip-23.0.1_pipe").replace(b"error:", b"warning:")

    assert recognise(warning) is None


def test_words_cannot_act_on_the_terminal() -> None:
    refusal = recorded("uv-words_pip-26.3_tty")
    hostile = refusal.replace(b"managed by uv", "\x1b[2J\x1b]0;x\x07\u202e".encode())
    seen = recognise(hostile)

    assert seen is not None
    assert seen.words == "This Python installation is  and should not be modified."


@pytest.mark.parametrize("text", ["", b"", "Requirement already satisfied: six"])
def test_says_nothing_to_nothing(text: bytes | str) -> None:
    assert recognise(text) is None


def test_a_text_without_the_frame_keeps_its_own_margin() -> None:
    seen = recognise(
        "error: externally-managed-environment\n\n"
        "This environment is externally managed\n\n"
        "first\n    deeper\n\n"
        "note: If you believe this is a mistake\n"
    )

    assert seen == Recognised("pip", "first\n    deeper")
