from __future__ import annotations

from typing import TYPE_CHECKING

from pep668hook import ancestry
from pep668hook.check import State
from pep668hook.checks.shell import CHECK
from tests.patients import found, scene

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_shell_is_named_with_its_parents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ancestry, "names", lambda: ("zsh", "tmux", "sshd"))

    told = found(CHECK, scene(tmp_path, within="zsh"))["shell"]

    assert told.state is State.OK
    assert told.seen == "zsh (parents: zsh, tmux, sshd)"
    assert told.facts == {"shell": "zsh", "parents": ["zsh", "tmux", "sshd"]}


def test_one_without_a_snippet_is_a_failure_that_names_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ancestry, "names", lambda: ("tcsh",))

    told = found(CHECK, scene(tmp_path, within=None))["shell"]

    assert told.state is State.FAILURE
    assert "tcsh" in told.seen
    assert told.cure == "pep668hook install bash  # or fish, powershell, zsh"


def test_parents_that_cannot_be_told_are_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ancestry, "names", lambda: ())

    told = found(CHECK, scene(tmp_path))["shell"]

    assert told.state is State.OK
    assert "cannot be told" in told.seen
