from __future__ import annotations

import errno
import os
import signal
import sys
from typing import TYPE_CHECKING

import psutil
import pytest

from pep668hook.watch_helper import Helper, is_expected
from tests.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.machine import Machine

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals", allow_module_level=True)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.leave()


def called(record: Path, shell: str) -> tuple[Helper, list[psutil.Process]]:
    """Call for a helper, and tell which processes that has started."""
    before = psutil.Process().children()
    helper = Helper(str(record), shell, "0")
    helper.call()
    return helper, [each for each in psutil.Process().children() if each not in before]


def test_without_a_shell_nobody_is_called(tmp_path: Path) -> None:
    helper, started = called(tmp_path / "record", "")

    assert started == []
    assert not helper.go()
    helper.dismiss()


@pytest.mark.parametrize("lacks", ["pipe", "dup", "posix_spawn"])
def test_where_none_can_be_started_nobody_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacks: str
) -> None:
    def fails(*_words: object, **_how: object) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, lacks, fails)

    helper, started = called(tmp_path / "record", "bash")

    assert started == []
    assert not helper.go()
    helper.dismiss()


def test_it_waits_for_the_word_and_is_ended_where_none_comes(
    tmp_path: Path, desk: Desk
) -> None:
    with desk.as_stderr():
        helper, (process,) = called(tmp_path / "record", "bash")
        assert "rescue" in process.cmdline()
        helper.dismiss()

    assert not process.is_running()
    assert desk.look() == b""


def test_told_to_go_without_a_record_it_ends_in_silence(
    tmp_path: Path, desk: Desk
) -> None:
    stdin = os.dup(0)
    os.dup2(desk.descriptor, 0)
    try:
        with desk.as_stderr():
            helper, (process,) = called(tmp_path / "record", "bash")
            assert not helper.go()
    finally:
        os.dup2(stdin, 0)
        os.close(stdin)

    assert not process.is_running()
    assert desk.look() == b""


def test_a_signal_for_a_helper_that_has_just_ended_is_nothing_to_fail_by(
    tmp_path: Path, desk: Desk
) -> None:
    stdin = os.dup(0)
    os.dup2(desk.descriptor, 0)
    before = signal.getsignal(signal.SIGUSR1)
    try:
        with desk.as_stderr():
            helper, _started = called(tmp_path / "record", "bash")
            helper.go()
        signal.raise_signal(signal.SIGUSR1)
    finally:
        signal.signal(signal.SIGUSR1, before)
        os.dup2(stdin, 0)
        os.close(stdin)


# -- whether a refusal is to come


@pytest.mark.parametrize("name", ["pip", "pip3"])
def test_a_pip_of_a_managed_python_is_expected_to_be_refused(
    machine: Machine, name: str
) -> None:
    pip = str(machine.python.with_name(name))

    assert is_expected(pip, ["pip", "install", "tinything"])


def test_so_is_one_whose_first_line_has_an_option(
    machine: Machine, tmp_path: Path
) -> None:
    pip = tmp_path / "pip"
    pip.write_text(f"#! {machine.python} -sP\nimport sys\n")

    assert is_expected(str(pip), ["pip", "install", "tinything"])


@pytest.mark.parametrize(
    "word", ["--break-system-packages", "--target=here", "-t", "--dry-run", "-h"]
)
def test_one_that_is_told_to_go_on_is_not(machine: Machine, word: str) -> None:
    pip = str(machine.python.with_name("pip"))

    assert not is_expected(pip, ["pip", "install", "tinything", word])


def test_nor_is_one_that_the_environment_tells(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_BREAK_SYSTEM_PACKAGES", "1")

    assert not is_expected(str(machine.python.with_name("pip")), ["pip", "install"])


@pytest.mark.parametrize(
    "first", [f"#!{sys.executable}", "#!/bin/sh", "#!", "#!\0", "\x7fELF", ""]
)
def test_nor_any_other_program(tmp_path: Path, first: str) -> None:
    program = tmp_path / "pip"
    program.write_text(f"{first}\n")

    assert not is_expected(str(program), ["pip", "install", "tinything"])
    assert not is_expected(str(tmp_path / "none"), ["pip", "install", "tinything"])


def test_the_binary_of_a_managed_python_is_no_pip(machine: Machine) -> None:
    assert not is_expected(str(machine.python), ["pip", "install", "tinything"])
