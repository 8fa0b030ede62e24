from __future__ import annotations

import re
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.person import files_below
from tests.terminal import squashed
from tests.turns import in_turn_but_for

if TYPE_CHECKING:
    from tests.person import Person, Shell

REFUSALS = {
    "q": ["q"],
    "n": ["n"],
    "N": ["N"],
    "Esc": ["esc"],
    "Ctrl-C": ["ctrl-c"],
    "Ctrl-D": ["ctrl-d"],
    "Ctrl-Z": ["ctrl-z"],
    "Ctrl-backslash": ["ctrl-\\"],
}


def nothing_was_done(person: Person) -> bool:
    return (
        files_below(person.work) == set()
        and not (person.home / ".virtualenvs").exists()
        and not list(person.records.glob("*.*sh"))
    )


def with_modes(person: Person, line: str) -> str:
    """Write the terminal's modes down before and after a line."""
    return person.driver.one_after_the_other(
        "stty -a >../modes", person.driver.ended_by(line, "stty -a >>../modes")
    )


def modes_are_the_same(person: Person) -> bool:
    lines = (person.home / "modes").read_text().splitlines()
    half = len(lines) // 2
    return bool(lines) and lines[:half] == lines[half:]


def wrote(shell: Shell, line: str) -> bool:
    """Say whether a command wrote this line, maybe after a prompt that it followed."""
    return bool(re.search(rf"^(?:\$ )?{line}$", shell.text, re.MULTILINE))


@pytest.mark.parametrize("keys", in_turn_but_for(REFUSALS, "q", "Ctrl-C", "Ctrl-Z"))
def test_a_no_leaves_everything_as_pip_left_it(person: Person, keys: list[str]) -> None:
    shell = person.start()

    shell.enter(with_modes(person, "pip install tinything"))
    status = shell.answer(*keys)

    assert status == 1
    assert nothing_was_done(person)
    assert modes_are_the_same(person)
    assert "hint: See PEP 668 for the detailed specification." in shell.screen[-2]
    assert shell.screen[-1] == "$"


def test_the_panel_is_gone_after_a_no_and_pips_words_are_as_without_the_hook(
    person: Person,
) -> None:
    plain = person.start(hook=False)
    plain.run("pip install tinything")
    shell = person.start()

    shell.enter("pip install tinything")
    shell.answer("q")

    assert shell.screen == plain.screen


def test_enter_restores_the_terminals_modes(person: Person) -> None:
    shell = person.start()

    shell.enter(with_modes(person, "pip install tinything"))
    status = shell.answer("enter")

    assert status == 0
    assert modes_are_the_same(person)


def test_modes_of_the_users_own_come_back_too(person: Person) -> None:
    shell = person.start()

    shell.run("stty -ixon intr ^X quit undef -echoctl")
    shell.enter(with_modes(person, "pip install tinything"))
    shell.answer("q")

    assert modes_are_the_same(person)
    assert "intr = ^X" in (person.home / "modes").read_text()


@pytest.mark.in_turn
def test_the_letter_of_the_second_offer_takes_it(person: Person) -> None:
    shell = person.start()

    shell.enter("pip install tinything")
    status = shell.answer("p")

    assert status == 0
    assert not person.venv.exists()
    shell.run(f"echo {person.driver.variable('VIRTUAL_ENV')}")
    assert shell.said == f"{person.home}/.virtualenvs/default\n"


@pytest.mark.in_turn
def test_an_unknown_key_is_no_answer(person: Person) -> None:
    shell = person.start()
    shell.enter("pip install tinything")
    shell.wait_for_panel()

    shell.press("x")
    time.sleep(1)
    shell.press("\t")
    time.sleep(1)

    assert shell.answer("q") == 1
    assert nothing_was_done(person)


@pytest.mark.in_turn
def test_enter_right_after_a_stray_key_does_not_accept(person: Person) -> None:
    shell = person.start()
    shell.enter("pip install tinything")
    shell.wait_for_panel()

    shell.press("x")
    time.sleep(0.1)
    shell.press("enter")
    time.sleep(1)

    assert not person.venv.exists()
    shell.press("q")
    shell.status()
    assert nothing_was_done(person)


@pytest.mark.in_turn
def test_a_command_typed_at_the_panel_is_not_an_answer(person: Person) -> None:
    shell = person.start()
    shell.enter("pip install tinything")
    shell.wait_for_panel()

    for letter in "echo typed":
        shell.press(letter)
        time.sleep(0.05)
    shell.press("enter")
    shell.press("q")
    shell.status()

    assert nothing_was_done(person)


@pytest.mark.in_turn
def test_a_paste_at_the_panel_is_not_an_answer(person: Person) -> None:
    shell = person.start()
    shell.enter("pip install tinything")
    shell.wait_for_panel()

    shell.type("echo pasted\r")
    shell.wait_until(lambda: wrote(shell, "pasted"), "the pasted command's output")

    assert nothing_was_done(person)


@pytest.mark.in_turn
@pytest.mark.parametrize("key", ["up", "\x1bOP", "\x1b[200~", "é"])
def test_a_key_of_several_bytes_accepts_nothing(person: Person, key: str) -> None:
    shell = person.start()
    shell.enter("pip install tinything")
    shell.wait_for_panel()

    shell.press(key)
    shell.status()

    assert nothing_was_done(person)


def test_what_is_typed_ahead_is_run_by_the_shell_and_accepts_nothing(
    person: Person,
) -> None:
    person.environ["TEST_STALL"] = str(person.home / "go on")
    shell = person.start()
    shell.enter("pip install tinything")
    shell.wait_for("pip is slow")

    shell.type(f"echo typed-{person.driver.sum(40, 2)}\r")
    (person.home / "go on").touch()
    shell.wait_until(lambda: "typed-42" in shell.text, "the output of what was typed")

    assert not shell.asked
    assert nothing_was_done(person)
    assert "pep668hook" in shell.text


def test_an_enter_typed_ahead_accepts_nothing(person: Person) -> None:
    person.environ["TEST_STALL"] = str(person.home / "go on")
    shell = person.start()
    shell.enter("pip install tinything")
    shell.wait_for("pip is slow")

    shell.press("enter", "enter")
    (person.home / "go on").touch()
    assert shell.status() == 1

    assert not shell.asked
    assert nothing_was_done(person)


def test_half_a_line_typed_ahead_is_at_the_next_prompt(person: Person) -> None:
    person.environ["TEST_STALL"] = str(person.home / "go on")
    shell = person.start()
    shell.enter("pip install tinything")
    shell.wait_for("pip is slow")

    shell.type("echo half")
    (person.home / "go on").touch()
    shell.status()
    shell.type("-and-half")
    shell.press("enter")
    shell.wait_until(lambda: "\nhalf-and-half" in shell.text, "the whole line's output")

    assert nothing_was_done(person)


def test_a_paste_of_several_lines_runs_them_all_and_accepts_nothing(
    person: Person,
) -> None:
    shell = person.start()
    shell.mark()

    third = f"echo third-{person.driver.sum(1, 2)}"
    shell.type(f"pip install tinything\recho second\r{third}\r")
    shell.wait_until(lambda: "third-3" in shell.text, "the last line's output")

    assert wrote(shell, "second")
    assert not shell.asked
    assert nothing_was_done(person)


def test_a_bracketed_paste_of_several_lines_accepts_nothing(person: Person) -> None:
    shell = person.start()
    shell.mark()

    third = f"echo third-{person.driver.sum(1, 2)}"
    shell.type(f"\x1b[200~pip install tinything\n{third}\n\x1b[201~")
    shell.press("enter")
    shell.wait_until(
        lambda: shell.asked or "third-3" in shell.text, "the panel or the last output"
    )
    if shell.asked:
        time.sleep(1)
        shell.press("q")
        shell.wait_for("third-3")

    assert nothing_was_done(person)


@pytest.mark.in_turn
def test_a_key_just_after_the_panel_came_does_not_count(person: Person) -> None:
    shell = person.start()
    shell.enter("pip install tinything")

    shell.wait_until(lambda: shell.asked, "the panel")
    shell.press("enter")
    shell.status()

    assert nothing_was_done(person)


@pytest.mark.in_turn
@pytest.mark.parametrize("delay", [0, 0.03, 0.06, 0.1])
def test_ctrl_c_between_the_refusal_and_the_panel_means_no(
    person: Person, delay: float
) -> None:
    shell = person.start()
    shell.enter(with_modes(person, "pip install tinything"))
    shell.wait_for("externally-managed-environment")

    time.sleep(delay)
    shell.press("ctrl-c")
    status = shell.status()
    # A line that was broken off has not come to its end. PowerShell breaks off the next
    # one where the key comes as it has just gone on.
    after = person.home / "after"
    while not after.is_file() or not after.stat().st_size:
        shell.run("stty -a >../after")

    assert status in {1, 130}
    assert nothing_was_done(person)
    before = (person.home / "modes").read_text()
    assert before.startswith(after.read_text())
    assert "Traceback" not in shell.text
    assert [p for p in person.processes() if p.pid != shell.pid] == []


def test_a_terminal_that_hangs_up_at_the_panel_leaves_nothing_behind(
    person: Person,
) -> None:
    shell = person.start()
    shell.enter("pip install tinything")
    shell.wait_for_panel()

    shell.hang_up()

    assert person.wait_until_nothing_runs() == []
    assert nothing_was_done(person)


def test_a_terminal_that_hangs_up_while_pip_runs_leaves_nothing_behind(
    person: Person,
) -> None:
    person.environ["TEST_STALL"] = str(person.home / "never")
    shell = person.start()
    shell.enter("pip install tinything")
    shell.wait_for("pip is slow")

    shell.hang_up()

    assert person.wait_until_nothing_runs() == []
    assert nothing_was_done(person)


@pytest.mark.parametrize(
    ("program", "number"),
    [("watch.py", signal.SIGTERM), ("rescue", signal.SIGKILL)],
)
def test_a_helper_that_is_killed_at_the_panel_leaves_pips_status(
    person: Person, program: str, number: signal.Signals
) -> None:
    shell = person.start()
    shell.enter(with_modes(person, "pip install tinything"))
    shell.wait_for_panel()

    (one,) = (each for each in person.processes() if program in str(each.cmdline()))
    one.send_signal(number)

    assert shell.status() == 1
    assert nothing_was_done(person)
    assert modes_are_the_same(person)


@pytest.mark.in_turn
def test_nothing_of_the_panel_goes_to_stdout(person: Person) -> None:
    shell = person.start()

    shell.enter("pip install tinything >../output")
    assert shell.answer("enter") == 0

    lines = (person.home / "output").read_text().splitlines()
    assert lines[0].startswith("Looking in links")
    assert lines[-1] == "Successfully installed tinything-1.0"
    assert "pep668hook" not in squashed(
        "".join(lines[1:]).replace(str(person.home), "")
    )
