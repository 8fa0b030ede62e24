from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.distro import read_os_release
from pep668hook.distros import identify
from pep668hook.distros.debian import DISTRO

RECORDED = Path(__file__).parent.parent / "os_release"


@pytest.mark.parametrize(
    ("recorded", "whose"),
    [
        ("debian-12", "Debian 12"),
        ("debian-13", "Debian 13"),
        ("debian-sid", "Debian"),
        ("ubuntu-24.04", "Ubuntu 24.04"),
        ("raspberry-pi-os-12", "Raspbian 12"),
        ("kali-2024.3", "Kali 2024.3"),
        ("linux-mint-22", "Linux Mint 22"),
    ],
)
def test_is_recognised_and_named(recorded: str, whose: str) -> None:
    os_release = read_os_release((RECORDED / recorded).read_text())

    assert identify(os_release, Path("/usr"), "") is DISTRO
    assert DISTRO.whose(os_release) == f"{whose}'s own Python (kept by apt)"
