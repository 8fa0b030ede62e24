from __future__ import annotations

from typing import TYPE_CHECKING

from tests.prove import scale

if TYPE_CHECKING:
    import pytest


def pytest_configure(config: pytest.Config) -> None:
    scale.configure(config)
