"""Activate the environment that is there, and try again in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook.plan import Activate, AddPip, Plan
from pep668hook.remedy import Offer, Remedy
from pep668hook.retry import in_environment
from pep668hook.wording import request, short
from pep668hook.words import _

if TYPE_CHECKING:
    from pep668hook.surroundings import Surroundings


def offer(surroundings: Surroundings) -> Offer | None:
    """Offer the first environment here that can be activated as it is."""
    usable = (
        each
        for each in surroundings.environments
        if each.usable and surroundings.can_use(each.path)
    )
    environment = next(usable, None)
    if environment is None:
        return None
    where = short(environment.path, surroundings.directory.cwd, surroundings.home)
    return Offer(
        remedy=REMEDY.name,
        # translators: {request} is what was asked for, as in: install flask
        title=_("activate {environment} and {request}").format(
            environment=where, request=request(surroundings.command)
        ),
        letter="a",
        done=_("activated {environment}").format(environment=where),
        note="" if environment.has_pip else _("it has no pip yet: one is put into it"),
        plan=Plan(
            actions=() if environment.has_pip else (AddPip(environment.path),),
            steps=(Activate(environment.path), in_environment(surroundings.command)),
        ),
    )


REMEDY: Final = Remedy("activate-venv", offer)
