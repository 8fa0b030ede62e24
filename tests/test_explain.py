from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pep668hook.explain import explain, settled, to_json, to_text
from pep668hook.shells import named
from tests.builders import offer
from tests.layout import Layout

if TYPE_CHECKING:
    from pathlib import Path

    from pep668hook.advice import Advice


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    machine = Layout(tmp_path)
    monkeypatch.chdir(machine.project)
    return machine


def explained(machine: Layout, line: str, **environ: str) -> Advice | None:
    shell = named("bash")
    assert shell is not None
    given = machine.settings(**{"PEP668HOOK_OS_RELEASE": "", **environ})
    return explain(line.split(), given, shell)


@pytest.mark.parametrize(
    "line",
    [
        "pip install six",
        "{bin}/pip install six",
        "python3.11 -m pip install six",
        "sudo {bin}/pip install six",
    ],
)
def test_a_pip_is_found_however_it_is_started(machine: Layout, line: str) -> None:
    given = explained(machine, line.format(bin=machine.pip.parent))

    assert given is not None
    assert given.surroundings.interpreter.executable == machine.python
    assert given.surroundings.by_root == line.startswith("sudo")
    assert given.commands(given.offers[""])[-1].endswith("pip install six")


@pytest.mark.parametrize("line", ["", "ls", "pip3 install six", "pip list"])
def test_nothing_is_said_of_what_is_not_refused_here(
    machine: Layout, line: str
) -> None:
    assert explained(machine, line) is None


@pytest.mark.parametrize("line", ["pip install six", "/opt/none/pip3 install six"])
def test_a_machine_that_is_described_needs_no_pip(machine: Layout, line: str) -> None:
    described = machine.environ["PEP668HOOK_OS_RELEASE"]

    given = explained(machine, line, PATH="/nowhere", PEP668HOOK_OS_RELEASE=described)

    assert given is not None
    assert given.reason().startswith("Debian 12's own Python (kept by apt)")


def test_json_holds_what_the_panel_would_show(machine: Layout) -> None:
    given = explained(machine, "pip install six")

    assert given is not None
    said = json.loads(to_json(given))
    assert list(said) == ["reason", "offers"]
    assert said["reason"] == given.reason()
    assert [each["key"] for each in said["offers"]] == ["Enter", "p"]
    assert said["offers"][0] == {
        "key": "Enter",
        "remedy": "create-venv",
        "title": "make .venv, activate it and install six",
        "commands": [
            "python3.11 -m venv .venv",
            "source .venv/bin/activate",
            "pip install six",
        ],
        "why": "",
    }


def test_text_is_for_a_person_to_read(machine: Layout) -> None:
    given = explained(machine, "pip install -U pip")

    assert given is not None
    assert to_text(given).splitlines()[:5] == [
        given.reason(),
        "",
        "Enter: leave pip to the system: there is nothing to do",
        "    outside of a project there is no environment to upgrade it in",
        "",
    ]
    assert "    $ pip install -U pip" in to_text(given)


def test_guesses_are_settled_and_may_drop_out() -> None:
    known, found = offer(title="known"), offer(title="found")
    guess = replace(known, settle=lambda: found)
    gone = replace(known, settle=lambda: None)

    assert settled([known, guess, gone]) == [known, found]
