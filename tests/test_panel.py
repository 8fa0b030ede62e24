from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pyte
import pytest
from rich.cells import cell_len
from rich.text import Text

from pep668hook.first_contact import INTRODUCTION
from pep668hook.panel import (
    busy,
    draw,
    encode,
    erase,
    height,
    line,
    rendered,
    screen_of,
)
from tests.builders import AWKWARD, choice, screen
from tests.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pep668hook.panel import Choice, Screen

REASON = "Debian 12's own Python (kept by apt) takes no packages from pip (PEP 668)."
CHOICES = (
    choice(
        commands=(
            "python3.11 -m venv .venv && source .venv/bin/activate && pip install six",
        )
    ),
    choice(
        key="p",
        title="make and activate ~/.virtualenvs/default, your own, and install six",
        note="It is yours, whatever the directory.",
        commands=("source ~/.virtualenvs/default/bin/activate",),
    ),
    choice(key="q", title="leave it as it is", commands=()),
)
WIDTHS = (20, 30, 40, 46, 80, 200, 400)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.leave()


def drawn(shown: Screen, choices: Sequence[Choice] = CHOICES) -> list[str]:
    return draw(REASON, choices, shown).splitlines()


def words(text: str) -> str:
    return re.sub(r"[\s│╭╮╰╯─|+-]", "", re.sub(r"\x1b\[[0-9;]*m", "", text))


def test_at_sixty_columns_it_looks_like_this() -> None:
    assert drawn(screen(columns=60, rows=40)) == [
        "",
        "╭─ pep668hook ─────────────────────────────────────────────╮",
        "│ Debian 12's own Python (kept by apt) takes no packages   │",
        "│ from pip (PEP 668).                                      │",
        "│                                                          │",
        "│ Enter  make .venv, activate it and install six           │",
        "│        $ python3.11 -m venv .venv && source              │",
        "│        .venv/bin/activate && pip install six             │",
        "│                                                          │",
        "│ p      make and activate ~/.virtualenvs/default, your    │",
        "│        own, and install six                              │",
        "│        It is yours, whatever the directory.              │",
        "│        $ source ~/.virtualenvs/default/bin/activate      │",
        "│                                                          │",
        "│ q      leave it as it is                                 │",
        "╰─ press a key; nothing has been done yet ─────────────────╯",
    ]


def test_at_forty_columns_it_has_no_frame_and_teaches_the_first_offer_only() -> None:
    assert [row.rstrip() for row in drawn(screen(columns=40, rows=40))] == [
        "",
        "pep668hook",
        "Debian 12's own Python (kept by apt)",
        "takes no packages from pip (PEP 668).",
        "",
        "Enter make .venv, activate it and",
        "      install six",
        "      $ python3.11 -m venv .venv &&",
        "      source .venv/bin/activate && pip",
        "      install six",
        "",
        "p     make and activate",
        "      ~/.virtualenvs/default, your own,",
        "      and install six",
        "      It is yours, whatever the",
        "      directory.",
        "",
        "q     leave it as it is",
        "",
        "press a key; nothing has been done yet",
    ]


def test_where_the_encoding_has_no_boxes_the_frame_is_ascii() -> None:
    shown = draw(REASON, CHOICES, screen(encoding="latin-1", rows=40))

    assert shown.isascii()
    assert shown.startswith("\n+- pep668hook -")


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_no_line_is_wider_than_the_terminal(columns: int, encoding: str) -> None:
    shown = screen(columns=columns, rows=60, encoding=encoding)

    assert max(map(cell_len, drawn(shown))) <= columns


@pytest.mark.parametrize("columns", WIDTHS)
def test_every_offer_is_there_however_narrow_it_is(columns: int) -> None:
    shown = words(draw(REASON, CHOICES, screen(columns=columns, rows=60)))

    assert words(REASON) in shown
    for each in CHOICES:
        assert words(each.title) in shown
        assert words(each.note) in shown


@pytest.mark.parametrize("columns", WIDTHS)
def test_the_first_offer_s_commands_are_there_however_narrow_it_is(
    columns: int,
) -> None:
    shown = words(draw(REASON, CHOICES, screen(columns=columns, rows=60)))

    for command in CHOICES[0].commands:
        assert words(command) in shown


def test_lines_do_not_grow_too_long_to_read() -> None:
    assert max(map(len, drawn(screen(columns=400)))) == 96


def test_a_wide_character_takes_its_two_columns() -> None:
    wide = choice(title="make 環境/.venv " * 10)

    _, *rows = drawn(screen(columns=60, rows=40), [wide])

    assert {cell_len(row) for row in rows} == {60}


def test_a_terminal_too_low_for_the_commands_is_shown_none() -> None:
    whole = height(draw(REASON, CHOICES, screen(rows=100)))

    shown = draw(REASON, CHOICES, screen(rows=whole - 1))

    assert "$" not in shown
    assert height(shown) < whole - 1
    assert CHOICES[1].note in shown


def test_one_too_low_for_a_frame_is_shown_the_titles() -> None:
    assert [row.rstrip() for row in drawn(screen(columns=80, rows=7))] == [
        *(f"{each.key:5} {each.title}" for each in CHOICES),
        "press a key; nothing has been done yet",
    ]


def test_one_row_is_left_for_the_cursor() -> None:
    whole = height(draw(REASON, CHOICES, screen(rows=100)))

    assert "$" in draw(REASON, CHOICES, screen(rows=whole + 1))
    assert "$" not in draw(REASON, CHOICES, screen(rows=whole))


def test_colours_are_used_where_there_are_any() -> None:
    shown = draw(REASON, CHOICES, screen(coloured=True, rows=40))

    assert "\x1b[36m" in shown
    assert words(shown) == words(draw(REASON, CHOICES, screen(rows=40)))


def test_without_colour_there_is_none() -> None:
    shown = draw(REASON, CHOICES, screen(coloured=False))

    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", shown)


def test_plain_it_is_read_aloud_line_by_line() -> None:
    shown = draw(REASON, CHOICES, screen(columns=90, plain=True), "Off: never.")

    assert [line.rstrip() for line in shown.splitlines()] == [
        "",
        f"pep668hook: {REASON}",
        "Press a key; nothing has been done yet.",
        "Enter: make .venv, activate it and install six",
        f"That is: {CHOICES[0].commands[0]}",
        "p or 2: make and activate ~/.virtualenvs/default, your own, and install six",
        "Note: It is yours, whatever the directory.",
        "That is: source ~/.virtualenvs/default/bin/activate",
        "q or Esc: leave it as it is",
        "Off: never.",
    ]


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_plain_it_has_no_signs_to_be_read_out(columns: int) -> None:
    shown = draw(REASON, CHOICES, screen(columns=columns, rows=80, plain=True))

    assert not re.search(r"[\u2500-\u257f|$]", shown)


@pytest.mark.parametrize("columns", [30, 40, 60, 80, 200])
def test_a_footnote_is_below_the_offers(columns: int) -> None:
    shown = words(draw(REASON, CHOICES, screen(columns=columns, rows=60), INTRODUCTION))

    assert words(INTRODUCTION) in shown.partition("leaveitasitis")[2]


def test_a_terminal_that_can_only_print_gets_only_text() -> None:
    shown = draw(REASON, CHOICES, screen(plain=True))

    assert "\x1b" not in shown


@pytest.mark.parametrize("control", ["\x1b[2J", "\x07", "\x9b2J", "\r", "\x1b]0;x\x07"])
def test_what_is_shown_cannot_act_on_the_terminal(control: str) -> None:
    bad = choice(title=f"a{control}b", note=f"c{control}d", commands=(f"e{control}f",))

    shown = draw(f"g{control}h", [bad], screen(plain=True))

    assert "gh" in shown
    assert all(letter.isprintable() for letter in shown.replace("\n", ""))


def test_a_line_feed_within_a_name_is_shown_as_such() -> None:
    bad = choice(title="make a\nb", note="a\nb", commands=("mv 'a\nb' c",))

    rows = drawn(screen(), [bad])

    assert sum(r"a\nb" in row for row in rows) == 3


def test_what_looks_like_markup_is_shown_as_it_is() -> None:
    rows = drawn(screen(), [choice(title="install six[red] :smile: [/]")])

    assert "install six[red] :smile: [/]" in "\n".join(rows)


def test_an_awkward_name_keeps_the_frame_whole() -> None:
    _, *rows = drawn(screen(columns=60), [choice(title=AWKWARD, commands=(AWKWARD,))])

    assert {len(row) for row in rows} == {60}


def test_a_line_of_ours_says_whose_it_is() -> None:
    assert line("made .venv", screen(plain=True)) == "pep668hook: made .venv\n"


def test_a_line_of_ours_is_one_line_whatever_it_holds() -> None:
    shown = line("a\nb\x1b[2J " * 40, screen(plain=True, columns=20))

    assert shown.count("\n") == 1
    assert "\x1b" not in shown


def test_the_sequence_that_erases_takes_exactly_the_panel() -> None:
    picture = pyte.Screen(80, 24)
    stream = pyte.Stream(picture)
    shown = draw(REASON, CHOICES, screen())

    stream.feed("before\r\n" + shown.replace("\n", "\r\n") + erase(height(shown)))

    assert [row.rstrip() for row in picture.display if row.strip()] == ["before"]
    assert (picture.cursor.x, picture.cursor.y) == (0, 1)


def test_nothing_shown_is_nothing_erased() -> None:
    assert erase(0) == ""


def test_what_the_terminal_cannot_show_becomes_a_question_mark() -> None:
    assert encode("é中", screen(encoding="latin-1")) == b"\xe9?"


def test_an_encoding_that_nobody_knows_is_taken_for_ascii() -> None:
    assert encode("é", screen(encoding="no-such")) == b"?"


def test_half_a_character_is_never_sent() -> None:
    assert encode("\udcff", screen()) == b"?"


def test_the_screen_is_the_terminal_s(desk: Desk) -> None:
    desk.resize(100, 30)

    shown = screen_of(desk.descriptor, "utf-8", plain=False, coloured=True)

    assert shown == screen(columns=100, rows=30, coloured=True)


def test_a_terminal_that_does_not_know_its_size_is_taken_for_the_usual(
    desk: Desk,
) -> None:
    desk.resize(0, 0)

    shown = screen_of(desk.descriptor, "ascii", plain=True, coloured=False)

    assert shown == screen(encoding="ascii", plain=True)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_spinner_says_what_is_done_and_goes_away(
    encoding: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with busy("making a\nb", screen(encoding=encoding)):
        time.sleep(0.3)

    shown = capsys.readouterr()
    picture = pyte.Screen(80, 24)
    pyte.Stream(picture).feed(shown.err.replace("\n", "\r\n"))
    assert r"making a\nb" in shown.err
    assert not "".join(picture.display).strip()
    assert not picture.cursor.hidden
    assert shown.out == ""
    assert shown.err.isascii() or encoding == "utf-8"


def test_a_spinner_gives_the_cursor_back_after_an_exception(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(KeyboardInterrupt), busy("making .venv", screen()):
        raise KeyboardInterrupt

    shown = capsys.readouterr().err
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")


def test_there_is_no_spinner_where_it_could_not_be_taken_away(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with busy("making .venv", screen(plain=True)):
        pass

    assert capsys.readouterr().err == ""


def test_the_size_is_not_asked_of_the_environment(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "7")
    monkeypatch.setenv("LINES", "7")
    desk.resize(100, 30)

    shown = screen_of(desk.descriptor, "utf-8", plain=True, coloured=False)

    _, *rows = drawn(screen(columns=80, rows=60))
    assert (shown.columns, shown.rows) == (100, 30)
    assert {len(row) for row in rows} == {80}


def test_what_is_not_wrapped_is_one_line_whatever_its_length() -> None:
    words = Text("word " * 30)

    assert rendered(words, screen(columns=40), wrap=False).count("\n") == 1
    assert rendered(words, screen(columns=40)).count("\n") > 1
