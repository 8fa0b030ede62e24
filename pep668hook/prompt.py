"""Show the offers and wait for one key."""

from __future__ import annotations

import os
from enum import Enum
from typing import TYPE_CHECKING, Final

from pep668hook import panel
from pep668hook.keypress import REACTION, Event, raw
from pep668hook.panel import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pep668hook.keypress import Keyboard
    from pep668hook.panel import Screen
    from pep668hook.remedy import Offer

# After a key that is no answer somebody may be typing a command: nothing is accepted
# until a moment without keys.
_CALM: Final = 0.7  # seconds


class Refusal(Enum):
    """Why there is no offer to carry out."""

    NO = "no"
    TYPED_AHEAD = "typed ahead"


def ask(
    reason: str,
    offers: Mapping[str, Offer],
    commands: Mapping[str, Sequence[str]],
    screen: Screen,
    *,
    descriptor: int = 0,
) -> Offer | Refusal:
    """Show the panel on stderr and read one key from the terminal at `descriptor`.

    `offers` is by key, with the empty string for Enter, and so is `commands`. Whatever
    the answer is, the panel is gone from the screen after it, where the terminal can
    do that.
    """
    with raw(descriptor) as keyboard:
        if keyboard.pending():
            return Refusal.TYPED_AHEAD
        drawn = panel.draw(reason, _choices(offers, commands), screen)
        os.write(2, panel.encode(drawn, screen))
        try:
            return _answer(keyboard, offers)
        finally:
            _take_back(drawn, screen)


def _choices(
    offers: Mapping[str, Offer], commands: Mapping[str, Sequence[str]]
) -> list[Choice]:
    choices = [
        Choice(key or "Enter", offer.title, offer.note, tuple(commands[key]))
        for key, offer in offers.items()
    ]
    return [*choices, Choice("q", "leave it as it is", "", ())]


def _answer(keyboard: Keyboard, offers: Mapping[str, Offer]) -> Offer | Refusal:
    if not keyboard.quiet(REACTION):
        return Refusal.TYPED_AHEAD
    calm = True
    while True:
        key = keyboard.press()
        if key is Event.TYPED_AHEAD:
            return Refusal.TYPED_AHEAD
        if key is Event.NO or key in {"q", "n"}:
            return Refusal.NO
        accepted = offers.get("" if key is Event.ENTER else str(key))
        if accepted is not None and calm:
            return accepted
        calm = keyboard.quiet(_CALM)


def _take_back(drawn: str, screen: Screen) -> None:
    """Take the panel off the screen, if it is still where it was drawn."""
    unmoved = os.get_terminal_size(2).columns in {screen.columns, 0}
    lines = panel.height(drawn)
    if not screen.plain and unmoved and lines < screen.rows:
        os.write(2, panel.erase(lines).encode("ascii"))
