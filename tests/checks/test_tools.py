from __future__ import annotations

from typing import TYPE_CHECKING

from pep668hook.check import State
from pep668hook.checks.tools import CHECK
from tests.patients import found, scene

if TYPE_CHECKING:
    from pathlib import Path


def add(place: Path, name: str, script: str) -> Path:
    program = place / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


def test_each_tool_is_told_with_its_version(tmp_path: Path) -> None:
    uv = add(tmp_path, "uv", "echo 'uv 0.13.2 (abc 2026-01-01)'")
    add(tmp_path, "pipx", "echo 1.7.1")
    add(tmp_path, "unheard-of", "echo 1.0")

    seen = found(CHECK, scene(tmp_path, path=[tmp_path]))

    assert set(seen) == {"uv", "pipx"}
    assert seen["uv"].seen == f"0.13.2 ({uv})"
    assert seen["pipx"].facts["version"] == "1.7.1"


def test_one_that_does_not_tell_is_there_all_the_same(tmp_path: Path) -> None:
    add(tmp_path, "poetry", "echo 'no 1.2.3'; exit 3")

    seen = found(CHECK, scene(tmp_path, path=[tmp_path]))["poetry"]

    assert seen.state is State.OK
    assert seen.seen.startswith("does not tell its version")
    assert seen.facts["version"] is None


def test_where_there_are_none_that_is_said(tmp_path: Path) -> None:
    assert list(found(CHECK, scene(tmp_path, path=[tmp_path]))) == ["tools"]
