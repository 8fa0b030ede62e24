from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook.manager import Sign
from pep668hook.managers.uv import MANAGER
from tests.builders import project

if TYPE_CHECKING:
    from pathlib import Path

NAMED = "[project]\nname = 'app'\n"


def test_its_lock_file_tells_it(tmp_path: Path) -> None:
    assert MANAGER.sign(project(tmp_path, NAMED, uv_lock="")) is Sign.LOCK


@pytest.mark.parametrize(
    "table",
    [
        "[tool.uv]\n",
        "[tool.uv]\ndev-dependencies = []\n",
        "[tool.uv]\ncache-keys = []\npackage = true\n",
        "[tool.uv.sources]\n",
        "[build-system]\nbuild-backend = 'uv_build'\n",
    ],
)
def test_a_table_that_only_it_reads_tells_it(tmp_path: Path, table: str) -> None:
    assert MANAGER.sign(project(tmp_path, NAMED + table)) is Sign.SETTING


@pytest.mark.parametrize(
    "table",
    [
        "",
        "[tool.uv]\ncache-keys = []\n",
        "[tool.uv.build-backend]\n",
        "[tool.uv.pip]\n",
    ],
)
def test_a_table_for_whoever_installs_the_project_does_not(
    tmp_path: Path, table: str
) -> None:
    assert MANAGER.sign(project(tmp_path, NAMED + table)) is Sign.NONE


def test_a_project_that_it_could_not_add_to_is_not_its(tmp_path: Path) -> None:
    assert MANAGER.sign(project(tmp_path, "[tool.uv]\n", uv_lock="")) is Sign.NONE


def test_a_workspace_without_a_project_can_only_be_synced(tmp_path: Path) -> None:
    root = project(tmp_path, "[tool.uv.workspace]\nmembers = ['a']\n", uv_lock="")

    assert MANAGER.sign(root) is Sign.LOCK
    commands = MANAGER.manage(root).commands
    assert commands.sync == ("uv", "sync")
    assert commands.add == ()


def test_its_environment_is_beside_its_files(tmp_path: Path) -> None:
    found = MANAGER.manage(project(tmp_path, NAMED))

    assert found.environment == tmp_path / ".venv"
    assert found.root == tmp_path


@pytest.mark.parametrize(("value", "expected"), [("e", "e"), ("/e", "/e")])
def test_a_variable_can_say_where_it_is(
    tmp_path: Path, value: str, expected: str
) -> None:
    environ = {"UV_PROJECT_ENVIRONMENT": value}

    found = MANAGER.manage(project(tmp_path, NAMED, environ=environ))

    assert found.environment == tmp_path / expected


def test_each_dependency_is_removed_from_where_it_is(tmp_path: Path) -> None:
    found = MANAGER.manage(
        project(
            tmp_path,
            "[project]\nname = 'app'\ndependencies = ['six', 'ruff']\n"
            "optional-dependencies.web = ['flask']\n"
            "[dependency-groups]\nlint = ['black']\n"
            "[tool.uv]\ndev-dependencies = ['ruff']\n",
        )
    )

    assert found.dependencies == {
        "six": (),
        "ruff": ("--dev",),
        "flask": ("--optional", "web"),
        "black": ("--group", "lint"),
    }
    assert found.extras == ("web",)


# -- workspaces


def member(tmp_path: Path, workspace: str, *, locked: bool = True) -> Path:
    (tmp_path / "pyproject.toml").write_text(f"[tool.uv.workspace]\n{workspace}\n")
    if locked:
        (tmp_path / "uv.lock").touch()
    inside = tmp_path / "packages" / "a"
    inside.mkdir(parents=True)
    return inside


def test_a_member_of_a_workspace_shares_its_environment(tmp_path: Path) -> None:
    inside = project(member(tmp_path, "members = ['packages/*']"), NAMED)

    assert MANAGER.sign(inside) is Sign.LOCK
    found = MANAGER.manage(inside)
    assert (found.root, found.environment) == (tmp_path, tmp_path / ".venv")


@pytest.mark.parametrize(
    "workspace",
    [
        "members = ['packages']",
        "members = ['libraries/*']",
        "members = ['packages/*']\nexclude = ['packages/a']",
        "",
    ],
)
def test_what_the_workspace_does_not_name_is_no_member(
    tmp_path: Path, workspace: str
) -> None:
    inside = project(member(tmp_path, workspace), NAMED)

    assert MANAGER.sign(inside) is Sign.NONE


def test_a_workspace_without_a_lock_is_not_looked_for(tmp_path: Path) -> None:
    inside = member(tmp_path, "members = ['packages/*']", locked=False)

    assert MANAGER.sign(project(inside, NAMED)) is Sign.NONE


def test_what_lies_above_the_home_directory_is_no_workspace(tmp_path: Path) -> None:
    inside = member(tmp_path, "members = ['packages/*']")

    assert MANAGER.sign(project(inside, NAMED, home=inside.parent)) is Sign.NONE
