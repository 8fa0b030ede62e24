"""Make a broken environment work again, activate it, and try again in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook.environment import Problem
from pep668hook.plan import Activate, MakeEnvironment, Plan, SetAside
from pep668hook.remedy import Offer, Remedy
from pep668hook.retry import in_environment
from pep668hook.wording import prompt_name, request, short

if TYPE_CHECKING:
    from pathlib import Path

    from pep668hook.environment import Environment
    from pep668hook.surroundings import Surroundings


def offer(surroundings: Surroundings) -> Offer | None:
    """Offer to repair, unless another environment works or it is not the user's."""
    found = surroundings.environments
    if any(environment.usable for environment in found):
        return None
    for environment in found:
        if environment.problem is not Problem.UNTRUSTED and environment.in_own_place:
            return _repair(environment, environment.problem, surroundings)
    return None


def _repair(
    broken: Environment, problem: Problem | None, surroundings: Surroundings
) -> Offer:
    path = broken.path
    where = short(path, surroundings.directory.cwd, surroundings.home)
    make = MakeEnvironment(
        path=path,
        interpreter=surroundings.interpreter.executable,
        prompt=prompt_name(path.parent),
    )
    # Only where its Python is another one is what was installed of no more use.
    aside = _free_place(path) if problem is Problem.NO_INTERPRETER else None
    fate = f"the old one is kept as {aside.name}" if aside else "its packages stay"
    return Offer(
        remedy=REMEDY.name,
        title=f"repair {where}, activate it and {request(surroundings.command)}",
        letter="r",
        done=f"repaired and activated {where}",
        note=f"{problem.value}; {fate}" if problem else fate,
        plan=Plan(
            actions=(SetAside(path, aside), make) if aside else (make,),
            steps=(Activate(path), in_environment(surroundings.command)),
        ),
    )


def _free_place(path: Path) -> Path:
    """Name the first sibling that does not exist: `.venv.broken`, `.venv.broken-2`."""
    place, number = path.with_name(f"{path.name}.broken"), 1
    while place.exists() or place.is_symlink():
        number += 1
        place = path.with_name(f"{path.name}.broken-{number}")
    return place


REMEDY: Final = Remedy("repair-venv", offer)
