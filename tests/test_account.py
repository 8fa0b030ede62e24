from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook.account import Account
from pep668hook.journal import read
from pep668hook.plan import (
    Activate,
    AddPip,
    MakeEnvironment,
    Plan,
    Retry,
    Run,
    SetAside,
)
from tests.builders import (
    PYTHON,
    bare_environment,
    directory,
    offer,
    plan,
    surroundings,
)

if TYPE_CHECKING:
    from pep668hook.journal import Entry

RETRY = Retry(("pip", "install", "six"))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def open_account(cwd: Path, accepted: Plan) -> Account:
    return Account(offer(plan=accepted), surroundings(place=directory(cwd=cwd)))


def made_by(cwd: Path, accepted: Plan, state: Path, *aside: Path) -> Entry:
    account = open_account(cwd, accepted)
    for path in aside:
        (cwd / ".venv").rename(path)
    if not (cwd / ".venv").exists():
        bare_environment(cwd / ".venv")
    account.close(state)
    (entry,) = read(state)
    return entry


def creation(cwd: Path, *first: SetAside) -> Plan:
    path = cwd / ".venv"
    make = MakeEnvironment(path, PYTHON, "app")
    return plan(actions=(*first, make), steps=(Activate(path), RETRY))


def test_it_tells_what_was_asked_where_and_what_was_done(
    tmp_path: Path, state: Path
) -> None:
    entry = made_by(tmp_path, creation(tmp_path), state)

    assert entry.cwd == str(tmp_path)
    assert entry.argv == entry.retried == ("pip", "install", "six")
    assert entry.remedy == "create-venv"
    assert entry.activated == str(tmp_path / ".venv")
    assert entry.interpreter == str(PYTHON)
    assert entry.had_pip
    assert "T" in entry.when


def test_an_environment_that_was_made_is_described(tmp_path: Path, state: Path) -> None:
    made = made_by(tmp_path, creation(tmp_path), state).made

    assert made is not None
    assert made.path == str(tmp_path / ".venv")
    assert made.identity
    assert {"pyvenv.cfg", "bin/activate"} <= set(made.unlisted)
    assert made.set_aside == ""


@pytest.mark.parametrize("there", [True, False])
def test_a_directory_that_was_made_for_it_is_told_from_one_that_was_there(
    tmp_path: Path, state: Path, *, there: bool
) -> None:
    path = tmp_path / "environments" / "default"
    if there:
        path.parent.mkdir()
    make = MakeEnvironment(path, PYTHON, "default")
    account = open_account(tmp_path, plan(actions=(make,), steps=(RETRY,)))
    path.parent.mkdir(exist_ok=True)
    bare_environment(path)

    account.close(state)

    (entry,) = read(state)
    assert entry.made is not None
    assert entry.made.parent_made != there


def test_one_that_was_there_was_not_made(tmp_path: Path, state: Path) -> None:
    bare_environment(tmp_path / ".venv")

    assert made_by(tmp_path, creation(tmp_path), state).made is None


def test_nor_was_what_stood_there_half_made(tmp_path: Path, state: Path) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "mine").touch()

    assert made_by(tmp_path, creation(tmp_path), state).made is None


def test_one_that_was_set_aside_is_told_with_its_new_place(
    tmp_path: Path, state: Path
) -> None:
    bare_environment(tmp_path / ".venv")
    aside = tmp_path / ".venv.broken"
    accepted = creation(tmp_path, SetAside(tmp_path / ".venv", aside))

    made = made_by(tmp_path, accepted, state, aside).made

    assert made is not None
    assert made.set_aside == str(aside)


def test_one_that_another_shell_has_mended_was_not_made(
    tmp_path: Path, state: Path
) -> None:
    bare_environment(tmp_path / ".venv")
    aside = SetAside(tmp_path / ".venv", tmp_path / ".venv.broken")

    assert made_by(tmp_path, creation(tmp_path, aside), state).made is None


def test_a_pip_that_was_added_is_told(tmp_path: Path, state: Path) -> None:
    bare_environment(tmp_path / ".venv")
    accepted = plan(actions=(AddPip(tmp_path / ".venv"),))

    assert not made_by(tmp_path, accepted, state).had_pip


def test_programs_are_told_with_their_arguments(tmp_path: Path, state: Path) -> None:
    accepted = plan(actions=(), steps=(Run(("uv", "add", "six")), Run(("uv", "lock"))))

    open_account(tmp_path, accepted).close(state)

    (entry,) = read(state)
    assert entry.ran == (("uv", "add", "six"), ("uv", "lock"))
    assert entry.activated == ""
    assert entry.retried == ()


def test_where_nothing_was_to_be_done_nothing_is_told(
    tmp_path: Path, state: Path
) -> None:
    open_account(tmp_path, Plan((), ())).close(state)

    assert not state.exists()


@pytest.mark.parametrize("place", [None, Path("/dev/null/state")])
def test_where_it_cannot_be_written_that_changes_nothing(
    tmp_path: Path, place: Path | None
) -> None:
    open_account(tmp_path, plan(actions=())).close(place)
