"""The whole story in real shells, in directories that are called to do harm.

One shell a few hostile directories, one after the other: pip is refused there, Enter is
pressed, and the package is in an environment of that directory, active in the shell.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from pep668hook.directory import is_nameable
from tests.machine import add_wheel
from tests.prove.hostile.names import (
    ACTS,
    MEANS,
    RUNS,
    acts_in,
    as_name,
    executions,
)
from tests.prove.scale import cases

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.drivers import Driver
    from tests.person import Person, Shell

# Of each shell, cut into tests that the processors share.
DIRECTORIES: Final = 32
A_TEST: Final = 4
PERSONAL: Final = ".virtualenvs/default"
_WHERE: Final = (
    "import os, tinything; open(os.environ['TEST_SEEN'], 'w').write("
    "os.environ['VIRTUAL_ENV'] + '\\0' + tinything.__file__)"
)


def directories(number: int) -> list[str]:
    """Names that hold everything that the words have, mixed, up to the longest."""
    chance = random.Random(668)  # noqa: S311 # a repeatable choice, no secret
    pieces = [*RUNS, *ACTS[:-1], *MEANS]
    chance.shuffle(pieces)
    each = -(-len(pieces) // (number - 4))
    some = ["".join(pieces[at : at + each]) for at in range(0, len(pieces), each)]
    long = ["$(touch pwned)" * 18, "\x1b]2;owned\x07é" * 20, "\u2019;touch pwned;" * 15]
    names = [as_name(text) for text in ("-", *long, *some)]
    return list(dict.fromkeys(names))[:number]


def fit(driver: Driver, name: str) -> str:
    """Give PowerShell no name that it cannot be in."""
    if driver.name != "powershell":
        return name
    utf8 = os.fsencode(name).decode("utf-8", "replace").replace("\ufffd", "")
    return utf8.replace("\\", "").replace("//", "") or "x"


def heal(shell: Shell, line: str) -> bytes:
    """Run a line that is refused, take the first offer; give what was on the screen."""
    shell.enter(line)
    shell.wait_for_panel()
    seen = shell.bytes
    shell.press("enter")
    status = shell.status()
    assert status == 0, "\n".join(shell.screen)
    return seen + shell.bytes


@pytest.mark.parametrize("part", range(DIRECTORIES // A_TEST))
def test_a_directory_is_only_ever_a_directory(
    person: Person,
    tmp_path: Path,
    part: int,
    record_property: Callable[[str, object], None],
) -> None:
    names = directories(DIRECTORIES)[part * A_TEST : (part + 1) * A_TEST]
    names = names[: cases(len(names))]
    seen = tmp_path / "seen"
    driver = person.driver
    record_property("cases", len(names))
    shell = person.start(environ={"TEST_SEEN": str(seen)}, size=(100, 60))
    # By a variable, so that the name is never typed.
    for number, name in enumerate(names):
        work = person.home / fit(driver, name)
        work.mkdir()
        (person.home / f"{number}").symlink_to(work)
        shell.run(f"cd {person.home}/{number}")
        if driver.name in {"bash", "zsh"}:
            shell.run("cd -P .")
        screen = heal(shell, "pip install tinything")
        assert shell.run(f'python -c "{_WHERE}"') == 0
        variable, _, module = os.fsdecode(seen.read_bytes()).partition("\0")
        where = work / ".venv" if is_nameable(work) else person.home / PERSONAL
        assert Path(variable).samefile(where)
        assert Path(module).is_relative_to(Path(variable) / "lib")
        for acting in acts_in(name):
            assert acting not in screen, name
        assert b"Traceback" not in screen
        assert shell.run("deactivate") == 0
    assert executions(tmp_path) == []


@pytest.mark.parametrize("part", range(4))
def test_what_lies_in_a_project_is_only_ever_read(
    person: Person,
    tmp_path: Path,
    part: int,
    record_property: Callable[[str, object], None],
) -> None:
    pieces = [*RUNS, *ACTS[:-1], *MEANS][part::4]
    record_property("cases", len(pieces))
    for piece in pieces:
        (person.work / as_name(f"requirements{piece}.txt")).write_bytes(
            os.fsencode(piece)
        )
        (person.work / as_name(piece)).touch()
    everything = os.fsencode("".join(pieces))
    for name in ("pyproject.toml", "setup.py", "setup.cfg", "Pipfile", ".env"):
        (person.work / name).write_bytes(everything)
    (person.work / "setup.py").write_bytes(b"open('pwned', 'w')\n")
    shell = person.start(size=(100, 60))

    screen = heal(shell, "pip install tinything")

    for acting in acts_in("".join(pieces)):
        assert acting not in screen
    assert b"Traceback" not in screen
    assert executions(tmp_path) == []


@pytest.mark.parametrize("part", range(4))
def test_words_of_the_command_are_only_ever_words(
    person: Person,
    tmp_path: Path,
    part: int,
    record_property: Callable[[str, object], None],
) -> None:
    """They come back to pip as they were typed, and show nothing that acts."""
    pieces = [fit(person.driver, each) for each in (*RUNS, *MEANS) if each]
    pieces = [each for each in pieces if each.isprintable()][part::4][: cases(8)]
    record_property("cases", len(pieces))
    shell = person.start(size=(100, 60))
    driver = person.driver
    for piece in pieces:
        # A directory for pip to look for wheels in, whatever it is called.
        links = person.home / "links" / as_name(f"x{piece}")
        add_wheel_in(links)
        option = f"--find-links={links}"
        shell.run(driver.set("option", option))
        variable = '"$option"'
        screen = heal(shell, f"pip install {variable} tinything")
        assert b"Traceback" not in screen
        assert shell.run("deactivate") == 0
        shell.run(f"rm -r {person.venv}")
    assert executions(tmp_path) == []


def add_wheel_in(links: Path) -> None:
    links.parent.mkdir(exist_ok=True)
    add_wheel(links, "tinything")


@pytest.mark.parametrize("part", range(2))
def test_a_word_at_the_prompt_is_read_and_never_run(
    person: Person,
    tmp_path: Path,
    part: int,
    record_property: Callable[[str, object], None],
) -> None:
    """A line that no function can wrap holds it in quotes."""
    texts = [each for each in (*RUNS, *MEANS) if each.isprintable() and "!" not in each]
    texts = [fit(person.driver, each) for each in texts][part::2][: cases(30)]
    record_property("cases", len(texts))
    shell = person.start(size=(100, 60))
    for text in texts:
        quoted = person.driver.quote(text)
        shell.enter(f"python3 -m pip install tinything --find-links {quoted}")
        shell.answer_if_asked("q")
        shell.status()
        assert "Traceback" not in shell.text
    assert executions(tmp_path) == []
