from __future__ import annotations

from pep668hook.contexts.jenkins import CONTEXT
from tests.builders import case


def test_nothing_has_to_stay_active() -> None:
    (suggested,) = CONTEXT.suggest(case())

    assert suggested.commands == (
        "python3 -m venv .venv",
        ".venv/bin/pip install six",
    )
