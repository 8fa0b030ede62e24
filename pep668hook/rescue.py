"""The story: a failure in, a script for the user's shell out.

Nothing is made, written or run before the user's key. Whatever is not as expected ends
the story in silence, for pip's own words and status are already there.
"""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import advice, handoff, panel, prompt, records, settings
from pep668hook.errors import HookError
from pep668hook.plan import Plan
from pep668hook.prompt import Question, Refusal
from pep668hook.shells import named

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from pep668hook.advice import Advice
    from pep668hook.failure import Failure
    from pep668hook.panel import Screen
    from pep668hook.remedy import Offer
    from pep668hook.settings import Settings
    from pep668hook.shell import Shell

NOTHING_DONE: Final = 1
"""The exit status that lets pip's own status stand."""
INTERRUPTED: Final = 130
"""The exit status that ends the command line as Ctrl-C in pip would."""

# It begins the second line of the message where its encoding has it (pip 23.0 to 26.3).
_PIPS_CROSS: Final = "\N{MULTIPLICATION SIGN}"

_ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


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
    given = advice.advise(failure, chosen, shell)
    if given is None:
        return NOTHING_DONE
    kept = records.answered(record)
    return Rescue(given, failure, chosen).run(record, kept, depth)


def screen(chosen: Settings, text: str) -> Screen:
    """Tell what the terminal is; where pip keeps to ASCII, so do we.

    pip goes by variables that a Python started by `-I` is deaf to. `text` is what it
    has said, if that was seen.
    """
    is_ascii = text and _PIPS_CROSS not in text
    encoding = "ascii" if is_ascii else sys.stderr.encoding
    return panel.screen_of(2, encoding, plain=chosen.plain, coloured=chosen.coloured)


def say(words: str, screen: Screen) -> None:
    """Write one line of ours."""
    with contextlib.suppress(OSError):  # the terminal has gone
        os.write(2, panel.encode(panel.line(words, screen), screen))


class _TerminatedError(BaseException):
    """We were asked to end; no library's `except Exception` may get in between."""


class Rescue:
    """One failure on its way through panel, key and plan."""

    def __init__(self, given: Advice, failure: Failure, chosen: Settings) -> None:
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
        handoff.write(handoff.render(plan.steps, shell), script, shell.signature)
        kept.unlink(missing_ok=True)
        return 0

    def answer(self, depth: int = 0) -> Plan | None:
        """Ask, carry out the actions of what was chosen, and tell what is to follow."""
        given = self._advice
        ends = " You are in a subshell: what is activated ends with it."

        def reason(first: Offer) -> str:
            return given.reason(first) + (ends if depth else "")

        question = Question(reason, given.offers, given.typed)
        answer = prompt.ask(question, self._screen, meanwhile=self._prepare)
        if answer is Refusal.TYPED_AHEAD:
            self._say(
                "you were typing, so nothing was done; `pep668hook fix` asks: "
                f"{given.offers[''].title}?"
            )
        if isinstance(answer, Refusal) or not self._perform(answer):
            return None
        return None if answer.plan == Plan((), ()) else answer.plan

    def _prepare(self) -> None:
        """Import while the person reads what only an answer has a use for."""
        with contextlib.suppress(ImportError):  # it is said where it is needed
            from pep668hook import engines, perform  # noqa: F401, PLC0415

            engines.prepare()

    def _perform(self, offer: Offer) -> bool:
        from pep668hook import perform  # noqa: PLC0415 # not before the key

        try:
            perform.perform(
                offer.plan.actions,
                self._settings,
                self._busy,
                self._advice.shell.activate_scripts,
            )
        except KeyboardInterrupt:
            self._say("interrupted: nothing was changed")
            raise
        except (HookError, OSError) as error:
            self._say(str(error))
            return False
        self._say(offer.done)
        return True

    def _busy(self, words: str) -> AbstractContextManager[None]:
        return panel.busy(words, self._screen)

    def _say(self, words: str) -> None:
        say(words, self._screen)


def somebody_looks(depth: int) -> bool:
    """Say whether the terminal is ours to read from, and its user waits for us.

    A background job that reads the terminal is stopped. In a pipeline or a command
    substitution, which is a subshell whose stdout is no terminal, an activation
    would be lost. Where a shell makes no subshell for them (fish), stdout is a pipe.
    """
    if not os.isatty(1) and (depth or stat.S_ISFIFO(os.fstat(1).st_mode)):
        return False
    with contextlib.suppress(OSError):
        return os.tcgetpgrp(0) == os.getpgrp()
    return False


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
    os.close(int(wait))
    os.dup2(int(terminal), 2)
    return interruptible(lambda: rescue(shell, Path(record), int(depth)))


def interruptible(story: Callable[[], int]) -> int:
    """Tell a story that Ctrl-C, a hang-up or a request to end ends as a no does."""
    for number in _ENDING:
        signal.signal(number, _leave)
    # Stopped, it would be continued when the shell waits for it no more.
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        return story()
    except KeyboardInterrupt:
        return INTERRUPTED
    except _TerminatedError:
        return NOTHING_DONE


def _leave(number: int, _frame: object) -> None:
    """Leave by an exception, once, so that all that must be put back is.

    A hang-up comes from the kernel, the shell and the watch, and Ctrl-C from impatient
    people more than once; the second would break off the putting back.
    """
    first = signal.getsignal(number) is _leave
    for each in _ENDING:
        signal.signal(each, signal.SIG_IGN)
    if first:
        raise KeyboardInterrupt if number == signal.SIGINT else _TerminatedError
