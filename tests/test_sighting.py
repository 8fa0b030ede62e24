from __future__ import annotations

import pytest

from pep668hook.plain_text import strip_control
from pep668hook.sighting import MAY_BEGIN, Sighting, may_be_sighted, sight
from tests.recordings import DEBIAN, NO_REFUSAL, REFUSALS, recorded, told

PLAIN = recorded("debian-12_pip-23.0.1_pipe").decode().splitlines()
UV_PLAIN = recorded("debian-12_uv-0.13.9_pipe").decode().splitlines()[1:]
TRACEBACK = (
    "pip._internal.exceptions.ExternallyManagedEnvironment:"
    " <ExternallyManagedEnvironment: externally-managed-environment>"
)


def seen_in(text: str) -> list[Sighting | None]:
    """Look from each line on."""
    lines = strip_control(text).splitlines()
    return [sight(lines[place:]) for place in range(len(lines))]


def folded(lines: list[str], width: int) -> list[str]:
    """Fold lines as a terminal's scroll-back does, without spaces at the ends."""
    return [
        line[start : start + width].rstrip()
        for line in lines
        for start in range(0, len(line) or 1, width)
    ]


@pytest.mark.parametrize("name", REFUSALS)
def test_is_seen_on_one_line_of_what_was_recorded(name: str) -> None:
    if name.endswith("utf-16"):  # a log's lines are decoded before
        return
    seen = [each for each in seen_in(recorded(name).decode()) if each]
    tool, words = told(name)

    if "20-columns_end" in name:  # the recording begins after the word that counts
        assert seen == []
        return
    (only,) = seen
    assert only.tool == tool
    assert only.traceback == ("debug" in name)
    assert only.words.split() == words.split()


@pytest.mark.parametrize("name", NO_REFUSAL)
def test_sees_nothing_in_another_failure(name: str) -> None:
    assert not any(seen_in(recorded(name).decode()))


@pytest.mark.parametrize("width", [*range(10, 81), 120, 200])
def test_what_a_terminal_has_folded_is_put_together(width: int) -> None:
    assert sight(folded(PLAIN, width)) == Sighting("pip", DEBIAN)


@pytest.mark.parametrize("width", [*range(12, 81, 3), 120])
def test_so_is_what_uv_wrote(width: int) -> None:
    seen = sight(folded(UV_PLAIN, width))

    assert seen == Sighting("uv", DEBIAN, python="/usr")


@pytest.mark.parametrize("prefix", ["    ", "> ", "   default: ", "[12] ", "a b "])
def test_what_stands_before_all_of_its_lines_makes_no_difference(prefix: str) -> None:
    lines = [f"{prefix}{line}".rstrip() for line in PLAIN]

    assert sight(lines) == Sighting("pip", DEBIAN)
    assert sight([f"{prefix}{line}" for line in UV_PLAIN]) == Sighting(
        "uv", DEBIAN, python="/usr"
    )


def test_a_clock_may_stand_before_its_lines() -> None:
    lines = [f"12:00:{second:02} {line}".rstrip() for second, line in enumerate(PLAIN)]

    assert sight(lines) == Sighting("pip", DEBIAN)


def test_a_line_of_another_s_among_them_is_left_whole() -> None:
    lines = [f"web-1  | {line}".rstrip() for line in PLAIN]
    lines.insert(6, "another says so")

    seen = sight(lines)

    assert seen is not None
    assert "another says so" in seen.words


@pytest.mark.parametrize("prefix", ["    ", "see ", "x:", '"', "+"])
def test_what_stands_before_the_first_line_alone_is_a_quotation(prefix: str) -> None:
    assert sight([f"{prefix}{PLAIN[0]}", "and more"]) is None
    assert sight([f"{prefix}{UV_PLAIN[0]}", "and more"]) is None
    assert sight([f"{prefix}{TRACEBACK}"]) is None


@pytest.mark.parametrize(
    "prefix", ["# ", "    // ", " * ", "-- ", "; ", "% ", ":: ", "REM "]
)
def test_what_is_a_comment_is_a_program(prefix: str) -> None:
    assert sight([f"{prefix}{line}".rstrip() for line in PLAIN]) is None


def test_a_sentence_that_goes_on_is_one() -> None:
    assert sight([f"{PLAIN[0]} is what pip says", *PLAIN[1:]]) is None


def test_the_first_line_alone_is_told_as_such() -> None:
    assert sight([PLAIN[0], "something else"]) == Sighting("pip", "", bare=True)


def test_a_text_that_is_cut_off_is_what_is_there() -> None:
    assert sight([*PLAIN[:5], "$ ls"]) == Sighting(
        "pip", "\n".join(DEBIAN.splitlines()[:2])
    )
    assert sight(PLAIN[:3]) == Sighting("pip", "")


ERROR = "error: externally-managed-environment"
TITLE = "This environment is externally managed"
NOTE = "note: If you believe this is a mistake, please contact your distributor."


def framed(*words: str) -> list[str]:
    """Write what pip does around the first line of a text, and its others as given."""
    first, *others = words
    return [
        ERROR,
        "",
        f"\N{MULTIPLICATION SIGN} {TITLE}",
        f"╰─> {first}",
        *others,
        "",
        NOTE,
    ]


def test_a_text_without_a_frame_is_what_stands_up_to_the_note() -> None:
    lines = [ERROR, "", TITLE, "", "", "first", "   ", "    second", NOTE]

    assert sight(lines) == Sighting("pip", "first\n\n    second")


def test_a_text_without_a_frame_that_is_cut_off_may_be_anybody_s() -> None:
    assert sight([ERROR, "", TITLE, "", "first", "second"]) == Sighting("pip", "")


def test_a_title_that_is_far_away_is_another_s() -> None:
    near, far = "x" * 50, "x" * 70

    assert sight([ERROR, near, TITLE, "", "first", NOTE]) == Sighting("pip", "first")
    assert sight([ERROR, far, TITLE, "", "first", NOTE]) == Sighting(
        "pip", "", bare=True
    )


@pytest.mark.parametrize(
    "lines",
    [
        framed("first", "        second"),
        [ERROR, "", TITLE, "first", "    second", NOTE],
    ],
)
def test_what_follows_the_first_line_may_hang_under_it(lines: list[str]) -> None:
    hanging = [f"stderr: {lines[0]}", *(f"   {line}".rstrip() for line in lines[1:])]

    assert sight(hanging) == Sighting("pip", "first\n    second")


def test_the_text_keeps_what_it_has_indented_itself() -> None:
    assert sight(framed("first", "        deeper", "    third")) == Sighting(
        "pip", "first\n    deeper\nthird"
    )


def test_its_last_line_may_be_the_one_that_is_folded() -> None:
    assert sight(framed("first", "    a second li", "ne")) == Sighting(
        "pip", "first\na second line"
    )


def test_what_stands_behind_the_note_is_not_its_text() -> None:
    assert sight([*PLAIN, "$ cat old.log", NOTE]) == Sighting("pip", DEBIAN)


def test_the_text_of_the_next_one_is_not_its_own() -> None:
    assert sight([*PLAIN[:4], *PLAIN]) == Sighting(
        "pip", "\n".join(DEBIAN.splitlines()[:1])
    )


def test_a_text_may_have_lost_its_margin() -> None:
    assert sight([line.strip() for line in PLAIN]) == Sighting("pip", DEBIAN)


@pytest.mark.parametrize("corner", ["\xe2\u2022\xb0\xe2\u201d\u20ac>", "??????>", ">"])
def test_the_frame_may_be_of_other_letters(corner: str) -> None:
    lines = [
        line.replace("\N{MULTIPLICATION SIGN}", "?").replace("╰─>", corner)
        for line in PLAIN
    ]

    assert sight(lines) == Sighting("pip", DEBIAN)


def test_the_prefix_of_the_python_is_in_pips_own_text() -> None:
    lines = strip_control(recorded("no-words_pip-26.3_tty").decode()).splitlines()
    seen = sight(lines)

    assert seen is not None
    assert seen.python == "/opt/python"


@pytest.mark.parametrize(
    "line",
    [
        TRACEBACK,
        f"ERROR: {TRACEBACK.partition(' ')[2]}",
        f"ERROR: [present-rich] {TRACEBACK.partition(' ')[2]}",
    ],
)
def test_a_traceback_is_told_as_such(line: str) -> None:
    assert sight([line]) == Sighting("pip", "", traceback=True)
    assert sight(folded([line], 20)) == Sighting("pip", "", traceback=True)


@pytest.mark.parametrize("after", ["hint: Consider creating", "Consider creating a"])
def test_uv_needs_no_text_of_a_distribution(after: str) -> None:
    line = (
        "error: The interpreter at /opt is externally managed and cannot be modified."
    )

    assert sight([line, "", after]) == Sighting("uv", "", python="/opt")
    assert sight([f"  {line}", "", f"  {after}"]) == Sighting("uv", "", python="/opt")


def test_a_line_that_uv_broke_is_put_together_in_a_log_too() -> None:
    text = recorded("debian-12_uv-0.11.21_tty_40-columns").decode()
    (seen,) = filter(None, seen_in(text))

    assert seen.words == DEBIAN


def test_the_text_that_uv_shows_may_begin_at_once() -> None:
    line = (
        "error: The interpreter at `/home/X` is externally managed,"
        " and indicates the following:"
    )

    assert sight([line, "  first", "    deeper", "", "hint: ..."]) == Sighting(
        "uv", "first\n  deeper", python="/home/X"
    )


def test_what_cannot_be_one_is_told_cheaply() -> None:
    assert may_be_sighted(["erro", "r: externally-managed-", "environment"])
    assert may_be_sighted([TRACEBACK])
    assert not may_be_sighted(["error: no such package"])


@pytest.mark.parametrize("width", range(10, 40))
def test_the_line_that_one_begins_on_is_told_by_its_bytes(width: int) -> None:
    for lines in (PLAIN, UV_PLAIN, [TRACEBACK]):
        assert MAY_BEGIN.search(folded(lines, width)[0].encode())
