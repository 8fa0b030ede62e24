"""Undo: take back the last accepted offer of a directory, as far as it is ours to do.

An environment that was made is removed, unless something was put there since. What
other tools keep is theirs to remove: the command is shown.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pep668hook import (
    contents,
    environment,
    journal,
    pip_command,
    requirement,
    system_packages,
)
from pep668hook.catalogue import variants
from pep668hook.errors import HookError
from pep668hook.failure import Failure
from pep668hook.installed import Place, Site, find
from pep668hook.plan import Run
from pep668hook.remedy import Remedy
from pep668hook.retry import with_override
from pep668hook.surroundings import look_around
from pep668hook.wording import listed, short
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pep668hook.journal import Entry, Made
    from pep668hook.settings import Settings
    from pep668hook.shell import Shell
    from pep668hook.surroundings import Surroundings


class NothingToUndoError(HookError):
    """No offer was accepted in this directory, or all are taken back."""

    reference = "nothing-to-undo"

    def __init__(self, cwd: Path) -> None:
        super().__init__(
            message=_("nothing to take back in `{directory}`").format(directory=cwd),
            hint=_("`pep668hook log` lists what was done, and where"),
        )


class LeftAloneError(HookError):
    """An environment was not removed, as its name was not given."""

    reference = "left-alone"

    def __init__(self, path: Path) -> None:
        super().__init__(message=_("left `{path}` as it is").format(path=path))


@dataclass(frozen=True, slots=True)
class Hands:
    """What only the caller can do."""

    ask: Callable[[str], str]
    """Puts a question, and gives back what is answered."""
    leave: Callable[[], str]
    """Leaves the active environment, or tells how; gives back what to say of it."""


def undo(cwd: Path, settings: Settings, shell: Shell, hands: Hands) -> Iterator[str]:
    """Take back what was last done in `cwd`, and say so line by line."""
    if settings.state is None:
        raise NothingToUndoError(cwd)
    entry = _last(cwd, settings.state)
    commands = _commands(entry, settings, shell)
    if entry.left and not commands:  # the person has run them
        yield _("was taken back since: {done}").format(done=entry.done)
        journal.mark_undone(entry, settings.state)
        return
    yield _("taking back: {done}").format(done=entry.done)
    if entry.made is not None:
        yield from _remove(entry, entry.made, hands.ask)
    left = [shell.run(argv) for argv in commands]
    for command in left:
        yield _("for you to run: {command}").format(command=command)
    for argv in () if commands else _without_return(entry):
        yield _("left as it is: what `{command}` has done").format(
            command=shell.run(argv)
        )
    if entry.activated and str(settings.active_environment) == entry.activated:
        yield hands.leave()
    if left:
        journal.mark_left(entry, left, settings.state)
    else:
        journal.mark_undone(entry, settings.state)


def _last(cwd: Path, state: Path) -> Entry:
    for entry in reversed(journal.read(state)):
        if entry.cwd == str(cwd) and not entry.undone:
            return entry
    raise NothingToUndoError(cwd)


def _remove(entry: Entry, made: Made, ask: Callable[[str], str]) -> Iterator[str]:
    path, set_aside = Path(made.path), Path(made.set_aside)
    where = short(path, Path(entry.cwd), None)
    if environment.is_environment(path):
        since = _put_there_since(entry, made)
        if since:
            yield _("{environment} is not as it was made: {since}").format(
                environment=where, since=since
            )
            if (
                ask(_("type {name} to remove it all the same: ").format(name=path.name))
                != path.name
            ):
                raise LeftAloneError(path)
        shutil.rmtree(path)
        if made.parent_made:
            with suppress(OSError):  # others are in it by now
                path.parent.rmdir()
        yield _("removed {environment}").format(environment=where)
    else:
        yield _("{environment} is gone already").format(environment=where)
    if made.set_aside and set_aside.exists() and not path.exists():
        set_aside.rename(path)
        yield _("put the old one back in its place, which was {name}").format(
            name=set_aside.name
        )


def _put_there_since(entry: Entry, made: Made) -> str:
    """Say what is in the environment that did not come by the offer."""
    path = Path(made.path)
    if contents.identity(path) != made.identity:
        return _("it is another one")
    projects = contents.asked_for(path) - {*_names(entry), "pip"}
    if projects:
        return _("{packages} was installed since").format(
            packages=listed(sorted(projects))
        )
    files = contents.unlisted(path) - set(made.unlisted)
    return (
        _("{files} was put there").format(files=listed(sorted(files))) if files else ""
    )


def _names(entry: Entry) -> list[str]:
    """List what was asked of pip by name, and what its lists of requirements name."""
    command = pip_command.parse(entry.argv)
    words = [*command.requirements, *pip_command.parse(entry.retried).requirements]
    for name in command.requirement_files:
        words += _lines(Path(entry.cwd) / name)
    parsed = map(requirement.parse, words)
    return list(dict.fromkeys(each.name for each in parsed if each is not None))


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text("utf-8", "replace")
    except OSError:
        return []
    return [line.partition(" #")[0].partition(";")[0] for line in text.splitlines()]


def _commands(
    entry: Entry, settings: Settings, shell: Shell
) -> tuple[tuple[str, ...], ...]:
    """Write what removes what others keep, or what was put into what was there."""
    names = _names(entry)
    if pip_command.parse(entry.argv).subcommand == "uninstall":
        return ()
    if entry.retried and entry.made is None and names:
        there = not entry.left or _is_there(entry, names, settings, shell)
        return (_by_pip(entry, names),) if there else ()
    around = _around(entry, names, settings, shell) if entry.ran else None
    return () if around is None else tuple(_removals(entry, around))


def _is_there(entry: Entry, names: list[str], settings: Settings, shell: Shell) -> bool:
    """Say whether any of it is still where it was put, or nobody can tell."""
    around = _around(entry, names, settings, shell)
    if around is None:
        return True
    if not entry.activated:
        return any(
            each.site.place is not Place.ENVIRONMENT for each in around.installed
        )
    path = Path(entry.activated)
    packages = environment.site_packages(path)
    if packages is None:
        return False
    return bool(find(names, [Site(Place.ENVIRONMENT, packages, path)]))


def _without_return(entry: Entry) -> tuple[tuple[str, ...], ...]:
    """List what was run whose opposite nobody knows."""
    retried = (entry.retried,) if entry.retried and entry.made is None else ()
    return (*entry.ran, *retried)


def _by_pip(entry: Entry, names: list[str]) -> tuple[str, ...]:
    if not entry.activated:
        return with_override(pip_command.parse(["pip", "uninstall", *names])).argv
    python = str(Path(entry.activated) / "bin" / "python")
    pip = () if entry.had_pip else ("pip",)
    return (python, "-m", "pip", "uninstall", *names, *pip)


def _around(
    entry: Entry, names: list[str], settings: Settings, shell: Shell
) -> Surroundings | None:
    """Look round as if it were to be uninstalled now."""
    failure = Failure(
        argv=("pip", "uninstall", *names),
        program=Path(entry.interpreter),
        cwd=Path(entry.cwd),
        status=1,
        text="",
        suspended=False,
        # pipx's own word for every user's programs.
        by_root=any("--global" in argv for argv in entry.ran),
    )
    return look_around(failure, settings, shell.activate_scripts)


def _removals(entry: Entry, around: Surroundings) -> Iterator[tuple[str, ...]]:
    """Ask the same remedy, and the distribution, what undoes the programs run."""
    remedies = variants("pep668hook.remedies", "REMEDY", Remedy)
    offers = (each.offer(around) for each in remedies if each.name == entry.remedy)
    for offer in filter(None, offers):
        yield from (step.argv for step in offer.plan.steps if isinstance(step, Run))
    taken_back = (system_packages.taken_back(around, argv) for argv in entry.ran)
    yield from filter(None, taken_back)
