from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook.manager import Sign
from pep668hook.managers.poetry import MANAGER
from tests.builders import project

if TYPE_CHECKING:
    from pathlib import Path

NAMED = "[tool.poetry]\nname = 'My.Proj'\n"


@pytest.fixture(name="place")
def _place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give the project the path that the names below were made for by Poetry."""
    place = tmp_path / "My Proj"
    place.mkdir()
    monkeypatch.setattr("os.path.realpath", lambda _path: "/tmp/w5/t/My Proj")  # noqa: S108
    return place


def cached(home: Path, *names: str) -> list[Path]:
    folder = home / ".cache" / "pypoetry" / "virtualenvs"
    made = [folder / name for name in names]
    for path in made:
        path.mkdir(parents=True)
    return made


def environment(root: Path, text: str = NAMED, **environ: str) -> Path | None:
    return MANAGER.manage(
        project(root, text, home=root.parent / "home", environ=environ)
    ).environment


def test_it_tells_where_its_environment_is_unless_it_makes_none(tmp_path: Path) -> None:
    described = project(tmp_path, NAMED)
    barred = project(tmp_path, NAMED, environ={"POETRY_VIRTUALENVS_CREATE": "false"})

    assert MANAGER.manage(described).tell == ("poetry", "env", "info", "--path")
    assert MANAGER.manage(barred).tell == ()


def test_its_lock_file_tells_it(tmp_path: Path) -> None:
    assert MANAGER.sign(project(tmp_path, NAMED, poetry_lock="")) is Sign.LOCK


def test_a_lock_file_alone_is_of_another_time(tmp_path: Path) -> None:
    assert MANAGER.sign(project(tmp_path, poetry_lock="")) is Sign.NONE


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        (NAMED, Sign.SETTING),
        ("[build-system]\nbuild-backend = 'poetry.core.masonry.api'\n", Sign.SETTING),
        ("[build-system]\nbuild-backend = 'hatchling.build'\n", Sign.NONE),
    ],
)
def test_its_table_and_its_builder_tell_it(
    tmp_path: Path, text: str, sign: Sign
) -> None:
    assert MANAGER.sign(project(tmp_path, text)) is sign


def test_dependencies_of_all_groups_are_removed_alike(tmp_path: Path) -> None:
    found = MANAGER.manage(
        project(
            tmp_path,
            "[project]\nname = 'a'\ndependencies = ['six']\n"
            "optional-dependencies.web = ['flask']\n"
            "[tool.poetry.dependencies]\npython = '^3.9'\nDjango = '^5'\n"
            "[tool.poetry.group.lint.dependencies]\nruff = '*'\n"
            "[tool.poetry.group.'a.b'.dependencies]\nblack = '*'\n"
            "[tool.poetry.extras]\nall = []\n",
        )
    )

    assert found.dependencies == dict.fromkeys(("six", "flask", "django", "ruff"), ())
    assert found.extras == ("web", "all")


# -- where its environment is


def test_one_in_the_cache_is_known_by_its_name(place: Path) -> None:
    # As Poetry 2.5.1 itself called it.
    (made,) = cached(place.parent / "home", "my-proj-0y__9b0g-py3.13")

    assert environment(place) == made


def test_a_project_without_a_name_has_one_too(place: Path) -> None:
    (made,) = cached(place.parent / "home", "non-package-mode-0y__9b0g-py3.13")

    assert environment(place, "[tool.poetry]\npackage-mode = false\n") == made


def test_of_several_the_one_chosen_by_env_use_counts(place: Path) -> None:
    one, other = cached(
        place.parent / "home", "my-proj-0y__9b0g-py3.11", "my-proj-0y__9b0g-py3.9"
    )
    assert environment(place) is None

    (one.parent / "envs.toml").write_text("[my-proj-0y__9b0g]\nminor = '3.9'\n")
    assert environment(place) == other


def test_one_that_was_not_made_yet_has_no_known_place(place: Path) -> None:
    assert environment(place) is None


def test_one_beside_the_project_counts_if_it_is_there(place: Path) -> None:
    cached(place.parent / "home", "my-proj-0y__9b0g-py3.13")
    (place / ".venv").mkdir()

    assert environment(place) == place / ".venv"


@pytest.mark.parametrize("value", ["true", "1"])
def test_a_setting_puts_it_beside_the_project(place: Path, value: str) -> None:
    assert environment(place, POETRY_VIRTUALENVS_IN_PROJECT=value) == place / ".venv"


def test_a_setting_of_the_project_puts_it_there_too(place: Path) -> None:
    (place / "poetry.toml").write_text("[virtualenvs]\nin-project = true\n")

    assert environment(place) == place / ".venv"


def test_a_setting_keeps_it_from_there(place: Path) -> None:
    (place / ".venv").mkdir()

    assert environment(place, POETRY_VIRTUALENVS_IN_PROJECT="false") is None


@pytest.mark.parametrize("variable", ["", "POETRY_CONFIG_DIR"])
def test_the_user_s_settings_say_where_it_is(place: Path, variable: str) -> None:
    home = place.parent / "home"
    folder = home / ("conf" if variable else ".config/pypoetry")
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("[virtualenvs]\npath = '~/envs'\n")
    made = home / "envs" / "my-proj-0y__9b0g-py3.13"
    made.mkdir(parents=True)

    environ = {variable: str(folder)} if variable else {}
    assert environment(place, **environ) == made


@pytest.mark.parametrize(
    "environ",
    [
        {"POETRY_VIRTUALENVS_PATH": "/x/c/virtualenvs"},
        {"POETRY_VIRTUALENVS_PATH": "{cache-dir}/virtualenvs", "XDG_CACHE_HOME": "/x"},
        {"POETRY_CACHE_DIR": "/x/c"},
    ],
)
def test_variables_say_where_the_cache_is(place: Path, environ: dict[str, str]) -> None:
    top = place.parent / "x"
    environ = {name: value.replace("/x", str(top)) for name, value in environ.items()}
    inner = "pypoetry" if "XDG_CACHE_HOME" in environ else "c"
    made = top / inner / "virtualenvs" / "my-proj-0y__9b0g-py3.13"
    made.mkdir(parents=True)

    assert environment(place, **environ) == made


def test_none_is_made_where_that_is_set(place: Path) -> None:
    cached(place.parent / "home", "my-proj-0y__9b0g-py3.13")

    assert environment(place, POETRY_VIRTUALENVS_CREATE="false") is None


def test_without_a_home_there_is_no_cache(place: Path) -> None:
    assert MANAGER.manage(project(place, NAMED)).environment is None


@pytest.mark.parametrize("name", ["/etc", "../..", "a/b"])
def test_a_name_that_is_a_path_leads_nowhere(tmp_path: Path, name: str) -> None:
    root = tmp_path / "work"
    root.mkdir()

    assert environment(root, f"[tool.poetry]\nname = '{name}'\n") is None
