from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook.obstacle import find
from pep668hook.pip_command import parse

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(name="cwd")
def _cwd(tmp_path: Path) -> Path:
    (tmp_path / "there.txt").touch()
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "setup.py").touch()
    (tmp_path / "docs").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        "six",
        "-r there.txt",
        "-c there.txt six",
        "-r https://example.org/r.txt",
        "./app",
        "-e ./app[dev]",
        "./there.txt",
        "git+https://example.org/app",
        "-e git+https://example.org/app",
        "app @ https://example.org/app.zip",
        "--group dev",
        "six[a/b",
    ],
)
def test_what_may_work_has_none(cwd: Path, line: str) -> None:
    assert find(parse(["pip", "install", *line.split(" ")]), cwd) == ""


@pytest.mark.parametrize(
    ("line", "obstacle"),
    [
        ("", "no package was named"),
        ("--upgrade", "no package was named"),
        ("-r gone.txt", "there is no gone.txt here"),
        ("-c gone.txt six", "there is no gone.txt here"),
        ("./gone", "there is no ./gone here"),
        (".", "this directory has neither pyproject.toml nor setup.py"),
        ("-e .[dev]", "this directory has neither pyproject.toml nor setup.py"),
        ("./docs", "./docs has neither pyproject.toml nor setup.py"),
    ],
)
def test_what_would_fail_anywhere_is_told(cwd: Path, line: str, obstacle: str) -> None:
    assert find(parse(["pip", "install", *line.split()]), cwd) == obstacle


def test_pip_has_looked_before_it_refused_to_uninstall(cwd: Path) -> None:
    assert find(parse(["pip", "uninstall", "-r", "gone.txt"]), cwd) == ""
