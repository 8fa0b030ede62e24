from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from pep668hook.distro import read_os_release
from pep668hook.distros import by_marker, identify, known

RECORDED = Path(__file__).parent / "os_release"


def test_each_is_told_by_its_system_its_place_or_its_words() -> None:
    for distro in known():
        assert distro.ids or distro.places != ("/usr",)
        assert distro.undated <= distro.ids


def test_no_two_answer_to_one_name() -> None:
    every = [name for distro in known() for name in distro.ids]

    assert len(every) == len(set(every))


def test_each_has_a_test_of_its_own() -> None:
    folder = Path(__file__).parent / "distros"

    assert len(list(folder.glob("test_*.py"))) == len(known())


def test_a_python_of_the_person_s_own_is_no_distro_s() -> None:
    os_release = read_os_release((RECORDED / "debian-12").read_text())

    assert identify(os_release, Path("/home/someone/python"), "Hands off.") is None


def test_an_unknown_system_s_python_is_no_distro_s() -> None:
    assert identify(read_os_release("ID=pear"), Path("/usr"), "Hands off.") is None


# Each as pip shows it, or the part of it that is nobody else's.
@pytest.mark.parametrize(
    ("words", "name", "distro"),
    [
        ('package manager (apk) only.\n\n"apk add py3-a"', "Alpine Linux", "alpine"),
        ("system-wide, try 'pacman -S\npython-xyz', where", "Arch Linux", "arch"),
        ("system-wide, try apt install\npython3-xyz, where", "Debian", "debian"),
        ("try apt install\nhttp://rptl.io/venv", "Raspberry Pi OS", "debian"),
        ("try apt install\na non-Kali-packaged Python", "Kali", "debian"),
        ("Python installation in Gentoo should be\nmaintained", "Gentoo", "gentoo"),
        ("system-wide, try brew install\nxyz, where", "Homebrew", "homebrew"),
        ("the immutable\n`/nix/store` filesystem.", "Nix", "nix"),
        ("try\nzypper install python311-xyz, where", "openSUSE", "opensuse"),
        ("installation is managed by uv and should", "uv", "uv"),
    ],
)
def test_a_marker_tells_whose_it_is(words: str, name: str, distro: str) -> None:
    found = by_marker(words)

    assert found is not None
    assert found[0] == name
    assert found[1] is importlib.import_module(f"pep668hook.distros.{distro}").DISTRO


@pytest.mark.parametrize(
    "words",
    ["", "Hands off.", "try pacman -S\n${MINGW_PACKAGE_PREFIX}-python-xyz, where"],
)
def test_a_marker_of_nobody_s_tells_nothing(words: str) -> None:
    assert by_marker(words) is None
