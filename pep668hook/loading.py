"""The verbs for having it loaded: init, install and uninstall."""

from __future__ import annotations

import sys
from argparse import SUPPRESS
from pathlib import Path
from typing import TYPE_CHECKING

from pep668hook.plain_text import hand_over, show
from pep668hook.words import _

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from pep668hook.settings import Settings
    from pep668hook.shell import Shell

    Verbs = _SubParsersAction[ArgumentParser]

# As in `cli`: what one verb needs, no other waits for.
# ruff: noqa: PLC0415


def add_verbs(verbs: Verbs) -> None:
    """Add these verbs to those of the command line."""
    init = verbs.add_parser("init", help=_("print the snippet of a shell, for eval"))
    init.add_argument("shell", metavar="SHELL")
    init.set_defaults(verb=_init)

    install = verbs.add_parser(
        "install",
        help=_("load the hook in your shell from now on, by a line in its rc file"),
    )
    install.add_argument("shell", metavar="SHELL", nargs="?")
    install.add_argument(
        "--no-rc", action="store_true", help=_("leave the rc file alone")
    )
    _add_system(install)
    install.set_defaults(verb=_install)

    uninstall = verbs.add_parser(
        "uninstall", help=_("take that line out again, and all else that is ours away")
    )
    uninstall.add_argument(
        "shell", metavar="SHELL", nargs="?", help=_("only the line, and of this shell")
    )
    uninstall.add_argument(
        "--keep", action="store_true", help=_("keep your settings and the journal")
    )
    _add_system(uninstall)
    uninstall.set_defaults(verb=_uninstall)


def _add_system(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--system", action="store_true", help=_("for all users, by root")
    )
    parser.add_argument(
        "--root", type=Path, default=Path("/"), metavar="DIR", help=SUPPRESS
    )


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
    from pep668hook import chosen_shell, engines, installation, removal, settings

    if options.system:
        return _install_for_all(options.root)
    current = settings.current()
    environ = current.environ
    helper = Path(sys.prefix)
    share = installation.share_directory(environ, helper=helper)
    shell = None if options.no_rc else chosen_shell.chosen(options.shell)
    if not removal.belongs_to_the_machine(share):
        installation.lay_out(share, helper=helper)
    if shell is None:
        show(_("the snippets are in {directory}").format(directory=share), sys.stdout)
        return 0
    snippet = share / f"pep668hook.{shell.extension}"
    rc_file = shell.rc_file(Path.home(), environ)
    changed = installation.add_line(rc_file, shell.load(snippet))
    engines.warm(Path(sys.executable), current)
    words = (
        _("added a line to {file}") if changed else _("the line is already in {file}")
    )
    show(words.format(file=rc_file), sys.stdout)
    show(
        _("new {shell} shells have it; for this one: {command}").format(
            shell=shell.name, command=shell.source(snippet)
        ),
        sys.stdout,
    )
    return 0


def _install_for_all(root: Path) -> int:
    from pep668hook import system_wide

    for file in system_wide.install(Path(sys.prefix), root):
        show(_("loaded in {file}").format(file=file), sys.stdout)
    show(
        _("the site's settings are in {file}").format(file=system_wide.site_file(root)),
        sys.stdout,
    )
    return 0


def _uninstall(options: Namespace) -> int:
    from pep668hook import installation, removal, settings

    if options.system:
        return _uninstall_for_all(options.root)
    current = settings.current()
    name = options.shell
    shells = _shells(name)
    files = [shell.rc_file(Path.home(), current.environ) for shell in shells]
    changed = [rc_file for rc_file in files if installation.remove_line(rc_file)]
    for rc_file in changed:
        removal.prune(rc_file.parent, Path.home())
        show(_("took the line out of {file}").format(file=rc_file), sys.stdout)
    if not changed:
        show(
            _("no line of ours in {files}").format(files=", ".join(map(str, files))),
            sys.stdout,
        )
    if not name:
        _remove_all(current, keep=options.keep)
    return 0


def _shells(name: str | None) -> list[Shell]:
    """List the shell of that name, or all; for all no other project is needed."""
    if name:
        from pep668hook import chosen_shell

        return [chosen_shell.chosen(name)]
    from pep668hook.shells import named, names

    return [shell for shell in map(named, names()) if shell]


def _remove_all(current: Settings, *, keep: bool) -> None:
    """Remove what is the user's own of us, and say what goes otherwise or stays."""
    from pep668hook import installation, removal

    helper, home = Path(sys.prefix), Path.home()
    share = installation.share_directory(current.environ, helper=helper)
    command = removal.removed_by(share, helper)
    made = removal.made_and_still_there(current)
    gone = [*removal.remove_data(current, keep=keep)]
    is_shared = removal.belongs_to_the_machine(share)
    if not is_shared:
        links = share.parents[1] / "bin", home / ".local" / "bin"
        gone += removal.remove_share(share, home, *links)
    for path in gone:
        show(_("removed {path}").format(path=path), sys.stdout)
    for environment in made:
        show(
            _("yours, and still there: {environment}").format(environment=environment),
            sys.stdout,
        )
    words = (
        _("shells that are open have it until it is removed, and a plain pip then")
        if is_shared
        else _("shells that are open go on with a plain pip")
    )
    show(words, sys.stdout)
    if command:
        show(
            _("what is left is removed by: {command}").format(command=command),
            sys.stdout,
        )


def _uninstall_for_all(root: Path) -> int:
    from pep668hook import system_wide

    for path in system_wide.uninstall(Path(sys.prefix), root):
        show(_("taken out or removed: {path}").format(path=path), sys.stdout)
    show(
        _("what is in people's homes goes by `pep668hook uninstall` of their own"),
        sys.stdout,
    )
    return 0
