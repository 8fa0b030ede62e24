"""Put the offers in order and give each its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pep668hook.remedy import Offer

# The advice itself: what is there comes before what must be made, what belongs to the
# directory before what belongs to the person.
_ORDER: Final = ("activate-venv", "repair-venv", "create-venv", "use-personal-venv")
_NO_KEYS: Final = frozenset("qn")


def rank(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """Order the offers, the advised one first."""
    return tuple(sorted(offers, key=lambda offer: _ORDER.index(offer.remedy)))


def keys(offers: tuple[Offer, ...]) -> dict[str, Offer]:
    """Give Enter (the empty string) to the first offer and a letter to every other."""
    given: dict[str, Offer] = {"": offers[0]}
    for offer in offers[1:]:
        letters = (offer.letter, *"abcdefghijklmoprstuvwxyz")
        free = (letter for letter in letters if letter not in {*given, *_NO_KEYS})
        given[next(free)] = offer
    return given
