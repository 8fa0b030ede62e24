from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.distro import read_os_release
from pep668hook.distros import identify
from pep668hook.distros.void import DISTRO
from pep668hook.package import Package

RECORDED = Path(__file__).parent.parent / "os_release"


@pytest.mark.parametrize(
    ("recorded", "whose"),
    [
        ("void", "Void"),
    ],
)
def test_is_recognised_and_named(recorded: str, whose: str) -> None:
    os_release = read_os_release((RECORDED / recorded).read_text())

    assert identify(os_release, Path("/usr"), "") is DISTRO
    assert DISTRO.whose(os_release) == f"{whose}'s own Python (kept by XBPS)"


PACKAGES = DISTRO.packages
assert PACKAGES is not None


# As xbps 0.59 documents it; not run.
SEARCH = """\
[-] python3-requests-2.32.3_1 Python3 HTTP library for human beings
[*] python3-yaml-6.0.1_2      Python3 YAML parser and emitter
[-] python3-yaml-extra-dev    no version
"""


def test_its_answer_is_read() -> None:
    assert PACKAGES.read(SEARCH) == {
        "python3-requests": Package("python3-requests", "2.32.3"),
        "python3-yaml": Package("python3-yaml", "6.0.1", installed=True),
    }


def test_it_is_asked_by_one_pattern_and_told() -> None:
    asked = PACKAGES.query(["python3-six", "python3-yaml"])

    assert asked[-1] == r"^(python3\-six|python3\-yaml)-[0-9]"
    assert PACKAGES.install(["python3-six"]) == ("xbps-install", "python3-six")


@pytest.mark.parametrize(
    ("project", "name"),
    [("six", "python3-six"), ("pillow", "python3-Pillow"), ("yt-dlp", "yt-dlp")],
)
def test_the_likeliest_name_of_a_project_s_package(project: str, name: str) -> None:
    assert PACKAGES.candidates(project, (3, 12))[0] == name
