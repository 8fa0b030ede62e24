"""The verbs that tell the story when it is asked for: explain, fix and demo."""

from __future__ import annotations

import os
import sys
from argparse import SUPPRESS
from pathlib import Path
from typing import TYPE_CHECKING

from pep668hook.errors import HookError
from pep668hook.plain_text import show
from pep668hook.words import _

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from pep668hook.shell import Shell

    Verbs = _SubParsersAction[ArgumentParser]

# As in `cli`: what one verb needs, no other waits for.
# ruff: noqa: PLC0415


class TwoQuestionsError(HookError):
    """Both a log and a command are given."""

    reference = "two-questions"
    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            message=_("explain reads a log or takes a command"),
            context=_("not both"),
            hint=_("`--` stands in front of a command, and nothing before it"),
        )


def add_verbs(verbs: Verbs) -> None:
    """Add these verbs to those of the command line."""
    explain = verbs.add_parser(
        "explain",
        help=_("say what to do about the refusals in a log, or about a command"),
        usage="%(prog)s [-h] [--json] [--shell SHELL] [FILE | - | -- pip install ...]",
    )
    explain.add_argument("--json", action="store_true", help=_("for programs to read"))
    explain.add_argument(
        "--shell", metavar="SHELL", help=_("the shell to write it for")
    )
    explain.add_argument(
        "log", metavar="FILE", nargs="?", help=_("a log; without one, or by `-`, stdin")
    )
    explain.set_defaults(verb=_explain, command=None)

    _add_fix(verbs.add_parser("fix", help=_("offer the way out again")))

    demo = verbs.add_parser("demo", help=_("see a real pip refused and rescued"))
    demo.add_argument(
        "--in",
        dest="shell",
        metavar="SHELL",
        help=_("the shell to play it in, or `all`; else it is the one that you are in"),
    )
    demo.add_argument(
        "--shell", dest="by_hand", action="store_true", help=_("try it by hand there")
    )
    demo.set_defaults(verb=_demo)


def _add_fix(fix: ArgumentParser) -> None:
    fix.description = _(
        "Offer a way out of this shell's last refusal, or for a command."
    )
    # How the snippets say for whom, and where they look for what is to be done.
    fix.add_argument("--for", dest="shell", help=SUPPRESS)
    fix.add_argument("--record", type=Path, help=SUPPRESS)
    fix.add_argument("command", metavar="-- pip install ...", nargs="*")
    fix.set_defaults(verb=_fix)


def _explain(options: Namespace) -> int:
    from pep668hook import chosen_shell

    shell = chosen_shell.to_write_for(options.shell)
    if options.command is None:
        return _explain_log(options, shell)
    if options.log is not None:
        raise TwoQuestionsError
    return _explain_command(options, shell)


def _explain_command(options: Namespace, shell: Shell) -> int:
    from pep668hook import explain, settings

    advice = explain.explain(options.command, settings.current(), shell)
    if advice is None:
        words = _("nothing would be offered")
        show(f"pep668hook: {words}", sys.stderr)
        return 1
    told = explain.to_json(advice) if options.json else explain.to_text(advice)
    show(told, sys.stdout)
    return 0


def _explain_log(options: Namespace, shell: Shell) -> int:
    from itertools import chain
    from shutil import get_terminal_size

    from pep668hook import explain_log

    found = explain_log.read(options.log)
    first = next(found, None)
    every = chain(() if first is None else (first,), found)
    pieces = (
        explain_log.to_json(every, shell)
        if options.json
        else explain_log.to_text(every, shell, get_terminal_size().columns)
    )
    try:
        for piece in pieces:
            show(piece, sys.stdout, end="")
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if first is None:
        words = _("no refusal by PEP 668 in it")
        show(f"pep668hook: {words}", sys.stderr)
    return 1 if first is None else 0


def _fix(options: Namespace) -> int:
    from pep668hook import aftermath, chosen_shell

    shell = chosen_shell.chosen(options.shell)
    if options.record is None:
        return aftermath.without_the_hook(options.command, shell)
    return aftermath.again(options.command, shell, options.record)


def _demo(options: Namespace) -> int:
    from pep668hook import chosen_shell
    from pep668hook.demo import demo

    in_use = chosen_shell.in_use()
    return demo(options.shell, in_use=in_use, by_hand=options.by_hand)
