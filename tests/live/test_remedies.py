from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.machine import NAME
from tests.person import files_below

if TYPE_CHECKING:
    from pathlib import Path

    from tests.person import Person, Shell

CONTAINER = {"container": "docker", "PIP_USER": "1"}


def put_into_the_user_site(person: Person) -> Path:
    """Install as people did before they were refused."""
    pip = person.machine.python.with_name("pip")
    options = ["--break-system-packages", "--quiet", "--user"]
    words = [pip, "install", *options, "tinything"]
    subprocess.run(words, env=person.environ, check=True)
    return person.home / ".local" / "lib" / NAME / "site-packages"


def answer_with(shell: Shell, word: str) -> None:
    """Choose the override and type what it asks for, key by key as a person does."""
    shell.enter("pip install tinything")
    shell.wait_for_panel()
    shell.press("o")
    shell.wait_for("type break")
    for letters in range(len(word)):
        shell.press(word[letters])
        if not "break".startswith(word[: letters + 1]):
            return
        shell.wait_for(f"own packages: {word[: letters + 1]}")
    shell.press("enter")


@pytest.mark.in_turn
def test_a_left_over_in_the_user_site_is_removed(person: Person) -> None:
    site = put_into_the_user_site(person)
    shell = person.start()
    assert "tinything.py" in files_below(site)

    shell.enter("pip uninstall tinything")
    status = shell.answer("enter")

    assert status == 0
    assert files_below(site) <= {"__pycache__"}


@pytest.mark.in_turn
def test_a_left_over_stays_without_the_key(person: Person) -> None:
    site = put_into_the_user_site(person)
    shell = person.start()
    before = files_below(site)

    shell.enter("pip uninstall tinything")
    status = shell.answer("q")

    assert status == 1
    assert files_below(site) == before


@pytest.mark.in_turn
def test_what_is_not_installed_is_told_and_nothing_is_done(person: Person) -> None:
    shell = person.start()

    shell.enter("pip uninstall tinything")
    status = shell.answer("enter")

    assert status == 1
    assert "tinything is not installed" in shell.text
    assert files_below(person.work) == set()
    assert not (person.home / ".virtualenvs").exists()


@pytest.mark.in_turn
def test_the_protection_is_overridden_once_the_word_is_typed(person: Person) -> None:
    shell = person.start(environ=CONTAINER)

    answer_with(shell, "break")

    assert shell.status() == 0
    assert shell.run("python3 -c 'import tinything'") == 0


@pytest.mark.in_turn
def test_no_other_word_overrides_it(person: Person) -> None:
    shell = person.start(environ=CONTAINER)

    answer_with(shell, "brake")

    assert shell.status() == 1
    assert shell.run("python3 -c 'import tinything'") == 1
    assert not (person.home / ".local" / "lib").exists()


@pytest.mark.in_turn
def test_nothing_is_overridden_where_nothing_is_thrown_away(person: Person) -> None:
    # What Distrobox sets: this test may itself run in a container.
    shell = person.start(environ={**CONTAINER, "DISTROBOX_ENTER_PATH": "/bin/it"})

    shell.enter("pip install tinything")
    shell.wait_for_panel()
    text = shell.text
    shell.press("q")

    assert shell.status() == 1
    assert "over the system's own packages" not in text
