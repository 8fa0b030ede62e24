from __future__ import annotations

import re
from pathlib import Path

import pytest

from pep668hook.recogniser import Recognised, recognise

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
