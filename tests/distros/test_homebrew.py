from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.distro import read_os_release
from pep668hook.distros import identify
from pep668hook.distros.homebrew import DISTRO

RECORDED = Path(__file__).parent.parent / "os_release"


@pytest.mark.parametrize(
    ("recorded", "prefix"),
    [
        ("debian-12", "/home/linuxbrew/.linuxbrew/Cellar/python@3.12/3.12.7"),
        (
            "void",
            "/opt/homebrew/Cellar/python@3.13/3.13.0/Frameworks/Python.framework/Versions/3.13",
        ),
        (
            "void",
            "/usr/local/Cellar/python@3.13/3.13.0/Frameworks/Python.framework/Versions/3.13",
        ),
    ],
)
def test_is_told_by_its_place_on_any_system(recorded: str, prefix: str) -> None:
    os_release = read_os_release((RECORDED / recorded).read_text())

    assert identify(os_release, Path(prefix), "") is DISTRO
    assert DISTRO.whose(os_release) == "Homebrew's own Python (kept by brew)"
