from __future__ import annotations

import os

import psutil
import pytest

from pep668hook import ancestry
from pep668hook.ancestry import shell_in_use

PARENTS = [parent.name() for parent in psutil.Process().parents()]


@pytest.fixture
def orphan(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: psutil.Process) -> list[psutil.Process]:
        raise psutil.AccessDenied(self.pid)

    monkeypatch.setattr(psutil.Process, "parents", fail)


def test_the_parent_is_the_shell() -> None:
    assert shell_in_use({PARENTS[0].removeprefix("-"): "mine"}, "") == "mine"


def test_the_nearest_parent_counts() -> None:
    known = {PARENTS[0].removeprefix("-"): "near", PARENTS[-1]: "far"}

    assert shell_in_use(known, "") == "near"


def test_the_one_that_the_person_is_in_counts_before_their_login_shell() -> None:
    known = {PARENTS[0].removeprefix("-"): "parent", "fish": "login"}

    assert shell_in_use(known, "/usr/bin/fish") == "parent"


@pytest.mark.usefixtures("orphan")
@pytest.mark.parametrize("login_shell", ["/usr/bin/zsh", "zsh", "-zsh"])
def test_the_login_shell_is_taken_where_no_parent_tells(login_shell: str) -> None:
    assert shell_in_use({"zsh": "zsh"}, login_shell) == "zsh"


@pytest.mark.usefixtures("orphan")
@pytest.mark.parametrize("login_shell", ["", "/bin/tcsh"])
def test_an_unknown_shell_is_none(login_shell: str) -> None:
    assert shell_in_use({"zsh": "zsh"}, login_shell) is None


def test_the_parents_are_listed_the_nearest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert ancestry.pids()[0] == os.getppid()

    def denied(_process: psutil.Process) -> list[psutil.Process]:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil.Process, "parents", denied)
    assert ancestry.pids() == ()


def test_the_parents_are_named_the_nearest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert ancestry.names()[0] == PARENTS[0]

    def denied(_process: psutil.Process) -> list[psutil.Process]:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil.Process, "parents", denied)
    assert ancestry.names() == ()
