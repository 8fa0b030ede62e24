from __future__ import annotations

import pytest

from pep668hook.environment import Problem
from pep668hook.plan import Activate, MakeEnvironment, Retry, SetAside
from pep668hook.remedies.repair_venv import REMEDY
from tests.builders import PROJECT, PYTHON, environment, surroundings

PATH = PROJECT / ".venv"
MAKE = MakeEnvironment(path=PATH, interpreter=PYTHON, prompt="app")
REPAIRABLE = [problem for problem in Problem if problem is not Problem.UNTRUSTED]


@pytest.mark.parametrize("problem", REPAIRABLE)
def test_it_offers_to_repair_what_is_broken(problem: Problem) -> None:
    offer = REMEDY.offer(surroundings(environments=[environment(problem=problem)]))

    assert offer is not None
    assert offer.remedy == REMEDY.name == "repair-venv"
    assert offer.title == "repair .venv, activate it and install six"
    assert offer.done == "repaired and activated .venv"
    assert offer.plan.steps == (Activate(PATH), Retry(("pip", "install", "six")))


@pytest.mark.parametrize("problem", REPAIRABLE)
def test_it_says_what_is_wrong(problem: Problem) -> None:
    offer = REMEDY.offer(surroundings(environments=[environment(problem=problem)]))

    assert offer is not None
    assert offer.note.startswith(problem.value)


def test_where_only_its_scripts_are_wrong_its_packages_stay() -> None:
    moved = environment(problem=Problem.MOVED)

    offer = REMEDY.offer(surroundings(environments=[moved]))

    assert offer is not None
    assert offer.plan.actions == (MAKE,)
    assert offer.note == "it was made in another place; its packages stay"


def test_where_its_python_is_gone_the_old_one_is_set_aside() -> None:
    old = environment(problem=Problem.NO_INTERPRETER)

    offer = REMEDY.offer(surroundings(environments=[old]))

    assert offer is not None
    assert offer.plan.actions == (SetAside(PATH, PROJECT / ".venv.broken"), MAKE)


def test_nothing_is_repaired_where_another_works() -> None:
    broken = environment(problem=Problem.MOVED)
    whole = environment(path=PROJECT / "venv")

    assert REMEDY.offer(surroundings(environments=[broken, whole])) is None


def test_what_others_can_change_is_left_alone() -> None:
    theirs = environment(problem=Problem.UNTRUSTED)

    assert REMEDY.offer(surroundings(environments=[theirs])) is None


def test_what_lies_where_others_can_write_is_left_alone() -> None:
    there = environment(problem=Problem.MOVED, in_own_place=False)

    assert REMEDY.offer(surroundings(environments=[there])) is None


def test_the_first_that_can_be_repaired_is_the_one() -> None:
    theirs = environment(problem=Problem.UNTRUSTED)
    second = environment(path=PROJECT / "venv", problem=Problem.HALF_MADE)

    offer = REMEDY.offer(surroundings(environments=[theirs, second]))

    assert offer is not None
    assert offer.title == "repair venv, activate it and install six"


def test_without_an_environment_there_is_nothing_to_repair() -> None:
    assert REMEDY.offer(surroundings()) is None


def test_one_is_not_repaired_to_uninstall_what_is_not_in_it() -> None:
    argv = ["pip", "uninstall", "six"]
    broken = [environment(problem=Problem.HALF_MADE)]

    assert REMEDY.offer(surroundings(argv=argv, environments=broken)) is None
