"""Install the distribution's own package of what was asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from pep668hook import requirement, system_packages
from pep668hook.bindings import bound
from pep668hook.package import INSTALL
from pep668hook.plan import Plan, Run
from pep668hook.remedy import Offer, Remedy
from pep668hook.wording import listed, notes, request
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pep668hook.package import Package
    from pep668hook.pip_command import PipCommand
    from pep668hook.requirement import Requirement
    from pep668hook.surroundings import Surroundings
    from pep668hook.system_packages import Found

# With these a person wants of pip what no package of a distribution is.
_NOT_FOR_IT: Final = (
    *("--constraint", "--editable", "--group", "--requirement", "--require-hashes"),
    *("--requirements-from-script", "--dry-run", "--report", "--pre", "--no-binary"),
    *("--force-reinstall", "--ignore-installed", "--config-settings"),
)

# The programs' remedy gets it from the distribution by the same command.
_GOT_AS_A_PROGRAM: Final = "pipx"


def offer(surroundings: Surroundings) -> Offer | None:
    """Offer it for names; whether it has them is asked beside the panel."""
    wanted = _wanted(surroundings.command)
    distro = surroundings.distro
    if distro is None or not system_packages.may_have(surroundings, wanted):
        return None
    if [each.name for each in wanted] == [_GOT_AS_A_PROGRAM]:
        return None
    owner = distro.package_owner
    guess = Offer(
        remedy=REMEDY.name,
        title=_("{request} with {manager}").format(
            request=request(surroundings.command), manager=owner
        ),
        letter="s",
        done="",
        plan=Plan(actions=(), steps=()),
    )
    return replace(guess, settle=partial(_settle, guess, surroundings, wanted))


def _wanted(command: PipCommand) -> tuple[Requirement, ...]:
    """List what was asked for, if all of it is names."""
    if command.subcommand != "install" or any(map(command.has, _NOT_FOR_IT)):
        return ()
    asked = [requirement.parse(word) for word in command.requirements]
    names = [each for each in asked if each is not None and not each.address]
    return tuple(names) if len(names) == len(asked) else ()


def _settle(
    guess: Offer, surroundings: Surroundings, wanted: Sequence[Requirement]
) -> Offer | None:
    """Ask, and make the offer of what the distribution has."""
    found = system_packages.look_up(surroundings, wanted)
    distro = surroundings.distro
    if found is None or not found.packages or distro is None:
        return None
    owner = distro.package_owner
    if not found.new:
        # pip would have gone on to PyPI for what is missing or newer.
        satisfied = not found.missing and not surroundings.command.has("--upgrade")
        return _nothing_to_do(guess, found, owner) if satisfied else None
    names = tuple(package.name for package in found.new)
    argv = system_packages.install(surroundings, names)
    get = distro.packages.get if distro.packages else INSTALL
    what = listed(map(_named, found.new))
    first = [Run(found.refresh)] if found.refresh else []
    return replace(
        guess,
        title=_but_not(_(get).format(packages=what, manager=owner), found),
        done=_("installing {packages} with {manager}").format(
            packages=what, manager=owner
        ),
        note=notes(_notes(found, wanted, owner)),
        plan=Plan(actions=(), steps=(*first, Run(argv))),
        whole=not found.missing,
        settle=None,
    )


def _nothing_to_do(guess: Offer, found: Found, owner: str) -> Offer:
    what = listed(map(_named, found.packages))
    return replace(
        guess,
        title=_("change nothing: {manager} has installed {packages} already").format(
            manager=owner, packages=what
        ),
        done=_("nothing was done: {manager} has installed {packages} already").format(
            manager=owner, packages=what
        ),
        note=_("the system's own Python can import it"),
        settle=None,
    )


def _named(package: Package) -> str:
    return f"{package.name} {package.version}".rstrip()


def _but_not(title: str, found: Found) -> str:
    if not found.missing:
        return title
    return _("{title}, but not {packages}").format(
        title=title, packages=listed(found.missing)
    )


def _notes(found: Found, wanted: Sequence[Requirement], owner: str) -> tuple[str, ...]:
    there = [package for package in found.packages if package.installed]
    return (
        _("{manager} has no lists of packages yet: they are fetched first").format(
            manager=owner
        )
        if found.refresh
        else "",
        _("it binds {libraries}").format(libraries=listed(_bound(wanted)))
        if _bound(wanted)
        else "",
        _("already installed: {packages}").format(packages=listed(map(_named, there)))
        if there
        else "",
    )


def _bound(wanted: Sequence[Requirement]) -> list[str]:
    names = [_(bound(each.name)) for each in wanted]
    return list(dict.fromkeys(filter(None, names)))


REMEDY: Final = Remedy("install-system-package", offer)
