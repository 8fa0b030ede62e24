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


@dataclass(frozen=True, slots=True)
class Remedy:
    """A kind of way out."""

    name: str
    """The name of its file, with dashes."""
    offer: Callable[[Surroundings], Offer | None]
    """Makes the offer for these surroundings, or None where it is no way out."""
