"""What shells do that were open when it was uninstalled."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook.shells import named
from tests.machine import install_hook

if TYPE_CHECKING:
    from tests.person import Person, Shell

LINES = (
    "pip3 --version",
    "pip install tinything",
    "python3 -m pip install tinything",
    "pip list --no-such-option",
    "true",
)


@pytest.fixture
def own(person: Person) -> Person:
    """Give somebody who has installed it in their own home."""
    person.share = person.home / ".local" / "share" / "pep668hook"
    install_hook(person.share, Path(sys.prefix))
    del person.environ["XDG_CACHE_HOME"]  # that of all tests
    person.machine.lend_pip(person.home / ".cache")
    return person


def says(shell: Shell, lines: tuple[str, ...] = LINES) -> list[tuple[int, str]]:
    return [(shell.run(line), shell.said) for line in lines]


def test_open_shells_go_on_with_a_plain_pip_and_silent_prompts(own: Person) -> None:
    plain = says(own.start(hook=False, size=(100, 50)))
    here, elsewhere = own.start(size=(100, 50)), own.start(size=(100, 50))

    assert here.run("pep668hook uninstall") == 0
    assert "shells that are open go on with a plain pip" in here.said
    assert not own.share.exists()

    assert says(elsewhere) == plain
    assert says(here) == plain
    assert [status for status, _ in plain] == [0, 1, 1, 2, 0]


@pytest.mark.parametrize(
    "verb", ["doctor", pytest.param("log", marks=pytest.mark.in_turn)]
)
def test_our_own_command_is_one_that_is_not_found(own: Person, verb: str) -> None:
    line = f"pep668hook {verb}"
    (expected,) = says(own.start(hook=False, size=(100, 50)), (line,))
    shell = own.start(size=(100, 50))
    shell.run("pep668hook uninstall")

    ((status, said),) = says(shell, (line,))

    if own.driver.name == "powershell":  # its alias leads to what is gone
        status, said = expected if "is not recognized" in said else (status, said)
    assert (status, said) == expected


def test_what_was_made_for_the_person_stays_active(own: Person) -> None:
    shell = own.start(size=(100, 50))
    shell.enter("pip install tinything")
    assert shell.answer("enter") == 0

    assert shell.run("pep668hook uninstall") == 0
    assert f"yours, and still there: {own.venv}" in shell.said.replace("\n", "")

    assert shell.run("pip install otherthing") == 0
    assert "Successfully installed otherthing" in shell.said


def test_uninstalled_by_its_path_is_the_same(own: Person) -> None:
    shell = own.start(size=(100, 50))
    python = own.driver.quote(str(own.share / "venv" / "bin" / "python"))
    call = "& " if own.driver.name == "powershell" else ""

    assert shell.run(f"{call}{python} -I -m pep668hook uninstall") == 0

    assert shell.run("pip --version") == 0
    assert shell.said.startswith("pip ")
    assert not own.share.exists()


def test_a_new_shell_with_the_line_still_in_it_says_nothing(own: Person) -> None:
    own.start().run("pep668hook uninstall")
    shell = own.start(hook=False, before=[load(own)])

    assert shell.screen == ["$"]


def load(person: Person) -> str:
    """Write the line as `pep668hook install` does."""
    shell = named(person.driver.name)
    assert shell is not None
    return shell.load(person.share / f"pep668hook.{person.driver.extension}")
