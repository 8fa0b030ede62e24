"""Let the project's own manager do it: uv add, poetry add, and their like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook import translation
from pep668hook.directory import Standing
from pep668hook.environment import Problem
from pep668hook.plain_text import strip_control
from pep668hook.plan import Activate, ActivateTold, Plan, Run
from pep668hook.remedy import Offer, Remedy
from pep668hook.retry import in_environment
from pep668hook.wording import listed, notes, request, things
from pep668hook.words import _

if TYPE_CHECKING:
    from pep668hook.manager import ManagedProject
    from pep668hook.surroundings import Surroundings
    from pep668hook.translation import Translation

# A manager begins its environment anew where these are the problem.
_MADE_ANEW: Final = (None, Problem.NO_INTERPRETER, Problem.HALF_MADE)


def offer(surroundings: Surroundings) -> Offer | None:
    """Offer it where the project has chosen a manager whose tool is there."""
    managed = surroundings.managed
    if managed is None or not _may_run(surroundings, managed):
        return None
    if surroundings.command.subcommand == "uninstall":
        said = translation.remove(surroundings.command, managed)
        return None if said is None else _removal(said, surroundings, managed)
    if managed.adds_by_pip:
        return _by_its_pip(surroundings, managed)
    said = translation.install(surroundings.command, surroundings.directory, managed)
    return None if said is None else _installation(said, surroundings, managed)


def _may_run(surroundings: Surroundings, managed: ManagedProject) -> bool:
    """Say whether the tool is there, and works on nothing that others can change."""
    return (
        managed.manager.program in surroundings.tools
        and surroundings.directory.standing is Standing.OWN
        and _problem(surroundings, managed) is not Problem.UNTRUSTED
    )


def _installation(
    said: Translation, surroundings: Surroundings, managed: ManagedProject
) -> Offer:
    activate = _activation(surroundings, managed)
    commands = (managed.prepare, *said.commands) if managed.prepare else said.commands
    title, done = _words(said, managed.manager.name)
    aside = _("{files} is left aside: the project has its own list").format(
        files=listed(said.left_aside)
    )
    enter = strip_control(managed.enter)
    missing = _("it is not active in this shell then: `{command}` reaches it").format(
        command=enter
    )
    return Offer(
        remedy=REMEDY.name,
        title=title,
        letter="m",
        done=done,
        note=notes(
            [
                aside if said.left_aside else "",
                missing if managed.enter and not activate else "",
            ]
        ),
        plan=Plan(
            actions=(),
            steps=(*map(Run, commands), *activate),
        ),
    )


def _activation(
    surroundings: Surroundings, managed: ManagedProject
) -> tuple[Activate | ActivateTold, ...]:
    """Activate what the manager then has, if it is a virtual environment."""
    if managed.environment is None:
        return (ActivateTold(managed.tell),) if managed.tell else ()
    if _problem(surroundings, managed) not in _MADE_ANEW:
        return ()
    return (Activate(managed.environment),)


def _words(said: Translation, name: str) -> tuple[str, str]:
    """Say what will happen, and what has."""
    if said.upgraded and said.added:
        words = (
            _("upgrade {upgraded} and add {added} with {manager}"),
            _("upgrading {upgraded} and adding {added} with {manager}"),
        )
    elif said.upgraded:
        words = (
            _("upgrade {upgraded} with {manager}"),
            _("upgrading {upgraded} with {manager}"),
        )
    elif said.added:
        words = _("add {added} with {manager}"), _("adding {added} with {manager}")
    else:
        words = (
            _("install what this project asks for with {manager}"),
            _("installing what this project asks for with {manager}"),
        )
    upgraded, added = listed(said.upgraded), listed(said.added)
    to_do, done = (
        each.format(upgraded=upgraded, added=added, manager=name) for each in words
    )
    return to_do, done


def _by_its_pip(surroundings: Surroundings, managed: ManagedProject) -> Offer | None:
    """Offer to have the manager make its environment; one that is there is found."""
    path, name = managed.environment, managed.manager.name
    if path is None or not managed.prepare:
        return None
    asked = request(surroundings.command)
    return Offer(
        remedy=REMEDY.name,
        title=_("make {manager}'s environment, activate it and {request}").format(
            manager=name, request=asked
        ),
        letter="m",
        done=_("making {manager}'s environment").format(manager=name),
        note=_(
            "{manager} keeps only what pyproject.toml names: write it there to stay"
        ).format(manager=name),
        plan=Plan(
            actions=(),
            steps=(
                Run(managed.prepare),
                Activate(path),
                in_environment(surroundings.command),
            ),
        ),
    )


def _removal(
    said: Translation, surroundings: Surroundings, managed: ManagedProject
) -> Offer:
    what = things(surroundings.command)
    name = managed.manager.name
    return Offer(
        remedy=REMEDY.name,
        title=_("remove {packages} from this project with {manager}").format(
            packages=what, manager=name
        ),
        letter="m",
        done=_("removing {packages} with {manager}").format(
            packages=what, manager=name
        ),
        plan=Plan(actions=(), steps=tuple(map(Run, said.commands))),
    )


def _problem(surroundings: Surroundings, managed: ManagedProject) -> Problem | None:
    """Tell what is wrong with the manager's environment, if that is there."""
    for environment in surroundings.environments:
        if environment.path == managed.environment:
            return environment.problem
    return None


REMEDY: Final = Remedy("add-to-project", offer)
