"""Use the person's own environment: for what belongs to no directory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook.directory import Standing
from pep668hook.environment import Problem
from pep668hook.mending import mend
from pep668hook.plan import Activate, AddPip, MakeEnvironment, Plan
from pep668hook.remedy import Offer, Remedy
from pep668hook.retry import in_environment
from pep668hook.wording import notes, request, short
from pep668hook.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from pep668hook.plan import Action
    from pep668hook.surroundings import Surroundings


def offer(surroundings: Surroundings) -> Offer | None:
    """Offer it wherever it can be, and say why where no other fits."""
    path = surroundings.personal_path
    made = surroundings.personal
    if path is None or (made is not None and made.problem is Problem.UNTRUSTED):
        return None
    if not surroundings.can_use(path):
        return None
    where = short(path, surroundings.directory.cwd, surroundings.home)
    done, actions, note = _becoming(path, where, surroundings)
    wanted = request(surroundings.command)
    return Offer(
        remedy=REMEDY.name,
        title=_(
            "use one environment for everything, {environment}, and {request} there"
        ).format(environment=where, request=wanted),
        letter="p",
        done=done,
        note=notes([_why(surroundings), note]),
        plan=Plan(
            actions=actions,
            steps=(Activate(path), in_environment(surroundings.command)),
        ),
    )


def _becoming(
    path: Path, where: str, surroundings: Surroundings
) -> tuple[str, tuple[Action, ...], str]:
    """Say how it comes to be usable: what has happened then, the actions, a note."""
    made = surroundings.personal
    interpreter = surroundings.interpreter.executable
    if made is None:
        make = MakeEnvironment(path=path, interpreter=interpreter, prompt=path.name)
        return (
            _("made {environment} and activated it").format(environment=where),
            (make,),
            "",
        )
    if made.problem is not None:
        actions, note = mend(path, made.problem, interpreter, path.name)
        return (
            _("repaired and activated {environment}").format(environment=where),
            actions,
            note,
        )
    add_pip = () if made.has_pip else (AddPip(path),)
    return _("activated {environment}").format(environment=where), add_pip, ""


def _why(surroundings: Surroundings) -> str:
    directory = surroundings.directory
    if directory.standing is not Standing.OWN:
        return _("This is {standing}: no environment belongs here").format(
            standing=_(directory.standing.value)
        )
    for environment in surroundings.environments:
        if environment.problem is Problem.UNTRUSTED:
            return _("{environment} is not used: {problem}").format(
                environment=environment.path.name, problem=_(environment.problem.value)
            )
    return ""


REMEDY: Final = Remedy("use-personal-venv", offer)
