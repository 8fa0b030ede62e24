from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook.manager import Sign
from pep668hook.managers.pdm import MANAGER
from tests.builders import project

if TYPE_CHECKING:
    from pathlib import Path

NAMED = "[project]\nname = 'app'\n"


def made(path: Path) -> Path:
    path.mkdir(parents=True)
    (path / "pyvenv.cfg").touch()
    return path


def environment(root: Path, home: Path | None = None, **environ: str) -> Path | None:
    return MANAGER.manage(project(root, NAMED, home=home, environ=environ)).environment


def test_its_lock_file_tells_it(tmp_path: Path) -> None:
    assert MANAGER.sign(project(tmp_path, NAMED, pdm_lock="")) is Sign.LOCK


def test_it_keeps_no_project_without_a_name(tmp_path: Path) -> None:
    assert MANAGER.sign(project(tmp_path, "[tool.pdm]\n", pdm_lock="")) is Sign.NONE


@pytest.mark.parametrize(
    ("table", "sign"),
    [
        ("[tool.pdm]\n", Sign.SETTING),
        ("[tool.pdm]\ndistribution = false\n", Sign.SETTING),
        ("[tool.pdm.version]\nsource = 'scm'\n", Sign.NONE),
        ("[tool.pdm.build]\n", Sign.NONE),
        ("", Sign.NONE),
    ],
)
def test_its_table_tells_it_unless_it_is_its_builder_s(
    tmp_path: Path, table: str, sign: Sign
) -> None:
    assert MANAGER.sign(project(tmp_path, NAMED + table)) is sign


def test_its_settings_tell_it(tmp_path: Path) -> None:
    assert MANAGER.sign(project(tmp_path, NAMED, pdm_toml="")) is Sign.SETTING


def test_each_dependency_is_removed_from_where_it_is(tmp_path: Path) -> None:
    found = MANAGER.manage(
        project(
            tmp_path,
            "[project]\nname = 'a'\ndependencies = ['six']\n"
            "optional-dependencies.web = ['flask']\n"
            "[dependency-groups]\ndev = ['pytest']\n"
            "[tool.pdm.dev-dependencies]\nlint = ['ruff']\n",
        )
    )

    assert found.dependencies == {
        "six": (),
        "flask": ("--group", "web"),
        "pytest": ("--dev", "--group", "dev"),
        "ruff": ("--dev", "--group", "lint"),
    }


# -- where its environment is


def test_it_will_be_beside_the_project(tmp_path: Path) -> None:
    assert environment(tmp_path) == tmp_path / ".venv"


def test_one_of_another_usual_name_is_taken(tmp_path: Path) -> None:
    made(tmp_path / "env")

    assert environment(tmp_path) == tmp_path / "env"


def test_the_saved_python_leads_to_it(tmp_path: Path) -> None:
    path = made(tmp_path / "elsewhere" / "app-3.11")
    (tmp_path / ".pdm-python").write_text(f"{path}/bin/python\n")

    assert environment(tmp_path) == path


def test_a_saved_python_without_an_environment_has_none(tmp_path: Path) -> None:
    (tmp_path / ".pdm-python").write_text("/usr/bin/python3")

    assert environment(tmp_path) is None


def test_a_variable_says_which_python_it_is(tmp_path: Path) -> None:
    path = made(tmp_path / "elsewhere")

    assert environment(tmp_path, PDM_PYTHON=f"{path}/bin/python") == path


def test_a_saved_python_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    (tmp_path / ".pdm-python").write_bytes(b"\xff")

    assert environment(tmp_path) == tmp_path / ".venv"


@pytest.mark.parametrize("value", ["0", "no"])
def test_a_variable_keeps_it_from_the_project(tmp_path: Path, value: str) -> None:
    assert environment(tmp_path, PDM_VENV_IN_PROJECT=value) is None
    made(tmp_path / ".venv")
    assert environment(tmp_path, PDM_VENV_IN_PROJECT=value) == tmp_path / ".venv"
    assert environment(tmp_path, PDM_USE_VENV=value) is None


@pytest.mark.parametrize("where", ["pdm.toml", ".config/pdm/config.toml", "c.toml"])
def test_a_setting_keeps_it_from_the_project(tmp_path: Path, where: str) -> None:
    file = tmp_path / where
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("[venv]\nin_project = false\n")
    environ = {"PDM_CONFIG_FILE": str(file)} if where == "c.toml" else {}

    assert environment(tmp_path, home=tmp_path, **environ) is None
