"""Do nothing, and say why nothing is the right thing to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pep668hook import requirement, system_packages
from pep668hook.installed import Place, belongings
from pep668hook.plain_text import strip_control
from pep668hook.plan import Plan
from pep668hook.remedy import Offer, Remedy
from pep668hook.wording import listed, short
from pep668hook.words import _, ngettext

if TYPE_CHECKING:
    from pep668hook.pip_command import PipCommand
    from pep668hook.surroundings import Surroundings

_PLAIN: Final = re.compile(r"[\w ./@:+-]+")


def offer(surroundings: Surroundings) -> Offer | None:
    """Offer it where what was asked has no use, or is another's to do."""
    if surroundings.obstacle:
        words = strip_control(surroundings.obstacle)
        return _nothing(
            _("stop here: {reason}").format(reason=words),
            _("nothing was done: {reason}").format(reason=words),
            _("pip would fail by it in any environment"),
        )
    names = _names(surroundings)
    if not names:
        return None
    if surroundings.command.subcommand == "uninstall":
        return _of_removal(names, surroundings)
    directory = surroundings.directory
    if (
        surroundings.environments
        or directory.is_project
        or not _upgrades_makers(names, surroundings.command)
    ):
        return None
    what, keeper = listed(names), _keeper(surroundings)
    return _nothing(
        _("leave {packages} to {keeper}: there is nothing to do").format(
            packages=what, keeper=keeper
        ),
        _("nothing was done: {keeper} upgrades {packages}").format(
            keeper=keeper, packages=what
        ),
        _("outside of a project there is no environment to upgrade it in"),
    )


def _upgrades_makers(names: list[str], command: PipCommand) -> bool:
    """Say whether it is but for the newest of them; old code may import setuptools."""
    is_upgrade = command.has("--upgrade") or set(names) == {"pip"}
    return is_upgrade and requirement.MAKERS.issuperset(names)


def _names(surroundings: Surroundings) -> list[str]:
    """List what was asked by name, if that is all that was asked."""
    command = surroundings.command
    if command.requirement_files or command.editables:
        return []
    read = [requirement.parse(word) for word in command.requirements]
    names = [each.name for each in read if each is not None]
    return names if len(names) == len(read) else []


def _of_removal(names: list[str], surroundings: Surroundings) -> Offer | None:
    """Explain whose it is, or that it is nowhere; what can be removed is another's."""
    found = surroundings.installed
    managed = surroundings.managed
    kept = frozenset(managed.dependencies if managed else ()).union(
        *(each.names for each in surroundings.kept.values())
    )
    if not kept.isdisjoint(names):
        return None  # whoever keeps it removes it
    what, count = listed(names), len(names)
    if not found:
        return _nothing(
            ngettext(
                "stop here: {packages} is not installed",
                "stop here: {packages} are not installed",
                count,
            ).format(packages=what),
            ngettext(
                "nothing was done: {packages} is not installed",
                "nothing was done: {packages} are not installed",
                count,
            ).format(packages=what),
            _("neither in the system's Python nor in an environment here"),
        )
    places = {each.site.place for each in found}
    if places == {Place.DISTRIBUTION}:
        return _of_distribution(what, list({each.name for each in found}), surroundings)
    if Place.ENVIRONMENT in places or any(map(belongings, found)):
        return None
    cwd, home = surroundings.directory.cwd, surroundings.home
    where = listed({short(each.metadata, cwd, home): None for each in found})
    return _nothing(
        _("leave {package} in place").format(package=what),
        _("nothing was done: {directory} stays").format(directory=where),
        _("which files belong to {directory} is not recorded").format(directory=where),
    )


def _of_distribution(what: str, names: list[str], surroundings: Surroundings) -> Offer:
    command = " ".join(system_packages.removal(surroundings, names))
    # It is there to be typed, and which quotes the shell wants is not known here.
    note = (
        _("it came with {python}: `{command}` removes it, and what needs it")
        if _PLAIN.fullmatch(command)
        else _("it came with {python}")
    )
    keeper = _keeper(surroundings)
    return _nothing(
        _("leave {package} to {keeper}").format(package=what, keeper=keeper),
        _("nothing was done: {package} was installed by {keeper}").format(
            package=what, keeper=keeper
        ),
        note.format(python=surroundings.whose, command=command),
    )


def _keeper(surroundings: Surroundings) -> str:
    distro = surroundings.distro
    return _("the system") if distro is None else distro.package_owner


def _nothing(title: str, done: str, note: str) -> Offer:
    plan = Plan(actions=(), steps=())
    return Offer(REMEDY.name, title, "l", plan, done, note)


REMEDY: Final = Remedy("leave-it-alone", offer)
