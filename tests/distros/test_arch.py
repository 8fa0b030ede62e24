from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.distro import read_os_release
from pep668hook.distros import identify
from pep668hook.distros.arch import DISTRO
from pep668hook.package import Package

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


PACKAGES = DISTRO.packages
assert PACKAGES is not None


# pacman 6.0.2 of Debian 12, on a repository of three packages that was made for it.
SEARCH = """\
here/python-dateutil 1:2.9.0-5
    Some words
here/python-yaml 6.0.1-2 [installed]
    Some words
"""


def test_its_answer_is_read() -> None:
    assert PACKAGES.read(SEARCH) == {
        "python-dateutil": Package("python-dateutil", "2.9.0"),
        "python-yaml": Package("python-yaml", "6.0.1", installed=True),
    }


def test_one_that_is_older_than_it_could_be_can_still_be_installed() -> None:
    older = PACKAGES.read("here/python-six 1.17.0-1 [installed: 1.16.0-1]\n")

    assert older == {"python-six": Package("python-six", "1.17.0")}


@pytest.mark.parametrize(
    "output", ["", "warning: database file for 'here' does not exist\n"]
)
def test_what_it_does_not_have_is_not_there(output: str) -> None:
    assert PACKAGES.read(output) == {}


def test_it_is_asked_by_one_pattern_and_told() -> None:
    asked = PACKAGES.query(["python-six", "python-yaml"])

    assert asked[-1] == r"^(python\-six|python\-yaml)$"
    assert PACKAGES.install(["python-six"]) == ("pacman", "-S", "python-six")


@pytest.mark.parametrize(
    ("project", "name"),
    [
        ("six", "python-six"),
        ("pyyaml", "python-yaml"),
        ("yt-dlp", "yt-dlp"),
        ("pygobject", "python-gobject"),
    ],
)
def test_the_likeliest_name_of_a_project_s_package(project: str, name: str) -> None:
    assert PACKAGES.candidates(project, (3, 13))[0] == name


def test_a_prefix_is_not_doubled() -> None:
    assert "python-dateutil" in PACKAGES.candidates("python-dateutil", (3, 13))
