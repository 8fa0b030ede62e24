from __future__ import annotations

import pytest

from pep668hook import chart
from pep668hook.check import Finding, State
from tests.builders import screen

WELL = Finding("pip3", State.OK, "wrapped")
ODD = Finding("pip", State.WARNING, "with PIP_X=1 it is odd", "unset PIP_X")
ILL = Finding(
    "pip",
    State.FAILURE,
    "not wrapped, for there is an alias of yours: pip='python3 -m pip'",
    "unalias pip; source /home/somebody/.local/share/pep668hook/pep668hook.bash",
)
ALL = (WELL, ODD, ILL)


def test_each_state_has_a_sign_of_its_own() -> None:
    drawn = chart.draw("hook", ALL, screen()).splitlines()

    assert drawn[0] == "Hook"
    signs = [line[1] for line in drawn[1:] if line[1:2].strip()]
    assert signs == ["\N{CHECK MARK}", "!", "\N{BALLOT X}"]


def test_where_there_is_only_ascii_the_signs_are_too() -> None:
    drawn = chart.draw("hook", ALL, screen(encoding="ascii"))

    assert drawn.isascii()
    assert "\n + pip3" in drawn
    assert "\n x pip" in drawn


@pytest.mark.parametrize("columns", [40, 59, 60, 80, 200])
def test_no_line_is_wider_than_the_screen_but_a_command(columns: int) -> None:
    drawn = chart.draw("hook", ALL, screen(columns=columns)).splitlines()

    said = [line for line in drawn if "$ " not in line]
    assert max(map(len, said)) <= min(columns, 96)
    assert f"   $ {ILL.cure}" in drawn


def test_no_line_ends_in_blanks_and_the_last_is_empty() -> None:
    drawn = chart.draw("hook", ALL, screen(columns=40))

    assert not any(line.endswith(" ") for line in drawn.splitlines())
    assert drawn.endswith("\n\n")


def test_colours_are_there_only_where_they_are_wanted() -> None:
    assert "\x1b[" in chart.draw("hook", ALL, screen(coloured=True))
    assert "\x1b[" not in chart.draw("hook", ALL, screen())


def test_the_home_directory_is_written_as_a_shell_does() -> None:
    finding = Finding("state", State.OK, "/home/somebody/.local/state")

    drawn = chart.draw("places", [finding], screen(), "/home/somebody")

    assert "~/.local/state" in drawn


def test_what_acts_on_a_terminal_is_left_out() -> None:
    finding = Finding("pip", State.FAILURE, "a\x1b[2Jb\nc", "rm\x1b]0;x\x07 \ny")

    drawn = chart.draw("hook", [finding], screen())

    assert "\x1b" not in drawn
    assert "ab c" in drawn


def test_to_be_read_aloud_each_line_says_first_what_it_is() -> None:
    drawn = chart.draw("hook", ALL, screen(plain=True)).splitlines()

    assert drawn == [
        "Ok: pip3: wrapped",
        "Warning: pip: with PIP_X=1 it is odd",
        "Cure: unset PIP_X",
        f"Failure: pip: {ILL.seen}",
        f"Cure: {ILL.cure}",
    ]


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ([WELL], "Healthy after 1.2 s: nothing is wrong."),
        ([ODD], "Healthy after 1.2 s: 1 warning; below each stands what cures it."),
        (
            [ODD, ODD, ILL],
            (
                "Not healthy after 1.2 s: 1 failure and 2 warnings;"
                " below each stands what cures it."
            ),
        ),
    ],
)
@pytest.mark.parametrize("plain", [True, False])
def test_the_end_counts_what_is_wrong(
    findings: list[Finding], words: str, *, plain: bool
) -> None:
    drawn = chart.draw_end(findings, 1.23, screen(columns=96, plain=plain))

    assert drawn == f"{words}\n"
