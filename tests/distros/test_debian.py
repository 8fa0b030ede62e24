from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.distro import read_os_release
from pep668hook.distros import debian, identify
from pep668hook.distros.debian import DISTRO
from pep668hook.package import Package

RECORDED = Path(__file__).parent.parent / "os_release"


@pytest.mark.parametrize(
    ("recorded", "whose"),
    [
        ("debian-12", "Debian 12"),
        ("debian-13", "Debian 13"),
        ("debian-sid", "Debian"),
        ("ubuntu-24.04", "Ubuntu 24.04"),
        ("raspberry-pi-os-12", "Raspbian 12"),
        ("kali-2024.3", "Kali 2024.3"),
        ("linux-mint-22", "Linux Mint 22"),
    ],
)
def test_is_recognised_and_named(recorded: str, whose: str) -> None:
    os_release = read_os_release((RECORDED / recorded).read_text())

    assert identify(os_release, Path("/usr"), "") is DISTRO
    assert DISTRO.whose(os_release) == f"{whose}'s own Python (kept by apt)"


PACKAGES = DISTRO.packages
assert PACKAGES is not None


# Debian 12, apt 2.6.1, LC_ALL=C.UTF-8: apt-cache policy python3-yaml python3-nope
# python3-pillow python3-brotli; python3-yaml was installed.
POLICY = """\
python3-yaml:
  Installed: 6.0-3+b2
  Candidate: 6.0-3+b2
  Version table:
 *** 6.0-3+b2 500
        500 http://deb.debian.org/debian bookworm/main amd64 Packages
        100 /var/lib/dpkg/status
python3-pillow:
  Installed: (none)
  Candidate: (none)
  Version table:
python3-brotli:
  Installed: (none)
  Candidate: 1.0.9-2+deb12u1
  Version table:
     1.0.9-2+deb12u1 500
        500 http://deb.debian.org/debian-security bookworm-security/main amd64 Packages
     1.0.9-2+b6 500
        500 http://deb.debian.org/debian bookworm/main amd64 Packages
"""


def test_its_answer_is_read() -> None:
    assert PACKAGES.read(POLICY) == {
        "python3-yaml": Package("python3-yaml", "6.0", installed=True),
        "python3-brotli": Package("python3-brotli", "1.0.9"),
    }


def test_one_that_is_older_than_it_could_be_can_still_be_installed() -> None:
    older = POLICY.replace("Installed: 6.0-3+b2", "Installed: 5.9-1")

    assert not PACKAGES.read(older)["python3-yaml"].installed


def test_an_older_build_of_the_same_version_is_as_good() -> None:
    older = POLICY.replace("Installed: 6.0-3+b2", "Installed: 6.0-3")

    assert PACKAGES.read(older)["python3-yaml"].installed


def test_it_has_nothing_to_say_about_what_it_does_not_know() -> None:
    assert PACKAGES.read("") == {}


def test_it_is_asked_and_told() -> None:
    names = ("python3-yaml", "python3-six")

    assert PACKAGES.query(names) == ("apt-cache", "policy", *names)
    assert PACKAGES.install(names) == ("apt", "install", *names)


@pytest.mark.parametrize(
    ("project", "name"),
    [
        ("six", "python3-six"),
        ("pyyaml", "python3-yaml"),
        ("pillow", "python3-pil"),
        ("scikit-learn", "python3-sklearn"),
        ("python-dateutil", "python3-dateutil"),
        ("pygobject", "python3-gi"),
        ("dbus-python", "python3-dbus"),
        ("python-apt", "python3-apt"),
        ("yt-dlp", "yt-dlp"),
        ("pipx", "pipx"),
        ("setuptools", "python3-setuptools"),
        ("opencv-python", "python3-opencv"),
        ("rpi-gpio", "python3-rpi.gpio"),
        ("tkinter", "python3-tk"),
    ],
)
def test_the_likeliest_name_of_a_project_s_package(project: str, name: str) -> None:
    assert PACKAGES.candidates(project, (3, 11))[0] == name


def test_a_package_may_be_called_otherwise_in_another_release() -> None:
    assert PACKAGES.candidates("pymupdf", (3, 11)) == (
        "python3-fitz",
        "python3-pymupdf",
    )


def test_a_package_s_own_name_is_one() -> None:
    assert "python3-randcrack" in PACKAGES.candidates("python3-randcrack", (3, 11))


def test_without_lists_it_is_likely_to_have_what_it_had() -> None:
    assert PACKAGES.lists is not None
    assert PACKAGES.lists.is_likely("pyyaml")
    assert PACKAGES.lists.is_likely("requests")
    assert PACKAGES.lists.is_likely("opencv-python")
    assert not PACKAGES.lists.is_likely("langchain")


def test_its_table_is_sorted_and_carries_its_notice() -> None:
    table = Path(debian.__file__).parent.parent / "data" / "debian-names.tsv"
    lines = table.read_text("utf-8").splitlines()
    names = [line.split("\t")[0] for line in lines if not line.startswith("#")]

    assert names == sorted(set(names))
    assert "Permission is hereby granted" in table.read_text("utf-8")
