from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pep668hook.advice import advise
from pep668hook.plan import Run, Then
from pep668hook.shells.bash import SHELL as BASH
from tests.builders import offer, plan
from tests.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pep668hook.advice import Advice
    from pep668hook.remedy import Offer


REST = ("echo", "more")


@pytest.fixture
def machine(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


def advised(machine: Layout, line: str, **environ: str) -> Advice:
    given = advise(machine.failure(*line.split()), machine.settings(**environ), BASH)
    assert given is not None
    return given


def carried_on(machine: Layout, guess: Offer) -> Offer:
    failure = replace(machine.failure(), rest=(REST,))
    given = advise(failure, machine.settings(), BASH, lambda _: [guess])
    assert given is not None
    return given.offers[""]


def titles(advice: Advice) -> list[str]:
    return [offer.title for offer in advice.offers.values()]


def test_enter_is_what_is_advised(machine: Layout) -> None:
    given = advised(machine, "pip install six")

    assert list(given.offers) == ["", "p"]
    assert given.offers[""].title == "make .venv, activate it and install six"


def test_it_says_who_refused(machine: Layout) -> None:
    whose = f"The Python under {machine.prefix}"

    assert advised(machine, "pip install six").reason() == (
        f"{whose} takes no packages from pip (PEP 668)."
    )


def test_it_says_why_the_first_is_the_first_as_long_as_it_is(machine: Layout) -> None:
    machine.add_script(machine.prefix / "bin" / "pipx", "#!/bin/sh\n")
    given = advised(machine, "pip install yt-dlp")
    why = "yt-dlp is a program: an environment of its own keeps a program apart."

    assert given.reason().endswith(why)
    assert given.reason(given.offers[""]).endswith(why)
    assert why not in given.reason(given.offers["v"])


def test_commands_are_those_that_a_person_would_type(machine: Layout) -> None:
    given = advised(machine, "pip install six")

    commands = (
        "python3.11 -m venv .venv",
        "source .venv/bin/activate",
        "pip install six",
    )
    assert given.commands(given.offers[""]) == commands
    assert given.typed(given.offers[""]) == (" && ".join(commands),)


def test_the_engine_that_makes_the_environment_is_the_one_that_is_shown(
    machine: Layout, tmp_path: Path
) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "uv").touch(0o755)
    machine.environ["PATH"] += f":{tmp_path}/tools"

    given = advised(machine, "pip install six")

    by_uv = "uv venv --seed --python python3.11 .venv"
    assert given.commands(given.offers[""])[0] == by_uv

    given = advised(machine, "pip install six", PEP668HOOK_ENVIRONMENT_ENGINE="venv")

    assert given.commands(given.offers[""])[0] == "python3.11 -m venv .venv"


def test_there_may_be_nothing_to_type(machine: Layout) -> None:
    given = advised(machine, "pip install -U pip")

    assert given.offers[""].remedy == "leave-it-alone"
    assert given.typed(given.offers[""]) == ()


def test_nothing_is_advised_where_nothing_was_refused(machine: Layout) -> None:
    assert advise(machine.failure("pip", "list"), machine.settings(), BASH) is None


def test_nothing_is_advised_where_nothing_helps(machine: Layout) -> None:
    refused = machine.failure("pip", "install", "six")

    def none(_offers: Sequence[Offer]) -> list[Offer]:
        return []

    assert advise(refused, machine.settings(), BASH, none) is None


def test_what_would_fail_anywhere_is_all_that_is_said(machine: Layout) -> None:
    given = advised(machine, "pip install -r gone.txt")

    assert titles(given) == ["stop here: there is no gone.txt here"]


def test_the_user_s_own_site_is_refused_too_and_it_is_said_why(
    machine: Layout,
) -> None:
    assert (
        "`--user` is refused too" in advised(machine, "pip install --user six").reason()
    )


@pytest.mark.parametrize("by_file", [True, False])
def test_what_is_always_for_the_user_alone_is_overruled_in_an_environment(
    machine: Layout, tmp_path: Path, *, by_file: bool
) -> None:
    file = tmp_path / "pip.conf"
    file.write_text("[install]\nuser = yes\n")
    variables = {"PIP_CONFIG_FILE": str(file)} if by_file else {"PIP_USER": "1"}
    given = advised(machine, "pip install six", **variables)

    assert given.commands(given.offers[""])[-1] == "pip install --no-user six"


def test_it_says_what_was_meant_instead_of_what_was_typed(machine: Layout) -> None:
    given = advised(machine, "pip install yaml")

    assert given.offers[""].title == "make .venv, activate it and install PyYAML"
    assert "`yaml` is what is imported; pip's name for it is PyYAML." in given.reason()
    assert [each for each in titles(given) if "yaml" in each.split()] == []


def test_another_project_of_that_name_can_be_had_as_well(machine: Layout) -> None:
    given = advised(machine, "pip install serial")

    assert given.offers[""].title == "make .venv, activate it and install pyserial"
    assert given.offers["t"].title == "make .venv, activate it and install serial"
    assert given.offers["t"].note == "just as it was typed"


def test_it_cannot_where_all_would_fail(machine: Layout) -> None:
    given = advised(machine, "pip install -r gone.txt serial")

    assert list(given.offers) == [""]


def test_an_environment_s_own_pip_is_spoken_of(machine: Layout) -> None:
    (machine.project / "pyproject.toml").touch()
    given = advised(machine, "pip install -U pip")

    assert given.offers[""].remedy == "create-venv"
    assert "Its pip came with it; an environment brings its own." in given.reason()


def test_a_manager_that_is_not_there_is_named(machine: Layout) -> None:
    (machine.project / "Pipfile").touch()
    given = advised(machine, "pip install six")

    assert given.reason().endswith(
        "This project is kept by Pipenv, which is not installed here."
    )


def test_what_would_have_come_next_stays_with_a_guess_that_comes_true(
    machine: Layout,
) -> None:
    found = offer(plan=plan(steps=[Run(("sudo", "apt", "install", "python3-six"))]))

    guess = carried_on(machine, replace(found, settle=lambda: found))

    assert guess.settle is not None
    settled = guess.settle()
    assert settled is not None
    assert settled.plan.steps[-1] == Then((REST,))
    assert settled.note.endswith("and then: echo more")


def test_nothing_comes_next_after_a_guess_that_does_not(machine: Layout) -> None:
    guess = carried_on(machine, replace(offer(), settle=lambda: None))

    assert guess.settle is not None
    assert guess.settle() is None
