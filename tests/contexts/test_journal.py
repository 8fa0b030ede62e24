from __future__ import annotations

from pep668hook.contexts.journal import CONTEXT
from tests.builders import case


def test_the_service_gets_an_environment() -> None:
    (suggested,) = CONTEXT.suggest(case(tool="uv"))

    assert suggested.commands == (
        "python3 -m venv /opt/venv",
        "uv pip install --python /opt/venv six",
    )
