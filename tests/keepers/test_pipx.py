from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from pep668hook.keeper import Kept, Option
from pep668hook.keepers import pipx
from pep668hook.keepers.pipx import KEEPER
from tests.builders import HOME, kept, order


def test_its_places_are_below_the_home() -> None:
    assert KEEPER.look({}, HOME) == Kept(HOME / ".local" / "bin", frozenset())


@pytest.mark.parametrize(
    ("home", "environ"),
    [
        (".local/pipx", {}),
        (".local/share/pipx", {}),
        ("Library/Application Support/pipx", {}),
        ("data/pipx", {"XDG_DATA_HOME": "~/data"}),
        ("own", {"PIPX_HOME": "~/own"}),
    ],
)
def test_it_is_found_wherever_it_lives(
    tmp_path: Path, home: str, environ: dict[str, str]
) -> None:
    (tmp_path / home / "venvs" / "Yt_dlp").mkdir(parents=True)
    (tmp_path / home / "venvs" / "a-file").touch()

    assert KEEPER.look(environ, tmp_path).names == {"yt-dlp"}


def test_where_its_home_was_chosen_no_other_counts(tmp_path: Path) -> None:
    (tmp_path / ".local" / "pipx" / "venvs" / "black").mkdir(parents=True)

    assert KEEPER.look({"PIPX_HOME": str(tmp_path / "own")}, tmp_path).names == set()


@pytest.mark.parametrize(
    ("value", "place"),
    [("/opt/bin", Path("/opt/bin")), ("bin", HOME / ".local" / "bin")],
)
def test_the_place_of_its_commands_may_be_chosen(value: str, place: Path) -> None:
    assert KEEPER.look({"PIPX_BIN_DIR": value}, HOME).bin == place


def test_a_new_one_is_installed() -> None:
    assert KEEPER.install(order("black[d]==24.1")) == (
        *("pipx", "install", "black[d]==24.1"),
    )


def test_the_index_is_its_own_option_and_the_rest_are_pip_s() -> None:
    options = [
        Option("--index-url", "https://one.example/simple"),
        Option("--pre", None),
        Option("--constraint", "/home/me/my work/c.txt"),
        Option("--index-url", "https://two.example/simple"),
    ]

    argv = KEEPER.install(order("black", options=options))

    assert argv is not None
    assert argv[:-1] == (
        *("pipx", "install", "black"),
        *("--index-url", "https://two.example/simple"),
    )
    assert shlex.split(argv[-1].removeprefix("--pip-args=")) == [
        *("--pre", "--constraint", "/home/me/my work/c.txt"),
    ]


def test_what_only_pip_knows_is_left_to_pip() -> None:
    options = [Option("--prefer-binary", None), Option("--proxy", "http://p:3128")]

    assert KEEPER.install(order("black", options=options)) == (
        *("env", "PIPX_DEFAULT_BACKEND=pip", "pipx", "install", "black"),
        "--pip-args=--prefer-binary --proxy http://p:3128",
    )


def test_one_that_it_has_is_brought_up_to_date() -> None:
    pre = [Option("--pre", None)]

    assert KEEPER.install(order("black", kept=True)) == ("pipx", "upgrade", "black")
    assert KEEPER.install(order("black", kept=True, options=pre)) == (
        *("pipx", "upgrade", "black", "--pip-args=--pre"),
    )


def test_another_version_of_what_it_has_takes_its_place() -> None:
    force = ("pipx", "install", "--force")

    assert KEEPER.install(order("black==24.1", kept=True)) == (*force, "black==24.1")
    assert KEEPER.install(order("black", kept=True, afresh=True)) == (*force, "black")


def test_the_commands_of_dependencies_and_the_python_are_told() -> None:
    python = Path("/usr/bin/python3.12")

    argv = KEEPER.install(
        order("ansible", commands_of=("ansible-core",), python=python)
    )

    assert argv == (
        *("pipx", "install", "--include-deps"),
        *("--python", "/usr/bin/python3.12", "ansible"),
    )


def test_it_removes_by_name() -> None:
    assert KEEPER.uninstall("black", kept()) == ("pipx", "uninstall", "black")


def test_it_removes_every_users() -> None:
    everyones = replace(kept(), for_everyone=True)

    argv = KEEPER.uninstall("black", everyones)

    assert argv == ("pipx", "uninstall", "--global", "black")


# -- for every user


def pipx_of_root(monkeypatch: pytest.MonkeyPatch, root: Path, *versions: str) -> Path:
    """Lay a pipx where sudo looks for one, with the metadata of its versions."""
    monkeypatch.setattr(pipx, "_ROOTS_PATH", (root / "bin",))
    for version in versions:
        packages = root / "lib" / "python3" / "dist-packages"
        (packages / f"pipx-{version}.dist-info").mkdir(parents=True)
    return root / "bin" / "pipx"


@pytest.mark.parametrize("version", ["1.5.0", "1.18.4", "2.0"])
def test_since_1_5_it_can_install_for_every_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str
) -> None:
    program = pipx_of_root(monkeypatch, tmp_path, version)

    everyones = KEEPER.everyones(program)

    assert everyones is not None
    assert everyones.bin == Path("/usr/local/bin")


@pytest.mark.parametrize("versions", [["1.1.0"], ["0.16.5"], []])
def test_an_older_one_cannot(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, versions: list[str]
) -> None:
    assert KEEPER.everyones(pipx_of_root(monkeypatch, tmp_path, *versions)) is None


def test_nor_one_that_sudo_would_not_find(tmp_path: Path) -> None:
    assert KEEPER.everyones(tmp_path / "pipx") is None


def test_it_is_told_that_everyone_is_meant() -> None:
    everyones = order("black", for_everyone=True)
    kept = order("black", for_everyone=True, kept=True)

    assert KEEPER.install(everyones) == ("pipx", "install", "--global", "black")
    assert KEEPER.install(kept) == ("pipx", "upgrade", "--global", "black")
