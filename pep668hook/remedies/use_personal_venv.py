"""Use the person's own environment: for what belongs to no directory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook.directory import Standing
from pep668hook.environment import Problem
from pep668hook.plan import Activate, AddPip, MakeEnvironment, Plan
from pep668hook.remedy import Offer, Remedy
from pep668hook.retry import in_environment
from pep668hook.wording import request, short

if TYPE_CHECKING:
    from pathlib import Path

    from pep668hook.environment import Environment
    from pep668hook.plan import Action
    from pep668hook.surroundings import Surroundings


def offer(surroundings: Surroundings) -> Offer | None:
    """Offer it wherever it can be, and say why where no other fits."""
    path = surroundings.personal_path
    made = surroundings.personal
    if path is None or (made is not None and made.problem is Problem.UNTRUSTED):
        return None
    where = short(path, surroundings.directory.cwd, surroundings.home)
    whole = made is not None and made.usable
    begin = "activate" if whole else "make and activate"
    return Offer(
        remedy=REMEDY.name,
        title=f"{begin} {where}, your own, and {request(surroundings.command)}",
        letter="p",
        done=f"activated {where}" if whole else f"made {where} and activated it",
        note=_why(surroundings),
        plan=Plan(
            actions=_actions(path, made, surroundings.interpreter.executable),
            steps=(Activate(path), in_environment(surroundings.command)),
        ),
    )


def _actions(
    path: Path, made: Environment | None, interpreter: Path
) -> tuple[Action, ...]:
    if made is None or not made.usable:
        return (MakeEnvironment(path=path, interpreter=interpreter, prompt=path.name),)
    return () if made.has_pip else (AddPip(path),)


def _why(surroundings: Surroundings) -> str:
    directory = surroundings.directory
    if directory.standing is not Standing.OWN:
        return (
            f"this is {directory.standing.value}: an environment does not belong here"
        )
    for environment in surroundings.environments:
        if environment.problem is Problem.UNTRUSTED:
            return f"{environment.path.name} is not used: {environment.problem.value}"
    return ""


REMEDY: Final = Remedy("use-personal-venv", offer)
