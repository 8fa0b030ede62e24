from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.manager import Sign
from pep668hook.managers.hatch import MANAGER
from tests.builders import project

NAMED = "[project]\nname = 'Ha.x'\n"
CREATE = ("hatch", "env", "create")


@pytest.fixture(name="place")
def _place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give the project the path that the names below were made for by Hatch."""
    place = tmp_path / "ha"
    place.mkdir()
    monkeypatch.setattr(
        "os.path.realpath",
        lambda path: "/tmp/w5/t/ha" if path == place else str(path),  # noqa: S108
    )
    return place


def environment(root: Path, text: str = NAMED, **environ: str) -> Path | None:
    return MANAGER.manage(
        project(root, text, home=root.parent / "home", environ=environ)
    ).environment


@pytest.mark.parametrize(
    ("table", "sign"),
    [
        ("[tool.hatch.envs.default]\n", Sign.SETTING),
        ("[tool.hatch.build]\n[tool.hatch.version]\n", Sign.NONE),
    ],
)
def test_its_environments_tell_it_but_not_its_builder_s_table(
    tmp_path: Path, table: str, sign: Sign
) -> None:
    assert MANAGER.sign(project(tmp_path, NAMED + table)) is sign


def test_its_own_file_tells_it(tmp_path: Path) -> None:
    assert MANAGER.sign(project(tmp_path, hatch_toml="")) is Sign.SETTING


def test_it_has_a_command_for_its_environment_and_none_that_adds(
    tmp_path: Path,
) -> None:
    found = MANAGER.manage(project(tmp_path, NAMED))

    assert found.prepare == found.commands.sync == CREATE
    assert found.commands.add == ()
    assert found.adds_by_pip


@pytest.mark.parametrize("line", ["installer = 'uv'", "type = 'system'"])
def test_an_environment_without_a_pip_is_not_added_to(
    tmp_path: Path, line: str
) -> None:
    text = f"{NAMED}[tool.hatch.envs.default]\n{line}\n"

    assert not MANAGER.manage(project(tmp_path, text)).adds_by_pip


def test_its_environment_is_in_its_data_directory(place: Path) -> None:
    # As Hatch 1.18.2 itself called it.
    expected = "home/.local/share/hatch/env/virtual/ha-x/FCZB6aAw/ha-x"

    assert environment(place) == place.parent / expected


def test_a_project_without_a_name_has_one_too(place: Path) -> None:
    found = environment(place, "")

    assert found is not None
    assert found.parts[-3:] == ("FCZB6aAw-unmanaged", "FCZB6aAw", "FCZB6aAw-unmanaged")


def test_on_macos_the_case_of_the_path_does_not_count(tmp_path: Path) -> None:
    marks = set()
    for name in ("HA", "ha"):
        root = tmp_path / name
        root.mkdir()
        there = project(root, NAMED, home=Path("/home/me"), platform="darwin")
        found = MANAGER.manage(there).environment
        assert found is not None
        marks.add(found.parent.name)

    assert len(marks) == 1


def test_one_that_is_there_need_not_be_made(place: Path) -> None:
    path = environment(place)
    assert path is not None
    path.mkdir(parents=True)
    (path / "pyvenv.cfg").touch()

    found = MANAGER.manage(project(place, NAMED, home=place.parent / "home"))

    assert found.prepare == ()


@pytest.mark.parametrize("where", ["pyproject.toml", "hatch.toml", "variable"])
def test_a_setting_says_where_it_is(place: Path, where: str) -> None:
    text, environ = NAMED, {}
    if where == "pyproject.toml":
        text += "[tool.hatch.envs.default]\npath = 'env'\n"
    elif where == "hatch.toml":
        (place / "hatch.toml").write_text("[envs.default]\npath = 'env'\n")
    else:
        environ["HATCH_ENV_TYPE_VIRTUAL_PATH"] = "env"

    assert environment(place, text, **environ) == place / "env"


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("[dirs.env]\nvirtual = '~/envs'\n", "home/envs/ha-x/FCZB6aAw/ha-x"),
        ("[dirs.env]\nvirtual = '~/.virtualenvs'\n", "home/.virtualenvs/ha-x"),
        ("[dirs]\ndata = '~/d'\n", "home/d/env/virtual/ha-x/FCZB6aAw/ha-x"),
    ],
)
@pytest.mark.parametrize("variable", [False, True])
def test_the_user_s_settings_say_where_it_is(
    place: Path, setting: str, expected: str, *, variable: bool
) -> None:
    file = place.parent / ("c.toml" if variable else "home/.config/hatch/config.toml")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(setting)
    environ = {"HATCH_CONFIG": str(file)} if variable else {}

    assert environment(place, **environ) == place.parent / expected


def test_below_the_project_it_has_a_short_name(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text("[dirs.env]\nvirtual = '.hatch'\n")

    found = environment(tmp_path, HATCH_CONFIG=str(config))

    assert found == tmp_path / ".hatch" / "ha-x"


def test_a_variable_says_where_its_data_is(place: Path) -> None:
    expected = place.parent / "d/env/virtual/ha-x/FCZB6aAw/ha-x"

    assert environment(place, HATCH_DATA_DIR=str(place.parent / "d")) == expected


def test_without_a_home_there_is_no_place_for_it(place: Path) -> None:
    assert MANAGER.manage(project(place, NAMED)).environment is None
