"""Show the offers and wait for one key."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from threading import Thread
from typing import TYPE_CHECKING, Final

from pep668hook import panel
from pep668hook.keypress import REACTION, Event, raw
from pep668hook.panel import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: why, and the offers by their keys, with what they stand for."""

    reason: str
    offers: Mapping[str, Offer]
    """By key, with the empty string for Enter."""
    commands: Mapping[str, Sequence[str]]
    """What a person would type for the same end, by the same keys."""


def ask(
    question: Question,
    screen: Screen,
    *,
    meanwhile: Callable[[], None] = lambda: None,
    descriptor: int = 0,
) -> Offer | Refusal:
    """Show the panel on stderr and read one key from the terminal at `descriptor`.

    `meanwhile` runs beside it, while the person reads. Whatever the answer is, the
    panel is gone from the screen after it, where the terminal can do that.
    """
    with raw(descriptor) as keyboard:
        if keyboard.pending():
            return Refusal.TYPED_AHEAD
        drawn = panel.draw(question.reason, _choices(question), screen)
        try:
            os.write(2, panel.encode(drawn, screen))
            Thread(target=meanwhile, daemon=True).start()
            return _answer(keyboard, question.offers)
        finally:
            _take_back(drawn, screen)


def _choices(question: Question) -> list[Choice]:
    choices = [
        Choice(key or "Enter", offer.title, offer.note, question.commands[key])
        for key, offer in question.offers.items()
    ]
    return [*choices, Choice("q", "leave it as it is", "", ())]


def _answer(keyboard: Keyboard, offers: Mapping[str, Offer]) -> Offer | Refusal:
    if not keyboard.quiet(REACTION):
        return Refusal.TYPED_AHEAD if keyboard.pending() else Refusal.NO
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
    lines = panel.height(drawn)
    if screen.plain or lines >= screen.rows:
        return
    with suppress(OSError):  # the terminal has gone
        if os.get_terminal_size(2).columns in {screen.columns, 0}:
            os.write(2, panel.erase(lines).encode("ascii"))
