from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.environment import Problem
from pep668hook.mending import mend
from pep668hook.plan import MakeEnvironment, SetAside
from tests.builders import PYTHON

PATH = Path("/app/.venv")


@pytest.mark.parametrize(
    "problem", [Problem.HALF_MADE, Problem.MOVED, Problem.UNQUOTED]
)
def test_what_has_its_python_is_made_again_where_it_stands(problem: Problem) -> None:
    actions, note = mend(PATH, problem, PYTHON, "app")

    assert actions == (MakeEnvironment(PATH, PYTHON, "app"),)
    assert note == f"{problem.value}; its packages stay"


def test_what_has_lost_its_python_is_set_aside_first() -> None:
    actions, note = mend(PATH, Problem.NO_INTERPRETER, PYTHON, "app")

    assert actions == (
        SetAside(PATH, Path("/app/.venv.broken")),
        MakeEnvironment(PATH, PYTHON, "app"),
    )
    assert note == "its Python is gone; the old one stays as .venv.broken"


def test_what_was_set_aside_before_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / ".venv.broken").mkdir()
    (tmp_path / ".venv.broken-2").symlink_to("gone")
    path = tmp_path / ".venv"

    actions, note = mend(path, Problem.NO_INTERPRETER, PYTHON, "app")

    assert actions[0] == SetAside(path, tmp_path / ".venv.broken-3")
    assert note.endswith("stays as .venv.broken-3")
