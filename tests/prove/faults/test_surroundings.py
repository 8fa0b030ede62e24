"""A login that is set up in an odd way, and several shells that do the same at once."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

import pytest

from tests import drivers
from tests.person import Person
from tests.prove.faults.machinery import (
    PIP,
    is_usable,
    nothing_half_made,
    ours,
    said_no_trace,
    works_again,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.drivers import Driver
    from tests.machine import Machine

ODD: Final = {
    "no HOME": {"HOME": None},
    "a HOME that is gone": {"HOME": "/nonexistent/home"},
    "a relative HOME": {"HOME": "home"},
    "an empty HOME": {"HOME": ""},
    "a HOME that is a file": {"HOME": "/etc/hostname"},
    "no runtime directory": {"XDG_RUNTIME_DIR": None},
    "a runtime directory that is gone": {"XDG_RUNTIME_DIR": "/nonexistent/run"},
    "neither": {"HOME": None, "XDG_RUNTIME_DIR": None, "XDG_CACHE_HOME": None},
    "a relative cache": {"XDG_RUNTIME_DIR": None, "XDG_CACHE_HOME": "cache"},
    "SHLVL 50": {"SHLVL": "50"},
    "SHLVL of no number": {"SHLVL": "x"},
    "no TERM": {"TERM": None},
    "an unknown TERM": {"TERM": "nosuchterminal"},
    "no LANG": {"LANG": None},
    "an unknown LANG": {"LANG": "xx_XX.nothing", "LC_ALL": "xx_XX.nothing"},
    "no USER": {"USER": None, "LOGNAME": None},
    "a TMPDIR that is gone": {"TMPDIR": "/nonexistent/tmp"},
    "COLUMNS of no number": {"COLUMNS": "x", "LINES": "-1"},
    "PYTHONHOME": {"PYTHONSTARTUP": "/nonexistent", "PYTHONIOENCODING": "latin-1"},
}


@pytest.mark.parametrize("case", ODD)
def test_an_odd_environment(person: Person, case: str) -> None:
    if (person.driver.name, case) == ("powershell", "a HOME that is a file"):
        pytest.skip("PowerShell itself does not start")
    for name, value in ODD[case].items():
        if value is None:
            person.environ.pop(name, None)
        else:
            person.environ[name] = value
    shell = person.start()

    shell.enter(PIP)
    shell.answer_if_asked("enter")
    status = shell.status()

    said_no_trace(shell)
    assert status in {0, 1}
    assert "externally-managed-environment" in shell.text
    assert len(ours(shell.text)) <= 1
    nothing_half_made(person)


def pip_alone(person: Person, root: Path) -> Path:
    """A directory with pip and its Python, and nothing that a system has besides."""
    place = root / "alone"
    place.mkdir()
    for name in ("pip", "pip3", "python3", "python"):
        (place / name).symlink_to(person.machine.python.with_name(name))
    return place


PATHS: Final = {
    "without coreutils": "{alone}",
    "with an empty entry": ":{alone}:{tools}",
    "with relative entries": ".:bin:{alone}:{tools}:..",
    "with what is gone": "/nonexistent:{alone}:/nonexistent/x:{tools}",
    "with a file": "/etc/hostname:{alone}:{tools}",
    "of very many": "{many}:{alone}:{tools}",
    "twice the same": "{alone}:{alone}:{tools}:{alone}",
    "with a tilde": "~/bin:{alone}:{tools}",
    "with odd names": "/nonexistent/a b'$(x)\"*?:{alone}:{tools}",
}


@pytest.mark.parametrize("case", PATHS)
def test_an_odd_path(person: Person, tmp_path: Path, case: str) -> None:
    path = PATHS[case].format(
        alone=pip_alone(person, tmp_path),
        tools=person.machine.tools,
        many=os.pathsep.join(f"/nonexistent/{number}" for number in range(2000)),
    )
    shell = person.start(before=[_set_path(person.driver, path)])

    shell.enter(PIP)
    shell.answer_if_asked("enter")
    status = shell.status()

    said_no_trace(shell)
    assert "externally-managed-environment" in shell.text
    # Of ours; what `activate` starts is that script's own affair.
    assert not re.search(r"\b(mkdir|rm|kill|sh)\b.*ot found", shell.text)
    assert status in {0, 1}
    nothing_half_made(person)


def test_an_empty_path(person: Person) -> None:
    """It takes pip away; then nothing is ours to say."""
    shell = person.start()
    shell.run(_set_path(person.driver, "/nonexistent"))

    shell.enter(PIP)
    status = shell.status()

    said_no_trace(shell)
    assert status == person.driver.not_found
    # zsh names the function that a command fails in (docs/guarantees.md).
    told = re.sub(r"^__pep668hook_run:\d+:", "zsh:", shell.text, flags=re.MULTILINE)
    assert "pep668hook" not in told


def _set_path(driver: Driver, path: str) -> str:
    if driver.name == "fish":
        return f"set -gx PATH (string split : -- {driver.quote(path)})"
    return driver.export("PATH", path)


# -- at once


PAIRS: Final = [
    (first, second)
    for number, first in enumerate(drivers.names())
    for second in drivers.names()[number:]
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_two_shells_accept_in_one_directory_at_once(
    machine: Machine, tmp_path: Path, first: str, second: str
) -> None:
    people = []
    for number, name in enumerate((first, second)):
        driver = drivers.named(name)
        drivers.require(driver)
        root = tmp_path / f"{number}"
        root.mkdir()
        people.append(Person(machine, driver, root))
    work = people[0].work
    shells = [somebody.start(cwd=work) for somebody in people]
    try:
        for shell in shells:
            shell.enter(PIP)
        for shell in shells:
            shell.wait_for_panel()
        for shell in shells:
            shell.press("enter")
        statuses = [shell.status() for shell in shells]

        assert statuses == [0, 0]
        assert [path.name for path in work.iterdir()] == [".venv"]
        assert is_usable(people[0], work / ".venv")
        for shell in shells:
            assert shell.run("python -c 'import tinything'") == 0
            said_no_trace(shell)
    finally:
        for somebody in people:
            somebody.leave()
            assert somebody.wait_until_nothing_runs() == []


def test_five_shells_accept_at_once(person: Person) -> None:
    shells = [person.start() for _ in range(5)]
    for shell in shells:
        shell.enter(PIP)
    for shell in shells:
        shell.wait_for_panel()
    for shell in shells:
        shell.press("enter")

    assert [shell.status() for shell in shells] == [0] * 5
    assert [path.name for path in person.work.iterdir()] == [".venv"]
    nothing_half_made(person)


def test_it_is_uninstalled_under_a_shell_at_the_panel(person: Person) -> None:
    """Whoever takes it away while somebody reads takes nothing from pip."""
    shell = person.start()
    shell.enter(PIP)
    shell.wait_for_panel()
    for left in person.records.iterdir():
        left.unlink()

    shell.press("q")

    assert shell.status() == 1
    said_no_trace(shell)
    works_again(person)
