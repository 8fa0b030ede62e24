"""Which shell tries what the helper decides, and is therefore the same in each."""

from __future__ import annotations

import zlib
from collections import defaultdict
from typing import TYPE_CHECKING, Protocol, TypeVar

import pytest

from tests import drivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from _pytest.mark import ParameterSet

_Case = TypeVar("_Case")


class Deal(Protocol):
    """Gives the shell of a test its part of the cases."""

    def __call__(
        self, cases: Mapping[str, _Case], *in_each: str
    ) -> dict[str, _Case]: ...


def in_turn_but_for(cases: Mapping[str, _Case], *in_each: str) -> list[ParameterSet]:
    """Make the parameters of a test: a few for each shell, the others for one each."""
    return [
        pytest.param(
            case, id=name, marks=() if name in in_each else [pytest.mark.in_turn]
        )
        for name, case in cases.items()
    ]


def dealt(
    test: pytest.Function, cases: Mapping[str, _Case], *in_each: str
) -> dict[str, _Case]:
    """Give the shell of a test the cases that it goes through: a few are everybody's.

    A shell is started for all of them, as its start costs more than most. The others
    are dealt out, one to each shell in turn.
    """
    shell = test.callspec.params["driver"]
    of_all = test.config.getoption("every_shell")
    hand = {}
    for place, (name, case) in enumerate(cases.items()):
        able = [
            each
            for each in drivers.names()
            if drivers.named(each).find()
            and not drivers.limit(drivers.named(each), test, name)
        ]
        if shell in able and (
            of_all or name in in_each or shell == able[place % len(able)]
        ):
            hand[name] = case
    return hand


def left_out(tests: Iterable[pytest.Function]) -> set[pytest.Item]:
    """List all but one shell's of each test, another's for each set of parameters."""
    by_turn: dict[str, list[pytest.Function]] = defaultdict(list)
    for test in tests:
        shell = test.callspec.params["driver"]
        words = [word for word in test.callspec.id.split("-") if word != shell]
        by_turn[f"{test.originalname} {words}"].append(test)
    others: set[pytest.Item] = set()
    for name, each in by_turn.items():
        able = [test for test in each if _is_able(test)] or each
        chosen = able[zlib.crc32(name.encode()) % len(able)]
        others.update(test for test in each if test is not chosen)
    return others


def _is_able(test: pytest.Function) -> bool:
    driver = drivers.named(test.callspec.params["driver"])
    return bool(driver.find()) and not drivers.limit(driver, test)
