"""Override the protection, where the whole system is thrown away after use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook.plan import Plan
from pep668hook.remedy import Offer, Remedy
from pep668hook.retry import with_override
from pep668hook.wording import request
from pep668hook.words import _

if TYPE_CHECKING:
    from pep668hook.surroundings import Surroundings


def offer(surroundings: Surroundings) -> Offer | None:
    """Offer it in a container that is made anew each time, and nowhere else."""
    is_removal = surroundings.command.subcommand == "uninstall"
    if not surroundings.in_container or (is_removal and not surroundings.installed):
        return None
    return Offer(
        remedy=REMEDY.name,
        title=_("{request} over the system's own packages").format(
            request=request(surroundings.command)
        ),
        letter="o",
        done=_("overriding the protection of the system's packages"),
        note=_("only because this is a container, which can be made anew"),
        plan=Plan(actions=(), steps=(with_override(surroundings.command),)),
        confirm="break",
    )


REMEDY: Final = Remedy("break-system-packages", offer)
