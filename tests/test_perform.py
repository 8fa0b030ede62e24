from __future__ import annotations

import fcntl
import os
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook import environment
from pep668hook.engines import EnvironmentNotMadeError
from pep668hook.perform import perform
from pep668hook.plan import AddPip, MakeEnvironment, SetAside
from pep668hook.settings import read
from tests.builders import AWKWARD, bare_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pep668hook.plan import Action

BASE = Path(os.path.realpath(sys.executable))
SCRIPTS = ("activate",)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def carry_out(cache: Path) -> Callable[..., list[str]]:
    def carry_out(
        *actions: Action, scripts: Sequence[str] = SCRIPTS, path: Path | None = None
    ) -> list[str]:
        announced = []

        @contextmanager
        def announce(words: str) -> Iterator[None]:
            announced.append(words)
            yield

        environ = {"XDG_CACHE_HOME": str(cache), "PATH": str(path or "")}
        perform(actions, read(environ), announce, scripts)
        return announced

    return carry_out


def whole(path: Path) -> bool:
    return environment.inspect(path, SCRIPTS).usable


def make(path: Path, interpreter: Path = BASE) -> MakeEnvironment:
    return MakeEnvironment(path=path, interpreter=interpreter, prompt="app")


def program(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_it_makes_an_environment_and_says_what_it_does(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    path = tmp_path / AWKWARD / ".venv"

    assert carry_out(make(path)) == ["making .venv"]
    assert whole(path)


def test_what_it_makes_stays_out_of_version_control(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    path = tmp_path / ".venv"
    # A maker that does not think of it, as the standard library before 3.13.
    venv = f"{BASE} -m venv --without-pip '{path}'; /bin/rm -f '{path}/.gitignore'"
    (tmp_path / "bin").mkdir()
    program(tmp_path / "bin" / "uv", venv)

    carry_out(make(path), path=tmp_path / "bin")

    assert (path / ".gitignore").read_text().splitlines()[-1] == "*"


def test_a_gitignore_that_is_there_stays(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    path = bare_environment(tmp_path / ".venv")
    (path / "bin" / "activate").unlink()
    (path / ".gitignore").write_text("mine\n")

    carry_out(make(path))

    assert (path / ".gitignore").read_text() == "mine\n"


def test_what_another_shell_has_made_meanwhile_is_taken_as_it_is(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    path = bare_environment(tmp_path / ".venv")

    carry_out(SetAside(path, tmp_path / "aside"), make(path, Path("/no/python")))

    assert whole(path)
    assert not (tmp_path / "aside").exists()


def test_one_that_this_shell_cannot_activate_is_no_such(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    path = bare_environment(tmp_path / ".venv")
    script = path / "bin" / "activate.fish"
    script.unlink()

    carry_out(make(path), scripts=("activate.fish",))

    assert script.is_file()


def test_a_broken_one_is_set_aside_and_a_new_one_made(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    path, aside = tmp_path / ".venv", tmp_path / ".venv.broken"
    path.mkdir()
    (path / "kept").touch()

    announced = carry_out(SetAside(path, aside), make(path))

    assert announced == ["setting .venv aside", "making .venv"]
    assert whole(path)
    assert (aside / "kept").exists()


def test_what_is_gone_needs_no_setting_aside(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    path = tmp_path / ".venv"

    carry_out(SetAside(path, tmp_path / "aside"))

    assert list(tmp_path.iterdir()) == []


def test_an_environment_is_given_a_pip(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    path = bare_environment(tmp_path / ".venv")

    assert carry_out(AddPip(path)) == ["adding pip to .venv"]
    assert environment.inspect(path, SCRIPTS).has_pip


def test_the_directories_that_it_lies_in_are_made_too(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    path = tmp_path / "envs" / "mine" / "default"

    carry_out(make(path))

    assert whole(path)


# -- where it does not come to its end


def test_where_it_cannot_be_made_nothing_is_left(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    path = tmp_path / "envs" / "mine" / "default"

    with pytest.raises(EnvironmentNotMadeError):
        carry_out(make(path, Path("/no/python")))

    assert list(tmp_path.iterdir()) == []


def test_what_was_made_but_is_not_whole_is_taken_away(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    path = tmp_path / ".venv"

    with pytest.raises(EnvironmentNotMadeError, match="it was never finished"):
        carry_out(make(path), scripts=("activate.no-such-shell",))

    assert not path.exists()


def test_where_it_is_interrupted_what_was_half_made_is_taken_away(
    tmp_path: Path,
    carry_out: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "envs" / "default"

    def interrupt(_path: Path, _settings: object) -> None:
        assert path.exists()
        raise KeyboardInterrupt

    monkeypatch.setattr("pep668hook.engines.add_pip", interrupt)

    with pytest.raises(KeyboardInterrupt):
        carry_out(make(path))

    assert list(tmp_path.iterdir()) == []


def test_where_the_new_one_fails_the_old_one_comes_back(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    path = tmp_path / ".venv"
    path.mkdir()
    (path / "kept").touch()

    with pytest.raises(EnvironmentNotMadeError):
        carry_out(SetAside(path, tmp_path / "aside"), make(path, Path("/no/python")))

    assert [each.name for each in tmp_path.iterdir()] == [".venv"]
    assert (path / "kept").exists()


def test_where_it_is_interrupted_as_the_old_one_is_set_aside_that_comes_back(
    tmp_path: Path,
    carry_out: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / ".venv"
    path.mkdir()
    rename = Path.rename

    def rename_and_end(old: Path, new: Path) -> Path:
        renamed = rename(old, new)
        if new.name == "aside":  # a signal's handler runs as soon as the call is done
            raise KeyboardInterrupt
        return renamed

    monkeypatch.setattr(Path, "rename", rename_and_end)

    with pytest.raises(KeyboardInterrupt):
        carry_out(SetAside(path, tmp_path / "aside"), make(path))

    assert [each.name for each in tmp_path.iterdir()] == [".venv"]


def test_where_the_old_one_cannot_be_set_aside_it_and_the_others_stay(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    path, aside = tmp_path / ".venv", tmp_path / "aside"
    for each in (path, aside):
        each.mkdir()
        (each / each.name).touch()

    with pytest.raises(OSError, match="not empty"):
        carry_out(SetAside(path, aside), make(path))

    assert (path / ".venv").exists()
    assert (aside / "aside").exists()


def test_a_directory_that_somebody_else_uses_by_now_stays(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    envs = tmp_path / "envs"
    python = program(tmp_path / "python", f"touch '{envs}/other'; exit 1")

    with pytest.raises(EnvironmentNotMadeError):
        carry_out(make(envs / "default", python))

    assert [each.name for each in envs.iterdir()] == ["other"]


# -- where another does the same


def is_locked(directory: Path) -> bool:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def test_it_waits_until_no_other_works_there(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    path = bare_environment(tmp_path / ".venv")
    other = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    ended: list[float] = []

    def work() -> None:
        carry_out(AddPip(path))
        ended.append(time.monotonic())

    worker = threading.Thread(target=work)
    worker.start()
    time.sleep(0.3)
    let_go = time.monotonic()
    os.close(other)
    worker.join()

    assert ended[0] > let_go


def test_nobody_else_comes_in_before_all_is_taken_back(
    tmp_path: Path,
    carry_out: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    locked: list[bool] = []

    def remove(_path: Path, *, ignore_errors: bool) -> None:
        assert ignore_errors
        locked.append(is_locked(tmp_path))

    monkeypatch.setattr("pep668hook.perform.shutil.rmtree", remove)

    with pytest.raises(EnvironmentNotMadeError):
        carry_out(make(tmp_path / ".venv", Path("/no/python")))

    assert locked == [True]


def test_two_plans_for_one_directory_do_not_wait_for_each_other_for_ever(
    tmp_path: Path, carry_out: Callable[..., list[str]]
) -> None:
    first = bare_environment(tmp_path / "one")
    second = bare_environment(tmp_path / "two")

    assert len(carry_out(AddPip(first), AddPip(second))) == 2
