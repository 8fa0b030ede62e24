"""Make a broken environment work again, activate it, and try again in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook.environment import Problem
from pep668hook.mending import mend
from pep668hook.plan import Activate, Plan
from pep668hook.remedy import Offer, Remedy
from pep668hook.retry import in_environment
from pep668hook.wording import prompt_name, request, short
from pep668hook.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from pep668hook.surroundings import Surroundings


def offer(surroundings: Surroundings) -> Offer | None:
    """Offer to repair, unless another environment works or it is not the user's."""
    found = surroundings.environments
    if any(environment.usable for environment in found):
        return None
    for environment in filter(lambda each: surroundings.can_use(each.path), found):
        problem = environment.problem
        if problem and problem is not Problem.UNTRUSTED and environment.in_own_place:
            return _repair(environment.path, problem, surroundings)
    return None


def _repair(path: Path, problem: Problem, surroundings: Surroundings) -> Offer:
    where = short(path, surroundings.directory.cwd, surroundings.home)
    interpreter = surroundings.interpreter.executable
    actions, note = mend(path, problem, interpreter, prompt_name(path.parent))
    return Offer(
        remedy=REMEDY.name,
        # translators: {request} is what was asked for, as in: install flask
        title=_("repair {environment}, activate it and {request}").format(
            environment=where, request=request(surroundings.command)
        ),
        letter="r",
        done=_("repaired and activated {environment}").format(environment=where),
        note=note,
        plan=Plan(
            actions=actions,
            steps=(Activate(path), in_environment(surroundings.command)),
        ),
    )


REMEDY: Final = Remedy("repair-venv", offer)
