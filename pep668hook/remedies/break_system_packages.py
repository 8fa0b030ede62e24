"""Override the protection, where the whole system is thrown away after use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook.plan import Plan
from pep668hook.remedy import Offer, Remedy
from pep668hook.retry import with_override
from pep668hook.wording import request

if TYPE_CHECKING:
    from pep668hook.surroundings import Surroundings


def offer(surroundings: Surroundings) -> Offer | None:
    """Offer it in a container that is made anew each time, and nowhere else."""
    is_removal = surroundings.command.subcommand == "uninstall"
    if not surroundings.in_container or (is_removal and not surroundings.installed):
        return None
    return Offer(
        remedy=REMEDY.name,
        title=f"{request(surroundings.command)} over the system's own packages",
        letter="o",
        done="overriding the protection of the system's packages",
        note="only because this is a container, which can be made anew",
        plan=Plan(actions=(), steps=(with_override(surroundings.command),)),
        confirm="break",
    )


REMEDY: Final = Remedy("break-system-packages", offer)
