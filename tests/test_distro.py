from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.distro import Distro, OsRelease, read_os_release

RECORDED = Path(__file__).parent / "os_release"


def test_reads_what_a_system_says_about_itself() -> None:
    os_release = read_os_release((RECORDED / "linux-mint-22").read_text())

    assert os_release == OsRelease(
        id="linuxmint",
        id_like=("ubuntu", "debian"),
        name="Linux Mint",
        version_id="22",
    )


def test_an_empty_file_is_an_unknown_linux() -> None:
    assert read_os_release("") == OsRelease("linux", (), "Linux", "")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("NAME=Plain", "Plain"),
        ("NAME='Single quotes'", "Single quotes"),
        ('NAME="Double quotes"', "Double quotes"),
        (r'NAME="A \"B\" \$C \`D\` \\E"', r'A "B" $C `D` \E'),
        ('NAME="Trailing"  ', "Trailing"),
        ('NAME="Windows"\r', "Windows"),
        ("  NAME=Indented", "Indented"),
        ('NAME="First"\nNAME="Last"', "Last"),
        ('# NAME="Comment"', "Linux"),
        ("NAME=", "Linux"),
        ("no assignment", "Linux"),
        ('NAME="Never ends', '"Never ends'),
        ('NAME="$(touch pwned)"', "$(touch pwned)"),
        ('NAME="Red\x1b[31m\x07"', "Red"),
    ],
)
def test_reads_the_quoting_of_the_specification(line: str, name: str) -> None:
    assert read_os_release(line).name == name


@pytest.fixture(name="linux")
def _linux() -> OsRelease:
    return read_os_release(
        "ID=pear\nID_LIKE=fruit\nNAME='Pear GNU/Linux'\nVERSION_ID=3"
    )


def test_keeps_the_system_s_own_python_and_no_other(linux: OsRelease) -> None:
    distro = Distro("Fruit", frozenset({"fruit"}), "juicer")

    assert distro.keeps(linux, Path("/usr"), "")
    assert not distro.keeps(linux, Path("/usr/local"), "")
    assert not distro.keeps(linux, Path("/home/someone/.pyenv/versions/3.12.1"), "")


def test_keeps_nothing_on_another_system(linux: OsRelease) -> None:
    distro = Distro("Stone", frozenset({"stone"}), "hammer")

    assert not distro.keeps(linux, Path("/usr"), "")


def test_says_the_derivative_s_own_name(linux: OsRelease) -> None:
    distro = Distro("Fruit", frozenset({"fruit"}), "juicer")

    assert distro.whose(linux) == "Pear 3's own Python (kept by juicer)"


def test_leaves_a_version_out_that_tells_nothing(linux: OsRelease) -> None:
    ids = frozenset({"pear"})

    assert Distro("Pear", ids, "juicer", undated=ids).whose(linux) == (
        "Pear's own Python (kept by juicer)"
    )


def test_one_that_lives_on_any_system_has_its_own_name(linux: OsRelease) -> None:
    distro = Distro("Anywhere", frozenset(), "any", places=("any/python", "/opt/any"))

    assert distro.whose(linux) == "Anywhere's own Python (kept by any)"
    assert distro.keeps(linux, Path("/home/someone/any/python/3.12"), "")
    assert distro.keeps(linux, Path("/opt/any/3.12"), "")
    assert not distro.keeps(linux, Path("/home/someone/many/python/3.12"), "")
    assert not distro.keeps(linux, Path("/opt/anything"), "")


def test_is_told_by_its_marker_s_words_where_it_was_moved(linux: OsRelease) -> None:
    distro = Distro("Anywhere", frozenset(), "any", places=(), signature="by any")

    assert distro.keeps(linux, Path("/moved"), "This is kept by any.")
    assert not distro.keeps(linux, Path("/moved"), "This is kept by another.")
