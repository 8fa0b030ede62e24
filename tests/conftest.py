from __future__ import annotations

import os
import signal
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests import drivers, turns
from tests.builders import Market
from tests.machine import build_once
from tests.person import Person
from tests.together import Together

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xdist.remote import Producer

    from tests.drivers import Driver
    from tests.machine import Machine
    from tests.turns import Deal


# What is said is compared with what is written, whatever language a developer speaks.
os.environ["LANGUAGE"] = "C"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-shell",
        action="store_true",
        help="run in every shell what else takes one shell in turn",
    )


@pytest.hookimpl(trylast=True)  # of those that were asked for
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    if config.getoption("every_shell"):
        return
    in_turn = [item for item in items if item.get_closest_marker("in_turn")]
    others = turns.left_out(
        item for item in in_turn if isinstance(item, pytest.Function)
    )
    config.hook.pytest_deselected(items=[item for item in items if item in others])
    items[:] = [item for item in items if item not in others]


@pytest.hookimpl(optionalhook=True)  # there are runs without xdist
def pytest_xdist_make_scheduler(
    config: pytest.Config, log: Producer
) -> Together | None:
    return Together(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(autouse=True)
def _signals_of_its_own() -> Iterator[None]:
    """A story that is told in this very process leaves the next test its signals."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


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
    if reason := drivers.limit(driver, request.node):
        pytest.skip(reason)
    return driver


@pytest.fixture
def person(machine: Machine, driver: Driver, tmp_path: Path) -> Iterator[Person]:
    somebody = Person(machine, driver, tmp_path)
    yield somebody
    somebody.leave()
    left = somebody.wait_until_nothing_runs()
    assert left == [], "these outlived their terminal"


@pytest.fixture
def deal(request: pytest.FixtureRequest) -> Deal:
    return partial(turns.dealt, request.node)


@pytest.fixture
def market(tmp_path: Path) -> Market:
    directory = tmp_path / "system"
    directory.mkdir()
    return Market(directory)


@pytest.fixture(scope="session")
def cache(machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    cache = tmp_path_factory.mktemp("cache")
    machine.lend_pip(cache)
    return cache


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
