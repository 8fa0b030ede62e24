from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook import __version__
from pep668hook.check import State
from pep668hook.checks.helper import CHECK
from tests.machine import install_hook
from tests.patients import found, scene

if TYPE_CHECKING:
    from pep668hook.check import Scene


@pytest.fixture
def whole(tmp_path: Path) -> Scene:
    share = tmp_path / "share"
    install_hook(share, Path(sys.prefix))
    return scene(tmp_path, share=share)


def test_a_helper_that_is_whole_is_well(whole: Scene) -> None:
    seen = found(CHECK, whole)

    assert {each.state for each in seen.values()} == {State.OK}
    assert seen["version"].seen == __version__
    assert "{}.{}.{}".format(*sys.version_info) in seen["Python"].seen


def test_what_was_not_renewed_by_an_upgrade_is_named(whole: Scene) -> None:
    (whole.share / "watch.py").write_text("# of old\n")
    (whole.share / "pep668hook.fish").unlink()

    seen = found(CHECK, whole)["version"]

    assert seen.state is State.WARNING
    assert seen.facts["stale"] == ["watch.py", "pep668hook.fish"]
    assert seen.cure == "pep668hook install"


def test_a_helper_that_is_gone_is_a_failure(whole: Scene) -> None:
    (whole.share / "venv").unlink()

    seen = found(CHECK, whole)["Python"]

    assert seen.state is State.FAILURE
    assert "is not there" in seen.seen
    assert "install.sh" in seen.cure


def test_a_share_that_is_gone_is_a_failure(tmp_path: Path) -> None:
    seen = found(CHECK, scene(tmp_path))

    assert seen["files"].state is State.FAILURE
    assert "version" not in seen


def test_what_init_loads_is_of_this_version_by_itself(tmp_path: Path) -> None:
    package = Path(sys.modules["pep668hook"].__file__ or "").parent
    where = scene(tmp_path, share=package, helper=Path(sys.executable))

    assert found(CHECK, where)["version"].state is State.OK


def command(place: Path) -> Path:
    path = place / "home" / ".local" / "bin" / "pep668hook"
    path.parent.mkdir(parents=True)
    return path


def test_a_command_that_is_not_executable_is_named(tmp_path: Path) -> None:
    path = command(tmp_path)
    path.touch(0o644)

    seen = found(CHECK, scene(tmp_path))["command"]

    assert seen.state is State.WARNING  # pip is caught all the same
    assert seen.seen == f"{path} is not executable"
    assert seen.cure == f"chmod +x {path}"


def test_a_command_of_root_s_is_cured_by_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = command(tmp_path)
    path.touch(0o644)
    monkeypatch.setattr("os.geteuid", lambda: path.stat().st_uid + 1)

    seen = found(CHECK, scene(tmp_path))["command"]

    assert seen.cure == f"sudo chmod +x {path}"


def test_a_directory_by_two_names_is_told_of_once(tmp_path: Path) -> None:
    path = command(tmp_path)
    path.touch(0o644)
    (tmp_path / "bin").symlink_to(path.parent)
    where = scene(tmp_path, path=[path.parent, tmp_path / "bin"])

    told = [each for each in CHECK.look(where) if each.about == "command"]

    assert [each.seen for each in told] == [f"{path} is not executable"]


def test_a_command_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    path = command(tmp_path)
    path.symlink_to("/no/such/pep668hook")

    seen = found(CHECK, scene(tmp_path))["command"]

    assert seen.state is State.WARNING
    assert "leads to /no/such/pep668hook, which is not there" in seen.seen
    assert "install.sh" in seen.cure


def test_a_command_that_can_be_run_is_told(tmp_path: Path) -> None:
    path = command(tmp_path)
    path.touch(0o755)

    assert found(CHECK, scene(tmp_path))["command"].seen == str(path)
