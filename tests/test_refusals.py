from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from pep668hook.refusals import Refusal, refusals

LOGS = Path(__file__).parent / "logs"
CHECKOUT = Path(__file__).resolve().parent.parent
RECORDED = sorted(path for path in LOGS.glob("*.txt") if path.stem != "expected")
LOOK_ALIKES = sorted((LOGS / "look-alikes").iterdir())
SOURCES = sorted(
    path
    for pattern in ("*.md", "docs/*.md", "pep668hook/**/*.py", "tests/*.py", "shell/*")
    for path in CHECKOUT.glob(pattern)
)

DULL = b"2024-10-15 08:00:01 [ 42%] Building C object src/module_42.c.o\n"
REFUSED = (LOGS / "script-with-times.txt").read_bytes()
FIRST_WORDS = {
    "Alpine Linux": "The system-wide python installation should be maintained",
    "Arch Linux": "To install Python packages system-wide, try 'pacman -S python-xyz'",
    "Debian": "To install Python packages system-wide, try apt install",
    "Gentoo": "The system-wide Python installation in Gentoo should be maintained",
    "Homebrew": "To install Python packages system-wide, try brew install xyz, where",
    "Kali": "To install Python packages system-wide, try apt install python3-xyz",
    "Nix": "This command has been disabled as it tries to modify the immutable",
    "Raspberry Pi OS": "To install Python packages system-wide, try apt install",
    "openSUSE": "To install Python packages system-wide, try zypper install python311",
    "uv": "This Python installation is managed by uv and should not be modified.",
}
LAST_WORDS = {
    "Alpine Linux": "consider using pipx (from the pipx package).",
    "Arch Linux": "Make sure you have python-pipx installed via pacman.",
    "Debian": "README.venv for more information.",
    "Gentoo": "can be re-entered by re-sourcing the activate file.",
    "Homebrew": "Read more about this behavior here: <https://peps.python.org/pep-0668/>",
    "Kali": "* /usr/share/doc/python3.12/README.venv",
    "Nix": "<https://nixos.org/manual/nixpkgs/stable/#python>.",
    "Raspberry Pi OS": "For more information visit http://rptl.io/venv",
    "openSUSE": "Install pipx via `zypper install python311-pipx` .",
    "uv": "This Python installation is managed by uv and should not be modified.",
}
# Where the log, or uv of old, has no more of it.
CUT = (
    "cut-within-the-text.txt",
    "buildkit-two-stages.txt",
    "recorded_terminal_uv-0.1.12.txt",
)


def table() -> dict[str, list[tuple[str, ...]]]:
    """Read the table: columns apart by two spaces at least."""
    _, *rows = (LOGS / "expected.txt").read_text("utf-8").splitlines()
    expected: dict[str, list[tuple[str, ...]]] = {path.name: [] for path in RECORDED}
    for row in rows:
        name, *cells = re.split(r" {2,}", row)
        expected[name].append(tuple(cells))
    return expected


EXPECTED = table()


def found(*blocks: bytes) -> list[Refusal]:
    return list(refusals(blocks))


def row(refusal: Refusal) -> tuple[str, ...]:
    return (
        str(refusal.line),
        refusal.tool,
        refusal.interpreter or "-",
        refusal.distribution or "-",
        refusal.context,
        refusal.command or "-",
    )


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


def test_there_are_many_logs_and_look_alikes() -> None:
    assert len(RECORDED) >= 60
    assert len(LOOK_ALIKES) >= 25


@pytest.mark.parametrize("log", RECORDED, ids=lambda path: path.stem)
def test_finds_what_the_table_says(log: Path) -> None:
    assert EXPECTED[log.name] != []
    assert [row(each) for each in found(log.read_bytes())] == EXPECTED[log.name]


@pytest.mark.parametrize("log", RECORDED, ids=lambda path: path.stem)
def test_reads_the_whole_text_of_the_marker(log: Path) -> None:
    for refusal in found(log.read_bytes()):
        if refusal.distribution is None or log.name in CUT:
            continue
        text = "".join((refusal.marker_text or "").split())

        assert text.startswith("".join(FIRST_WORDS[refusal.distribution].split()))
        assert text.endswith("".join(LAST_WORDS[refusal.distribution].split()))


@pytest.mark.parametrize("log", LOOK_ALIKES, ids=lambda path: path.name)
def test_invents_none(log: Path) -> None:
    assert found(log.read_bytes()) == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_our_own_files_are_no_logs(source: Path) -> None:
    assert found(source.read_bytes()) == []


@pytest.mark.parametrize("log", RECORDED, ids=lambda path: path.stem)
def test_the_size_of_a_block_makes_no_difference(log: Path) -> None:
    data = log.read_bytes()
    whole = found(data)

    for size in (61, 4096):
        assert found(*cut(data, size)) == whole, size


@pytest.mark.parametrize(
    "log",
    [
        "buildkit-plain-and-summary.txt",
        "ansible-two-hosts.txt",
        "recorded_scroll-back-20-columns_pip-26.3.txt",
        "windows-powershell-utf-16.txt",
        "recorded_terminal-20-columns_uv-0.13.9.txt",
    ],
)
def test_a_cut_anywhere_makes_no_difference(log: str) -> None:
    data = (LOGS / log).read_bytes()
    whole = found(data)

    assert found(*cut(data, 1)) == whole
    for place in range(0, len(data), 31):
        assert found(data[:place], data[place:]) == whole, place


def test_a_long_log_gives_the_same_in_all_blocks() -> None:
    chance = random.Random(668)  # noqa: S311 # the same each time
    names = chance.sample(RECORDED, 12)
    pieces = [path.read_bytes() for path in names if "utf-16" not in path.name]
    data = b"".join(DULL * chance.randrange(4000) + piece + b"\n" for piece in pieces)
    whole = found(*cut(data, 1 << 16))

    assert len(whole) >= len(pieces) - 2
    for size in (997, 1 << 13, 1 << 18, len(data)):
        assert found(*cut(data, size)) == whole, size


def test_tells_the_line_far_within_a_log() -> None:
    many = 30_000
    (refusal,) = found(*cut(DULL * many + REFUSED + DULL * many, 1 << 16))

    assert refusal.line == many + 2
    assert refusal.command == "pip install six"


def test_the_head_of_a_log_tells_where_it_is_from() -> None:
    head = b"Started by user admin\n"
    (refusal,) = found(*cut(head + DULL * 30_000 + REFUSED, 1 << 16))

    assert refusal.context == "jenkins"


def test_a_sign_that_is_brief_does_not_count_from_afar() -> None:
    sign = b"Setting up mytool (1.2-1) ...\n"
    (near,) = found(sign + REFUSED.partition(b"\n")[2])
    (far,) = found(sign + DULL * 100 + REFUSED.partition(b"\n")[2])

    assert near.context == "package-script"
    assert far.context == "terminal"


def test_a_text_in_a_very_long_line_is_found() -> None:
    (quoted,) = [
        line
        for line in (LOGS / "ansible-two-hosts.txt").read_bytes().split(b"\n")
        if b"web1" in line
    ]
    long = b"x" * (3 << 20)
    (refusal,) = found(*cut(b"\n" + long + quoted + long, 1 << 16))

    assert (refusal.line, refusal.distribution) == (2, "Debian")


def test_a_refusal_in_the_next_build_is_another_one() -> None:
    summary = (LOGS / "buildkit-terminal.txt").read_bytes()

    assert len(found(summary + summary)) == 2


def test_a_traceback_before_the_message_belongs_to_it() -> None:
    log = (LOGS / "recorded_terminal-verbose_pip-26.3.txt").read_bytes()
    lines = log.split(b"\n")
    (start,) = [n for n, line in enumerate(lines) if b"Traceback (most" in line]
    turned = b"\n".join(lines[start:-1] + lines[1:start])
    (refusal,) = found(turned)

    assert refusal.distribution == "Debian"


def test_the_traceback_of_the_next_command_is_its_own() -> None:
    first = (LOGS / "script-with-times.txt").read_bytes()
    second = (LOGS / "recorded_ensurepip-no-command_pip-bundled.txt").read_bytes()

    assert [each.tool for each in found(first + second)] == ["pip", "ensurepip"]


def test_ensurepip_is_told_by_its_command_alone_too() -> None:
    refused = REFUSED.replace(b"pip install six", b"python3 -m ensurepip")
    (refusal,) = found(refused)

    assert (refusal.tool, refusal.interpreter) == ("ensurepip", "python3")


def test_no_control_character_gets_through() -> None:
    bad = b"\x1b[31m\x1b]0;owned\x07\xc2\x9b2J\xe2\x80\xae\x00\x08"
    log = REFUSED.replace(b"pip install six", b"pip install " + bad + b"six")
    log = log.replace(b"where xyz", bad + b"where xyz")
    (refusal,) = found(log)
    text = f"{refusal.command}{refusal.marker_text}"

    assert refusal.command == "pip install six"
    assert not [letter for letter in text if letter < " " and letter != "\n"]
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text


@pytest.mark.parametrize("log", [b"", b"\n", b"\0", b"\xff" * 100, b'"externally"'])
def test_there_is_nothing_in_nothing(log: bytes) -> None:
    assert found(log) == []
