"""The verbs for having it loaded: init, install and uninstall."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pep668hook.plain_text import hand_over, show

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    Verbs = _SubParsersAction[ArgumentParser]

# As in `cli`: what one verb needs, no other waits for.
# ruff: noqa: PLC0415


def add_verbs(verbs: Verbs) -> None:
    """Add these verbs to those of the command line."""
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


def _init(options: Namespace) -> int:
    from pep668hook import chosen_shell
    from pep668hook.installation import snippet_directory

    shell = chosen_shell.chosen(options.shell)
    package = Path(__file__).parent
    snippet = snippet_directory() / f"pep668hook.{shell.extension}"
    hand_over(
        shell.assign("__pep668hook_init_python", sys.executable)
        + shell.assign("__pep668hook_init_watch", str(package / "watch.py"))
        + shell.assign("__pep668hook_init_snippets", str(snippet_directory()))
        + snippet.read_text(encoding="utf-8"),
        sys.stdout,
    )
    return 0


def _install(options: Namespace) -> int:
    from pep668hook import chosen_shell, engines, installation, settings

    current = settings.current()
    environ = current.environ
    helper = Path(sys.prefix)
    share = installation.share_directory(environ, helper=helper)
    if options.no_rc:
        installation.lay_out(share, helper=helper)
        show(f"the snippets are in {share}", sys.stdout)
        return 0
    shell = chosen_shell.chosen(options.shell)
    installation.lay_out(share, helper=helper)
    snippet = share / f"pep668hook.{shell.extension}"
    rc_file = shell.rc_file(Path.home(), environ)
    changed = installation.add_line(rc_file, shell.load(snippet))
    engines.warm(Path(sys.executable), current)
    verb = "added a line to" if changed else "the line is already in"
    show(f"{verb} {rc_file}", sys.stdout)
    show(
        f"new {shell.name} shells have it; for this one: {shell.source(snippet)}",
        sys.stdout,
    )
    return 0


def _uninstall(options: Namespace) -> int:
    from pep668hook import chosen_shell, installation, settings
    from pep668hook.shells import named, names

    environ = settings.current().environ
    name = options.shell
    wanted = [chosen_shell.chosen(name)] if name else map(named, names())
    files = [shell.rc_file(Path.home(), environ) for shell in wanted if shell]
    changed = [rc_file for rc_file in files if installation.remove_line(rc_file)]
    for rc_file in changed:
        show(f"took the line out of {rc_file}", sys.stdout)
    if not changed:
        show(f"no line of ours in {', '.join(map(str, files))}", sys.stdout)
    return 0
