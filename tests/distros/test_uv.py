from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.distro import read_os_release
from pep668hook.distros import identify
from pep668hook.distros.uv import DISTRO

RECORDED = Path(__file__).parent.parent / "os_release"


@pytest.mark.parametrize(
    ("recorded", "prefix"),
    [
        (
            "debian-12",
            "/home/someone/.local/share/uv/python/cpython-3.12.7-linux-x86_64-gnu",
        ),
    ],
)
def test_is_told_by_its_place_on_any_system(recorded: str, prefix: str) -> None:
    os_release = read_os_release((RECORDED / recorded).read_text())

    assert identify(os_release, Path(prefix), "") is DISTRO
    assert DISTRO.whose(os_release) == "uv's own Python (kept by uv)"


def test_is_told_by_its_words_where_it_was_moved() -> None:
    os_release = read_os_release((RECORDED / "debian-12").read_text())
    words = "This Python installation is managed by uv and should not be modified."

    assert identify(os_release, Path("/opt/pythons/3.12"), words) is DISTRO
