"""Surroundings: all that is true of the machine and the directory, gathered once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pep668hook import (
    applications,
    central,
    container,
    correction,
    directory,
    environment,
    installed,
    keepers,
    managers,
    obstacle,
    pip_command,
    pip_rules,
    programs,
    refuser,
    requirement,
    wheel_cache,
)
from pep668hook.directory import Standing
from pep668hook.distro import read_os_release
from pep668hook.distros import identify
from pep668hook.files import is_directory
from pep668hook.interpreter import marker_words
from pep668hook.plain_text import strip_control
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pep668hook.applications import Kind
    from pep668hook.correction import Correction
    from pep668hook.directory import Directory
    from pep668hook.distro import Distro, OsRelease
    from pep668hook.environment import Environment
    from pep668hook.failure import Failure
    from pep668hook.installed import Installed
    from pep668hook.interpreter import Interpreter
    from pep668hook.keeper import Kept
    from pep668hook.manager import ManagedProject
    from pep668hook.pip_command import PipCommand
    from pep668hook.preferences import Preferences
    from pep668hook.settings import Settings

# All that a remedy may use, beside what the distro's packages are managed with.
TOOLS: Final = (
    *("uv", "pipx", "poetry", "pdm", "pipenv", "hatch", "rye", "pixi", "conda"),
    *("mamba", "sudo", "doas"),
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The facts that remedies are chosen by."""

    command: PipCommand
    """What was asked of pip, as it was meant."""
    typed: PipCommand
    """The same, as it was typed."""
    corrections: tuple[Correction, ...]
    """Where the two differ, or may."""
    obstacle: str
    """What the command would fail by in any environment; empty where nothing is."""
    interpreter: Interpreter
    directory: Directory
    environments: tuple[Environment, ...]
    """Those of the directory and its project, the likeliest first."""
    personal: Environment | None
    """The person's own environment, if it has been made."""
    personal_path: Path | None
    """Where the person's own environment is or would be."""
    home: Path | None
    whose: str
    """Whose Python refused, such as "Debian 12's own Python (kept by apt)"."""
    distro: Distro | None
    """Who keeps that Python, if it is one that we know."""
    tools: Mapping[str, Path]
    """The tools that remedies use and that are on PATH, by name."""
    managed: ManagedProject | None
    """The manager that the project has chosen, though its tool may be missing."""
    is_root: bool
    by_root: bool
    """Whether the command was given root's rights, as by sudo."""
    in_container: bool
    """Whether this is a container or a CI image, which is thrown away."""
    path: tuple[Path, ...]
    """The absolute entries of PATH."""
    kept: Mapping[str, Kept]
    """What the keepers of programs have, by their names; empty without a home."""
    with_commands: frozenset[str]
    """What of that which is to be installed has commands, as pip's cache tells."""
    installed: tuple[Installed, ...]
    """Where that is which is to be uninstalled, if that was asked."""
    new_environment: Path
    """Where an environment for this directory would be made."""
    preferences: Preferences
    """What the person and the site have chosen."""

    @property
    def kind(self) -> Kind | None:
        """Tell what kind of program is asked for; None for libraries."""
        kept = {name for each in self.kept.values() for name in each.names}
        return applications.kind_of_all(self.command, kept, self.with_commands)

    def can_use(self, environment: Path) -> bool:
        """Say whether the command can do anything in an environment.

        What is to be uninstalled has to be there.
        """
        if self.command.subcommand != "uninstall" or self.command.requirement_files:
            return True
        return any(each.site.base == environment for each in self.installed)


def look_around(
    failure: Failure, settings: Settings, activate_scripts: Sequence[str]
) -> Surroundings | None:
    """Gather the facts, or None where PEP 668's own rule says nothing was refused."""
    typed = pip_command.parse(failure.argv)
    if pip_rules.bypasses(typed, settings.environ):
        return None
    os_release = _os_release(settings)
    python = refuser.find(failure, typed, os_release, settings)
    if python is None or not python.externally_managed:
        return None
    command, corrections, hindrance = _meant(typed, failure.cwd)
    place = directory.look(failure.cwd, settings.home)
    distro = _distro(python, os_release, settings)
    managed = managers.managed(place.root, settings)
    new = central.new_environment(place.root, settings)
    own = managed.environment if managed else None
    first = (
        settings.active_environment,
        own,
        new if central.is_chosen(settings) else None,
    )
    environments = _environments(place, first, activate_scripts)
    personal = _made(settings.personal_environment, activate_scripts)
    return Surroundings(
        command=command,
        typed=typed,
        corrections=corrections,
        obstacle=hindrance,
        interpreter=python,
        directory=place,
        environments=environments,
        personal=personal,
        personal_path=_personal_path(settings),
        home=settings.home,
        whose=_whose(python, distro, os_release),
        distro=distro,
        tools=_tools(distro, settings),
        managed=managed,
        is_root=os.geteuid() == 0,
        by_root=failure.by_root,
        in_container=container.is_container(settings.environ),
        path=settings.path,
        kept=keepers.look(settings.environ, settings.home),
        with_commands=_with_commands(command, settings),
        installed=_installed(command, python, (*environments, personal), settings),
        new_environment=new,
        preferences=settings.preferences,
    )


def _meant(
    typed: PipCommand, cwd: Path
) -> tuple[PipCommand, tuple[Correction, ...], str]:
    """Tell what was meant by the command, why, and what it would fail by then.

    What no project on PyPI is leaves the command; unless nothing would be left.
    """
    found = correction.corrections(typed, cwd)
    command = typed.renamed({each.typed: each.meant for each in found})
    nothing_left = obstacle.find(command, cwd)
    if nothing_left and not obstacle.find(typed, cwd):
        return typed, found, _("there is nothing for pip to install")
    return command, found, nothing_left


def _environments(
    place: Directory, first: Iterable[Path | None], scripts: Sequence[str]
) -> tuple[Environment, ...]:
    """Look for environments: the active one and the project's manager's before all."""
    belongs = place.standing is Standing.OWN
    found = environment.find(directory.between(place) if belongs else (), scripts)
    made = filter(None, (_made(path, scripts) for path in first))
    return tuple({each.path: each for each in (*made, *found)}.values())


def _made(path: Path | None, scripts: Sequence[str]) -> Environment | None:
    if path is None or not environment.is_environment(path):
        return None
    return environment.inspect(path, scripts)


def _with_commands(command: PipCommand, settings: Settings) -> frozenset[str]:
    """Look into pip's cache for what no table of ours knows."""
    cache = wheel_cache.cache_directory(settings.environ, settings.home)
    if cache is None or command.subcommand != "install":
        return frozenset()
    names = {each.name for each in map(requirement.parse, command.requirements) if each}
    unknown = (name for name in names if applications.kind(name) is None)
    return frozenset(name for name in unknown if wheel_cache.has_commands(name, cache))


def _installed(
    command: PipCommand,
    python: Interpreter,
    environments: Iterable[Environment | None],
    settings: Settings,
) -> tuple[Installed, ...]:
    """Look for what is to be uninstalled, wherever that Python would find it."""
    if command.subcommand != "uninstall":
        return ()
    made = tuple(each for each in environments if each is not None)
    places = installed.sites(python, made, settings.home, settings.environ)
    wanted = map(requirement.parse, command.requirements)
    return installed.find((each.name for each in wanted if each is not None), places)


def _personal_path(settings: Settings) -> Path | None:
    """Tell where the person's own environment belongs, if it can be there."""
    path = settings.personal_environment
    if path is None or settings.home is None or not directory.is_nameable(path):
        return None
    nearest = next(parent for parent in path.parents if is_directory(parent))
    standing = directory.judge(nearest, settings.home)
    return path if standing in {Standing.OWN, Standing.HOME} else None


def _os_release(settings: Settings) -> OsRelease:
    try:
        text = settings.os_release.read_text("utf-8", "replace")
    except OSError:
        text = ""
    return read_os_release(text)


def _distro(
    python: Interpreter, os_release: OsRelease, settings: Settings
) -> Distro | None:
    words = marker_words(python.marker, settings.language) if python.marker else ""
    return identify(os_release, python.prefix, words)


def _tools(distro: Distro | None, settings: Settings) -> Mapping[str, Path]:
    packages = distro.packages if distro is not None else None
    its_own = packages.programs if packages is not None else ()
    return programs.find_all((*TOOLS, *its_own), settings.path)


def _whose(python: Interpreter, distro: Distro | None, os_release: OsRelease) -> str:
    if distro is None:
        return _("the Python under {directory}").format(
            directory=strip_control(str(python.prefix))
        )
    return distro.whose(os_release)
