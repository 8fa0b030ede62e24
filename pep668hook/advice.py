"""Advice: what is offered for a failure, in what order, by which keys, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from pep668hook import handoff, ranking
from pep668hook.catalogue import variants
from pep668hook.plan import Then
from pep668hook.remedy import Remedy
from pep668hook.surroundings import look_around

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pep668hook.failure import Failure
    from pep668hook.remedy import Offer
    from pep668hook.settings import Settings
    from pep668hook.shell import Shell
    from pep668hook.surroundings import Surroundings


_NOT_BY_SUDO: Final = (
    "sudo is no way out: root's pip would change files that the system's own packages "
    "rely on."
)


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
    no_way_out = _NOT_BY_SUDO if failure.by_sudo else ""
    carried_on = [_carried_on(offer, failure.rest, shell) for offer in offers]
    return Advice(
        reason=" ".join(
            filter(None, [reason[0].upper() + reason[1:], no_way_out, why])
        ),
        offers=ranking.keys(carried_on),
        surroundings=surroundings,
        shell=shell,
    )


def _carried_on(offer: Offer, rest: tuple[tuple[str, ...], ...], shell: Shell) -> Offer:
    """Let what would have come next be part of the offer, if that does anything."""
    if not rest or not (offer.plan.steps or offer.settle):
        return offer
    settle = offer.settle
    then = f"and then: {shell.chain([shell.run(words) for words in rest])}"
    steps = (*offer.plan.steps, Then(rest))
    return replace(
        offer,
        plan=replace(offer.plan, steps=steps),
        note="; ".join(filter(None, [offer.note, then])),
        settle=None if settle is None else partial(_settled, settle, rest, shell),
    )


def _settled(
    settle: Callable[[], Offer | None],
    rest: tuple[tuple[str, ...], ...],
    shell: Shell,
) -> Offer | None:
    offer = settle()
    return None if offer is None else _carried_on(offer, rest, shell)
