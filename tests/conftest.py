from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests import drivers
from tests.builders import Market
from tests.machine import build_once
from tests.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.drivers import Driver
    from tests.machine import Machine


# What is said is compared with what is written, whatever language a developer speaks.
os.environ["LANGUAGE"] = "C"


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # which all workers of this run share
    return build_once(root / "machine")


@pytest.fixture(params=drivers.names())
def driver(request: pytest.FixtureRequest) -> Driver:
    name: str = request.param
    driver = drivers.named(name)
    drivers.require(driver)
    for scenario, reason in driver.cannot.items():
        test, _, parameters = scenario.partition(": ")
        if test == request.node.originalname and parameters in request.node.name:
            pytest.skip(f"{name}: {reason}")
    return driver


@pytest.fixture
def person(machine: Machine, driver: Driver, tmp_path: Path) -> Iterator[Person]:
    somebody = Person(machine, driver, tmp_path)
    yield somebody
    somebody.leave()
    left = somebody.wait_until_nothing_runs()
    assert left == [], "these outlived their terminal"


@pytest.fixture
def market(tmp_path: Path) -> Market:
    directory = tmp_path / "system"
    directory.mkdir()
    return Market(directory)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def home(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATA_HOME", "CONFIG_HOME", "STATE_HOME", "RUNTIME_DIR"):
        monkeypatch.delenv(f"XDG_{name}", raising=False)
    monkeypatch.delenv("ZDOTDIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("SHELL", "/bin/bash")
    return tmp_path


@pytest.fixture
def in_bash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psutil.Process.parents", lambda _self: [])
