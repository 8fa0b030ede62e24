from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

from tests import mutate
from tests.machine import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_what_is_killed_is_counted_by_module_and_survivors_are_named() -> None:
    by_module = {"trust": {"a": 1, "b": 0, "c": 36}, "ranking": {"d": 1}}

    assert list(mutate.table(by_module)) == [
        "module                 mutants    killed  survived  percent",
        "trust                        3         2         1     66.7",
        "ranking                      1         1         0    100.0",
        "all                          4         3         1     75.0",
        "",
        "b",
    ]


def test_what_no_test_ran_or_what_was_never_tried_is_not_killed() -> None:
    assert not mutate.is_enough({"trust": {"a": 33}})
    assert not mutate.is_enough({"trust": {"a": None}})


def test_nine_in_ten_are_enough_in_each_module_and_none_at_all_are_not() -> None:
    enough = {f"{number}": int(number > 0) for number in range(10)}
    too_few = {f"{number}": int(number > 1) for number in range(10)}

    assert mutate.is_enough({"trust": enough})
    assert not mutate.is_enough({"trust": too_few, "ranking": enough})
    assert not mutate.is_enough({"trust": {}})


def test_only_the_functions_that_are_aimed_at_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {
        "pep668hook.shells.fish.xǁFishǁquote__mutmut_1": 1,
        "pep668hook.shells.fish.xǁFishǁcomplete__mutmut_1": 0,
    }
    results = tmp_path / "mutants" / "pep668hook" / "shells" / "fish.py.meta"
    results.parent.mkdir(parents=True)
    results.write_text(json.dumps({"exit_code_by_key": told}))
    monkeypatch.setattr(mutate, "PLACE", tmp_path)
    monkeypatch.setattr(
        mutate, "TARGETS", {"shells.fish": ("*quote*",), "trust": ("*",)}
    )

    assert list(mutate.outcomes("shells.fish").values()) == [1]
    assert mutate.outcomes("trust") == {}


def test_the_tool_changes_what_is_counted() -> None:
    settings = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    changed = settings["tool"]["mutmut"]["only_mutate"]
    counted = {f"pep668hook/{name.replace('.', '/')}.py" for name in mutate.TARGETS}

    assert set(changed) == counted
