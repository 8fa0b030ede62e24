from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.distro import read_os_release
from pep668hook.distros import identify
from pep668hook.distros.nix import DISTRO

RECORDED = Path(__file__).parent.parent / "os_release"


@pytest.mark.parametrize(
    ("recorded", "prefix"),
    [
        ("nixos-24.05", "/nix/store/0a1b2c-python3-3.12.5"),
        ("debian-12", "/nix/store/0a1b2c-python3-3.12.5"),
    ],
)
def test_is_told_by_its_place_on_any_system(recorded: str, prefix: str) -> None:
    os_release = read_os_release((RECORDED / recorded).read_text())

    assert identify(os_release, Path(prefix), "") is DISTRO
    assert DISTRO.whose(os_release) == "Nix's own Python (kept by Nix)"
