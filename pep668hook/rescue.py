"""The story: a failure in, a script for the user's shell out.

Nothing is made, written or run before the user's key. Whatever is not as expected ends
the story in silence, for pip's own words and status are already there.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import main_thread
from typing import TYPE_CHECKING

from pep668hook import (
    advice,
    consent,
    first_contact,
    handoff,
    panel,
    prompt,
    records,
    settings,
)
from pep668hook.ending import NOTHING_DONE, interruptible
from pep668hook.errors import HookError
from pep668hook.plan import Plan
from pep668hook.prompt import Question, Refusal
from pep668hook.setting import MODE, STYLE
from pep668hook.shells import named
from pep668hook.terminal import say, screen, somebody_looks
from pep668hook.words import _, ngettext

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from pep668hook.advice import Advice
    from pep668hook.failure import Failure
    from pep668hook.remedy import Offer
    from pep668hook.settings import Settings
    from pep668hook.shell import Shell


def rescue(shell: Shell, record: Path, depth: int) -> int:
    """Offer the way out of a recorded failure; return 0 if the shell has steps to do.

    `depth` counts the subshells that the user's command runs in: what is activated
    there is gone with them.
    """
    failure = records.read(record)
    if failure is None or failure.suspended or not somebody_looks(depth):
        return NOTHING_DONE
    records.sweep(record)
    chosen = settings.current()
    given = None
    if chosen.preferences.value(MODE) != "off":
        given = advice.advise(failure, chosen, shell)
    if given is None:
        return NOTHING_DONE
    kept = records.answered(record)
    return Rescue(given, failure, chosen).run(record, kept, depth)


class Rescue:
    """One failure on its way through panel, key and plan."""

    def __init__(
        self,
        given: Advice,
        failure: Failure,
        chosen: Settings,
        *,
        by_hand: bool = False,
    ) -> None:
        self._by_hand = by_hand  # who asks for it is asked, whatever the mode
        self._advice = given
        self._settings = chosen
        self._screen = screen(chosen, failure.text)

    def run(self, record: Path, kept: Path, depth: int = 0) -> int:
        """Ask, carry out what was chosen, and leave the steps beside the record.

        `kept` is what is gone with a yes.
        """
        shell, plan = self._advice.shell, self.answer(depth)
        if plan is None:
            return NOTHING_DONE
        script = record.with_name(f"{record.name}.{shell.extension}")
        try:
            handoff.write(handoff.render(plan.steps, shell), script, shell.signature)
        except OSError as error:
            self._say(
                _("could not tell the shell what is left to do: {reason}").format(
                    reason=error.strerror
                )
            )
            return NOTHING_DONE
        kept.unlink(missing_ok=True)
        return 0

    def answer(self, depth: int = 0) -> Plan | None:
        """Ask, carry out the actions of what was chosen, and tell what is to follow."""
        self._complain()
        answer = self._ask(depth) if self._by_hand else self._answer(depth)
        if isinstance(answer, Refusal) or not self._perform(answer):
            return None
        return None if answer.plan == Plan((), ()) else answer.plan

    def _answer(self, depth: int) -> Offer | Refusal:
        """Ask, unless the mode has the answer."""
        mode = self._settings.preferences.value(MODE)
        if mode == "hint":
            self._say(consent.hint(self._advice))
            return Refusal.NO
        before = consent.given_before(self._advice, depth) if mode == "auto" else None
        if before is not None:
            self._say(_("by the mode `auto`: {title}").format(title=before.title))
            return before
        return self._ask(depth)

    def _ask(self, depth: int) -> Offer | Refusal:
        given = self._advice

        def reason(first: Offer) -> str:
            why = given.reason(first)
            if not depth:
                return why
            ends = _("You are in a subshell: what is activated ends with it.")
            return f"{why} {ends}"

        is_compact = self._settings.preferences.value(STYLE) == "compact"
        commands = _none if is_compact else given.typed
        state = self._settings.state
        introduction = first_contact.introduction(state)
        question = Question(reason, given.offers, commands, introduction)
        answer = prompt.ask(question, self._screen, meanwhile=self._prepare)
        if introduction and answer is not Refusal.TYPED_AHEAD and os.isatty(2):
            first_contact.remember(state)
        if answer is Refusal.TYPED_AHEAD:
            self._say(
                _(
                    "you were typing, so nothing was done;"
                    " `pep668hook fix` asks: {title}?"
                ).format(title=given.offers[""].title)
            )
        return answer

    def _complain(self) -> None:
        """Say on one line that something of the settings could not be held to."""
        complaints = self._settings.preferences.complaints
        if complaints:
            more = len(complaints) - 1
            words = ngettext(
                "{complaint} (and {number} more: `pep668hook config`)",
                "{complaint} (and {number} more: `pep668hook config`)",
                more,
            ).format(complaint=complaints[0], number=more)
            self._say(words if more else complaints[0])

    def _prepare(self) -> None:
        """Import while the person reads what only an answer has a use for."""
        with suppress(ImportError):  # it is said where it is needed
            from pep668hook import engines, perform  # noqa: F401, PLC0415

            engines.prepare()

    def _perform(self, offer: Offer) -> bool:
        from pep668hook import perform  # noqa: PLC0415 # not before the key
        from pep668hook.account import Account  # noqa: PLC0415

        account = Account(offer, self._advice.surroundings)
        try:
            perform.perform(
                offer.plan.actions,
                self._settings,
                self._busy,
                self._advice.shell.activate_scripts,
            )
        except KeyboardInterrupt:
            self._say(_("interrupted: nothing was changed"))
            raise
        except (HookError, OSError) as error:
            self._say(str(error))
            return False
        account.close(self._settings.state)
        self._say(offer.done)
        return True

    def _busy(self, words: str) -> AbstractContextManager[None]:
        return panel.busy(words, self._screen)

    def _say(self, words: str) -> None:
        say(words, self._screen)


def _none(_offer: Offer) -> tuple[str, ...]:
    """List no commands."""
    return ()


def _end_with_the_watch(wait: int) -> None:
    """Leave the terminal to the shell where the watch is killed while we ask.

    The other end of `wait` is its own for as long as it lives.
    """
    os.read(wait, 1)
    signal.pthread_kill(main_thread().ident or 0, signal.SIGHUP)


def main(arguments: list[str]) -> int:
    """Run `rescue SHELL RECORD DEPTH WAIT TERMINAL`, as the watch calls it.

    It is called while pip is still ending. The word to go comes on the descriptor WAIT,
    or its end where there is nothing to be done after all. TERMINAL is the one to talk
    to: what goes wrong before that is said to nobody.
    """
    name, record, depth, wait, terminal = arguments
    shell = named(name)
    advice.prepare()
    if os.read(int(wait), 1) != b"!" or shell is None:
        return NOTHING_DONE
    prompt.begin([partial(_end_with_the_watch, int(wait))])
    os.dup2(int(terminal), 2)
    return interruptible(lambda: rescue(shell, Path(record), int(depth)))
