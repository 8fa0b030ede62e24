"""How much of a suite is played: all of it, or what `./dev prove --quick` asks for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    import pytest

# The same cases each time, so that anybody who repeats a run gets its figures; with
# PROVE_EXPLORE other ones each time. What fails is told as it is: to find the smallest
# such case may take minutes, and PROVE_EXPLORE=shrink has them.
_EXPLORES: Final = os.environ.get("PROVE_EXPLORE", "")
_PROFILE: Final = {
    "database": None,
    "deadline": None,
    "derandomize": not _EXPLORES,
    "phases": [Phase.generate, *([Phase.shrink] if _EXPLORES == "shrink" else [])],
    "report_multiple_bugs": False,
    "suppress_health_check": list(HealthCheck),
}
_state = {"quick": False}


def configure(config: pytest.Config) -> None:
    """Take over what was asked for; called before the tests are imported."""
    _state["quick"] = bool(config.getoption("--quick", default=False))


def cases(number: int) -> int:
    """Give the number of cases to generate where `number` is all of them."""
    return max(1, number // 8) if _state["quick"] else number


def generated(number: int) -> settings:
    """Give hypothesis its settings for so many cases."""
    return settings(max_examples=cases(number), **_PROFILE)  # type: ignore[arg-type]
