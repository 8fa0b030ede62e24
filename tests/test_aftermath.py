from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from pep668hook import aftermath, records
from pep668hook.records import ToldLine
from pep668hook.refusal import Refused
from pep668hook.settings import read
from pep668hook.shells.bash import SHELL
from tests.builders import failure
from tests.terminal import Terminal
from tests.test_records import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.machine import Machine

SEEN = 0.4  # seconds: longer than anybody reacts in
DONE, NOTHING_DONE = 0, 1
# As the snippets start it; the last command is only there to be a shell's process.
START = '"$0" -I -m pep668hook "$@"; code=$?; exit $code'


class Case:
    """One shell in which a line has failed, and the helper that is told of it."""

    def __init__(self, machine: Machine, place: Path) -> None:
        self.machine = machine
        self.home = place / "home"
        self.cwd = self.home / "app"
        self.run = place / "run" / "pep668hook"
        self.cwd.mkdir(parents=True)
        self.run.mkdir(parents=True, mode=0o700)
        self.record = self.run / f"{os.getpid()}.0-1"
        self.environ = {
            **machine.environ(),
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(place / "run"),
            "SHELL": "/bin/bash",
            "TERM": "xterm",
            **{name: value for name, value in os.environ.items() if "COV" in name},
        }
        self.terminal: Terminal | None = None

    def start(self, *words: str, how: str = START) -> Terminal:
        argv = ["bash", "-c", how, sys.executable, *words]
        self.terminal = Terminal(argv, cwd=self.cwd, environ=self.environ)
        return self.terminal

    def after(self, line: str, *statuses: int, name: str = "bash") -> Terminal:
        self.record.touch()
        told = [line, *map(str, statuses or (1,))]
        return self.start("after", name, str(self.record), *told)

    def fix(self, *words: str) -> Terminal:
        self.record.touch()
        here = ["--for", "bash", "--record", str(self.record)]
        return self.start("fix", *here, *words)

    @property
    def left(self) -> set[str]:
        return {path.name.removeprefix(self.record.name) for path in self.run.iterdir()}

    @property
    def script(self) -> str:
        return self.record.with_name(f"{self.record.name}.bash").read_text()

    def leave(self) -> None:
        if self.terminal is not None:
            self.terminal.close()


@pytest.fixture
def case(machine: Machine, tmp_path: Path) -> Iterator[Case]:
    case = Case(machine, tmp_path)
    yield case
    case.leave()


def press(terminal: Terminal, key: str) -> int:
    terminal.wait_for("leave it as it is")
    time.sleep(SEEN)
    terminal.press(key)
    return terminal.wait_for_the_end()


def assert_it_said_nothing(case: Case, terminal: Terminal) -> None:
    assert terminal.wait_for_the_end() == NOTHING_DONE
    assert terminal.output == b""
    assert case.left == set()


# -- at the prompt


def test_enter_leaves_the_steps_and_what_follows(case: Case) -> None:
    terminal = case.after("python3 -m pip install six && python app.py")

    assert press(terminal, "enter") == DONE
    assert case.left == {".bash"}
    assert case.script.splitlines()[1:] == [
        f"\\builtin source {case.cwd}/.venv/bin/activate || \\builtin return",
        "\\command python -m pip install six || \\builtin return",
        "python app.py",
    ]


def test_a_no_keeps_the_line(case: Case) -> None:
    terminal = case.after("python3 -m pip install six")

    assert press(terminal, "q") == NOTHING_DONE
    assert case.left == {".line"}
    assert list(case.cwd.iterdir()) == []


def test_what_was_not_refused_brings_nothing(case: Case) -> None:
    assert_it_said_nothing(case, case.after("python3 -m pip list"))


def test_for_a_shell_that_it_does_not_know_it_says_nothing(case: Case) -> None:
    assert_it_said_nothing(case, case.after("pip install six", name="nosuch"))


def test_in_a_directory_that_is_gone_it_says_nothing(case: Case) -> None:
    how = f'rmdir "$PWD"; {START}'
    case.record.touch()

    terminal = case.start(
        "after", "bash", str(case.record), "pip install x", "1", how=how
    )

    assert_it_said_nothing(case, terminal)


def test_where_others_could_change_the_steps_it_says_nothing(case: Case) -> None:
    case.run.chmod(0o777)

    assert_it_said_nothing(case, case.after("python3 -m pip install six"))


def test_where_nothing_helps_it_says_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(aftermath, "advise", lambda *_: None)
    settings = read({})
    found = Refused(failure(), settings)
    monkeypatch.setattr(aftermath.refusal, "given", lambda *_: found)

    tmp_path.chmod(0o700)
    words = ["pip", "install", "six"]
    assert aftermath.again(words, SHELL, tmp_path / "1-1") == NOTHING_DONE
    assert aftermath.without_the_hook(words, SHELL) == NOTHING_DONE


def test_a_line_that_is_not_plain_gets_a_hint(case: Case) -> None:
    terminal = case.after("pip install $x")

    assert terminal.wait_for_the_end() == NOTHING_DONE
    assert "`pep668hook fix -- pip install ...`" in "".join(terminal.screen)


def test_after_a_no_inside_the_line_there_is_no_hint(case: Case) -> None:
    write(case.run / f"{os.getpid()}.9-1.answered")

    terminal = case.after("( pip install $x )")

    assert terminal.wait_for_the_end() == NOTHING_DONE
    assert terminal.output == b""


def test_what_is_not_plain_and_no_pip_gets_no_hint(case: Case) -> None:
    assert_it_said_nothing(case, case.after("grep pip-install $x"))


@pytest.mark.parametrize("line", ["python3 -m pip install six", "pip install $X"])
def test_switched_off_it_says_nothing(case: Case, line: str) -> None:
    case.environ["PEP668HOOK"] = "off"

    assert_it_said_nothing(case, case.after(line))


def test_a_hint_waits_for_no_key(case: Case) -> None:
    case.environ["PEP668HOOK"] = "hint"

    terminal = case.after("python3 -m pip install six")

    assert terminal.wait_for_the_end() == NOTHING_DONE
    assert "pep668hook: to make .venv" in "\n".join(terminal.screen)


@pytest.mark.parametrize("mode", ["off", "hint", "auto"])
def test_fix_asks_whatever_the_mode_is(case: Case, mode: str) -> None:
    case.environ["PEP668HOOK"] = mode
    (case.cwd / "requirements.txt").touch()

    terminal = case.fix("--", "pip", "install", "six")

    assert press(terminal, "q") == NOTHING_DONE


def test_what_the_watch_could_not_ask_about_is_asked_about(case: Case) -> None:
    pip = case.machine.python.with_name("pip")
    left = case.run / f"{os.getpid()}.9-1"
    write(left, failure(program=pip, cwd=case.cwd))

    terminal = case.after("pip install six | cat", 1, 0)
    assert press(terminal, "q") == NOTHING_DONE

    assert [path.name for path in case.run.iterdir()] == [f"{left.name}.answered"]


# -- by hand


def test_fix_offers_the_line_that_was_kept(case: Case) -> None:
    told = ToldLine("python3 -m pip install six", (1,), case.cwd)
    records.keep_line(told, case.run / f"{os.getpid()}.0-0")

    assert press(case.fix(), "enter") == DONE

    assert "python -m pip install six" in case.script
    assert case.left == {".bash"}


def test_fix_offers_what_the_watch_recorded(case: Case) -> None:
    pip = case.machine.python.with_name("pip")
    left = case.run / f"{os.getpid()}.9-1.answered"
    write(left, failure(program=pip, cwd=case.cwd))
    (case.run / f"{os.getpid()}.9-2").touch()

    assert press(case.fix(), "enter") == DONE

    assert not left.exists()


def test_fix_offers_a_way_out_for_a_command(case: Case) -> None:
    assert press(case.fix("--", "pip", "install", "a b"), "enter") == DONE

    assert "\\command pip install 'a b'" in case.script


def test_fix_says_that_there_is_nothing(case: Case) -> None:
    assert case.fix().wait_for_the_end() == NOTHING_DONE
    assert case.terminal is not None
    assert "nothing to offer" in case.terminal.text
    assert "hint: name it" in case.terminal.text

    assert case.fix("--", "pip", "list").wait_for_the_end() == NOTHING_DONE
    assert "does not refuse that command" in case.terminal.text


def test_without_the_hook_the_steps_are_printed(case: Case) -> None:
    terminal = case.start("fix", "--", "pip", "install", "six")

    assert press(terminal, "enter") == DONE

    assert "source .venv/bin/activate && pip install six" in terminal.screen
    assert (case.cwd / ".venv" / "bin" / "pip").exists()
    assert case.left == set()


def test_where_others_could_change_them_the_steps_are_printed(case: Case) -> None:
    case.run.chmod(0o777)

    assert press(case.fix("--", "pip", "install", "six"), "enter") == DONE

    assert case.terminal is not None
    assert "source .venv/bin/activate && pip install six" in case.terminal.screen
    assert case.left == set()


def test_without_the_hook_a_no_prints_nothing(case: Case) -> None:
    terminal = case.start("fix", "--", "pip", "install", "six")

    assert press(terminal, "q") == NOTHING_DONE
    assert terminal.screen == []


def test_without_the_hook_a_parents_refusal_is_offered(case: Case) -> None:
    told = ToldLine("python3 -m pip install six", (1,), case.cwd)
    time.sleep(max(0.0, psutil.Process().create_time() + 1 - time.time()))
    records.keep_line(told, case.run / f"{os.getpid()}.0-0")

    assert press(case.start("fix"), "q") == NOTHING_DONE


def test_what_nothing_was_found_for_is_told_by_its_reference() -> None:
    error = aftermath.NothingRefusedError(named=True)

    assert error.reference == "nothing-refused"
    assert error.hint is None


# -- whom nobody could ask


def told_of(record: Path) -> int:
    record.parent.chmod(0o700)
    record.touch()
    return aftermath.main(["bash", str(record), "pip install six", "1"])


def test_without_a_terminal_to_read_from_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aftermath, "somebody_looks", lambda _depth: False)

    assert told_of(tmp_path / "record") == NOTHING_DONE
    assert list(tmp_path.iterdir()) == []


def test_in_a_directory_that_has_been_removed_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.setattr(aftermath, "somebody_looks", lambda _depth: True)

    assert told_of(tmp_path / "record") == NOTHING_DONE
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr() == ("", "")
