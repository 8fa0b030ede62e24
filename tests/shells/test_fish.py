from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook.shells import named
from pep668hook.shells.fish import SHELL

if TYPE_CHECKING:
    from tests.shells.conftest import RealShell

PLAIN = ("fish", "--no-config")

real = pytest.mark.parametrize("real_shell", [PLAIN], indirect=True)


def test_it_is_found_by_its_name() -> None:
    assert named("fish") is SHELL
    assert SHELL.name == SHELL.extension == "fish"


@real
def test_any_word_comes_through_as_itself(
    real_shell: RealShell, words: list[str]
) -> None:
    assert real_shell.words(SHELL, words) == words


@real
def test_a_missing_snippet_is_passed_over_in_silence(
    real_shell: RealShell, tmp_path: Path
) -> None:
    line = SHELL.load(tmp_path / "gone")

    assert real_shell.run(f"{line}\necho $status\n") == b"0\n"


@real
def test_a_snippet_is_loaded_whatever_its_directory_is_called(
    real_shell: RealShell, tmp_path: Path
) -> None:
    snippet = tmp_path / "it's $(touch pwned)" / "snippet"
    snippet.parent.mkdir()
    snippet.write_text("set -g loaded yes\n")

    assert real_shell.run(f"{SHELL.load(snippet)}\necho $loaded\n") == b"yes\n"
    assert not (tmp_path / "pwned").exists()


@real
def test_a_variable_has_the_value_that_it_is_given(real_shell: RealShell) -> None:
    script = SHELL.assign("name", "it's $(touch pwned)") + "printf %s $name\n"

    assert real_shell.run(script) == b"it's $(touch pwned)"


def test_a_person_activates_its_own_script() -> None:
    line = SHELL.activate(Path("my app/.venv"))

    assert line == "source 'my app/.venv/bin/activate.fish'"


@real
def test_a_script_activates_or_ends_with_that_failure(
    real_shell: RealShell, tmp_path: Path
) -> None:
    inner = tmp_path / "inner"
    inner.write_text("return 3\n")
    activate = tmp_path / "venv" / "bin" / "activate.fish"
    activate.parent.mkdir(parents=True)
    activate.write_text("return 3\n")
    steps = tmp_path / "steps"
    steps.write_text(f"{SHELL.activate_or_stop(tmp_path / 'venv')}\necho not reached\n")

    assert real_shell.run(f"source {steps}\necho $status\n") == b"3\n"


def test_a_script_runs_the_program_and_no_function_of_its_name() -> None:
    assert SHELL.run_unwrapped(["pip", "a b"]) == "command pip 'a b'"


@real
def test_a_chain_of_commands_ends_where_one_fails(real_shell: RealShell) -> None:
    chain = SHELL.chain(["true", "echo one", "false", "echo two"])

    assert real_shell.run(f"{chain} || echo ended\n") == b"one\nended\n"


def test_its_configuration_is_in_the_home_directory(tmp_path: Path) -> None:
    assert SHELL.rc_file(tmp_path, {}) == tmp_path / ".config/fish/config.fish"


def test_the_configuration_s_place_can_be_named(tmp_path: Path) -> None:
    rc_file = SHELL.rc_file(tmp_path, {"XDG_CONFIG_HOME": "/config"})

    assert rc_file == Path("/config/fish/config.fish")
