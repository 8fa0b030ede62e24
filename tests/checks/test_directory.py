from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pep668hook.check import State
from pep668hook.checks.directory import CHECK
from tests.builders import bare_environment
from tests.patients import found, scene

if TYPE_CHECKING:
    from pathlib import Path


def test_a_directory_of_the_persons_own_gets_environments(tmp_path: Path) -> None:
    where = scene(tmp_path)

    seen = found(CHECK, where)["directory"]

    assert seen.state is State.OK
    assert "which only you can change: new environments are .venv" in seen.seen
    assert seen.facts["standing"] == "own"


def test_a_project_is_called_one(tmp_path: Path) -> None:
    where = scene(tmp_path)
    (where.cwd / "pyproject.toml").touch()

    assert found(CHECK, where)["project"].facts["project"] is True


def test_one_that_others_can_write_to_is_told_with_what_is_done_instead(
    tmp_path: Path,
) -> None:
    where = scene(tmp_path)
    where.cwd.chmod(0o777)

    seen = found(CHECK, where)

    assert list(seen) == ["directory"]
    assert "others can write to: no environment is made here" in seen["directory"].seen
    assert "/home/.virtualenvs/default serves instead" in seen["directory"].seen


def test_the_home_directory_is_no_place_for_one(tmp_path: Path) -> None:
    where = scene(tmp_path)

    seen = found(CHECK, replace(where, cwd=where.cwd.parent))["directory"]

    assert "your home directory: no environment is made here" in seen.seen


def test_environments_are_told_and_what_ails_them(tmp_path: Path) -> None:
    where = scene(tmp_path)
    whole = bare_environment(where.cwd / ".venv")

    assert found(CHECK, where)["environment"].seen == f"{whole} is whole"

    (whole / "bin" / "python").unlink()
    seen = found(CHECK, where)["environment"]

    assert seen.state is State.WARNING
    assert seen.facts["problem"] == "half_made"
    assert seen.cure.startswith("pep668hook fix -- pip install ")


def test_one_that_others_can_change_is_taken_from_them(tmp_path: Path) -> None:
    where = scene(tmp_path)
    shared = bare_environment(where.cwd / ".venv")
    (shared / "bin").chmod(0o777)

    seen = found(CHECK, where)["environment"]

    assert seen.facts["problem"] == "untrusted"
    assert seen.cure == f"chmod -R go-w {shared}"
