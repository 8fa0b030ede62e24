from __future__ import annotations

from pathlib import Path

from pep668hook.environment import Problem
from pep668hook.installed import Place
from pep668hook.plan import Activate, AddPip, Plan, Retry
from pep668hook.remedies.activate_venv import REMEDY
from tests.builders import (
    HOME,
    PROJECT,
    directory,
    environment,
    installed,
    site,
    surroundings,
)

RETRY = Retry(("pip", "install", "six"))


def test_it_offers_to_activate_the_environment_that_is_there() -> None:
    offer = REMEDY.offer(surroundings(environments=[environment()]))

    assert offer is not None
    assert offer.remedy == REMEDY.name == "activate-venv"
    assert offer.title == "activate .venv and install six"
    assert offer.done == "activated .venv"
    assert offer.note == ""


def test_nothing_is_made_for_it() -> None:
    offer = REMEDY.offer(surroundings(environments=[environment()]))

    assert offer is not None
    assert offer.plan == Plan((), (Activate(PROJECT / ".venv"), RETRY))


def test_the_first_that_works_is_the_one() -> None:
    broken = environment(problem=Problem.MOVED)
    second = environment(path=PROJECT / "venv")
    third = environment(path=PROJECT / "env")

    offer = REMEDY.offer(surroundings(environments=[broken, second, third]))

    assert offer is not None
    assert offer.title == "activate venv and install six"


def test_an_environment_without_a_pip_is_given_one() -> None:
    offer = REMEDY.offer(surroundings(environments=[environment(has_pip=False)]))

    assert offer is not None
    assert offer.plan.actions == (AddPip(PROJECT / ".venv"),)
    assert offer.note == "it has no pip yet: one is put into it"


def test_the_environment_of_a_project_above_is_said_from_here() -> None:
    below = directory(cwd=PROJECT / "src", root=PROJECT)

    offer = REMEDY.offer(surroundings(place=below, environments=[environment()]))

    assert offer is not None
    assert offer.title == "activate ~/work/app/.venv and install six"


def test_one_that_is_active_elsewhere_is_said_by_its_place() -> None:
    elsewhere = environment(path=Path("/srv/envs/web"))

    offer = REMEDY.offer(surroundings(environments=[elsewhere], home=HOME))

    assert offer is not None
    assert offer.title == "activate /srv/envs/web and install six"


def test_without_an_environment_there_is_nothing_to_activate() -> None:
    assert REMEDY.offer(surroundings()) is None


def test_a_broken_environment_is_not_activated() -> None:
    broken = [environment(problem=problem) for problem in Problem]

    assert REMEDY.offer(surroundings(environments=broken)) is None


def test_what_is_to_be_uninstalled_has_to_be_in_it() -> None:
    empty = environment(path=PROJECT / "venv")
    inside = site(Place.ENVIRONMENT, PROJECT / ".venv")

    offer = REMEDY.offer(
        surroundings(
            argv=["pip", "uninstall", "six"],
            environments=[empty, environment()],
            installed=[installed("six", inside)],
        )
    )

    assert offer is not None
    assert offer.title == "activate .venv and uninstall six"


def test_what_a_file_lists_may_be_in_any() -> None:
    argv = ["pip", "uninstall", "-r", "requirements.txt"]

    offer = REMEDY.offer(surroundings(argv=argv, environments=[environment()]))

    assert offer is not None
