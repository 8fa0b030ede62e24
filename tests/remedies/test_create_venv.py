from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.directory import Standing
from pep668hook.environment import Problem
from pep668hook.plan import Activate, MakeEnvironment, Plan, Retry
from pep668hook.remedies.create_venv import REMEDY
from tests.builders import (
    PROJECT,
    PYTHON,
    directory,
    environment,
    interpreter,
    surroundings,
)


def test_it_offers_a_venv_of_the_directory_s_own() -> None:
    offer = REMEDY.offer(surroundings())

    assert offer is not None
    assert offer.remedy == REMEDY.name == "create-venv"
    assert offer.title == "make .venv, activate it and install six"
    assert offer.done == "made .venv and activated it"


def test_it_is_made_activated_and_used() -> None:
    path = PROJECT / ".venv"

    offer = REMEDY.offer(surroundings())

    assert offer is not None
    assert offer.plan == Plan(
        actions=(MakeEnvironment(path=path, interpreter=PYTHON, prompt="app"),),
        steps=(Activate(path), Retry(("pip", "install", "six"))),
    )


def test_it_is_made_for_the_python_that_pip_would_have_used() -> None:
    python = interpreter(executable=Path("/opt/python/bin/python3.12"))

    offer = REMEDY.offer(surroundings(python=python))

    assert offer is not None
    assert offer.plan.actions == (
        MakeEnvironment(PROJECT / ".venv", Path("/opt/python/bin/python3.12"), "app"),
    )


def test_it_belongs_into_the_project_s_root() -> None:
    below = directory(cwd=PROJECT / "src" / "deep", root=PROJECT)

    offer = REMEDY.offer(surroundings(place=below))

    assert offer is not None
    assert offer.title == "make ~/work/app/.venv, activate it and install six"
    assert offer.plan.steps[0] == Activate(PROJECT / ".venv")


@pytest.mark.parametrize(
    "standing", [each for each in Standing if each is not Standing.OWN]
)
def test_none_is_made_where_none_belongs(standing: Standing) -> None:
    assert REMEDY.offer(surroundings(place=directory(standing=standing))) is None


@pytest.mark.parametrize("problem", [None, *Problem])
def test_none_is_made_beside_another(problem: Problem | None) -> None:
    other = environment(path=PROJECT / "env", problem=problem)

    assert REMEDY.offer(surroundings(environments=[other])) is None


def test_what_stands_in_its_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()

    assert REMEDY.offer(surroundings(place=directory(cwd=tmp_path))) is None


def test_so_is_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / ".venv").symlink_to("gone")

    assert REMEDY.offer(surroundings(place=directory(cwd=tmp_path))) is None


def test_nothing_is_made_to_uninstall_from_it() -> None:
    assert REMEDY.offer(surroundings(argv=["pip", "uninstall", "six"])) is None
