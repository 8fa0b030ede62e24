from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests import drivers

TESTS = Path(__file__).resolve().parent
ARCHITECTURE = (TESTS.parent / "docs" / "architecture.md").read_text("utf-8")

LIMITS = [
    pytest.param(name, scenario, reason, id=f"{name}: {scenario}")
    for name in drivers.names()
    for scenario, reason in drivers.named(name).cannot.items()
]


def live_tests() -> set[str]:
    return {
        node.name
        for path in (TESTS / "live").glob("test_*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }


@pytest.mark.parametrize(("shell", "scenario", "reason"), LIMITS)
def test_what_a_shell_cannot_do_is_a_scenario_and_in_the_docs(
    shell: str, scenario: str, reason: str
) -> None:
    _, _, told = ARCHITECTURE.partition("## What a shell cannot do")

    assert scenario.partition(": ")[0] in live_tests()
    assert f"| {shell} | {reason} |" in told
