from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

import pytest

from tests import drivers
from tests.prove.transparency.listed import unlisted
from tests.prove.transparency.pair import Pair
from tests.prove.transparency.stages import stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.machine import Machine
    from tests.prove.transparency.pair import Act, Stage


_ONE_IN: Final = 17  # cases that are played with --quick: a prime, to meet all kinds


# What stays in a shell, and would be seen in the next case, too.
_LASTING: Final = {"`. pip` in PowerShell"}


class Stages:
    """The two shells that are at hand: those of the last stage that was asked for."""

    def __init__(self, machine: Machine, factory: pytest.TempPathFactory) -> None:
        self._machine = machine
        self._factory = factory
        self._key: object = None
        self._pair: Pair | None = None
        self._left = 0

    def pair(self, shell: str, key: object, stage: Stage) -> Pair:
        if self._pair and self._key == (shell, key) and self._left:
            self._left -= 1
            return self._pair
        self.close()
        driver = drivers.named(shell)
        drivers.require(driver)
        # Short and of the same length: it is in every PATH, and lines wrap by it.
        self._root = self._factory.mktemp("t", numbered=True)
        self._key, self._left = (shell, key), 40
        self._pair = Pair(self._machine, driver, self._root, stage)
        return self._pair

    def close(self) -> None:
        if self._pair:
            self._pair.close()
            shutil.rmtree(self._root, ignore_errors=True)
            self._pair = None


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    if config.getoption("--quick", default=False):
        left_out = [item for place, item in enumerate(items) if place % _ONE_IN]
        items[:] = items[::_ONE_IN]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def stages(
    machine: Machine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stages]:
    kept = Stages(machine, tmp_path_factory)
    yield kept
    kept.close()


@pytest.fixture
def compare(
    stages: Stages, record_property: Callable[[str, object], None]
) -> Callable[..., None]:
    def play(shell: str, on: str | Stage, line: str, act: Act | None = None) -> None:
        where = stage(drivers.named(shell), on) if isinstance(on, str) else on
        pair = stages.pair(shell, on if isinstance(on, str) else where.key, where)
        try:
            found, names = unlisted(shell, line, pair.play(line, act))
        except AssertionError as error:
            stages.close()
            pytest.fail(f"{line}\n{error}", pytrace=False)
        if names & _LASTING:
            stages.close()
        for name in sorted(names):
            record_property("allowed", name)
        if found:
            stages.close()
            record_property("differences", 1)
            shown = "\n".join(map(str, found[:40]))
            pytest.fail(f"{line}\n{shown}", pytrace=False)

    return play
