from __future__ import annotations

from typing import TYPE_CHECKING

from pep668hook.manager import Sign
from pep668hook.managers.rye import MANAGER
from tests.builders import project

if TYPE_CHECKING:
    from pathlib import Path

NAMED = "[project]\nname = 'app'\n"


def test_its_table_tells_it(tmp_path: Path) -> None:
    assert MANAGER.sign(project(tmp_path, NAMED + "[tool.rye]\n")) is Sign.SETTING
    assert MANAGER.sign(project(tmp_path, NAMED)) is Sign.NONE


def test_its_environment_is_beside_the_project(tmp_path: Path) -> None:
    found = MANAGER.manage(project(tmp_path, NAMED))

    assert found.environment == tmp_path / ".venv"


def test_each_dependency_is_removed_from_where_it_is(tmp_path: Path) -> None:
    found = MANAGER.manage(
        project(
            tmp_path,
            "[project]\nname = 'a'\ndependencies = ['six']\n"
            "optional-dependencies.web = ['flask']\n"
            "[dependency-groups]\nlint = ['black']\n"
            "[tool.rye]\ndev-dependencies = ['ruff']\n",
        )
    )

    assert found.dependencies == {
        "six": (),
        "flask": ("--optional", "web"),
        "ruff": ("--dev",),
    }
