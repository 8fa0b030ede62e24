"""The distribution's packages on this machine: looked up, and how to install them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import programs
from pep668hook.interpreter import of_executable
from pep668hook.package import Package
from pep668hook.setting import SYSTEM_PACKAGES
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pep668hook.package import Lists, PackageManager
    from pep668hook.requirement import Requirement
    from pep668hook.surroundings import Surroundings

_PATIENCE: Final = 30  # seconds: some read all of their metadata for one name
_GIVE_RIGHTS: Final = ("sudo", "doas")


@dataclass(frozen=True, slots=True)
class Found:
    """What the distribution has of what was asked for."""

    packages: tuple[Package, ...]
    missing: tuple[str, ...]
    """What it does not have, or not in that version, each with the reason."""
    refresh: tuple[str, ...] = ()
    """What has to be run first, as nothing is known yet; the packages are likely."""

    @property
    def new(self) -> tuple[Package, ...]:
        """List the packages that are not installed."""
        return tuple(each for each in self.packages if not each.installed)


def install(surroundings: Surroundings, names: Sequence[str]) -> tuple[str, ...]:
    """Make the command that installs packages; empty if there is none, or no right."""
    manager = manager_of(surroundings)
    return () if manager is None else _allowed(manager.install(names), surroundings)


def taken_back(surroundings: Surroundings, argv: Sequence[str]) -> tuple[str, ...]:
    """Make the command that removes what `argv` installed; empty if there is none."""
    manager = manager_of(surroundings)
    beginning = install(surroundings, ())
    if manager is None or not manager.remove or not beginning:
        return ()
    if tuple(argv[: len(beginning)]) != beginning:
        return ()
    return _allowed((*manager.remove, *argv[len(beginning) :]), surroundings)


def removal(surroundings: Surroundings, projects: Sequence[str]) -> tuple[str, ...]:
    """Make the command that removes what the projects are likeliest called there."""
    manager = manager_of(surroundings)
    if manager is None or not manager.remove:
        return ()
    version = surroundings.interpreter.version
    names = [manager.candidates(each, version)[:1] for each in projects]
    if not all(names):
        return ()
    argv = (*manager.remove, *(manager.called(name) for few in names for name in few))
    return _allowed(argv, surroundings)


def pipx(surroundings: Surroundings) -> tuple[str, ...]:
    """Make the command that installs the distribution's pipx; empty if it has none."""
    manager = manager_of(surroundings)
    if manager is None or not manager.pipx:
        return ()
    name = manager.pipx.format(*surroundings.interpreter.version)
    return install(surroundings, [name])


def manager_of(surroundings: Surroundings) -> PackageManager | None:
    """Find the package manager of the interpreter's distribution, if it can be used."""
    if surroundings.preferences.value(SYSTEM_PACKAGES) == "never":
        return None
    manager = surroundings.distro.packages if surroundings.distro else None
    if manager is None or not set(manager.programs) <= set(surroundings.tools):
        return None
    may_install = not manager.as_root or may_be_root(surroundings)
    return manager if may_install else None


def may_have(surroundings: Surroundings, wanted: Sequence[Requirement]) -> bool:
    """Say whether there is anything to ask for, and somebody to ask."""
    manager = manager_of(surroundings)
    version = surroundings.interpreter.version
    return manager is not None and any(
        manager.candidates(each.name, version) for each in wanted
    )


def look_up(surroundings: Surroundings, wanted: Sequence[Requirement]) -> Found | None:
    """Ask for packages; it may take seconds. None if there is nobody to ask."""
    manager = manager_of(surroundings)
    if manager is None or not _is_served(manager, surroundings):
        return None
    version = surroundings.interpreter.version
    names = {each: manager.candidates(each.name, version) for each in wanted}
    asked = list(dict.fromkeys(name for each in names.values() for name in each))
    known = _ask(manager, asked, surroundings) if asked else {}
    packages = {each: _first(known, names[each]) for each in wanted}
    lists = _absent(manager)
    if lists is None or None not in packages.values():
        return _sorted(packages, ())
    for each, found in packages.items():
        if found is None and lists.is_likely(each.name):
            packages[each] = Package(names[each][0], "")
    return _sorted(packages, _allowed(lists.refresh, surroundings))


def _ask(
    manager: PackageManager, names: Sequence[str], surroundings: Surroundings
) -> Mapping[str, Package]:
    """Ask without the user's variables, but where they live and programs lie."""
    home = {} if surroundings.home is None else {"HOME": str(surroundings.home)}
    path = os.pathsep.join(map(str, surroundings.path))
    environ = {"PATH": path, "LC_ALL": "C.UTF-8", **home}
    answer = programs.run(manager.query(names), environ=environ, seconds=_PATIENCE)
    return manager.read(answer.output)


def may_be_root(surroundings: Surroundings) -> bool:
    """Say whether the user has root's rights or can ask for them."""
    asking = any(name in surroundings.tools for name in _GIVE_RIGHTS)
    return surroundings.is_root or asking


def as_root(argv: Sequence[str], surroundings: Surroundings) -> tuple[str, ...]:
    """Put in front what gives root's rights, if the user has not got them."""
    if surroundings.is_root:
        return tuple(argv)
    return (
        next(name for name in _GIVE_RIGHTS if name in surroundings.tools),
        *argv,
    )


def _allowed(argv: Sequence[str], surroundings: Surroundings) -> tuple[str, ...]:
    """Put in front what gives root's rights, where that is needed."""
    manager = manager_of(surroundings)
    if manager is None or not manager.as_root:
        return tuple(argv)
    return as_root(argv, surroundings)


def _is_served(manager: PackageManager, surroundings: Surroundings) -> bool:
    """Say whether its packages are for the Python that refused.

    A second Python beside the distribution's first sees none with compiled parts.
    """
    python = surroundings.interpreter
    if manager.for_each_python:
        return True
    first = of_executable(python.prefix / "bin" / "python3")
    return first is None or first.version == python.version


def _first(known: Mapping[str, Package], names: Sequence[str]) -> Package | None:
    return next((known[name] for name in names if name in known), None)


def _absent(manager: PackageManager) -> Lists | None:
    """Find the lists of packages that the machine should have and has not."""
    if manager.lists is None:
        return None
    pattern = Path(manager.lists.pattern)
    return None if any(pattern.parent.glob(pattern.name)) else manager.lists


def _sorted(
    packages: Mapping[Requirement, Package | None], refresh: tuple[str, ...]
) -> Found:
    there: list[Package] = []
    missing: list[str] = []
    for wanted, package in packages.items():
        if package is None or wanted.extras:
            missing.append(wanted.text)
        elif not _fits(package, wanted.specifier):
            missing.append(
                _("{package} (it is {version} there)").format(
                    package=wanted.text, version=package.version or _("unknown")
                )
            )
        else:
            there.append(package)
    return Found(tuple(dict.fromkeys(there)), tuple(missing), refresh)


def _fits(package: Package, specifier: str) -> bool:
    if not specifier:
        return True
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415
    from packaging.version import InvalidVersion, Version  # noqa: PLC0415

    try:
        version = Version(package.version)
        return SpecifierSet(specifier).contains(version, prereleases=True)
    except (InvalidSpecifier, InvalidVersion):
        return False
