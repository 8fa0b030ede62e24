from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook.check import State
from pep668hook.checks.interpreters import CHECK
from tests.builders import bare_environment
from tests.patients import scene

if TYPE_CHECKING:
    from pep668hook.check import Finding
    from tests.machine import Machine


def look(place: Path, *path: Path, **environ: str) -> list[Finding]:
    return list(CHECK.look(scene(place, path=path, **environ)))


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    return bare_environment(tmp_path / "venv")


def test_a_managed_one_is_told_with_its_marker_and_what_that_says(
    machine: Machine, tmp_path: Path
) -> None:
    python, marker = look(tmp_path, machine.python.parent)

    assert python.seen.startswith(f"{machine.python.parent / 'python'} (")
    assert "): managed, by " in python.seen
    assert python.facts["managed"] is True
    assert "To install Python packages system-wide" in marker.seen
    assert "package you are trying to" in str(marker.facts["text"])


def test_an_environment_is_not_managed_though_its_python_may_be(
    environment: Path, tmp_path: Path
) -> None:
    (python,) = look(tmp_path, environment / "bin")

    assert "not managed, for it is a virtual environment" in python.seen
    assert python.facts["virtual"] is True


def test_one_without_a_marker_says_where_that_would_be(tmp_path: Path) -> None:
    base = Path(sys.base_prefix)
    (python, *_) = look(tmp_path, base / "bin")

    if (base / "lib").is_dir() and not python.facts["managed"]:
        assert "not managed, for" in python.seen
        assert python.seen.endswith("has no marker")


def test_one_python_is_told_once_whatever_its_names(
    machine: Machine, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    again.mkdir()
    (again / "python3").symlink_to(machine.python)

    told = look(tmp_path, machine.python.parent, again)

    assert [each.about for each in told] == ["python", "marker"]


def test_a_stand_in_is_asked_where_it_leads(machine: Machine, tmp_path: Path) -> None:
    shims = tmp_path / "shims"
    shims.mkdir()
    shim = shims / "python3"
    shim.write_text(f'#!/bin/sh\nexec {machine.python} "$@"\n')
    shim.chmod(0o755)

    python, marker = look(tmp_path, shims)

    assert f"{shim} (" in python.seen
    assert f"leads to {machine.python}" in python.seen
    assert python.facts["managed"] is True
    assert marker.about == "marker"


def test_stand_ins_that_lead_nowhere_are_told_together(tmp_path: Path) -> None:
    shims = tmp_path / "shims"
    shims.mkdir()
    for name in ("python3.9", "python3.10"):
        (shims / name).write_text("#!/bin/sh\nexit 127\n")
        (shims / name).chmod(0o755)

    told = look(tmp_path, shims)

    assert [each.seen.partition(":")[0] for each in told] == [
        "there is none on PATH",
        f"{shims}/python3.10, {shims}/python3.9",
    ]


def test_where_there_is_none_that_is_said(tmp_path: Path) -> None:
    (told,) = look(tmp_path, tmp_path, tmp_path / "missing")

    assert told.state is State.OK
    assert told.seen == "there is none on PATH"
