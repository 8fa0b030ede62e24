from __future__ import annotations

from pathlib import Path

from pep668hook.distro import read_os_release
from pep668hook.distros import identify, known

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
