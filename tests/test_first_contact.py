from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook.first_contact import INTRODUCTION, introduction, remember
from tests.users import as_root, become

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / ".local" / "state" / "pep668hook"


def test_it_says_who_asks_and_how_to_be_rid_of_it() -> None:
    assert "pep668hook" in INTRODUCTION
    assert "`pep668hook uninstall`" in INTRODUCTION


def test_it_fits_on_one_line_of_a_usual_terminal() -> None:
    assert len(INTRODUCTION) <= 76


def test_it_is_said_until_somebody_has_read_it(state: Path) -> None:
    assert introduction(state) == INTRODUCTION
    assert introduction(state) == INTRODUCTION

    remember(state)

    assert introduction(state) == ""


def test_asking_for_it_writes_nothing(state: Path, tmp_path: Path) -> None:
    introduction(state)

    assert list(tmp_path.iterdir()) == []


def test_it_is_remembered_for_its_user_alone(state: Path) -> None:
    remember(state)

    (mark,) = state.iterdir()
    assert mark.stat().st_mode & 0o777 == 0o600
    assert state.stat().st_mode & 0o777 == 0o700


@as_root
def test_it_is_not_said_where_it_could_not_be_remembered(
    state: Path, tmp_path: Path
) -> None:
    for directory in (tmp_path, *tmp_path.parents[:-2]):
        directory.chmod(0o755)

    with become("nobody"):
        assert introduction(state) == ""
        remember(state)

    assert list(tmp_path.iterdir()) == []


def test_without_a_home_it_is_neither_said_nor_remembered() -> None:
    assert introduction(None) == ""
    remember(None)
