from __future__ import annotations

from pep668hook.contexts.gitlab_ci import CONTEXT
from tests.builders import case


def test_the_script_makes_an_environment() -> None:
    first, second = CONTEXT.suggest(case())

    assert first.commands == (
        "script:",
        "  - python3 -m venv .venv",
        "  - . .venv/bin/activate",
        "  - pip install six",
    )
    assert second.commands == ("image: python:3",)
