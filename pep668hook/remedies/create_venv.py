"""Make an environment that belongs to the directory, activate it, and try again."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from pep668hook.directory import Standing
from pep668hook.plan import Activate, MakeEnvironment, Plan
from pep668hook.remedy import Offer, Remedy
from pep668hook.retry import in_environment
from pep668hook.wording import prompt_name, request, short
from pep668hook.words import _

if TYPE_CHECKING:
    from pep668hook.surroundings import Surroundings


def offer(surroundings: Surroundings) -> Offer | None:
    """Offer `.venv` where the place is the user's own and has no environment."""
    directory = surroundings.directory
    path = surroundings.new_environment
    if directory.standing is not Standing.OWN or surroundings.environments:
        return None
    if os.path.lexists(path) or not surroundings.can_use(path):
        return None
    where = short(path, directory.cwd, surroundings.home)
    make = MakeEnvironment(
        path=path,
        interpreter=surroundings.interpreter.executable,
        prompt=prompt_name(directory.root),
    )
    return Offer(
        remedy=REMEDY.name,
        # translators: {request} is what was asked for, as in: install flask
        title=_("make {environment}, activate it and {request}").format(
            environment=where, request=request(surroundings.command)
        ),
        letter="v",
        done=_("made {environment} and activated it").format(environment=where),
        plan=Plan(
            actions=(make,),
            steps=(Activate(path), in_environment(surroundings.command)),
        ),
    )


REMEDY: Final = Remedy("create-venv", offer)
