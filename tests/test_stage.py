from __future__ import annotations

import os
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from pep668hook import settings, stage
from pep668hook.stage import NoSuchShellError

if TYPE_CHECKING:
    from pathlib import Path

    from pep668hook.settings import Settings

THEIRS = {
    "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
    "HOME": "/nonexistent",
    "TERM": "xterm-256color",
    "LANG": "C.UTF-8",
    "CI": "true",
    "PEP668HOOK": "off",
    "PIP_USER": "1",
    "VIRTUAL_ENV": "/nonexistent/venv",
}


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_the_shell_gets_nothing_of_the_persons_that_could_change_the_story() -> None:
    with stage.built("bash", settings.read(THEIRS), plain=False) as built:
        environ = built.environ

    assert not {"CI", "PEP668HOOK", "PIP_USER", "VIRTUAL_ENV"} & set(environ)
    assert environ["HOME"] == str(built.home)
    assert environ["TERM"] == "xterm-256color"
    assert environ["LANG"] == "C.UTF-8"


def test_a_plain_stage_has_a_terminal_that_only_prints() -> None:
    with stage.built("bash", settings.read(THEIRS), plain=True) as built:
        assert built.environ["TERM"] == "dumb"


def test_the_hook_is_installed_as_in_a_home_of_ones_own() -> None:
    with stage.built("bash", settings.read(THEIRS), plain=True) as built:
        share = built.home / ".local/share/pep668hook"
        rc = (built.home / ".bashrc").read_text(encoding="utf-8")

        assert (share / "venv/bin/python").exists()
        assert str(share / "pep668hook.bash") in rc
        assert list(built.directory.iterdir()) == []


def test_its_pip_is_refused() -> None:
    with stage.built("bash", settings.read(THEIRS), plain=True) as built:
        assert built.managed.externally_managed


def test_the_wheel_is_the_demos_own() -> None:
    with stage.built("bash", settings.read(THEIRS), plain=True) as built:
        (wheel,) = built.wheels.iterdir()
        names = zipfile.ZipFile(wheel).namelist()

    assert names[0] == "greeting.py"
    assert "greeting-1.0.dist-info/RECORD" in names


def test_nothing_stays_whatever_happens(temporary: Path) -> None:
    with (
        pytest.raises(KeyboardInterrupt),
        stage.built("bash", settings.read(THEIRS), plain=True),
    ):
        raise KeyboardInterrupt

    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("times", [1, 1000])
def test_what_is_still_written_into_is_removed_with_patience(
    temporary: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    left = iter(range(times))
    really_remove = shutil.rmtree

    def remove(place: Path, **how: bool) -> None:
        really_remove(place, **how)
        if place.parent == temporary and next(left, None) is not None:
            place.mkdir()

    monkeypatch.setattr(shutil, "rmtree", remove)
    monkeypatch.setattr("time.sleep", lambda _: None)

    with stage.built("bash", settings.read(THEIRS), plain=True):
        pass

    assert len(list(temporary.iterdir())) == (times > 1)


def test_a_shell_that_is_unknown_is_named_with_those_that_are_not() -> None:
    with (
        pytest.raises(NoSuchShellError, match="`ksh`") as caught,
        stage.built("ksh", settings.read(THEIRS), plain=True),
    ):
        pass

    assert caught.value.hint == "the demo knows bash, fish, powershell, zsh"


def test_a_shell_that_is_not_on_path_is_said_to_be_missing() -> None:
    nowhere = settings.read({**THEIRS, "PATH": "/nonexistent"})

    with (
        pytest.raises(NoSuchShellError, match="not on PATH"),
        stage.built("bash", nowhere, plain=True),
    ):
        pass


@pytest.fixture
def with_zsh_and_fish(tmp_path: Path) -> Settings:
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    for name in ("zsh", "fish", "tcsh"):
        (bin_ / name).touch(mode=0o755)
    return settings.read({"PATH": str(bin_)})


@pytest.mark.parametrize(
    ("wanted", "in_use", "played"),
    [
        (None, "fish", ("fish",)),
        (None, "zsh", ("zsh",)),
        (None, "bash", ("zsh",)),
        (None, None, ("zsh",)),
        ("all", "fish", ("zsh", "fish")),
        ("bash", "fish", ("bash",)),
    ],
)
def test_it_is_played_where_it_is_wanted_else_where_the_person_is(
    with_zsh_and_fish: Settings,
    wanted: str | None,
    in_use: str | None,
    played: tuple[str, ...],
) -> None:
    assert stage.shells_to_play(wanted, in_use, with_zsh_and_fish) == played


def test_without_any_shell_that_is_said() -> None:
    nowhere = settings.read({"PATH": "/nonexistent"})

    with pytest.raises(NoSuchShellError, match="not on PATH"):
        stage.shells_to_play("all", None, nowhere)
