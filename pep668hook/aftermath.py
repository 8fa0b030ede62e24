"""The story told at the prompt: a line that failed in, a script for the shell out.

What no function can wrap is met here, and so is a refusal that the wrapper saw where it
could ask nobody. The line is read and never run.
"""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import ancestry, command_line, handoff, records, refusal, settings
from pep668hook.advice import advise
from pep668hook.ending import NOTHING_DONE, interruptible
from pep668hook.errors import HookError
from pep668hook.plain_text import hand_over
from pep668hook.plan import Plan
from pep668hook.records import ToldLine
from pep668hook.refusal import Refused
from pep668hook.rescue import Rescue
from pep668hook.setting import MODE
from pep668hook.shells import named
from pep668hook.terminal import say, screen, somebody_looks
from pep668hook.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pep668hook.settings import Settings
    from pep668hook.shell import Shell

_UNREAD: Final = N_(
    "PEP 668 refused a pip in that line; `pep668hook fix -- pip "
    "install ...` finds a way out"
)


class NothingRefusedError(HookError):
    """There is nothing that a way out could be offered from."""

    reference = "nothing-refused"

    def __init__(self, *, named: bool) -> None:
        super().__init__(
            message=_("nothing to offer"),
            context=_("PEP 668 does not refuse that command here")
            if named
            else _("no pip that PEP 668 refused is known of in this shell"),
            hint=None if named else _("name it: `pep668hook fix -- pip install ...`"),
        )


def at_the_prompt(shell: Shell, record: Path, told: ToldLine) -> int:
    """Offer a way out of what the line has met; 0 if the shell has steps to do."""
    chosen = settings.current()
    if chosen.preferences.value(MODE) == "off":
        return NOTHING_DONE
    left = records.unanswered(record)
    if left is not None:
        failure = records.read(left)
        kept = records.answered(left)
        found = None if failure is None else Refused(failure, chosen)
    else:
        found = _judge(told, shell, chosen)
        if found is None:
            _hint(told, shell, record, chosen)
            return NOTHING_DONE
        records.sweep(record)
        kept = records.keep_line(told, record)
    return NOTHING_DONE if found is None else _ask(found, shell, record, kept)


def again(words: Sequence[str], shell: Shell, record: Path) -> int:
    """Offer a way out of the shell's last refusal, or for the command that is named.

    Where others could change the steps they are left to the user.
    """
    record.unlink(missing_ok=True)
    if not records.is_private(record.parent):
        return without_the_hook(words, shell)
    pid = records.shell_of(record)
    kept, found = _wanted(words, shell, record.parent, [] if pid is None else [pid])
    return _ask(found, shell, record, kept or record, by_hand=True)


def without_the_hook(words: Sequence[str], shell: Shell) -> int:
    """Do the same in a shell that has no hook, and leave the steps to its user."""
    chosen = settings.current()
    place = records.directory(chosen.environ)
    found = _wanted(words, shell, place, ancestry.pids())[1]
    advice = advise(found.failure, found.settings, shell)
    if advice is None:
        return NOTHING_DONE
    plan = Rescue(advice, found.failure, chosen, by_hand=True).answer()
    if plan is None:
        return NOTHING_DONE
    steps = Plan(actions=(), steps=plan.steps)
    typed = handoff.commands(steps, shell, found.failure.cwd, chosen.home)
    hand_over(f"{shell.chain(typed)}\n", sys.stdout)
    return 0


def _wanted(
    words: Sequence[str], shell: Shell, place: Path | None, pids: Sequence[int]
) -> tuple[Path | None, Refused]:
    """Find what is to be offered again, and the record of it if there is one."""
    chosen = settings.current()
    if words:
        found = refusal.given(words, Path.cwd(), chosen)
        if found is None:
            raise NothingRefusedError(named=True)
        return None, found
    left = (records.of_shell(pid, place) for pid in pids) if place else ()
    for kept in chain.from_iterable(left):
        found = _remembered(kept, shell, chosen)
        if found is not None:
            return kept, found
    raise NothingRefusedError(named=False)


def _hint(told: ToldLine, shell: Shell, record: Path, chosen: Settings) -> None:
    """Say that there is a way out where only the shell can tell what was run."""
    if command_line.read(told.line, shell.grammar) is not None:
        return
    if records.is_settled(record):
        return
    if refusal.is_likely(told.line, told.statuses, told.cwd, chosen):
        say(_(_UNREAD), screen(chosen, ""))


def _remembered(kept: Path, shell: Shell, chosen: Settings) -> Refused | None:
    failure = records.read(kept)
    if failure is not None:
        return Refused(failure, chosen)
    told = records.read_line(kept)
    return None if told is None else _judge(told, shell, chosen)


def _ask(
    found: Refused, shell: Shell, record: Path, kept: Path, *, by_hand: bool = False
) -> int:
    advice = advise(found.failure, found.settings, shell)
    if advice is None:
        return NOTHING_DONE
    rescue = Rescue(advice, found.failure, settings.current(), by_hand=by_hand)
    return rescue.run(record, kept)


def _judge(told: ToldLine, shell: Shell, chosen: Settings) -> Refused | None:
    return refusal.refused(told.line, told.statuses, told.cwd, shell.grammar, chosen)


def main(arguments: Sequence[str]) -> int:
    """Run `after SHELL RECORD LINE STATUS ...`, as the snippets call it."""
    name, place, line, *statuses = arguments
    shell, record = named(name), Path(place)
    record.unlink(missing_ok=True)
    if shell is None or not records.is_private(record.parent):
        return NOTHING_DONE
    if not somebody_looks(0):
        return NOTHING_DONE
    try:
        told = ToldLine(line, tuple(map(int, statuses)), Path.cwd())
    except FileNotFoundError:  # the directory has been removed
        return NOTHING_DONE
    return interruptible(lambda: at_the_prompt(shell, record, told))
