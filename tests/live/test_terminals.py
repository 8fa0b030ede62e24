from __future__ import annotations

import re
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.terminal import plain, squashed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.person import Person, Shell

WIDTHS = [20, 40, 80, 200, 400]


def after_pip(shell: Shell) -> bytes:
    """The bytes from pip's last line on: those that are ours."""
    return shell.bytes[shell.bytes.rindex(b"detailed specification.") :]


@pytest.mark.in_turn
@pytest.mark.parametrize("columns", WIDTHS)
def test_the_panel_fits_the_terminal(person: Person, columns: int) -> None:
    shell = person.start(size=(columns, 60))
    shell.enter("pip install tinything")

    shell.wait_for_panel()

    lines = plain(after_pip(shell)).splitlines()[1:]
    assert max(map(len, lines)) <= columns
    offered = squashed("".join(lines))
    assert "Enter" in offered
    assert "installtinything" in offered
    assert shell.answer("enter") == 0


@pytest.mark.in_turn
@pytest.mark.parametrize("columns", WIDTHS)
def test_the_panel_is_gone_after_a_no(person: Person, columns: int) -> None:
    seen = []
    for hook in (False, True):
        shell = person.start(hook=hook, size=(columns, 60))
        shell.enter("pip install tinything")
        if hook:
            shell.wait_for_panel()
            shell.press("q")
        shell.status()
        seen.append(shell.screen)

    # The panel may have moved the upper lines off the screen.
    assert seen[1] == seen[0][-len(seen[1]) :]


@pytest.mark.in_turn
@pytest.mark.parametrize("rows", [3, 6, 12])
def test_a_low_terminal_still_asks(person: Person, rows: int) -> None:
    shell = person.start(size=(80, rows))

    shell.enter("pip install tinything")

    assert shell.answer("enter") == 0
    assert shell.screen[-1] == "(work) $"


@pytest.mark.in_turn
def test_a_terminal_made_narrower_at_the_panel_keeps_its_prompt(
    person: Person,
) -> None:
    shell = person.start(size=(100, 50))
    shell.enter("pip install tinything")
    shell.wait_for_panel()

    shell.resize(40, 50)
    time.sleep(0.2)

    assert shell.answer("enter") == 0
    assert person.venv.exists()


@pytest.mark.in_turn
def test_no_colour_means_no_colour(person: Person) -> None:
    shell = person.start(environ={"NO_COLOR": "1"})
    shell.enter("pip install tinything")

    shell.wait_for_panel()

    assert not re.search(rb"\x1b\[[0-9;]*3[0-7]", after_pip(shell))
    assert shell.answer("q") == 1


@pytest.mark.in_turn
@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_takes_no_sequences_gets_none(
    person: Person, term: str
) -> None:
    shell = person.start(environ={"TERM": term})
    shell.enter("pip install tinything")

    shell.wait_for_panel()
    asked = after_pip(shell)
    shell.press("enter")
    assert shell.status() == 0

    ours = asked + shell.bytes[shell.bytes.rindex(b"pep668hook: ") :].split(b"\n")[0]
    assert b"\x1b" not in ours.replace(b"\x1b[K", b"")


def ascii_only(data: bytes) -> bool:
    return all(byte < 128 for byte in data)


@pytest.fixture
def latin_1(tmp_path: Path) -> dict[str, str]:
    """A locale that has no box characters, and is not the C locale."""
    made = tmp_path / "locales"
    made.mkdir()
    if shutil.which("localedef") is None:
        pytest.skip("localedef is not installed")
    define = ["localedef", "-i", "de_DE", "-f", "ISO-8859-1", made / "de_DE.ISO-8859-1"]
    subprocess.run(define, check=False, capture_output=True)
    if not list(made.iterdir()):
        pytest.skip("the sources of locales are not installed")
    locale = {"LOCPATH": str(made), "LC_ALL": "de_DE.ISO-8859-1", "LANG": ""}
    return {**locale, "LANGUAGE": "en"}


@pytest.mark.in_turn
def test_a_terminal_without_box_characters_gets_none(
    person: Person, latin_1: dict[str, str]
) -> None:
    shell = person.start(environ=latin_1)
    shell.enter("pip install tinything")

    shell.wait_for_panel()

    assert ascii_only(after_pip(shell))
    assert "+-" in shell.text
    assert shell.answer("enter") == 0


@pytest.mark.in_turn
def test_a_german_terminal_gets_its_letters(
    person: Person, latin_1: dict[str, str]
) -> None:
    shell = person.start(environ={**latin_1, "LANGUAGE": "de"})
    shell.enter("pip install tinything")

    shell.wait_until(lambda: "eine Taste" in shell.text, "the panel")
    time.sleep(0.4)  # nobody reads faster
    said = shell.bytes.decode("iso-8859-1")
    shell.press("enter")

    assert "drücken Sie eine Taste" in said
    assert "+-" in said
    assert shell.status() == 0


@pytest.mark.in_turn
@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8", "xx_XX.none"])
def test_any_locale_is_healed(person: Person, locale: str) -> None:
    shell = person.start(environ={"LC_ALL": locale, "LANG": ""})

    shell.enter("pip install tinything")

    assert shell.answer("enter") == 0


@pytest.mark.in_turn
def test_where_pip_keeps_to_ascii_so_does_the_panel(person: Person) -> None:
    environ = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    shell = person.start(environ=environ)
    shell.enter("pip install tinything")

    shell.wait_for_panel()

    assert ascii_only(shell.bytes)
    assert shell.answer("enter") == 0


@pytest.mark.in_turn
def test_a_terminal_that_does_not_know_its_size_still_asks(person: Person) -> None:
    shell = person.start(size=(80, 50), after=["stty cols 0 rows 0"])

    shell.enter("pip install tinything")

    assert shell.answer("enter") == 0
