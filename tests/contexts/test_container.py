from __future__ import annotations

from pep668hook.contexts.container import CONTEXT
from tests.builders import case


def test_it_is_installed_when_the_image_is_built() -> None:
    (suggested,) = CONTEXT.suggest(case())

    assert suggested.commands == (
        "RUN python3 -m venv /opt/venv",
        'ENV PATH="/opt/venv/bin:$PATH"',
        "RUN /opt/venv/bin/pip install six",
    )
