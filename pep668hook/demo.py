"""Play the promise in a real shell: the refusal, one key, and the rest of the line."""

from __future__ import annotations

import os
import re
import signal
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import player, programs, settings, stage
from pep668hook.ending import INTERRUPTED
from pep668hook.errors import HookError
from pep668hook.prompt import LEAVE_IT
from pep668hook.stage import PACKAGE, PROMPT
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pep668hook.player import Player
    from pep668hook.stage import Stage

_PATIENCE: Final = 30  # seconds
_MODULE: Final = re.compile(rf"<module '{PACKAGE}' from '([^']+)'>")
_REPORT: Final = re.compile(r"status (\d+), environment ([^\r\n]*)")


class DemoFailedError(HookError):
    """The story did not end as it was promised."""

    reference = "demo-failed"

    def __init__(self, fault: str) -> None:
        super().__init__(message=_("the demo failed"), context=fault)
        self.fault = fault


class NoTerminalError(HookError):
    """There is nobody who could type."""

    reference = "no-terminal"

    def __init__(self) -> None:
        super().__init__(
            message=_("could not hand over the shell of the demo"),
            context=_("stdin or stdout is no terminal"),
            hint=_("run `pep668hook demo` to have it played"),
        )


@dataclass(frozen=True, slots=True)
class Proof:
    """What the played shell said of itself at the end."""

    module: Path | None
    """Where the rest of the command line found the package."""
    status: int | None
    environment: Path | None


def demo(wanted: str | None, *, in_use: str | None, by_hand: bool) -> int:
    """Play the story, or hand the shell over to be tried `by_hand`; return the status.

    It is played in the shell that is `wanted`, by name or as `all` of them, else in the
    one that the person is in. Whatever happens, nothing of it stays: neither a process
    nor a file.
    """
    live = os.isatty(1)
    if by_hand and not (live and os.isatty(0)):
        raise NoTerminalError
    current = settings.current()
    try:
        with _leaving_in_order():
            for name in stage.shells_to_play(wanted, in_use, current):
                with stage.built(name, current, plain=not live) as built:
                    _hand_over(built) if by_hand else _prove(built, live=live)
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _prove(built: Stage, *, live: bool) -> None:
    _check_and_tell(_play(built, live=live), built)


def _play(built: Stage, *, live: bool) -> Proof:
    """Type the chain, press Enter at the panel, and ask how it ended."""
    _say("")
    _say(
        _("A real {shell}, a real pip ({pip}), an empty directory.").format(
            shell=built.shell.name, pip=built.pip
        )
    )
    _say(
        _("{python} is externally managed. Only the typing is played.").format(
            python=_whose(built)
        )
    )
    _say("")
    with player.playing(built, live=live) as hands, player.no_echo():
        hands.show_on(player.Terminal() if live else player.Log())
        hands.wait_for(PROMPT, _("the prompt"))
        hands.read(share=0.3)
        hands.type(built.chain)
        hands.wait_for(_(LEAVE_IT), _("the panel"), before=PROMPT)
        hands.read()
        hands.press_enter()
        chain = hands.wait_for(PROMPT, _("the end of the command line"))
        hands.read(share=0.3)
        return _ask(hands, built, chain)


def _ask(hands: Player, built: Stage, chain: str) -> Proof:
    """Ask the shell itself for its status and its environment."""
    hands.type(built.manner.report)
    report = _REPORT.search(hands.wait_for(PROMPT, _("the shell's report")))
    hands.read(share=0.3)
    module = _MODULE.search(chain)
    return Proof(
        module=Path(module[1]) if module else None,
        status=int(report[1]) if report else None,
        environment=Path(report[2]) if report and report[2] else None,
    )


def _hand_over(built: Stage) -> None:
    _say(_("Type:  {command}").format(command=built.chain))
    _say(_("and press Enter at the panel; `exit` ends this shell and leaves nothing."))
    _say("")
    with player.playing(built, live=True) as hands:
        hands.hand_over()


def _check_and_tell(proof: Proof, built: Stage) -> None:
    for fault in _faults(proof, built):
        raise DemoFailedError(fault)
    _say("")
    _say(_("Proved:"))
    words = _("{package} was loaded from {file}")
    _say_below(words.format(package=PACKAGE, file=_short(proof.module, built)))
    words = _("the whole command line ended with status {status}")
    _say_below(words.format(status=proof.status))
    words = _("{environment} is active in that shell")
    _say_below(words.format(environment=_short(proof.environment, built)))
    words = _("{python} has no {package}: it is as it was")
    _say_below(words.format(python=built.managed.executable, package=PACKAGE))


def _say_below(words: str) -> None:
    _say(f"  {words}")


def _faults(proof: Proof, built: Stage) -> Iterator[str]:
    """List what is not as it was promised."""
    environment = built.directory / ".venv"
    if proof.status != 0:
        yield _("the command line ended with status {status}, not 0").format(
            status=proof.status
        )
    if proof.module is None:
        yield _("the rest of the command line did not run")
    elif not proof.module.is_relative_to(environment):
        yield _("{package} was loaded from `{file}`, not from `{environment}`").format(
            package=PACKAGE, file=proof.module, environment=environment
        )
    if proof.environment != environment:
        yield _("the shell has `{active}` active, not `{environment}`").format(
            active=proof.environment, environment=environment
        )
    if _is_in_the_managed_python(built):
        yield _("`{python}` has {package} now").format(
            python=built.managed.executable, package=PACKAGE
        )


def _is_in_the_managed_python(built: Stage) -> bool:
    imported = programs.run(
        [built.managed.executable, "-I", "-c", f"import {PACKAGE}"],
        environ=built.environ,
        seconds=_PATIENCE,
    )
    return imported.status == 0


def _whose(built: Stage) -> str:
    return (
        _("A Python made on the spot") if built.is_made else _("This system's Python")
    )


def _short(path: Path | None, built: Stage) -> str:
    """Write a path in the played shell's home as its prompt does."""
    return str(path).replace(str(built.home), "~", 1)


def _say(words: str) -> None:
    player.write(f"{words}\n".encode())


@contextmanager
def _leaving_in_order() -> Iterator[None]:
    """Leave by an exception on what would end us, so that nothing stays behind."""
    before = {
        number: signal.signal(number, _leave)
        for number in (signal.SIGTERM, signal.SIGHUP)
    }
    before[signal.SIGINT] = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)
