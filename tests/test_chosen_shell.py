from __future__ import annotations

import pytest

from pep668hook.chosen_shell import UnknownShellError, chosen, in_use, to_write_for


@pytest.fixture(autouse=True)
def without_parents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psutil.Process.parents", lambda _self: [])


@pytest.fixture
def in_zsh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/zsh")


@pytest.fixture
def in_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/tcsh")


@pytest.mark.usefixtures("in_zsh")
def test_the_one_that_is_named_is_meant() -> None:
    assert chosen("fish").name == "fish"
    assert to_write_for("fish").name == "fish"


@pytest.mark.usefixtures("in_zsh")
def test_else_it_is_the_one_in_use() -> None:
    assert in_use() == "zsh"
    assert chosen(None).name == "zsh"
    assert to_write_for(None).name == "zsh"


@pytest.mark.usefixtures("in_zsh")
def test_a_name_that_nobody_knows_is_not_replaced() -> None:
    for each in (chosen, to_write_for):
        with pytest.raises(UnknownShellError, match="no snippet for the shell `tcsh`"):
            each("tcsh")


@pytest.mark.usefixtures("in_none")
def test_without_any_a_name_is_asked_for() -> None:
    with pytest.raises(UnknownShellError, match="no shell found") as error:
        chosen(None)

    assert in_use() is None
    assert error.value.hint is not None


@pytest.mark.usefixtures("in_none")
def test_where_there_is_none_words_are_written_for_one_that_most_are_like() -> None:
    assert to_write_for(None).name == "bash"
