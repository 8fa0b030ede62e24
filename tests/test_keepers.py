from __future__ import annotations

from pep668hook.keepers import known, look
from tests.builders import HOME


def test_both_are_known_and_looked_at() -> None:
    assert [keeper.name for keeper in known()] == ["pipx", "uv"]
    assert list(look({}, HOME)) == ["pipx", "uv"]


def test_without_a_home_there_is_none() -> None:
    assert look({}, None) == {}
