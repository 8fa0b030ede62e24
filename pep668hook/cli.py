"""The command line: argv to a verb, errors to words, exit statuses."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pep668hook import __version__
from pep668hook.errors import HookError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from pep668hook.shell import Shell

# What is imported inside a function costs more than the rest of its verb. `rescue` is
# the snippets' own and waits in front of a person, so it pays for nothing else.
# ruff: noqa: PLC0415

_EPILOG = """\
examples:
  pep668hook demo                     watch it work, in a directory of its own
  pep668hook install                  load it in the shell that you are in
  eval "$(pep668hook init bash)"      load it without touching an rc file

It does nothing until PEP 668 refuses a pip, and nothing then without your key.
PEP668HOOK=off before a command, or exported, switches it off.
"""


class UnknownShellError(HookError):
    """A shell was named, or found, that there is no snippet for."""

    reference = "unknown-shell"
    exit_code = 2

    def __init__(self, name: str | None, known: Sequence[str]) -> None:
        super().__init__(
            message=f"no snippet for the shell `{name}`" if name else "no shell found",
            context=f"it can be {' or '.join(known)}",
            hint=None if name else f"name one: `pep668hook install {known[0]}`",
        )


class TwoQuestionsError(HookError):
    """Both a log and a command are given."""

    reference = "two-questions"
    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            message="explain reads a log or takes a command",
            context="not both",
            hint="`--` stands in front of a command, and nothing before it",
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["rescue"] or arguments[:1] == ["after"]:
        return _story(arguments)
    arguments, command = _apart(arguments)
    options = _parser().parse_args(arguments)
    if command is not None:
        options.command = command
    try:
        return int(options.verb(options))
    except HookError as error:
        print(f"pep668hook: {error}", file=sys.stderr)
        if error.hint:
            print(f"hint: {error.hint}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130


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
    from pep668hook import rescue

    try:
        if arguments[0] == "rescue":
            return rescue.main(list(arguments[1:]))
        from pep668hook import aftermath

        return aftermath.main(arguments[1:])
    except Exception as error:  # noqa: BLE001 # the last resort
        print(f"pep668hook: internal error: {error!r}", file=sys.stderr)
        return rescue.NOTHING_DONE


def _parser() -> ArgumentParser:
    from argparse import ArgumentParser, RawDescriptionHelpFormatter

    parser = ArgumentParser(
        prog="pep668hook",
        description="Turn pip's externally-managed error into one keystroke.",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)

    init = verbs.add_parser("init", help="print the snippet of a shell, for eval")
    init.add_argument("shell", metavar="SHELL")
    init.set_defaults(verb=_init)

    install = verbs.add_parser(
        "install",
        help="load the hook in your shell from now on, by a line in its rc file",
    )
    install.add_argument("shell", metavar="SHELL", nargs="?")
    install.add_argument("--no-rc", action="store_true", help="leave the rc file alone")
    install.set_defaults(verb=_install)

    uninstall = verbs.add_parser("uninstall", help="take that line out again")
    uninstall.add_argument("shell", metavar="SHELL", nargs="?")
    uninstall.set_defaults(verb=_uninstall)

    explain = verbs.add_parser(
        "explain",
        help="say what to do about the refusals in a log, or about a command",
        usage="%(prog)s [-h] [--json] [--shell SHELL] [FILE | - | -- pip install ...]",
    )
    explain.add_argument("--json", action="store_true", help="for programs to read")
    explain.add_argument("--shell", metavar="SHELL", help="the shell to write it for")
    explain.add_argument(
        "log", metavar="FILE", nargs="?", help="a log; without one, or by `-`, stdin"
    )
    explain.set_defaults(verb=_explain, command=None)

    _add_fix(verbs.add_parser("fix", help="offer the way out again"))

    demo = verbs.add_parser("demo", help="see a real pip refused and rescued")
    demo.add_argument(
        "--in",
        dest="shell",
        metavar="SHELL",
        help="the shell to play it in, or `all`; else it is the one that you are in",
    )
    demo.add_argument(
        "--shell", dest="by_hand", action="store_true", help="try it by hand there"
    )
    demo.set_defaults(verb=_demo)
    return parser


def _add_fix(fix: ArgumentParser) -> None:
    from argparse import SUPPRESS

    fix.description = "Offer a way out of this shell's last refusal, or for a command."
    # How the snippets say for whom, and where they look for what is to be done.
    fix.add_argument("--for", dest="shell", help=SUPPRESS)
    fix.add_argument("--record", type=Path, help=SUPPRESS)
    fix.add_argument("command", metavar="-- pip install ...", nargs="*")
    fix.set_defaults(verb=_fix)


def _init(options: Namespace) -> int:
    from pep668hook.installation import snippet_directory
    from pep668hook.shells import named, names

    shell = named(options.shell)
    if shell is None:
        raise UnknownShellError(options.shell, names())
    package = Path(__file__).parent
    snippet = snippet_directory() / f"pep668hook.{shell.extension}"
    sys.stdout.write(
        shell.assign("__pep668hook_init_python", sys.executable)
        + shell.assign("__pep668hook_init_watch", str(package / "watch.py"))
        + shell.assign("__pep668hook_init_snippets", str(snippet_directory()))
        + snippet.read_text(encoding="utf-8")
    )
    return 0


def _install(options: Namespace) -> int:
    from pep668hook import engines, installation, settings

    current = settings.current()
    environ = current.environ
    helper = Path(sys.prefix)
    share = installation.share_directory(environ, helper=helper)
    if options.no_rc:
        installation.lay_out(share, helper=helper)
        print(f"the snippets are in {share}")
        return 0
    shell = _chosen_shell(options.shell)
    installation.lay_out(share, helper=helper)
    snippet = share / f"pep668hook.{shell.extension}"
    rc_file = shell.rc_file(Path.home(), environ)
    changed = installation.add_line(rc_file, shell.load(snippet))
    engines.warm(Path(sys.executable), current)
    verb = "added a line to" if changed else "the line is already in"
    print(f"{verb} {rc_file}")
    print(f"new {shell.name} shells have it; for this one: {shell.source(snippet)}")
    return 0


def _uninstall(options: Namespace) -> int:
    from pep668hook import installation, settings
    from pep668hook.shells import named, names

    environ = settings.current().environ
    wanted = [_chosen_shell(options.shell)] if options.shell else map(named, names())
    files = [shell.rc_file(Path.home(), environ) for shell in wanted if shell]
    changed = [rc_file for rc_file in files if installation.remove_line(rc_file)]
    for rc_file in changed:
        print(f"took the line out of {rc_file}")
    if not changed:
        print(f"no line of ours in {', '.join(map(str, files))}")
    return 0


def _chosen_shell(name: str | None) -> Shell:
    from pep668hook.shells import named, names

    name = name or _shell_in_use()
    shell = named(name) if name else None
    if shell is None:
        raise UnknownShellError(name, names())
    return shell


def _explain(options: Namespace) -> int:
    from pep668hook.shells import named

    in_use = options.shell or _shell_in_use()
    shell = named(in_use or "bash") or _chosen_shell(in_use)
    if options.command is None:
        return _explain_log(options, shell)
    if options.log is not None:
        raise TwoQuestionsError
    return _explain_command(options, shell)


def _explain_command(options: Namespace, shell: Shell) -> int:
    from pep668hook import explain, settings

    advice = explain.explain(options.command, settings.current(), shell)
    if advice is None:
        print("pep668hook: nothing would be offered", file=sys.stderr)
        return 1
    print(explain.to_json(advice) if options.json else explain.to_text(advice))
    return 0


def _fix(options: Namespace) -> int:
    from pep668hook import aftermath

    shell = _chosen_shell(options.shell)
    if options.record is None:
        return aftermath.without_the_hook(options.command, shell)
    return aftermath.again(options.command, shell, options.record)


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
            _write(piece)
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if first is None:
        print("pep668hook: no refusal by PEP 668 in it", file=sys.stderr)
    return 1 if first is None else 0


def _write(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


def _shell_in_use() -> str | None:
    from pep668hook import settings
    from pep668hook.ancestry import shell_in_use
    from pep668hook.shells import named, names

    shells = [shell for shell in map(named, names()) if shell]
    programs = {each: shell.name for shell in shells for each in shell.programs}
    return shell_in_use(programs, settings.current().environ.get("SHELL", ""))


def _demo(options: Namespace) -> int:
    from pep668hook.demo import demo

    return demo(options.shell, in_use=_shell_in_use(), by_hand=options.by_hand)
