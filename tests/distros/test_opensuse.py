from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.distro import read_os_release
from pep668hook.distros import identify
from pep668hook.distros.opensuse import DISTRO
from pep668hook.package import Package

RECORDED = Path(__file__).parent.parent / "os_release"


@pytest.mark.parametrize(
    ("recorded", "whose"),
    [
        ("opensuse-tumbleweed", "openSUSE Tumbleweed"),
        ("opensuse-leap-15.6", "openSUSE Leap 15.6"),
    ],
)
def test_is_recognised_and_named(recorded: str, whose: str) -> None:
    os_release = read_os_release((RECORDED / recorded).read_text())

    assert identify(os_release, Path("/usr"), "") is DISTRO
    assert DISTRO.whose(os_release) == f"{whose}'s own Python (kept by zypper)"


PACKAGES = DISTRO.packages
assert PACKAGES is not None


# zypper 1.14.42 of Debian 12, on a repository of two packages that was made for it.
SEARCH = """\

S  | Name               | Type    | Version      | Arch   | Repository
---+--------------------+---------+--------------+--------+-----------
   | python311-requests | package | 2.31.0~rc1-2 | noarch | local
    provides: python3.11dist(requests) = 2.31.0~rc1
i+ | python311-yaml     | package | 6.0.1-2      | noarch | local
    provides: python3.11dist(pyyaml) = 6.0.1
v  | python311-yaml     | package | 5.4-1        | noarch | old
    provides: python3.11dist(pyyaml) = 5.4
"""


def test_its_answer_is_read() -> None:
    assert PACKAGES.read(SEARCH) == {
        "python3.11dist(requests)": Package("python311-requests", "2.31.0rc1"),
        "python3.11dist(pyyaml)": Package("python311-yaml", "6.0.1", installed=True),
    }


@pytest.mark.parametrize(
    "output",
    [
        "No matching items found.\n",
        "",
        "    provides: python3.11dist(pyyaml) = 6.0.1\n",
    ],
)
def test_what_it_does_not_have_is_not_there(output: str) -> None:
    assert PACKAGES.read(output) == {}


def test_a_project_is_found_by_what_a_package_provides() -> None:
    assert PACKAGES.candidates("pyyaml", (3, 13)) == ("python3.13dist(pyyaml)",)


def test_it_is_asked_and_told() -> None:
    asked = PACKAGES.query(["python3.13dist(six)", "python3.13dist(pyyaml)"])

    assert asked[:4] == ("zypper", "--non-interactive", "--quiet", "--no-refresh")
    assert asked[-2:] == ("python3.13dist(six)", "python3.13dist(pyyaml)")
    assert PACKAGES.install(["python313-six"]) == ("zypper", "install", "python313-six")
