from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.distro import read_os_release
from pep668hook.distros import identify
from pep668hook.distros.alpine import DISTRO
from pep668hook.package import Package

RECORDED = Path(__file__).parent.parent / "os_release"


@pytest.mark.parametrize(
    ("recorded", "whose"),
    [
        ("alpine-3.20", "Alpine Linux 3.20.3"),
    ],
)
def test_is_recognised_and_named(recorded: str, whose: str) -> None:
    os_release = read_os_release((RECORDED / recorded).read_text())

    assert identify(os_release, Path("/usr"), "") is DISTRO
    assert DISTRO.whose(os_release) == f"{whose}'s own Python (kept by apk)"


PACKAGES = DISTRO.packages
assert PACKAGES is not None


# As apk-tools 2.14 documents it; not run.
LIST = """\
WARNING: opening /var/cache/apk: No such file or directory
py3-requests-2.32.3-r0 x86_64 {py3-requests} (Apache-2.0)
py3-yaml-6.0.1-r3 x86_64 {py3-yaml} (MIT) [installed]
py3-six-1.17.0-r0 x86_64 {py3-six} (MIT) [upgradable from: py3-six-1.16.0-r9]
"""


def test_its_answer_is_read() -> None:
    assert PACKAGES.read(LIST) == {
        "py3-requests": Package("py3-requests", "2.32.3"),
        "py3-yaml": Package("py3-yaml", "6.0.1", installed=True),
        "py3-six": Package("py3-six", "1.17.0"),
    }


def test_it_is_asked_and_told() -> None:
    assert PACKAGES.query(["py3-six"]) == ("apk", "list", "--no-network", "py3-six")
    assert PACKAGES.install(["py3-six"]) == ("apk", "add", "py3-six")


@pytest.mark.parametrize(
    ("project", "name"),
    [("six", "py3-six"), ("pyyaml", "py3-yaml"), ("python-dotenv", "py3-dotenv")],
)
def test_the_likeliest_name_of_a_project_s_package(project: str, name: str) -> None:
    assert PACKAGES.candidates(project, (3, 12))[0] == name


def test_without_lists_it_is_likely_to_have_what_is_known_by_name() -> None:
    assert PACKAGES.lists is not None
    assert PACKAGES.lists.is_likely("pyyaml")
    assert not PACKAGES.lists.is_likely("langchain")
