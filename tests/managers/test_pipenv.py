from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.manager import Sign
from pep668hook.managers.pipenv import MANAGER
from tests.builders import project

NAME = "pip_env-X6D7DAaZ"


@pytest.fixture(name="place")
def _place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give the project the path that the name above was made for by Pipenv."""
    place = tmp_path / "pip env"
    place.mkdir()
    monkeypatch.setattr("os.path.realpath", lambda _path: "/tmp/w5/t/pip env")  # noqa: S108
    return place


def environment(root: Path, pipfile: str = "", **environ: str) -> Path | None:
    return MANAGER.manage(
        project(root, home=root.parent / "home", environ=environ, Pipfile=pipfile)
    ).environment


def test_its_files_tell_it(tmp_path: Path) -> None:
    assert MANAGER.sign(project(tmp_path)) is Sign.NONE
    assert MANAGER.sign(project(tmp_path, Pipfile_lock="{}")) is Sign.NONE
    assert MANAGER.sign(project(tmp_path, Pipfile="")) is Sign.LOCK
    (tmp_path / "Pipfile.lock").unlink()
    assert MANAGER.sign(project(tmp_path)) is Sign.SETTING


def test_what_is_for_development_is_removed_from_there(tmp_path: Path) -> None:
    pipfile = "[packages]\nSix = '*'\n[dev-packages]\nsix = '*'\npytest = '*'\n"

    found = MANAGER.manage(project(tmp_path, Pipfile=pipfile))

    assert found.dependencies == {"six": (), "pytest": ("--dev",)}


# -- where its environment is


def test_it_is_where_all_of_them_are(place: Path) -> None:
    # As Pipenv 2026.10.3 itself called it.
    kept = place.parent / "home" / ".local" / "share" / "virtualenvs" / NAME

    assert environment(place) == kept


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"WORKON_HOME": "/w"}, f"/w/{NAME}"),
        ({"XDG_DATA_HOME": "/d"}, f"/d/virtualenvs/{NAME}"),
        ({"WORKON_HOME": "/w", "PIPENV_PYTHON": "3.12"}, f"/w/{NAME}-3.12"),
        (
            {"WORKON_HOME": "/w", "PIPENV_PYTHON": "/usr/bin/python3"},
            f"/w/{NAME}-python3",
        ),
        ({"WORKON_HOME": "/w", "PIPENV_CUSTOM_VENV_NAME": "mine"}, "/w/mine"),
    ],
)
def test_variables_say_where_it_is(
    place: Path, environ: dict[str, str], expected: str
) -> None:
    assert environment(place, **environ) == Path(expected)


def test_without_a_home_there_is_no_place_for_it(place: Path) -> None:
    assert MANAGER.manage(project(place, Pipfile="")).environment is None


def test_one_beside_the_project_is_taken_if_it_is_there(place: Path) -> None:
    (place / ".venv").mkdir()

    assert environment(place) == place / ".venv"


def test_one_of_its_own_goes_before_one_that_somebody_made(place: Path) -> None:
    (place / ".venv").mkdir()
    (place.parent / "w" / NAME).mkdir(parents=True)

    found = environment(place, WORKON_HOME=str(place.parent / "w"))

    assert found == place.parent / "w" / NAME


@pytest.mark.parametrize(
    ("pipfile", "environ", "beside"),
    [
        ("", {"PIPENV_VENV_IN_PROJECT": "1"}, True),
        ("[pipenv]\nvenv_in_project = true\n", {}, True),
        (
            "[pipenv]\nvenv_in_project = true\n",
            {"PIPENV_VENV_IN_PROJECT": "0"},
            False,
        ),
        ("[pipenv]\nvenv_in_project = false\n", {}, False),
    ],
)
def test_a_setting_puts_it_beside_the_project(
    place: Path, pipfile: str, environ: dict[str, str], *, beside: bool
) -> None:
    found = environment(place, pipfile, WORKON_HOME="/w", **environ)

    assert found == (place / ".venv" if beside else Path("/w") / NAME)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"mine\n", "/w/mine"),
        (b"/srv/env\n", "/srv/env"),
        (b"", f"/w/{NAME}"),
        (b"\xff", f"/w/{NAME}"),
    ],
)
def test_a_file_in_its_place_names_it(
    place: Path, content: bytes, expected: str
) -> None:
    (place / ".venv").write_bytes(content)

    assert environment(place, WORKON_HOME="/w") == Path(expected)
