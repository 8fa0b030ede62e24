from __future__ import annotations

from typing import TYPE_CHECKING

from tests.patients import scene

if TYPE_CHECKING:
    from pathlib import Path


def test_commands_are_written_as_the_shell_reads_them(tmp_path: Path) -> None:
    argv = ["chmod", "700", "/a place"]

    assert scene(tmp_path, within="bash").command(argv) == "chmod 700 '/a place'"
    assert scene(tmp_path, within=None).command(argv) == "chmod 700 '/a place'"


def test_a_variable_is_emptied_as_the_shell_does(tmp_path: Path) -> None:
    assert scene(tmp_path, within="fish").unset("CI") == "set -gx CI ''"
    assert scene(tmp_path, within="powershell").unset("CI") == "$env:CI = ''"
    assert scene(tmp_path, within=None).unset("CI") == "unset CI"


def test_the_hook_is_loaded_from_the_share(tmp_path: Path) -> None:
    where = scene(tmp_path, within="fish", share=tmp_path / "share")

    assert where.snippet == tmp_path / "share" / "pep668hook.fish"
    assert where.load() == f"source {where.snippet}"


def test_without_a_shell_it_is_installed_first(tmp_path: Path) -> None:
    where = scene(tmp_path, within=None)

    assert where.snippet is None
    assert where.load() == "pep668hook install"
