from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook.directory import Standing
from pep668hook.environment import Problem
from pep668hook.manager import Commands
from pep668hook.plan import Activate, ActivateTold, Plan, Retry, Run
from pep668hook.remedies.add_to_project import REMEDY
from tests.builders import PROJECT, directory, environment, managed, surroundings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pep668hook.directory import Directory
    from pep668hook.environment import Environment
    from pep668hook.manager import ManagedProject
    from pep668hook.remedy import Offer

VENV = PROJECT / ".venv"


def offer(
    line: str = "install six",
    project: ManagedProject | None = None,
    *,
    environments: Sequence[Environment] = (),
    place: Directory | None = None,
) -> Offer | None:
    project = project or managed()
    return REMEDY.offer(
        surroundings(
            argv=["pip", *line.split()],
            managed=project,
            tools={project.manager.program: Path("/usr/bin/tool")},
            environments=environments,
            place=place,
        )
    )


def test_the_project_s_own_manager_adds_it() -> None:
    made = offer()

    assert made is not None
    assert made.remedy == REMEDY.name == "add-to-project"
    assert made.title == "add six with uv"
    assert made.done == "adding six with uv"
    assert made.plan == Plan((), (Run(("uv", "add", "six")), Activate(VENV)))
    assert made.note == ""


def test_a_project_without_a_manager_has_nobody_to_add_it() -> None:
    assert REMEDY.offer(surroundings()) is None


def test_a_manager_that_is_not_there_adds_nothing() -> None:
    assert REMEDY.offer(surroundings(managed=managed())) is None


@pytest.mark.parametrize("standing", [Standing.SHARED, Standing.UNWRITABLE])
def test_it_is_not_run_where_others_can_change_what_it_runs(
    standing: Standing,
) -> None:
    assert offer(place=directory(standing=standing)) is None


def test_it_is_not_run_in_an_environment_that_others_can_change() -> None:
    unsafe = environment(problem=Problem.UNTRUSTED)

    assert offer(environments=[unsafe]) is None


def test_what_it_cannot_do_is_not_offered() -> None:
    assert offer("install --no-deps six") is None


def test_what_the_project_asks_for_is_installed() -> None:
    project = managed(dependencies={"flask": ()})

    made = offer("install -r requirements.txt", project)

    assert made is not None
    assert made.title == "install what this project asks for with uv"
    assert made.done == "installing what this project asks for with uv"
    assert made.note == "requirements.txt is left aside: the project has its own list"
    assert made.plan.steps == (Run(("uv", "sync")), Activate(VENV))


def test_upgrades_and_additions_are_told_apart() -> None:
    project = managed(dependencies={"six": ()})

    made = offer("install -U six flask", project)

    assert made is not None
    assert made.title == "upgrade six and add flask with uv"
    assert made.done == "upgrading six and adding flask with uv"


def test_what_is_there_already_is_only_upgraded() -> None:
    made = offer("install -U six", managed(dependencies={"six": ()}))

    assert made is not None
    assert made.title == "upgrade six with uv"
    assert made.done == "upgrading six with uv"


@pytest.mark.parametrize("problem", [None, Problem.NO_INTERPRETER, Problem.HALF_MADE])
def test_what_it_makes_anew_is_activated(problem: Problem | None) -> None:
    others = [environment(path=PROJECT / "venv"), environment(problem=problem)]

    made = offer(environments=others)

    assert made is not None
    assert made.plan.steps[-1] == Activate(VENV)


@pytest.mark.parametrize("problem", [Problem.MOVED, Problem.UNQUOTED])
def test_a_script_that_is_not_safe_is_not_run(problem: Problem) -> None:
    made = offer(environments=[environment(problem=problem)])

    assert made is not None
    assert made.plan.steps == (Run(("uv", "add", "six")),)


def test_an_environment_whose_place_is_not_known_is_not_activated() -> None:
    project = managed(name="Poetry", environment=None, enter="poetry run")

    made = offer(project=project)

    assert made is not None
    assert made.plan.steps == (Run(("poetry", "add", "six")),)
    assert made.note == "it is not active in this shell then: `poetry run` reaches it"


def test_one_whose_manager_tells_its_place_is_activated() -> None:
    tell = ("poetry", "env", "info", "--path")
    project = managed(name="Poetry", environment=None, tell=tell, enter="poetry run")

    made = offer(project=project)

    assert made is not None
    assert made.plan.steps == (Run(("poetry", "add", "six")), ActivateTold(tell))
    assert made.note == ""


def test_one_that_is_known_needs_no_such_word() -> None:
    made = offer(project=managed(name="Poetry", enter="poetry run"))

    assert made is not None
    assert made.note == ""


def test_an_environment_that_has_to_be_made_first_is() -> None:
    project = managed(
        name="conda",
        commands=Commands(add=("conda", "run", "pip", "install")),
        environment=None,
        prepare=("conda", "env", "create"),
    )

    made = offer(project=project)

    assert made is not None
    assert made.plan.steps == (
        Run(("conda", "env", "create")),
        Run(("conda", "run", "pip", "install", "six")),
    )


# -- a manager that adds by its environment's pip


def test_its_environment_is_made_and_its_pip_used() -> None:
    project = managed(
        name="Hatch", prepare=("hatch", "env", "create"), adds_by_pip=True
    )

    made = offer("install --user six", project)

    assert made is not None
    assert made.title == "make Hatch's environment, activate it and install six"
    assert (
        made.note
        == "Hatch keeps only what pyproject.toml names: write it there to stay"
    )
    assert made.plan.steps == (
        Run(("hatch", "env", "create")),
        Activate(VENV),
        Retry(("pip", "install", "six")),
    )


def test_one_that_is_there_is_another_remedy_s() -> None:
    assert offer(project=managed(name="Hatch", adds_by_pip=True)) is None


def test_one_without_a_known_place_is_nobody_s() -> None:
    project = managed(name="Hatch", prepare=("x",), adds_by_pip=True, environment=None)

    assert offer(project=project) is None


# -- uninstall


def test_what_the_project_asks_for_is_removed() -> None:
    made = offer("uninstall -y six", managed(dependencies={"six": ()}))

    assert made is not None
    assert made.title == "remove six from this project with uv"
    assert made.done == "removing six with uv"
    assert made.plan == Plan((), (Run(("uv", "remove", "six")),))


def test_what_it_does_not_ask_for_is_not() -> None:
    assert offer("uninstall six") is None
