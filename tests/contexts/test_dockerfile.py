from __future__ import annotations

import pytest

from pep668hook.contexts.dockerfile import CONTEXT
from tests.builders import case


def test_the_image_gets_an_environment() -> None:
    environment, override = CONTEXT.suggest(case("pip", "install", "a b"))

    assert environment.commands == (
        "RUN python3 -m venv /opt/venv",
        'ENV PATH="/opt/venv/bin:$PATH"',
        "RUN /opt/venv/bin/pip install 'a b'",
    )
    assert override.remedy == "break-system-packages"


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("[4/5] RUN pip install a", "pip install a"),
        (" => ERROR [web 4/5] RUN pip install a          0.9s", "pip install a"),
        (" > [ 4/15] RUN pip install a:    ", "pip install a"),
        ("[2/2] RUN --mount=type=cache,target=/x pip install a", "pip install a"),
        ("Step 3/5 : RUN pip install a", "pip install a"),
        ("STEP 3: RUN pip install a", "pip install a"),
    ],
)
def test_knows_how_builders_show_a_step(line: str, command: str) -> None:
    assert CONTEXT.command is not None
    match = CONTEXT.command.search(line)

    assert match is not None
    assert match["command"] == command
