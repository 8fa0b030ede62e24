from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from pep668hook.shell import Shell
from pep668hook.shells import named, names


@pytest.mark.parametrize("name", names())
def test_each_is_called_as_its_file_is(name: str) -> None:
    shell = named(name)

    assert isinstance(shell, Shell)
    assert shell.name == name


def test_an_unknown_name_is_no_shell() -> None:
    assert named("nosuch") is None


def test_what_cannot_do_all_that_a_shell_does_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = SimpleNamespace(SHELL="no shell at all")
    monkeypatch.setitem(sys.modules, "pep668hook.shells.bash", broken)

    assert named("bash") is None
