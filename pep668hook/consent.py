"""Consent: what the mode leaves to the person, and what a yes was given to before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook.words import _

if TYPE_CHECKING:
    from pep668hook.advice import Advice
    from pep668hook.remedy import Offer

# What everybody who knows Python would do without a thought, and can take back.
_OBVIOUS: Final = frozenset({"activate-venv", "create-venv", "repair-venv"})


def given_before(advice: Advice, depth: int) -> Offer | None:
    """Tell which offer the mode `auto` accepts, if one is beyond doubt.

    An environment is made for a project alone, and not in a subshell, with which its
    activation would end.
    """
    offer = advice.offers[""]
    if depth or offer.remedy not in _OBVIOUS:
        return None
    is_there = offer.remedy == "activate-venv"
    return offer if is_there or advice.surroundings.directory.is_project else None


def hint(advice: Advice) -> str:
    """Write the line that the mode `hint` has instead of a panel."""
    offer = advice.offers[""]
    typed = " ".join(advice.typed(offer))
    if not typed:
        return offer.title
    # translators: {title} is what an offer would do, and begins with a verb
    return _("to {title}: {command}").format(title=offer.title, command=typed)
