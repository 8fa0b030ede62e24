"""Show the offers and wait for one key."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import partial
from threading import Lock, Thread
from typing import TYPE_CHECKING, Final

from pep668hook import panel, ranking
from pep668hook.keypress import REACTION, Event, raw
from pep668hook.panel import Choice
from pep668hook.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pep668hook.keypress import Keyboard
    from pep668hook.panel import Screen
    from pep668hook.remedy import Offer

LEAVE_IT: Final = N_("leave it as it is")
"""The words of the panel's last line."""

# After a key that is no answer somebody may be typing a command: nothing is accepted
# until a moment without keys.
_CALM: Final = 0.7  # seconds
# Most distributions answer within a third of this.
_PLAIN_PATIENCE: Final = 1.5  # seconds
# A letter may begin a command that is typed without looking. Whoever types types on
# within this time: it is 35 words a minute.
_NEXT_LETTER: Final = 0.35  # seconds


class Refusal(Enum):
    """Why there is no offer to carry out."""

    NO = "no"
    TYPED_AHEAD = "typed ahead"


_REFUSALS: Final[dict[Event | str, Refusal]] = {
    Event.TYPED_AHEAD: Refusal.TYPED_AHEAD,
    Event.NO: Refusal.NO,
    "q": Refusal.NO,
    "n": Refusal.NO,
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: why, and the offers by their keys, with what they stand for."""

    reason: Callable[[Offer], str]
    """Says why, and why that offer is the first."""
    offers: Mapping[str, Offer]
    """By key, with the empty string for Enter."""
    commands: Callable[[Offer], Sequence[str]]
    """Tells what a person would type for the same end."""
    footnote: str = ""
    """What is said below the offers, if anything is."""


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
    guesses = Guesses(question.offers)
    # A panel that cannot be drawn again is drawn once all is known.
    with raw(descriptor, None if screen.plain else guesses.news) as keyboard:
        if keyboard.pending():
            return Refusal.TYPED_AHEAD
        if screen.plain:
            guesses.settle_within(_PLAIN_PATIENCE)
        if not guesses.offers:
            return Refusal.NO
        shown = _Shown(question, screen, guesses)
        try:
            shown.draw()
            begin((meanwhile, *guesses.work()))
            return _answer(keyboard, shown)
        finally:
            shown.take_back()


def begin(works: Iterable[Callable[[], None]]) -> list[Thread]:
    """Begin what is done beside the panel; give what has begun.

    Where no process is left to be had nothing is, and the person is asked all the same.
    """
    begun = []
    with suppress(RuntimeError):
        for work in works:
            thread = Thread(target=work, daemon=True)
            thread.start()
            begun.append(thread)
    return begun


class Guesses:
    """The offers as far as they are known: guesses are settled beside the panel."""

    def __init__(self, offers: Mapping[str, Offer]) -> None:
        self.offers = dict(offers)
        self._is_final = False
        self._changing = Lock()
        self.promote()
        self._numbered = tuple(self.offers)
        self.news, self._tell = os.pipe()

    def work(self) -> list[Callable[[], None]]:
        """List what has to be done, each apart, so that no guess waits for another."""
        return [
            partial(self._settle, guess, guess.settle)
            for guess in self.offers.values()
            if guess.settle is not None
        ]

    def settle_within(self, seconds: float) -> None:
        """Wait for the guesses so long; what is no more than one then drops out."""
        threads = begin(self.work())
        end = time.monotonic() + seconds
        for thread in threads:
            thread.join(max(0, end - time.monotonic()))
        with self._changing:
            self._is_final = True
            self.offers = {
                key: offer for key, offer in self.offers.items() if offer.settle is None
            }
        self.promote()
        self._numbered = tuple(self.offers)

    def accepted(self, key: str) -> Offer | None:
        """Tell which offer the key accepts; a guess is not accepted.

        Every keyboard has digits, and not every one these letters; a number stays with
        its offer whatever drops out.
        """
        if key.isdecimal():
            key = dict(enumerate(self._numbered, 1)).get(int(key), key)
        offer = self.offers.get(key)
        return offer if offer is not None and offer.settle is None else None

    def promote(self) -> bool:
        """Give Enter to the next offer where the one that had it is none after all.

        It may have dropped out, or turned out to be only a part. One that asks for a
        word keeps its own key.
        """
        with self._changing:
            first = self.offers.get("")
            if first is not None and first.whole:
                return False
            others = [each for each in self.offers.values() if not each.confirm]
            others.sort(key=lambda each: not each.whole)
            if not others or others[0] is first:
                return False
            rest = [each for each in self.offers.values() if each is not others[0]]
            self.offers = ranking.keys([others[0], *rest])
            return True

    def _settle(self, guess: Offer, settle: Callable[[], Offer | None]) -> None:
        found = settle()
        with self._changing:
            if self._is_final:
                return
            # One step, so that whoever draws meanwhile sees the old or the new.
            self.offers = {
                key: found if known is guess and found is not None else known
                for key, known in self.offers.items()
                if known is not guess or found is not None
            }
        os.write(self._tell, b"!")


class _Shown:
    """The panel on the screen."""

    def __init__(self, question: Question, screen: Screen, guesses: Guesses) -> None:
        self._question = question
        self._screen = screen
        self._drawn = ""
        self.guesses = guesses

    def draw(self) -> None:
        """Draw the panel, in the place of an earlier one."""
        self.take_back()
        choices = [self._choice(key) for key in self.guesses.offers]
        choices.append(Choice("q", _(LEAVE_IT), "", ()))
        reason = self._question.reason(next(iter(self.guesses.offers.values())))
        footnote = self._question.footnote
        self._drawn = panel.draw(reason, choices, self._screen, footnote)
        os.write(2, panel.encode(self._drawn, self._screen))

    def take_back(self) -> None:
        """Take the panel off the screen, if it is still where it was drawn."""
        lines = panel.height(self._drawn)
        if self._screen.plain or lines >= self._screen.rows:
            return
        self._drawn = ""
        with suppress(OSError):  # the terminal has gone
            if os.get_terminal_size(2).columns in {self._screen.columns, 0}:
                os.write(2, panel.erase(lines).encode("ascii"))

    def say(self, words: str) -> None:
        """Write a line that is not ended."""
        os.write(2, panel.encode(words, self._screen))

    def tell(self, words: str) -> None:
        """Say something below a line that was not ended."""
        self.say(f"\n{panel.line(words, self._screen)}")

    def _choice(self, key: str) -> Choice:
        offer = self.guesses.offers[key]
        if offer.settle is not None:
            return Choice(key or "Enter", offer.title, _("looking it up"), ())
        commands = self._question.commands(offer)
        return Choice(key or "Enter", offer.title, offer.note, commands)


def _confirmed(keyboard: Keyboard, shown: _Shown, offer: Offer) -> Offer | Refusal:
    """Have the word typed that a dangerous offer asks for."""
    if not offer.confirm:
        return offer
    shown.take_back()
    # translators: {title} is what an offer would do, and begins with a verb
    words = _("type {word} and Enter to {title}: ")
    shown.say(words.format(word=offer.confirm, title=offer.title))
    if keyboard.spell(offer.confirm):
        return offer
    if keyboard.pending() > 1:  # several bytes at once, which the shell gets
        shown.tell(_("what is pasted is no answer, so nothing was done"))
    return Refusal.NO


def _answer(keyboard: Keyboard, shown: _Shown) -> Offer | Refusal:
    if not keyboard.quiet(REACTION):
        return Refusal.TYPED_AHEAD if keyboard.pending() else Refusal.NO
    calm = True
    while True:
        key = keyboard.press()
        if key is Event.NEWS:
            moved = shown.guesses.promote()
            if "" not in shown.guesses.offers:
                return Refusal.NO
            shown.draw()
            # What Enter does has changed under somebody's finger.
            calm = keyboard.quiet(REACTION) if moved else calm
            continue
        if key in _REFUSALS:
            return _REFUSALS[key]
        accepted = shown.guesses.accepted("" if key is Event.ENTER else str(key))
        if accepted is not None and calm:
            if key is not Event.ENTER and not keyboard.quiet(_NEXT_LETTER):
                return Refusal.TYPED_AHEAD
            return _confirmed(keyboard, shown, accepted)
        calm = keyboard.quiet(_CALM)
