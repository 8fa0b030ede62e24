from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.distro import read_os_release
from pep668hook.distros import identify
from pep668hook.distros.fedora import DISTRO
from pep668hook.package import Package

RECORDED = Path(__file__).parent.parent / "os_release"


@pytest.mark.parametrize(
    ("recorded", "whose"),
    [
        ("fedora-41", "Fedora Linux 41"),
        ("rocky-9", "Rocky Linux 9.4"),
    ],
)
def test_is_recognised_and_named(recorded: str, whose: str) -> None:
    os_release = read_os_release((RECORDED / recorded).read_text())

    assert identify(os_release, Path("/usr"), "") is DISTRO
    assert DISTRO.whose(os_release) == f"{whose}'s own Python (kept by dnf)"


PACKAGES = DISTRO.packages
assert PACKAGES is not None


# dnf 4.14.0 of Debian 12, on a repository of two packages that was made for it.
REPOQUERY = """\
@python311-requests
python3-requests = 2.31.0~rc1
python3.11dist(requests) = 2.31.0~rc1
python311-requests = 2.31.0~rc1-2
python3dist(requests) = 2.31.0~rc1
@python311-yaml
python3-yaml = 6.0.1
python3.11dist(pyyaml) = 6.0.1
python311-yaml = 6.0.1-2
python3dist(pyyaml) = 6.0.1
"""


def test_its_answer_is_read() -> None:
    found = PACKAGES.read(REPOQUERY)

    yaml = Package("python311-yaml", "6.0.1")
    requests = Package("python311-requests", "2.31.0rc1")
    assert found["python3.11dist(pyyaml)"] == yaml
    assert found["python3.11dist(requests)"] == requests
    assert len(found) == 4


@pytest.mark.parametrize("output", ["", "Error: no cache\n"])
def test_what_it_does_not_have_is_not_there(output: str) -> None:
    assert PACKAGES.read(output) == {}


def test_a_project_is_found_by_what_a_package_provides() -> None:
    assert PACKAGES.candidates("pyyaml", (3, 13)) == ("python3.13dist(pyyaml)",)


def test_it_is_asked_and_told() -> None:
    asked = PACKAGES.query(["python3.13dist(six)", "python3.13dist(pyyaml)"])

    assert asked[:4] == ("dnf", "--quiet", "-C", "repoquery")
    assert asked[-1] == "python3.13dist(six),python3.13dist(pyyaml)"
    assert PACKAGES.install(["python3-six"]) == ("dnf", "install", "python3-six")
