from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from pep668hook.settings import read
from pep668hook.terminal import say, screen
from tests import builders
from tests.builders import REFUSED
from tests.desk import Desk
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HERE = "from pep668hook.terminal import somebody_looks as looks; "
LOOK = HERE + "import sys; sys.exit(0 if looks(int(sys.argv[1])) else 3)"
SOMEBODY, NOBODY = 0, 3


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.leave()


def look(how: str, place: Path, depth: int = 0) -> int:
    environ = {name: value for name, value in os.environ.items() if "COV" in name}
    argv = ["sh", "-c", how, sys.executable, LOOK, str(depth)]
    terminal = Terminal(argv, cwd=place, environ={**environ, "PATH": "/usr/bin:/bin"})
    try:
        return terminal.wait_for_the_end()
    finally:
        terminal.close()


# -- who looks


@pytest.mark.parametrize("depth", [0, 1])
def test_somebody_waits_at_a_terminal(tmp_path: Path, depth: int) -> None:
    assert look('"$0" -I -c "$1" "$2"', tmp_path, depth) == SOMEBODY


def test_somebody_waits_where_stdout_is_a_file(tmp_path: Path) -> None:
    assert look('"$0" -I -c "$1" "$2" >log', tmp_path) == SOMEBODY


@pytest.mark.parametrize("depth", [0, 1])  # fish makes no subshell for a pipeline
def test_nobody_waits_in_a_pipeline(tmp_path: Path, depth: int) -> None:
    piped = '{ "$0" -I -c "$1" "$2"; echo $? >status; } | cat; exit $(cat status)'

    assert look(piped, tmp_path, depth) == NOBODY


def test_nobody_waits_in_a_subshell_that_writes_to_a_file(tmp_path: Path) -> None:
    assert look('"$0" -I -c "$1" "$2" >log', tmp_path, depth=1) == NOBODY


def test_nobody_waits_for_a_background_job(tmp_path: Path) -> None:
    assert look('set -m; "$0" -I -c "$1" "$2" & wait $!', tmp_path) == NOBODY


def test_nobody_answers_where_stdin_is_no_terminal(tmp_path: Path) -> None:
    assert look('"$0" -I -c "$1" "$2" </dev/null', tmp_path) == NOBODY


# -- what it shows


@pytest.mark.parametrize(
    ("said", "is_ascii"),
    [
        (REFUSED, False),
        (REFUSED.encode("ascii", "ignore").decode(), True),
        ("", False),  # it was not seen
    ],
)
def test_it_keeps_to_ascii_where_pip_does(
    said: str,
    is_ascii: bool,  # noqa: FBT001 # a row of the table
    desk: Desk,
) -> None:
    with desk.as_stderr():
        shown = screen(read({"TERM": "xterm"}), said)

    assert (shown.encoding == "ascii") is is_ascii


def test_a_line_says_whose_it_is(desk: Desk) -> None:
    with desk.as_stderr():
        say("made .venv", builders.screen(plain=True))

    assert desk.look() == b"pep668hook: made .venv\r\n"


def test_a_terminal_that_has_gone_is_told_nothing(desk: Desk) -> None:
    desk.hang_up()

    with desk.as_stderr():
        say("made .venv", builders.screen(plain=True))
