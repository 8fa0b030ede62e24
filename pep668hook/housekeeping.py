"""The verbs for living with it: config, doctor, undo and log."""

from __future__ import annotations

import sys
from argparse import SUPPRESS
from pathlib import Path
from typing import TYPE_CHECKING

from pep668hook.plain_text import show
from pep668hook.words import _

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    Verbs = _SubParsersAction[ArgumentParser]

# As in `cli`: what one verb needs, no other waits for.
# ruff: noqa: PLC0415


def add_verbs(verbs: Verbs) -> None:
    """Add these verbs to those of the command line."""
    config = verbs.add_parser(
        "config", help=_("show the settings, or set one: what, and who says so")
    )
    config.add_argument("--json", action="store_true", help=_("for programs to read"))
    config.set_defaults(verb=_config)
    _add_verbs_of_config(config.add_subparsers(metavar="set | unset | schema"))

    _add_doctor(
        verbs.add_parser("doctor", help=_("say whether it works, and what cures it"))
    )

    undo = verbs.add_parser(
        "undo", help=_("take back what was last done in this directory")
    )
    # The snippets' own: which shell they are, and where it looks for steps to do.
    undo.add_argument("--for", dest="shell", help=SUPPRESS)
    undo.add_argument("--record", type=Path, help=SUPPRESS)
    undo.set_defaults(verb=_undo)

    log = verbs.add_parser("log", help=_("list what was done, when and where"))
    log.add_argument("--json", action="store_true", help=_("for programs to read"))
    log.set_defaults(verb=_log)


def _add_doctor(doctor: ArgumentParser) -> None:
    doctor.add_argument("--json", action="store_true", help=_("for programs to read"))
    doctor.add_argument(
        "--no-self-test",
        dest="self_test",
        action="store_false",
        help=_("start no shell of yours to try it in"),
    )
    # The snippets' own: which shell they are, what only that knows, and where all is
    # that it has loaded.
    doctor.add_argument("--for", dest="shell", help=SUPPRESS)
    doctor.add_argument("--told", action="append", default=[], help=SUPPRESS)
    doctor.add_argument("--share", type=Path, help=SUPPRESS)
    doctor.add_argument("--helper", type=Path, help=SUPPRESS)
    doctor.set_defaults(verb=_doctor)


def _add_verbs_of_config(verbs: Verbs) -> None:
    put = verbs.add_parser("set", help=_("give a setting a value in your own file"))
    put.add_argument("name", metavar="NAME")
    put.add_argument("value", metavar="VALUE")
    put.set_defaults(verb=_config_set)

    drop = verbs.add_parser("unset", help=_("take a setting out of your own file"))
    drop.add_argument("name", metavar="NAME")
    drop.set_defaults(verb=_config_unset)

    schema = verbs.add_parser("schema", help=_("print the JSON Schema, for editors"))
    schema.set_defaults(verb=_config_schema)


def _config(options: Namespace) -> int:
    from pep668hook import configuring, settings

    chosen = settings.current().preferences
    show(
        configuring.to_json(chosen) if options.json else configuring.to_text(chosen),
        sys.stdout,
    )
    for complaint in chosen.complaints:
        show(f"pep668hook: {complaint}", sys.stderr)
    return 1 if chosen.complaints else 0


def _config_set(options: Namespace) -> int:
    from pep668hook import configuring, settings

    file = settings.current().own_file()
    configuring.put(file, options.name, options.value)
    show(_("set in {file}").format(file=file), sys.stdout)
    return _tell_what_holds(options.name, file)


def _config_unset(options: Namespace) -> int:
    from pep668hook import configuring, settings

    file = settings.current().own_file()
    was_there = configuring.drop(file, options.name)
    show(
        _("taken out of {file}").format(file=file)
        if was_there
        else _("not set in {file}").format(file=file),
        sys.stdout,
    )
    return _tell_what_holds(options.name, file)


def _tell_what_holds(name: str, file: Path) -> int:
    """Say the value that a setting has now where another source has the last word."""
    from pep668hook import configuring, settings

    chosen = settings.current().preferences
    for row in configuring.rows(chosen):
        if row.name == name and chosen.file_of(name) != str(file):
            show(
                _("{setting} is {value}: {source}").format(
                    setting=name, value=row.shown, source=row.where
                ),
                sys.stdout,
            )
    return 0


def _config_schema(_options: Namespace) -> int:
    from pep668hook import configuring

    show(configuring.schema(), sys.stdout)
    return 0


def _doctor(options: Namespace) -> int:
    from pep668hook import doctor
    from pep668hook.ending import interruptible

    where = doctor.scene(options.shell, options.told, options.share, options.helper)
    return interruptible(
        lambda: doctor.doctor(where, as_json=options.json, self_test=options.self_test)
    )


def _undo(options: Namespace) -> int:
    from pep668hook import chosen_shell, handoff, records, settings, undo

    current = settings.current()
    shell = chosen_shell.to_write_for(options.shell)
    if options.record is not None:
        options.record.unlink(missing_ok=True)

    def leave() -> str:
        if options.record is None or not records.is_private(options.record.parent):
            return _("to leave it in this shell: deactivate")
        script = Path(f"{options.record}.{shell.extension}")
        handoff.write("deactivate\n", script, shell.signature)
        return _("left it in this shell")

    for line in undo.undo(Path.cwd(), current, shell, undo.Hands(_ask, leave)):
        show(line, sys.stdout)
    return 0


def _ask(question: str) -> str:
    show(question, sys.stderr, end="")
    return sys.stdin.readline().strip() if sys.stdin.isatty() else ""


def _log(options: Namespace) -> int:
    from pep668hook import history, journal, settings

    current = settings.current()
    entries = journal.read(current.state)
    if options.json:
        show(history.to_json(entries), sys.stdout)
    elif entries:
        show(history.to_text(entries, current.home), sys.stdout)
    else:
        show(_("nothing was done yet"), sys.stderr)
    return 0
