from __future__ import annotations

import pytest

from pep668hook.directory import Standing
from pep668hook.environment import Problem
from pep668hook.plan import Activate, AddPip, MakeEnvironment, Retry, SetAside
from pep668hook.remedies.use_personal_venv import REMEDY
from tests.builders import (
    HOME,
    PROJECT,
    PYTHON,
    directory,
    environment,
    surroundings,
)

PATH = HOME / ".virtualenvs" / "default"
TITLE = (
    "use one environment for everything, ~/.virtualenvs/default, and install six there"
)
MAKE = MakeEnvironment(path=PATH, interpreter=PYTHON, prompt="default")


def test_it_is_made_on_the_first_yes() -> None:
    offer = REMEDY.offer(surroundings())

    assert offer is not None
    assert offer.remedy == REMEDY.name == "use-personal-venv"
    assert offer.title == TITLE
    assert offer.done == "made ~/.virtualenvs/default and activated it"
    assert offer.plan.actions == (MAKE,)
    assert offer.plan.steps == (Activate(PATH), Retry(("pip", "install", "six")))


def test_it_is_only_activated_from_then_on() -> None:
    offer = REMEDY.offer(surroundings(personal=environment(path=PATH)))

    assert offer is not None
    assert offer.title == TITLE
    assert offer.done == "activated ~/.virtualenvs/default"
    assert offer.plan.actions == ()


def test_it_is_given_a_pip_if_it_has_none() -> None:
    personal = environment(path=PATH, has_pip=False)

    offer = REMEDY.offer(surroundings(personal=personal))

    assert offer is not None
    assert offer.plan.actions == (AddPip(PATH),)


def test_a_broken_one_is_repaired_and_the_offer_says_so() -> None:
    personal = environment(path=PATH, problem=Problem.HALF_MADE)

    offer = REMEDY.offer(surroundings(personal=personal))

    assert offer is not None
    assert offer.title == TITLE
    assert offer.done == "repaired and activated ~/.virtualenvs/default"
    assert offer.note == "it was never finished; its packages stay"
    assert offer.plan.actions == (MAKE,)


def test_one_whose_python_is_gone_is_set_aside() -> None:
    personal = environment(path=PATH, problem=Problem.NO_INTERPRETER)

    offer = REMEDY.offer(surroundings(personal=personal))

    assert offer is not None
    assert offer.plan.actions == (
        SetAside(PATH, PATH.with_name("default.broken")),
        MAKE,
    )


def test_one_that_others_can_change_is_left_alone() -> None:
    personal = environment(path=PATH, problem=Problem.UNTRUSTED)

    assert REMEDY.offer(surroundings(personal=personal)) is None


def test_there_is_none_without_a_place_for_it() -> None:
    assert REMEDY.offer(surroundings(personal_path=None)) is None


@pytest.mark.parametrize(
    "standing", [each for each in Standing if each is not Standing.OWN]
)
def test_it_says_why_none_is_made_here(standing: Standing) -> None:
    offer = REMEDY.offer(surroundings(place=directory(standing=standing)))

    assert offer is not None
    assert standing.value in offer.note
    assert "no environment belongs here" in offer.note


def test_it_says_why_the_one_that_is_here_is_not_used() -> None:
    whole = environment(path=PROJECT / "env")
    theirs = environment(problem=Problem.UNTRUSTED)

    offer = REMEDY.offer(surroundings(environments=[whole, theirs]))

    assert offer is not None
    assert offer.note == ".venv is not used: others can change it"


def test_it_says_both_why_it_is_offered_and_what_becomes_of_it() -> None:
    offer = REMEDY.offer(
        surroundings(
            place=directory(standing=Standing.SHARED),
            personal=environment(path=PATH, problem=Problem.MOVED),
        )
    )

    assert offer is not None
    assert Standing.SHARED.value in offer.note
    assert Problem.MOVED.value in offer.note


def test_it_is_not_used_to_uninstall_what_is_not_in_it() -> None:
    argv = ["pip", "uninstall", "six"]

    assert REMEDY.offer(surroundings(argv=argv)) is None
