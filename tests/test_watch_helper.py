from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import psutil
import pytest

from pep668hook.watch_helper import Helper
from tests.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
