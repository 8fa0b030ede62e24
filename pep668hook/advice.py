"""Advice: what is offered for a failure, in what order, by which keys, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pep668hook import handoff, ranking
from pep668hook.catalogue import variants
from pep668hook.remedy import Remedy
from pep668hook.surroundings import look_around

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pep668hook.failure import Failure
    from pep668hook.remedy import Offer
    from pep668hook.settings import Settings
    from pep668hook.shell import Shell
    from pep668hook.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Advice:
    """The offers for one failure, as they are shown."""

    reason: str
    offers: Mapping[str, Offer]
    """By key, with the empty string for Enter; never empty."""
    surroundings: Surroundings
    shell: Shell

    def commands(self, offer: Offer) -> tuple[str, ...]:
        """Write what a person would type for the same end."""
        surroundings = self.surroundings
        cwd, home = surroundings.directory.cwd, surroundings.home
        return handoff.commands(offer.plan, self.shell, cwd, home)

    def typed(self, offer: Offer) -> tuple[str, ...]:
        """Write the same on a line, or no line where there is nothing to type."""
        commands = self.commands(offer)
        return (self.shell.chain(commands),) if commands else ()


def advise(failure: Failure, settings: Settings, shell: Shell) -> Advice | None:
    """Look around and choose, or None where nothing was refused or nothing helps."""
    surroundings = look_around(failure, settings, shell.activate_scripts)
    if surroundings is None:
        return None
    remedies = variants("pep668hook.remedies", "REMEDY", Remedy)
    made = [remedy.offer(surroundings) for remedy in remedies]
    offers, why = ranking.rank([offer for offer in made if offer], surroundings)
    if not offers:
        return None
    reason = f"{surroundings.whose} takes no packages from pip (PEP 668)."
    return Advice(
        reason=" ".join(filter(None, [reason[0].upper() + reason[1:], why])),
        offers=ranking.keys(offers),
        surroundings=surroundings,
        shell=shell,
    )
