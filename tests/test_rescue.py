from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.builders import REFUSED, failure
from tests.terminal import PATIENCE, Terminal, squashed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pep668hook.failure import Failure
    from tests.machine import Machine

SEEN = 0.4  # seconds: longer than anybody reacts in
DONE, NOTHING_DONE, INTERRUPTED = 0, 1, 130
NO_PROCESS = 2**22 + 1  # more than Linux has

# The helper as the watch starts it: the word to go waits on a descriptor.
START = 'exec "$0" -I -m pep668hook rescue "$1" "$2" "$3" 3 2 3<"$4"'
BACKGROUND = (
    'set -m; ( "$0" -I -m pep668hook rescue "$1" "$2" "$3" 3 2 3<"$4" ) & wait $!'
)
IN_A_PIPELINE = '"$0" -I -m pep668hook rescue "$1" "$2" "$3" 3 2 3<"$4" | cat; exit 1'


def write_record(path: Path, facts: Failure) -> Path:
    fields = [
        *(str(facts.program), str(facts.cwd), str(facts.status)),
        *("suspended" if facts.suspended else "", facts.text, *facts.argv, ""),
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(os.fsencode("\0".join(fields)))
    return path


class Case:
    """One refusal by the machine's pip, and the helper that is to rescue it."""

    def __init__(self, machine: Machine, place: Path) -> None:
        self._machine = machine
        self.home = place / "home"
        self.cwd = self.home / "app"
        self.cwd.mkdir(parents=True)
        self.record = place / "run" / f"{os.getpid()}-1"
        self.environ = {**machine.environ(), "HOME": str(self.home), "TERM": "xterm"}
        self.environ |= {
            name: value for name, value in os.environ.items() if "COV" in name
        }
        self.terminal: Terminal | None = None
        self._watch = -1

    def start(
        self,
        *,
        name: str = "bash",
        depth: int = 0,
        word: str = "!",
        how: str = START,
        **facts: object,
    ) -> Terminal:
        refused = {"program": self._machine.python.with_name("pip"), "cwd": self.cwd}
        write_record(self.record, failure(**{**refused, **facts}))
        go = self.home / "go"
        if word and not go.exists():
            os.mkfifo(go)
            self._watch = os.open(go, os.O_RDWR)  # it has an end when the watch has
        if word:
            os.write(self._watch, word.encode())
        else:
            go.touch()
        argv = [sys.executable, name, self.record, str(depth), go]
        self.terminal = Terminal(
            ["sh", "-c", how, *argv], cwd=self.cwd, environ=self.environ
        )
        return self.terminal

    def ask(self, **facts: object) -> Terminal:
        terminal = self.start(**facts)
        terminal.wait_for("leave it as it is")
        time.sleep(SEEN)
        return terminal

    def script(self, extension: str = "bash") -> Path:
        return self.record.with_name(f"{self.record.name}.{extension}")

    def wait_until_it_makes_something(self) -> None:
        end = time.monotonic() + PATIENCE
        while not self.made:
            assert time.monotonic() < end
            time.sleep(0.001)

    @property
    def made(self) -> list[str]:
        return sorted(path.name for path in self.cwd.iterdir())

    def kill_the_watch(self) -> None:
        os.close(self._watch)
        self._watch = -1

    def leave(self) -> None:
        if self.terminal is not None:
            self.terminal.close()
        if self._watch >= 0:
            self.kill_the_watch()


@pytest.fixture
def case(machine: Machine, tmp_path: Path) -> Iterator[Case]:
    case = Case(machine, tmp_path)
    yield case
    case.leave()


# -- a yes


def test_enter_makes_the_environment_and_leaves_the_shell_its_steps(
    case: Case,
) -> None:
    terminal = case.ask()

    terminal.press("enter")

    assert terminal.wait_for_the_end() == DONE
    assert (case.cwd / ".venv" / "bin" / "pip").exists()
    assert case.script().read_text() == (
        "# Written by pep668hook for bash.\n"
        f"\\builtin source {case.cwd}/.venv/bin/activate || \\builtin return\n"
        "\\command pip install six\n"
    )
    assert terminal.screen == ["pep668hook: made .venv and activated it"]


def test_the_record_is_gone_once_the_steps_are_there(case: Case) -> None:
    terminal = case.ask()

    terminal.press("enter")
    terminal.wait_for_the_end()

    assert [path.name for path in case.record.parent.iterdir()] == [case.script().name]


def test_the_steps_are_the_user_s_alone(case: Case) -> None:
    terminal = case.ask()

    terminal.press("p")
    terminal.wait_for_the_end()

    assert case.script().stat().st_mode & 0o777 == 0o600
    assert f"source {case.home}/.virtualenvs/default" in case.script().read_text()


def test_where_nothing_is_to_be_done_it_says_so_and_does_nothing(case: Case) -> None:
    terminal = case.ask(argv=("pip", "install", "-U", "pip"))

    terminal.press("enter")

    assert terminal.wait_for_the_end() == NOTHING_DONE
    assert terminal.screen[0].startswith("pep668hook: nothing was done: ")
    assert not case.script().exists()
    assert case.made == []


def test_each_shell_has_its_own_steps(case: Case) -> None:
    terminal = case.ask(name="zsh")

    terminal.press("enter")

    assert terminal.wait_for_the_end() == DONE
    assert "for zsh" in case.script("zsh").read_text()


def test_it_says_whose_python_it_is_and_what_would_be_typed(case: Case) -> None:
    terminal = case.ask()

    shown = squashed("".join(terminal.screen))
    assert squashed("takes no packages from pip (PEP 668).") in shown
    assert squashed("source .venv/bin/activate pip install six") in shown
    terminal.press("q")
    terminal.wait_for_the_end()


def test_it_draws_boxes_where_pip_does(case: Case) -> None:
    terminal = case.ask()

    assert "╭─ pep668hook ─" in "\n".join(terminal.screen)
    terminal.press("q")
    terminal.wait_for_the_end()


def test_it_keeps_to_ascii_where_pip_does(case: Case) -> None:
    ascii_only = REFUSED.replace("\N{MULTIPLICATION SIGN} ", "")

    terminal = case.ask(text=ascii_only)

    assert "\n".join(terminal.screen).isascii()
    terminal.press("q")
    terminal.wait_for_the_end()


def test_in_a_subshell_it_says_that_it_ends_there(case: Case) -> None:
    terminal = case.ask(depth=1)

    assert "You are in a subshell" in " ".join(terminal.screen)
    terminal.press("q")
    terminal.wait_for_the_end()


def test_what_could_not_be_made_is_said_and_nothing_is_left(case: Case) -> None:
    terminal = case.ask()
    case.cwd.rename(case.home / "renamed")
    case.cwd.touch()  # so that no directory can be made there

    terminal.press("enter")

    assert terminal.wait_for_the_end() == NOTHING_DONE
    assert "pep668hook: " in "\n".join(terminal.screen)
    assert not case.script().exists()


def test_steps_that_cannot_be_written_are_said_and_the_record_stays(
    case: Case,
) -> None:
    terminal = case.ask()
    case.script().mkdir()

    terminal.press("p")

    assert terminal.wait_for_the_end() == NOTHING_DONE
    assert squashed("could not tell the shell what is left to do: Is a directory") in (
        squashed("\n".join(terminal.screen))
    )
    left = {path.name for path in case.record.parent.iterdir()}
    assert left == {case.script().name, f"{case.record.name}.answered"}


def test_ctrl_c_while_it_is_made_takes_it_back(case: Case) -> None:
    terminal = case.ask()

    terminal.press("enter")
    case.wait_until_it_makes_something()
    terminal.press("ctrl-c")

    assert terminal.wait_for_the_end() == INTERRUPTED
    assert case.made == []
    assert "pep668hook: interrupted: nothing was changed" in terminal.screen


# -- a no


@pytest.mark.parametrize("key", ["q", "n", "esc", "ctrl-c", "ctrl-d", "ctrl-z"])
def test_a_no_leaves_everything_as_it_was(case: Case, key: str) -> None:
    terminal = case.ask()

    terminal.press(key)

    assert terminal.wait_for_the_end() == NOTHING_DONE
    assert terminal.screen == []
    assert case.made == []
    assert not case.script().exists()


def test_what_was_asked_about_is_kept_and_told_apart(case: Case) -> None:
    terminal = case.ask()

    kept = [path.name for path in case.record.parent.iterdir()]
    terminal.press("q")
    terminal.wait_for_the_end()

    assert kept == [f"{case.record.name}.answered"]
    assert [path.name for path in case.record.parent.iterdir()] == kept


def test_nothing_is_made_before_the_key(case: Case) -> None:
    terminal = case.ask()
    before = sorted(path.name for path in case.home.rglob("*"))

    assert before == ["app", "go"]
    terminal.press("q")
    terminal.wait_for_the_end()


def test_type_ahead_is_left_to_the_shell_and_the_offer_is_a_hint(case: Case) -> None:
    terminal = case.start(how=f"sleep 0.5; {START}")
    terminal.type("ls\n")

    assert terminal.wait_for_the_end() == NOTHING_DONE
    assert "`pep668hook fix`asks" in "".join(terminal.screen).replace(" asks", "asks")
    assert "make .venv" in "".join(terminal.screen)
    assert case.made == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_end_it_leaves_the_terminal_as_it_was(
    case: Case, number: signal.Signals
) -> None:
    terminal = case.start(how=f"sleep 0.2; {START}")
    before = terminal.modes()
    terminal.wait_for("leave it as it is")

    os.kill(terminal.pid, number)

    assert terminal.wait_for_the_end() == NOTHING_DONE
    assert terminal.modes() == before
    assert terminal.screen == []


def test_told_to_end_while_it_makes_something_it_takes_that_back(case: Case) -> None:
    terminal = case.ask()

    terminal.press("enter")
    case.wait_until_it_makes_something()
    os.kill(terminal.pid, signal.SIGTERM)

    assert terminal.wait_for_the_end() == NOTHING_DONE
    assert case.made == []
    assert not case.script().exists()


# -- when it does not even ask


def assert_it_did_not_ask(case: Case, terminal: Terminal) -> None:
    assert terminal.wait_for_the_end() == NOTHING_DONE
    assert terminal.output == b""
    assert case.record.exists()
    assert not case.script().exists()


def test_without_the_word_to_go_it_does_not_ask(case: Case) -> None:
    assert_it_did_not_ask(case, case.start(word=""))


def test_for_a_shell_that_it_does_not_know_it_does_not_ask(case: Case) -> None:
    assert_it_did_not_ask(case, case.start(name="nosuch"))


def test_after_a_stop_it_does_not_ask(case: Case) -> None:
    assert_it_did_not_ask(case, case.start(suspended=True))


def test_about_no_refusal_it_does_not_ask(case: Case) -> None:
    assert_it_did_not_ask(case, case.start(text="error: something else"))


def test_in_the_background_it_does_not_ask(case: Case) -> None:
    assert_it_did_not_ask(case, case.start(how=BACKGROUND))


@pytest.mark.parametrize("depth", [0, 1])  # fish makes no subshell for a pipeline
def test_in_a_pipeline_it_does_not_ask(case: Case, depth: int) -> None:
    assert_it_did_not_ask(case, case.start(how=IN_A_PIPELINE, depth=depth))


def test_without_a_terminal_to_read_from_it_does_not_ask(case: Case) -> None:
    assert_it_did_not_ask(case, case.start(how=f"{START} </dev/null"))


def test_where_the_rule_refuses_nothing_it_does_not_ask(case: Case) -> None:
    terminal = case.start(argv=("pip", "install", "--target", "x", "six"))

    assert_it_did_not_ask(case, terminal)


def test_where_there_is_nothing_to_offer_it_does_not_ask(case: Case) -> None:
    case.environ["HOME"] = ""
    case.cwd.chmod(0o777)

    assert_it_did_not_ask(case, case.start())


def test_where_the_watch_is_killed_it_leaves_the_terminal_to_the_shell(
    case: Case,
) -> None:
    terminal = case.ask()

    case.kill_the_watch()

    assert terminal.wait_for_the_end() == NOTHING_DONE
    assert terminal.screen == []
    assert case.made == []


# -- what others have left


def test_records_of_this_shell_and_of_gone_ones_are_swept(case: Case) -> None:
    here, gone, alive = os.getpid(), NO_PROCESS, os.getppid()
    leftovers = {f"{here}-0", f"{gone}-7", f"{gone}-7.bash", f"{alive}-3", "other"}
    case.record.parent.mkdir()
    for name in leftovers:
        write_record(case.record.with_name(name), failure(text=REFUSED))

    terminal = case.ask()
    terminal.press("q")
    terminal.wait_for_the_end()

    left = {path.name for path in case.record.parent.iterdir()}
    assert left == {f"{alive}-3", "other", f"{case.record.name}.answered"}


# -- the first time


def was_introduced(terminal: Terminal) -> bool:
    return squashed("This is pep668hook") in squashed("".join(terminal.screen))


@pytest.mark.parametrize("key", ["q", "enter", "ctrl-c"])
def test_the_first_panel_says_who_asks_and_no_later_one(case: Case, key: str) -> None:
    terminal = case.ask()
    assert was_introduced(terminal)
    terminal.press(key)
    terminal.wait_for_the_end()
    terminal.close()

    terminal = case.ask()

    assert not was_introduced(terminal)
    terminal.press("q")
    terminal.wait_for_the_end()


def test_who_did_not_look_has_not_met_us(case: Case) -> None:
    terminal = case.start(how=f"sleep 0.5; {START}")
    terminal.type("ls\n")
    terminal.wait_for_the_end()

    assert sorted(path.name for path in case.home.iterdir()) == ["app", "go"]


def test_a_terminal_that_goes_away_has_not_met_us(case: Case) -> None:
    terminal = case.ask()

    terminal.hang_up()

    terminal.wait_for_the_end()
    assert sorted(path.name for path in case.home.iterdir()) == ["app", "go"]


def test_plain_it_is_text_alone_and_the_same_keys(case: Case) -> None:
    configure(case, '[panel]\nstyle = "plain"\n')

    terminal = case.ask()

    assert b"\x1b" not in terminal.output
    assert "Enter: make .venv, activate it and install six" in terminal.screen
    terminal.press("2")
    assert terminal.wait_for_the_end() == DONE
    assert "virtualenvs/default" in case.script().read_text()


# -- by the settings


def configure(case: Case, text: str) -> Path:
    file = case.home / ".config" / "pep668hook" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    return file


def test_switched_off_it_does_not_ask(case: Case) -> None:
    configure(case, 'mode = "off"\n')

    assert_it_did_not_ask(case, case.start())


def test_a_hint_is_a_line_and_waits_for_no_key(case: Case) -> None:
    configure(case, 'mode = "hint"\n')

    terminal = case.start()

    assert terminal.wait_for_the_end() == NOTHING_DONE
    said = squashed("".join(terminal.screen))
    assert squashed("pep668hook: to make .venv, activate it and install six: ") in said
    assert squashed("source .venv/bin/activate && pip install six") in said
    assert case.made == []


def test_auto_makes_a_project_s_environment_and_says_so(case: Case) -> None:
    configure(case, 'mode = "auto"\n')
    (case.cwd / "requirements.txt").touch()

    terminal = case.start()

    assert terminal.wait_for_the_end() == DONE
    assert (case.cwd / ".venv" / "bin" / "pip").exists()
    assert terminal.screen == [
        "pep668hook: by the mode `auto`: make .venv, activate it and install six",
        "pep668hook: made .venv and activated it",
    ]


def test_auto_asks_where_there_is_no_project(case: Case) -> None:
    configure(case, 'mode = "auto"\n')

    terminal = case.ask()

    assert case.made == []
    terminal.press("q")
    assert terminal.wait_for_the_end() == NOTHING_DONE


def test_a_compact_panel_has_no_commands(case: Case) -> None:
    configure(case, '[panel]\nstyle = "compact"\n')

    terminal = case.ask()

    assert "make .venv" in "\n".join(terminal.screen)
    assert "$ " not in "\n".join(terminal.screen)
    terminal.press("q")
    terminal.wait_for_the_end()


def test_an_environment_is_called_as_it_was_chosen(case: Case) -> None:
    configure(case, '[environment]\nname = "env"\nengine = "venv"\n')
    terminal = case.ask()

    terminal.press("enter")

    assert terminal.wait_for_the_end() == DONE
    assert case.made == ["env"]


def test_in_one_place_for_all_it_is_made_and_found_again(case: Case) -> None:
    configure(case, '[environment]\nplace = "central"\n')
    terminal = case.ask()
    terminal.press("enter")
    assert terminal.wait_for_the_end() == DONE
    (made,) = (case.home / ".virtualenvs").iterdir()
    assert case.made == []

    terminal.close()
    terminal = case.ask()

    assert f"activate ~/.virtualenvs/{made.name}" in "\n".join(terminal.screen)
    terminal.press("q")
    terminal.wait_for_the_end()


def test_what_is_forbidden_is_not_offered(case: Case) -> None:
    configure(case, '[remedies]\nforbidden = ["use-personal-venv"]\n')

    terminal = case.ask()

    assert "one environment for everything" not in " ".join(terminal.screen)
    terminal.press("q")
    terminal.wait_for_the_end()


def test_a_fault_in_the_settings_costs_one_line_and_it_asks_all_the_same(
    case: Case,
) -> None:
    file = configure(case, 'moed = "off"\nx = 1\ny = 2\n')

    terminal = case.ask()

    shown = squashed("".join(terminal.screen))
    complaint = f"{file}, line 1: no such setting: `moed`: did you mean `mode`?"
    more = " (and 2 more: `pep668hook config`)"
    assert squashed(f"pep668hook: {complaint}{more}") in shown
    terminal.press("q")
    assert terminal.wait_for_the_end() == NOTHING_DONE
