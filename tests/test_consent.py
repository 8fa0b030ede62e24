from __future__ import annotations

import pytest

from pep668hook.advice import Advice
from pep668hook.consent import given_before, hint
from pep668hook.plan import Plan
from pep668hook.shells import named
from tests.builders import directory, offer, plan, surroundings


def advice(
    remedy: str = "create-venv",
    *,
    title: str = "make .venv",
    plan: Plan | None = None,
    is_project: bool = True,
) -> Advice:
    shell = named("bash")
    assert shell is not None
    return Advice(
        why="",
        offers={"": offer(remedy=remedy, title=title, plan=plan), "p": offer()},
        surroundings=surroundings(place=directory(is_project=is_project)),
        shell=shell,
    )


@pytest.mark.parametrize("remedy", ["activate-venv", "create-venv", "repair-venv"])
def test_an_environment_of_a_project_is_beyond_doubt(remedy: str) -> None:
    given = advice(remedy)

    assert given_before(given, 0) is given.offers[""]


@pytest.mark.parametrize(
    "remedy",
    [
        *("use-personal-venv", "install-system-package", "install-application"),
        *("add-to-project", "remove-leftover", "break-system-packages"),
    ],
)
def test_anything_else_is_asked_about(remedy: str) -> None:
    assert given_before(advice(remedy), 0) is None


def test_none_is_made_where_there_is_no_project() -> None:
    assert given_before(advice(is_project=False), 0) is None


def test_one_that_is_there_is_activated_without_a_project_too() -> None:
    assert given_before(advice("activate-venv", is_project=False), 0) is not None


def test_in_a_subshell_it_is_asked_about() -> None:
    assert given_before(advice(), 1) is None


def test_the_hint_is_what_would_be_typed() -> None:
    assert hint(advice(plan=plan(actions=()), title="activate .venv")) == (
        "to activate .venv: source .venv/bin/activate && pip install six"
    )


def test_what_is_not_typed_is_told_alone() -> None:
    assert hint(advice(plan=Plan((), ()), title="do nothing")) == "do nothing"
