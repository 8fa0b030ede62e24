"""Activate the environment that is there, and try again in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook.plan import Activate, AddPip, Plan
from pep668hook.remedy import Offer, Remedy
from pep668hook.retry import in_environment
from pep668hook.wording import request, short

if TYPE_CHECKING:
    from pep668hook.surroundings import Surroundings


class ActivateVenv:
    """Use the first environment here that can be activated as it is."""

    name = "activate-venv"

    def offer(self, surroundings: Surroundings) -> Offer | None:
        """Offer the environment of the directory or of its project."""
        for environment in surroundings.environments:
            if environment.usable:
                break
        else:
            return None
        where = short(environment.path, surroundings.directory.cwd, surroundings.home)
        return Offer(
            remedy=self.name,
            title=f"activate {where} and {request(surroundings.command)}",
            letter="a",
            plan=Plan(
                actions=() if environment.has_pip else (AddPip(environment.path),),
                steps=(Activate(environment.path), in_environment(surroundings.command)),
            ),
        )


REMEDY: Final[Remedy] = ActivateVenv()
