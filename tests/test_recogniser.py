from __future__ import annotations

import re
from pathlib import Path

import pytest

from pep668hook.plain_text import strip_control
from pep668hook.recogniser import (
    MAY_BEGIN,
    Recognised,
    Sighting,
    may_be_sighted,
    recognise,
    sight,
)

RECORDED = Path(__file__).parent / "stderr"

DEBIAN = """\
To install Python packages system-wide, try apt install
python3-xyz, where xyz is the package you are trying to
install.

If you wish to install a non-Debian-packaged Python package,
create a virtual environment using python3 -m venv path/to/venv.
Then use path/to/venv/bin/python and path/to/venv/bin/pip. Make
sure you have python3-full installed.

If you wish to install a non-Debian packaged Python application,
it may be easiest to use pipx install xyz, which will manage a
virtual environment for you. Make sure you have pipx installed.

See /usr/share/doc/python3.11/README.venv for more information."""

ARCH = """\
To install Python packages system-wide, try 'pacman -S
python-xyz', where xyz is the package you are trying to
install.

If you wish to install a non-Arch-packaged Python package,
create a virtual environment using 'python -m venv path/to/venv'.
Then use path/to/venv/bin/python and path/to/venv/bin/pip.

If you wish to install a non-Arch packaged Python application,
it may be easiest to use 'pipx install xyz', which will manage a
virtual environment for you. Make sure you have python-pipx
installed via pacman."""

PIP_DEFAULT = """\
The Python environment under /opt/python is managed externally, and may not be
manipulated by the user. Please use specific tooling from the distributor of
the Python installation to interact with this environment instead."""

WORDS = {
    "arch-words_pip": ARCH,
    "awkward-words_pip": "in English\n\nsecond",
    "debian-12_pip": DEBIAN,
    "debian-12_uv": DEBIAN,
    "empty-words_pip": "",
    "no-words_pip": PIP_DEFAULT,
    "no-words_uv": "",
    "uv-words_pip": (
        "This Python installation is managed by uv and should not be modified."
    ),
}
ODD_WORDS = {
    "debian-12_uv-0.1.12_pipe": DEBIAN.partition("\n")[0],
    "debian-12_uv-0.1.13_pipe": DEBIAN.replace("\n\n", "\n"),
    "debian-12_pip-23.0.1_tty_debug_end": "",
    "debian-12_pip-23.0.1_tty_debug_20-columns_end": "",
}
NO_REFUSAL = (
    "debian-12_pip-23.0.1_tty_qqq",
    "debian-12_pip-23.0.1_tty_no-such-option",
    "debian-12_uv-0.13.9_tty_not-asked-for-system",
)
REFUSALS = sorted(
    path.stem for path in RECORDED.iterdir() if path.stem not in NO_REFUSAL
)


def recorded(name: str) -> bytes:
    return (RECORDED / f"{name}.txt").read_bytes()


@pytest.mark.parametrize("name", REFUSALS)
def test_recognises_what_was_recorded(name: str) -> None:
    stem = re.sub(r"(_pip|_uv)-\d.*", r"\1", name)
    words = ODD_WORDS.get(name, WORDS.get(stem))
    seen = recognise(recorded(name))

    assert seen is not None
    assert seen.tool == stem.rpartition("_")[2]
    # uv breaks its lines elsewhere where the terminal is narrow.
    assert words is not None
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
    stem = re.sub(r"(_pip|_uv)-\d.*", r"\1", name)

    if "20-columns_end" in name:  # the recording begins after the word that counts
        assert seen == []
        return
    (only,) = seen
    assert only.tool == stem.rpartition("_")[2]
    assert only.traceback == ("debug" in name)
    assert only.words.split() == ODD_WORDS.get(name, WORDS[stem]).split()


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


@pytest.mark.parametrize("prefix", ["# ", "    // ", " * ", "-- "])
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
