"""What a remedy is: a kind of way out, which facts turn into an offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pep668hook.plan import Plan
    from pep668hook.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Offer:
    """A remedy made concrete for one failure."""

    remedy: str
    title: str
    """What will happen, in plain words that begin with a verb."""
    letter: str
    """The key it would like where it is not the first."""
    plan: Plan
    done: str
    """What has happened when it has been carried out."""
    note: str = ""
    """What is worth knowing before the key: why this, or what becomes of what."""
    confirm: str = ""
    """The word that has to be typed after its key; empty where the key is enough."""
    whole: bool = True
    """Whether it does all that was asked; what does a part only is never the first."""
    settle: Callable[[], Offer | None] | None = None
    """What has still to be asked of a slow tool, for an offer that is only a guess.

    It runs beside the panel; what it gives back takes the guess's place. A guess is
    shown as one and no key accepts it.
    """


@dataclass(frozen=True, slots=True)
class Remedy:
    """A kind of way out."""

    name: str
    """The name of its file, with dashes."""
    offer: Callable[[Surroundings], Offer | None]
    """Makes the offer for these surroundings, or None where it is no way out."""
