"""Make an environment that sees the distribution's packages: for what binds to it."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from pep668hook import requirement, system_packages
from pep668hook.bindings import bound
from pep668hook.directory import Standing
from pep668hook.plan import Activate, MakeEnvironment, Plan, Retry, Run
from pep668hook.remedy import Offer, Remedy
from pep668hook.retry import in_environment
from pep668hook.wording import listed, prompt_name, short
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pep668hook.pip_command import PipCommand
    from pep668hook.requirement import Requirement
    from pep668hook.surroundings import Surroundings


def offer(surroundings: Surroundings) -> Offer | None:
    """Offer it beside the distribution's package, where `.venv` can be made."""
    bindings = _bindings(surroundings.command)
    directory = surroundings.directory
    path = surroundings.new_environment
    if not system_packages.may_have(surroundings, bindings):
        return None
    if directory.standing is not Standing.OWN or surroundings.environments:
        return None
    if os.path.lexists(path):
        return None
    where = short(path, directory.cwd, surroundings.home)
    names = listed(each.name for each in bindings)
    guess = Offer(
        remedy=REMEDY.name,
        title=_("make {environment} that sees the system's {packages}").format(
            environment=where, packages=names
        ),
        letter="b",
        done=_(
            "made {environment}, which sees the system's {packages}, and activated it"
        ).format(environment=where, packages=names),
        plan=Plan(actions=(), steps=()),
    )
    return replace(guess, settle=partial(_settle, guess, surroundings, bindings))


def _bindings(command: PipCommand) -> tuple[Requirement, ...]:
    """List what was asked for that binds what the system has."""
    if command.subcommand != "install" or command.has("--dry-run"):
        return ()
    asked = [requirement.parse(word) for word in command.requirements]
    return tuple(
        each
        for each in asked
        if each is not None and not each.address and bound(each.name)
    )


def _settle(
    guess: Offer, surroundings: Surroundings, bindings: Sequence[Requirement]
) -> Offer | None:
    """Ask for the distribution's packages: without them there is nothing to see."""
    found = system_packages.look_up(surroundings, bindings)
    distro = surroundings.distro
    if found is None or found.missing or distro is None:
        return None
    path = surroundings.new_environment
    names = tuple(package.name for package in found.new)
    where = short(path, surroundings.directory.cwd, surroundings.home)
    bound_names = listed(each.name for each in bindings)
    title = _(
        "make {environment} that sees the system's {packages} and activate it"
    ).format(environment=where, packages=bound_names)
    first: tuple[tuple[str, ...], ...] = ()
    if names:
        first = (found.refresh, system_packages.install(surroundings, names))
        title = _(
            "install {system_packages} with {manager}, make {environment} that sees the"
            " system's {packages} and activate it"
        ).format(
            system_packages=listed(names),
            manager=distro.package_owner,
            environment=where,
            packages=bound_names,
        )
    return replace(
        guess,
        title=title,
        note=_why(bindings),
        plan=Plan(
            actions=(_make(path, surroundings),),
            steps=(
                *(Run(argv) for argv in first if argv),
                Activate(path),
                *_rest(surroundings.command, bindings),
            ),
        ),
        settle=None,
    )


def _make(path: Path, surroundings: Surroundings) -> MakeEnvironment:
    return MakeEnvironment(
        path=path,
        interpreter=surroundings.interpreter.executable,
        prompt=prompt_name(surroundings.directory.root),
        sees_system=True,
    )


def _rest(command: PipCommand, bindings: Sequence[Requirement]) -> tuple[Retry, ...]:
    """Ask pip for all else: of a binding it would compile its own."""
    gone = {each.text for each in bindings}
    others = [word for word in command.requirements if word.strip() not in gone]
    if not (others or command.requirement_files or command.editables):
        return ()
    argv = in_environment(command).argv
    return (Retry(tuple(word for word in argv if word.strip() not in gone)),)


def _why(bindings: Sequence[Requirement]) -> str:
    what = dict.fromkeys(_(bound(each.name)) for each in bindings)
    return _("pip's own may not fit {libraries} here").format(libraries=listed(what))


REMEDY: Final = Remedy("create-venv-seeing-system", offer)
