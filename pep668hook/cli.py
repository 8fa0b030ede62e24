"""The command line: argv to a verb, errors to words, exit statuses."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import __version__
from pep668hook.ending import INTERRUPTED, NOTHING_DONE
from pep668hook.errors import HookError
from pep668hook.plain_text import show
from pep668hook.words import N_, _, spoken_by

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Sequence

# What is imported inside a function costs more than the rest of its verb. `rescue` is
# the snippets' own and waits in front of a person, so it pays for nothing else.
# ruff: noqa: PLC0415

_FIRST_STEPS: Final = {
    "pep668hook demo": N_("watch it work, in a directory of its own"),
    "pep668hook install": N_("load it in the shell that you are in"),
    'eval "$(pep668hook init bash)"': N_("load it without touching an rc file"),
}
_WIDEST: Final = 36  # columns of what is typed in the help

_EXAMPLES: Final = {
    "completions": 'eval "$(pep668hook completions bash)"',
    "config": "pep668hook config",
    "config schema": "pep668hook config schema > pep668hook.schema.json",
    "config set": "pep668hook config set panel.style compact",
    "config unset": "pep668hook config unset panel.style",
    "demo": "pep668hook demo",
    "doctor": "pep668hook doctor",
    "explain": "pep668hook explain -- pip install requests",
    "fix": "pep668hook fix",
    "init": 'eval "$(pep668hook init bash)"',
    "install": "pep668hook install",
    "log": "pep668hook log",
    "undo": "pep668hook undo",
    "uninstall": "pep668hook uninstall",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit status."""
    _open_what_is_closed()
    # Who has started the shell may have left it ignored: then all that is run succeeds.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["rescue"] or arguments[:1] == ["after"]:
        return _story(arguments)
    from pep668hook import grammar

    arguments, command = _apart(arguments)
    parser = _parser()
    try:
        grammar.check(parser, arguments)
        options = parser.parse_args(arguments)
        if command is not None:
            options.command = command
        return int(options.verb(options))
    except HookError as error:
        show(f"pep668hook: {error}", sys.stderr)
        if error.hint:
            show(_("hint: {hint}").format(hint=error.hint), sys.stderr)
        return error.exit_code
    except OSError as error:  # a full disk, a home that is read-only
        show(f"pep668hook: {error}", sys.stderr)
        return HookError.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED


def _open_what_is_closed() -> None:
    """Let a standard stream that is closed lead nowhere, as the C library may.

    Python has None for it, and the next file that is opened would take its number.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 # to the end
            setattr(sys, name, nowhere)


def _apart(arguments: list[str]) -> tuple[list[str], list[str] | None]:
    """Take the command off that `explain` is given after `--`; None if there is none.

    argparse makes no difference between what is before and after it.
    """
    if arguments[:1] != ["explain"] or "--" not in arguments:
        return arguments, None
    place = arguments.index("--")
    return arguments[:place], arguments[place + 1 :]


def _story(arguments: Sequence[str]) -> int:
    """Run the story; a fault of ours costs a line, and pip's result stands."""
    try:
        if arguments[0] == "rescue":
            from pep668hook import rescue

            return rescue.main(list(arguments[1:]))
        from pep668hook import aftermath

        return aftermath.main(arguments[1:])
    except Exception as error:  # noqa: BLE001 # the last resort
        words = _("internal error: {error!r}").format(error=error)
        print(f"pep668hook: {words}", file=sys.stderr)
        return NOTHING_DONE


def _parser() -> ArgumentParser:
    from argparse import RawDescriptionHelpFormatter

    from pep668hook import grammar, housekeeping, loading, telling

    parser: ArgumentParser = grammar.Parser(
        prog="pep668hook",
        description=_("Turn pip's externally-managed error into one keystroke."),
        epilog=_epilog(),
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(title=_("verbs"), metavar="VERB", required=True)
    loading.add_verbs(verbs)
    telling.add_verbs(verbs)
    _add_completions(verbs)
    housekeeping.add_verbs(verbs)
    grammar.teach(parser, _EXAMPLES)
    return parser


def _epilog() -> str:
    """Write what the help ends with."""
    steps = [f"  {typed:{_WIDEST}}{_(what)}" for typed, what in _FIRST_STEPS.items()]
    return "\n".join(
        [
            _("examples:"),
            *steps,
            "",
            _(
                "It does nothing until PEP 668 refuses a pip, and nothing then without"
                " your key."
            ),
            _("{variable} before a command, or exported, switches it off.").format(
                variable="PEP668HOOK=off"
            ),
            "",
        ]
    )


def manual_page() -> str:
    """Write the man page, in English wherever it is written."""
    from pep668hook import manual

    with spoken_by(None):
        return manual.page(_parser())


def _add_completions(verbs: _SubParsersAction[ArgumentParser]) -> None:
    completions = verbs.add_parser(
        "completions", help=_("print what completes pep668hook's own words in a shell")
    )
    completions.add_argument("shell", metavar="SHELL", nargs="?")
    completions.set_defaults(verb=_completions)


def _completions(options: Namespace) -> int:
    from pep668hook import chosen_shell, grammar
    from pep668hook.shells import names

    shell = chosen_shell.chosen(options.shell)
    words = grammar.candidates(_parser(), names())
    show(shell.complete(words), sys.stdout, end="")
    return 0
