"""Remove what pip put outside of environments in earlier days, and nothing else.

pip itself would take the first copy that it finds, and only with the option that lets
it change the distribution's as well; so what its RECORD lists is removed by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook import requirement
from pep668hook.installed import Place, belongings
from pep668hook.plan import Plan, Run
from pep668hook.remedy import Offer, Remedy
from pep668hook.system_packages import as_root, may_be_root
from pep668hook.wording import listed, short
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pep668hook.installed import Installed
    from pep668hook.surroundings import Surroundings

_OURS: Final = frozenset({Place.USER, Place.LOCAL})


def offer(surroundings: Surroundings) -> Offer | None:
    """Offer it for what lies in the user's own site or in /usr/local."""
    asked = [requirement.parse(word) for word in surroundings.command.requirements]
    found = [
        next(
            (each for each in _leftovers(surroundings) if each.name == wanted.name),
            None,
        )
        for wanted in asked
        if wanted is not None
    ]
    there = [each for each in found if each is not None]
    files = [belongings(each) for each in there]
    commands = _commands(there, files, surroundings)
    if not commands or not all(files):
        return None
    cwd, home = surroundings.directory.cwd, surroundings.home
    sites = {short(each.site.path, cwd, home): None for each in there}
    what = listed(each.name for each in there)
    return Offer(
        remedy=REMEDY.name,
        title=_("remove {packages} from {directories}").format(
            packages=what, directories=listed(sites)
        ),
        letter="d",
        done=_("removing {packages} from {directories}").format(
            packages=what, directories=listed(sites)
        ),
        note=_note(surroundings),
        plan=Plan(actions=(), steps=tuple(map(Run, commands))),
    )


def _leftovers(surroundings: Surroundings) -> list[Installed]:
    return [each for each in surroundings.installed if each.site.place in _OURS]


def _commands(
    there: Sequence[Installed],
    files: Sequence[Sequence[Path]],
    surroundings: Surroundings,
) -> list[tuple[str, ...]]:
    """Write the commands; none where root's rights are needed and not to be had."""
    commands: list[tuple[str, ...]] = []
    for each, paths in zip(there, files, strict=True):
        if not (each.writable or may_be_root(surroundings)):
            return []
        argv = ("rm", "-r", "--", *map(str, paths))
        commands.append(argv if each.writable else as_root(argv, surroundings))
    return commands


def _note(surroundings: Surroundings) -> str:
    theirs = {
        each.name: None
        for each in surroundings.installed
        if each.site.place is Place.DISTRIBUTION
    }
    if theirs:
        return _("{packages} of the system's own stays as it is").format(
            packages=listed(theirs)
        )
    return _("pip put it there; the system's own packages stay as they are")


REMEDY: Final = Remedy("remove-leftover", offer)
