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


class RepairVenv:
    """Make a new environment in the place of the first broken one here."""

    name = "repair-venv"

    def offer(self, surroundings: Surroundings) -> Offer | None:
        """Offer to repair, unless another environment works or others can write here."""
        found = surroundings.environments
        if any(environment.usable for environment in found):
            return None
        for environment in found:
            if environment.problem is not Problem.UNTRUSTED and environment.in_own_place:
                return self._repair(environment, surroundings)
        return None

    def _repair(self, broken: Environment, surroundings: Surroundings) -> Offer:
        cwd, home = surroundings.directory.cwd, surroundings.home
        where = short(broken.path, cwd, home)
        new_place = _free_place(broken.path)
        make = MakeEnvironment(
            path=broken.path,
            interpreter=surroundings.interpreter.executable,
            prompt=prompt_name(broken.path.parent),
        )
        problem = "" if broken.problem is None else broken.problem.value
        if broken.problem is Problem.NO_INTERPRETER:
            note = f"{problem}; the old one is kept as {new_place.name}"
            actions = (SetAside(broken.path, new_place), make)
        else:
            note = f"{problem}; what is installed in it stays"
            actions = (make,)
        return Offer(
            remedy=self.name,
            title=f"repair {where}, activate it and {request(surroundings.command)}",
            letter="r",
            note=note,
            plan=Plan(
                actions=actions,
                steps=(Activate(broken.path), in_environment(surroundings.command)),
            ),
        )


def _free_place(path: Path) -> Path:
    """Name the first sibling that does not exist: `.venv.broken`, `.venv.broken-2`."""
    place, number = path.with_name(f"{path.name}.broken"), 1
    while place.exists() or place.is_symlink():
        number += 1
        place = path.with_name(f"{path.name}.broken-{number}")
    return place


REMEDY: Final[Remedy] = RepairVenv()
