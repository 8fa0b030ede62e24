from __future__ import annotations

import pytest

from pep668hook.contexts.notebook import CONTEXT
from tests.builders import case


def test_the_kernel_gets_an_environment_of_its_own() -> None:
    (suggested,) = CONTEXT.suggest(case())

    assert suggested.commands[-1] == "%pip install six"


@pytest.mark.parametrize(
    "cell", ["!pip install a", "%pip install a", "In [12]: !pip install a"]
)
def test_knows_what_a_cell_runs(cell: str) -> None:
    assert CONTEXT.command is not None
    match = CONTEXT.command.search(cell)

    assert match is not None
    assert match["command"] == "pip install a"
