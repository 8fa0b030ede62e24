from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.terminal import squashed

if TYPE_CHECKING:
    from tests.person import Person, Shell

VERB = f"{sys.executable} -I -m pep668hook"


def accept(shell: Shell, line: str = "pip install tinything") -> None:
    shell.enter(line)
    assert shell.answer("enter") == 0


def test_what_was_made_is_gone_again_and_the_shell_is_told_how_to_leave_it(
    person: Person,
) -> None:
    shell = person.start()
    accept(shell)
    assert person.venv.is_dir()

    assert shell.run(f"{VERB} undo") == 0

    assert not person.venv.exists()
    assert "removed .venv" in shell.said
    assert "to leave it in this shell: deactivate" in shell.said
    assert shell.run("deactivate") == 0
    shell.enter("pip install tinything")
    shell.wait_for_panel()
    assert squashed("make .venv") in squashed(shell.text)
    shell.press("q")
    shell.status()


@pytest.mark.parametrize(
    "since", ["", pytest.param("pip install otherthing", marks=pytest.mark.in_turn)]
)
def test_with_the_hook_the_environment_is_left_at_once(
    person: Person, since: str
) -> None:
    shell = person.start()
    accept(shell)
    if since:
        assert shell.run(since) == 0

    shell.enter("pep668hook undo")
    if since:
        shell.wait_for("type .venv to remove it all the same:")
        shell.type(".venv\n")
    assert shell.status() == 0

    assert "left it in this shell" in shell.said
    assert not person.venv.exists()
    shell.run(f"echo none:{person.driver.variable('VIRTUAL_ENV')}")
    assert shell.said == "none:\n"


@pytest.mark.in_turn
def test_what_was_installed_by_hand_since_is_asked_about(person: Person) -> None:
    shell = person.start()
    accept(shell)
    assert shell.run("pip install otherthing") == 0

    shell.enter(f"{VERB} undo")
    shell.wait_for("type .venv to remove it all the same:")
    assert "otherthing was installed since" in " ".join(shell.screen)
    shell.type("no\n")
    assert shell.status() == 1
    assert person.venv.is_dir()

    shell.enter(f"{VERB} undo")
    shell.wait_for("type .venv to remove it all the same:")
    shell.type(".venv\n")
    assert shell.status() == 0
    assert not person.venv.exists()


@pytest.mark.in_turn
def test_the_log_tells_it_and_that_it_was_taken_back(person: Person) -> None:
    shell = person.start()
    accept(shell)
    shell.run(f"{VERB} undo")

    assert shell.run(f"{VERB} log") == 0

    assert "~/work  pip install tinything" in shell.said
    assert "made .venv and activated it (taken back)" in shell.said


@pytest.mark.in_turn
def test_before_a_yes_there_is_no_journal_and_after_it_only_ours(
    person: Person,
) -> None:
    state = person.home / ".local" / "state" / "pep668hook"
    shell = person.start()
    shell.enter("pip install tinything")
    shell.wait_for_panel()
    assert not state.exists()
    shell.press("enter")
    assert shell.status() == 0

    (line,) = (state / "journal.jsonl").read_text().splitlines()
    assert json.loads(line)["argv"] == ["pip", "install", "tinything"]
    assert (state / "journal.jsonl").stat().st_mode & 0o777 == 0o600


@pytest.mark.in_turn
def test_where_no_journal_can_be_kept_everything_else_is_as_ever(
    person: Person,
) -> None:
    (person.home / ".local").mkdir()
    (person.home / ".local" / "state").touch()
    shell = person.start()

    accept(shell)

    assert person.venv.is_dir()
    assert "error" not in shell.said.rpartition("made .venv")[2]
