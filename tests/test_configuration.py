from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pep668hook import configuration
from pep668hook.configuration import by_file, in_effect
from pep668hook.pip_command import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ON = "[{}]\nbreak-system-packages = true\n"
OVERRIDE = "PIP_BREAK_SYSTEM_PACKAGES"


class Place:
    """A home, a project and a Python's prefix."""

    def __init__(self, root: Path) -> None:
        self.home, self.cwd = root / "home", root / "home" / "work"
        self.prefix, self.system = root / "usr", root / "xdg"
        self.cwd.mkdir(parents=True)

    def write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def look(
        self, line: str = "pip install x", environ: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        return in_effect(
            parse(line.split()),
            {"XDG_CONFIG_DIRS": str(self.system), **(environ or {})},
            home=self.home,
            cwd=self.cwd,
            prefix=self.prefix,
        )


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(configuration, "_SYSTEM", tmp_path / "etc")
    return Place(tmp_path)


@pytest.mark.parametrize(
    "file",
    [
        "etc/pip.conf",
        "xdg/pip/pip.conf",
        "home/.pip/pip.conf",
        "home/.config/pip/pip.conf",
        "home/Library/Application Support/pip/pip.conf",
        "usr/pip.conf",
    ],
)
def test_each_of_pips_files_is_read(place: Place, tmp_path: Path, file: str) -> None:
    place.write(tmp_path / file, ON.format("global"))

    assert place.look()[OVERRIDE] == "true"


def test_without_files_the_variables_are_as_they_were(place: Place) -> None:
    environ = {"A": "1", "PIP_PRE": ""}

    assert place.look(environ=environ).items() >= environ.items()
    assert len(place.look(environ=environ)) == len(environ) + 1


def test_the_section_of_the_sub_command_counts_for_that_alone(place: Place) -> None:
    place.write(place.prefix / "pip.conf", ON.format("install"))

    assert OVERRIDE in place.look("pip install x")
    assert OVERRIDE not in place.look("pip uninstall x")


def test_what_is_more_special_wins(place: Place) -> None:
    place.write(place.system / "pip" / "pip.conf", "[global]\nretries = 1\npre = 1\n")
    place.write(
        place.prefix / "pip.conf",
        "[install]\nretries = 3\npre =\n[global]\nretries = 2\n",
    )

    assert place.look()["PIP_RETRIES"] == "3"
    assert place.look()["PIP_PRE"] == "1"
    assert place.look(environ={"PIP_RETRIES": "4"})["PIP_RETRIES"] == "4"
    assert place.look(environ={"PIP_RETRIES": ""})["PIP_RETRIES"] == "3"


def test_a_file_that_is_named_takes_the_place_of_the_users(place: Place) -> None:
    named = place.home / "my.conf"
    place.write(place.home / ".config/pip/pip.conf", ON.format("global"))
    place.write(named, "[global]\n--target = there\n")

    found = place.look(environ={"PIP_CONFIG_FILE": str(named)})

    assert OVERRIDE not in found
    assert found["PIP_TARGET"] == "there"


def test_a_file_is_named_from_where_pip_was_started(place: Place) -> None:
    place.write(place.home / ".config/pip/pip.conf", ON.format("global"))
    place.write(place.cwd / "my.conf", "[global]\ntarget = there\n")

    found = place.look(environ={"PIP_CONFIG_FILE": "my.conf"})

    assert OVERRIDE not in found
    assert found["PIP_TARGET"] == "there"


def test_a_named_file_that_is_missing_takes_no_place(place: Place) -> None:
    place.write(place.home / ".config/pip/pip.conf", ON.format("global"))

    assert OVERRIDE in place.look(environ={"PIP_CONFIG_FILE": "/no/such/file"})


def test_the_null_device_switches_all_files_off(place: Place) -> None:
    place.write(place.prefix / "pip.conf", ON.format("global"))

    assert OVERRIDE not in place.look(environ={"PIP_CONFIG_FILE": os.devnull})


def test_isolated_leaves_the_users_files_out(place: Place) -> None:
    place.write(place.home / ".config/pip/pip.conf", ON.format("global"))

    assert OVERRIDE not in place.look("pip --isolated install x")


def test_a_user_s_configuration_may_lie_elsewhere(place: Place, tmp_path: Path) -> None:
    place.write(tmp_path / "conf/pip/pip.conf", ON.format("global"))

    assert OVERRIDE in place.look(environ={"XDG_CONFIG_HOME": str(tmp_path / "conf")})


def test_without_a_home_the_others_are_read(place: Place) -> None:
    place.write(place.prefix / "pip.conf", ON.format("global"))

    for line in ("pip install x", "uv pip install x"):
        found = in_effect(
            parse(line.split()), {}, home=None, cwd=place.cwd, prefix=place.prefix
        )
        assert (OVERRIDE in found) is line.startswith("pip")


@pytest.mark.parametrize("text", ["no section\n", "[global]\na\n", "\udcff"])
def test_what_pip_could_not_read_either_sets_nothing(place: Place, text: str) -> None:
    (place.prefix).mkdir()
    (place.prefix / "pip.conf").write_bytes(os.fsencode(text))

    assert not [name for name in place.look() if name.startswith("PIP_")]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("etc/uv/uv.toml", "[pip]\nbreak-system-packages = true\n"),
        ("xdg/uv/uv.toml", "[pip]\nbreak-system-packages = true\n"),
        ("home/.config/uv/uv.toml", "[pip]\nbreak-system-packages = true\n"),
        ("home/uv.toml", "[pip]\nbreak-system-packages = true\n"),
        ("home/work/uv.toml", "[pip]\ntarget = 'there'\n"),
        ("home/work/pyproject.toml", "[tool.uv.pip]\nbreak-system-packages = true\n"),
        ("home/pyproject.toml", "[tool.uv.pip]\nprefix = 'there'\n"),
    ],
)
def test_each_of_uvs_files_is_read(
    place: Place, tmp_path: Path, file: str, text: str
) -> None:
    place.write(tmp_path / file, text)

    assert place.look("uv pip install x")["UV_BREAK_SYSTEM_PACKAGES"].lower() in "true1"


def test_the_first_of_the_systems_files_is_the_only_one(
    place: Place, tmp_path: Path
) -> None:
    place.write(tmp_path / "etc/uv/uv.toml", "[pip]\nbreak-system-packages = true\n")
    place.write(tmp_path / "xdg/uv/uv.toml", "[pip]\nsystem = true\n")

    found = place.look("uv pip install x")

    assert found["UV_SYSTEM_PYTHON"] == "True"
    assert "UV_BREAK_SYSTEM_PACKAGES" not in found


def test_uvs_choice_of_a_python_is_read(place: Place) -> None:
    place.write(
        place.cwd / "uv.toml", "[pip]\nsystem = true\npython = '3.11'\nx = []\n"
    )

    found = place.look("uv pip install x")

    assert (found["UV_SYSTEM_PYTHON"], found["UV_PYTHON"]) == ("True", "3.11")


def test_a_file_that_uv_is_told_of_is_the_only_one(place: Place) -> None:
    place.write(place.cwd / "uv.toml", "[pip]\nsystem = true\n")
    place.write(place.cwd / "mine.toml", "[pip]\npython = '3.12'\n")

    for line, environ in {
        "uv --config-file mine.toml pip install x": {},
        "uv pip install x": {"UV_CONFIG_FILE": "mine.toml"},
    }.items():
        found = place.look(line, environ)
        assert "UV_SYSTEM_PYTHON" not in found
        assert found["UV_PYTHON"] == "3.12"


@pytest.mark.parametrize(
    ("line", "environ"),
    [("uv --no-config pip install x", {}), ("uv pip install x", {"UV_NO_CONFIG": "1"})],
)
def test_uv_may_be_told_to_read_none(
    place: Place, line: str, environ: dict[str, str]
) -> None:
    place.write(place.cwd / "uv.toml", "[pip]\nsystem = true\n")

    assert "UV_SYSTEM_PYTHON" not in place.look(line, environ)


def test_each_file_is_told_with_what_it_sets(place: Place) -> None:
    pip, project = place.home / ".config/pip/pip.conf", place.cwd / "uv.toml"
    place.write(pip, ON.format("install"))
    place.write(project, "[pip]\nbreak-system-packages = true\n")
    where = {"home": place.home, "cwd": place.cwd, "prefix": place.prefix}

    environ = {"XDG_CONFIG_DIRS": str(place.system)}
    of_pip = dict(by_file(parse(["pip", "install", "x"]), environ, **where))
    of_uv = dict(by_file(parse(["uv", "pip", "install", "x"]), {}, **where))

    assert {file: said for file, said in of_pip.items() if said} == {
        pip: {OVERRIDE: "true"}
    }
    assert of_uv[project] == {"UV_BREAK_SYSTEM_PACKAGES": "True"}
