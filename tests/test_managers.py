from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook.managers import known, managed
from pep668hook.settings import read

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = read({"HOME": "/home/me"})
PROJECT = "[project]\nname = 'app'\n"


def manager_of(root: Path) -> str | None:
    found = managed(root, SETTINGS)
    return None if found is None else found.manager.name


def test_each_has_a_rank_of_its_own() -> None:
    ranks = [manager.rank for manager in known()]

    assert ranks == sorted(set(ranks))


def test_a_project_that_has_chosen_none_has_none(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECT)

    assert manager_of(tmp_path) is None


def test_a_broken_pyproject_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.uv")

    assert manager_of(tmp_path) is None


@pytest.mark.parametrize(
    ("pyproject", "files", "expected"),
    [
        (PROJECT + "[tool.poetry]\n", ["uv.lock"], "uv"),
        (PROJECT + "[tool.uv]\n", ["poetry.lock"], "Poetry"),
        (PROJECT, ["uv.lock", "poetry.lock"], "uv"),
        ("[tool.poetry]\nname = 'app'\n", ["uv.lock", "poetry.lock"], "Poetry"),
        (PROJECT + "[tool.uv]\n[tool.poetry]\n", [], "uv"),
        (PROJECT + "[tool.rye]\n[tool.hatch.envs.x]\n", [], "Rye"),
        (PROJECT + "[tool.pdm]\n", ["Pipfile", "Pipfile.lock"], "Pipenv"),
        (PROJECT + "[tool.uv]\n", ["Pipfile"], "uv"),
        (PROJECT, ["Pipfile", "environment.yml"], "Pipenv"),
    ],
)
def test_a_lock_file_says_more_than_a_table_and_what_is_new_more_than_what_is_old(
    tmp_path: Path, pyproject: str, files: list[str], expected: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(pyproject)
    for file in files:
        (tmp_path / file).touch()

    assert manager_of(tmp_path) == expected
