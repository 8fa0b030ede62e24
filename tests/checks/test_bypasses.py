from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from pep668hook.check import State
from pep668hook.checks.bypasses import CHECK
from tests.patients import found, scene

if TYPE_CHECKING:
    from pathlib import Path


def test_where_nothing_is_set_nothing_is_bypassed(tmp_path: Path) -> None:
    seen = found(CHECK, scene(tmp_path))

    assert list(seen) == ["overrides"]
    assert seen["overrides"].state is State.OK


@pytest.mark.parametrize(
    ("name", "value", "tool"),
    [
        ("PIP_BREAK_SYSTEM_PACKAGES", "1", "pip"),
        ("PIP_TARGET", "/elsewhere", "pip"),
        ("PIP_REQUIRE_VIRTUALENV", "true", "pip"),
        ("UV_BREAK_SYSTEM_PACKAGES", "true", "uv"),
    ],
)
def test_a_variable_that_bypasses_the_marker_is_named(
    tmp_path: Path, name: str, value: str, tool: str
) -> None:
    seen = found(CHECK, scene(tmp_path, **{name: value}))[tool]

    assert seen.state is State.WARNING
    assert f"{name}={value}" in seen.seen
    assert seen.cure == f"export {name}=''"


@pytest.mark.parametrize(
    "variables",
    [
        {"PIP_BREAK_SYSTEM_PACKAGES": "0"},
        {"PIP_INDEX_URL": "https://example.org/simple"},
        {"UV_SYSTEM_PYTHON": "1"},
    ],
)
def test_one_that_does_not_is_not(tmp_path: Path, variables: dict[str, str]) -> None:
    assert list(found(CHECK, scene(tmp_path, **variables))) == ["overrides"]


def test_a_file_of_pips_is_named_and_the_cure_takes_the_line_out(
    tmp_path: Path,
) -> None:
    where = scene(tmp_path)
    file = tmp_path / "home" / ".config" / "pip" / "pip.conf"
    file.parent.mkdir(parents=True)
    file.write_text("[global]\nbreak-system-packages = true\nquiet = 1\n")

    seen = found(CHECK, where)["pip"]

    assert seen.state is State.WARNING
    assert str(file) in seen.seen
    subprocess.run(["sh", "-c", seen.cure], check=True)
    assert file.read_text() == "[global]\nquiet = 1\n"
    assert list(found(CHECK, where)) == ["overrides"]


@pytest.mark.parametrize("name", ["project", "$(touch pwned) it's; a"])
def test_a_file_of_the_project_is_named_for_uv(tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    place.mkdir()
    where = scene(place)
    file = where.cwd / "uv.toml"
    file.write_text("[pip]\nbreak-system-packages = true\n")

    seen = found(CHECK, where)["uv"]

    assert str(file) in seen.seen
    subprocess.run(["sh", "-c", seen.cure], check=True)
    assert file.read_text() == "[pip]\n"


def test_ci_keeps_the_hook_away_and_is_a_failure(tmp_path: Path) -> None:
    seen = found(CHECK, scene(tmp_path, CI="true"))["CI"]

    assert seen.state is State.FAILURE
    assert seen.cure == "export CI=''"


def test_an_active_environment_is_told(tmp_path: Path) -> None:
    seen = found(CHECK, scene(tmp_path, VIRTUAL_ENV="/some/venv"))["active"]

    assert seen.state is State.OK
    assert "/some/venv" in seen.seen
