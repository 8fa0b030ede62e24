from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.distro import read_os_release
from pep668hook.distros import identify
from pep668hook.distros.gentoo import DISTRO
from pep668hook.package import Package

RECORDED = Path(__file__).parent.parent / "os_release"


@pytest.mark.parametrize(
    ("recorded", "whose"),
    [
        ("gentoo", "Gentoo"),
    ],
)
def test_is_recognised_and_named(recorded: str, whose: str) -> None:
    os_release = read_os_release((RECORDED / recorded).read_text())

    assert identify(os_release, Path("/usr"), "") is DISTRO
    assert DISTRO.whose(os_release) == f"{whose}'s own Python (kept by Portage)"


PACKAGES = DISTRO.packages
assert PACKAGES is not None


# As Portage 3.0 documents it; not run.
SEARCH = """\

[ Results for search key : %@^(dev-python/requests|dev-python/pyyaml)$ ]
Searching...

*  dev-python/pyyaml
      Latest version available: 6.0.1-r1
      Latest version installed: 6.0.1-r1
      Size of files: 122 KiB
      Description:   YAML parser and emitter for Python

*  dev-python/requests
      Latest version available: 2.32.3
      Latest version installed: [ Not Installed ]
      Size of files: 128 KiB

*  dev-python/new [ Masked ]
      Latest version available: 1.0
      Latest version installed: [ Not Installed ]

[ Applications found : 3 ]
"""


def test_its_answer_is_read() -> None:
    assert PACKAGES.read(SEARCH) == {
        "dev-python/pyyaml": Package("dev-python/pyyaml", "6.0.1", installed=True),
        "dev-python/requests": Package("dev-python/requests", "2.32.3"),
    }


def test_it_is_asked_by_one_pattern_and_told() -> None:
    asked = PACKAGES.query(["dev-python/six", "dev-python/pyyaml"])

    assert asked[-1] == r"%@^(dev\-python/six|dev\-python/pyyaml)$"
    assert PACKAGES.install(["dev-python/six"]) == ("emerge", "--ask", "dev-python/six")


@pytest.mark.parametrize(
    ("project", "name"),
    [("pyyaml", "dev-python/pyyaml"), ("yt-dlp", "net-misc/yt-dlp")],
)
def test_the_likeliest_name_of_a_project_s_package(project: str, name: str) -> None:
    assert PACKAGES.candidates(project, (3, 12))[0] == name
