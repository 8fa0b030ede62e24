from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.distro import read_os_release
from pep668hook.distros import identify
from pep668hook.distros.arch import DISTRO

RECORDED = Path(__file__).parent.parent / "os_release"


@pytest.mark.parametrize(
    ("recorded", "whose"),
    [
        ("arch", "Arch Linux"),
        ("arch-image", "Arch Linux"),
        ("manjaro", "Manjaro Linux"),
    ],
)
def test_is_recognised_and_named(recorded: str, whose: str) -> None:
    os_release = read_os_release((RECORDED / recorded).read_text())

    assert identify(os_release, Path("/usr"), "") is DISTRO
    assert DISTRO.whose(os_release) == f"{whose}'s own Python (kept by pacman)"
