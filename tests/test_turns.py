from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from tests import drivers
from tests.turns import dealt

if TYPE_CHECKING:
    import pytest

CASES = {name: name.upper() for name in ("one", "two", "three", "four", "five", "six")}


def hand(shell: str, *in_each: str, every: bool = False) -> dict[str, str]:
    test = SimpleNamespace(
        callspec=SimpleNamespace(params={"driver": shell}),
        config=SimpleNamespace(getoption=lambda _name: every),
        originalname="test_of_some",
        name=f"test_of_some[{shell}]",
    )
    return dealt(test, CASES, *in_each)  # type: ignore[arg-type]


def there() -> list[str]:
    return [name for name in drivers.names() if drivers.named(name).find()]


def test_each_case_is_dealt_to_one_shell() -> None:
    hands = [hand(shell) for shell in there()]

    assert sorted(name for each in hands for name in each) == sorted(CASES)


def test_some_are_everybodys() -> None:
    assert all("two" in hand(shell, "two") for shell in there())


def test_all_are_everybodys_where_every_shell_is_asked_for() -> None:
    assert all(hand(shell, every=True) == CASES for shell in there())


def test_what_a_shell_cannot_do_is_dealt_to_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cannot = {f"test_of_some: {name}": "it cannot" for name in CASES}
    first, *others = there()
    monkeypatch.setattr(type(drivers.named(first)), "cannot", cannot)

    assert hand(first, *CASES) == {}
    assert {name for shell in others for name in hand(shell)} == set(CASES)
