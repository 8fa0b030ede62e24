"""What real pips and uvs wrote when they refused, and the words that are in it."""

from __future__ import annotations

import re
from pathlib import Path

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


def told(name: str) -> tuple[str, str]:
    """Tell which tool wrote a recording, and what words of a distribution it has."""
    stem = re.sub(r"(_pip|_uv)-\d.*", r"\1", name)
    words = ODD_WORDS[name] if name in ODD_WORDS else WORDS[stem]
    return stem.rpartition("_")[2], words
