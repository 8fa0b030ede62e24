"""How a broken environment is made whole, and what becomes of what is in it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pep668hook.environment import Problem
from pep668hook.plan import MakeEnvironment, SetAside
from pep668hook.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from pep668hook.plan import Action


def mend(
    path: Path, problem: Problem, interpreter: Path, prompt: str
) -> tuple[tuple[Action, ...], str]:
    """Say what makes the environment at `path` whole, and a note on its contents.

    Only where its Python is another one is what was installed of no more use.
    """
    make = MakeEnvironment(path=path, interpreter=interpreter, prompt=prompt)
    if problem is not Problem.NO_INTERPRETER:
        return (make,), _("{problem}; its packages stay").format(
            problem=_(problem.value)
        )
    aside = _free_place(path)
    note = _("{problem}; the old one stays as {environment}").format(
        problem=_(problem.value), environment=aside.name
    )
    return (SetAside(path, aside), make), note


def _free_place(path: Path) -> Path:
    """Name the first sibling that does not exist: `.venv.broken`, `.venv.broken-2`."""
    place, number = path.with_name(f"{path.name}.broken"), 1
    while os.path.lexists(place):
        number += 1
        place = path.with_name(f"{path.name}.broken-{number}")
    return place
