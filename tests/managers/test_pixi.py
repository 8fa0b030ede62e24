from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook.manager import Sign
from pep668hook.managers.pixi import MANAGER
from tests.builders import project

if TYPE_CHECKING:
    from pathlib import Path


def test_its_files_tell_it(tmp_path: Path) -> None:
    assert MANAGER.sign(project(tmp_path, pixi_lock="")) is Sign.NONE
    assert MANAGER.sign(project(tmp_path, pixi_toml="")) is Sign.LOCK
    (tmp_path / "pixi.lock").unlink()
    assert MANAGER.sign(project(tmp_path)) is Sign.SETTING


def test_its_table_tells_it(tmp_path: Path) -> None:
    text = "[tool.pixi.workspace]\n"

    assert MANAGER.sign(project(tmp_path, text)) is Sign.SETTING


@pytest.mark.parametrize(
    ("pyproject", "pixi", "can_add"),
    [
        ("", "[dependencies]\npython = '*'\n", True),
        ("", "[dependencies]\nnumpy = '*'\n", False),
        ("[project]\nrequires-python = '>=3.9'\n[tool.pixi]\n", "", True),
        ("[tool.pixi.dependencies]\npython = '*'\n", "", True),
        ("[tool.pixi]\n", "", False),
    ],
)
def test_it_adds_from_pypi_where_it_has_a_python(
    tmp_path: Path, pyproject: str, pixi: str, *, can_add: bool
) -> None:
    found = MANAGER.manage(project(tmp_path, pyproject, pixi_toml=pixi))

    assert found.commands.add == (("pixi", "add", "--pypi") if can_add else ())
    assert found.commands.sync == ("pixi", "install")


def test_its_environment_has_no_script_to_activate_it(tmp_path: Path) -> None:
    found = MANAGER.manage(project(tmp_path, pixi_toml=""))

    assert found.environment is None
    assert found.enter == "pixi shell"


def test_each_dependency_is_removed_from_where_it_is(tmp_path: Path) -> None:
    found = MANAGER.manage(
        project(
            tmp_path,
            "[project]\nname = 'a'\ndependencies = ['six', 'numpy']\n"
            "optional-dependencies.web = ['flask']\n"
            "[tool.pixi.dependencies]\nnumpy = '*'\n"
            "[tool.pixi.pypi-dependencies]\nidna = '*'\n",
        )
    )

    assert found.dependencies == {
        "numpy": (),
        "idna": ("--pypi",),
        "six": ("--pypi",),
        "flask": ("--pypi", "--feature", "web"),
    }
