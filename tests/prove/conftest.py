from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

HERE: Final = Path(__file__).parent


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """Keep the suites, which take minutes, for who asks for them by name."""
    asked_for = (Path(argument.split("::")[0]).resolve() for argument in config.args)
    return None if any(map(is_ours, asked_for)) else True


def is_ours(path: Path) -> bool:
    return path.is_relative_to(HERE)


@pytest.fixture(scope="session")
def quick(pytestconfig: pytest.Config) -> bool:
    """Whether a part of each suite is enough (`./dev prove --quick`)."""
    return bool(pytestconfig.getoption("--quick", default=False))
