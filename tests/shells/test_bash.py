from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from pep668hook.shells import named
from pep668hook.shells.bash import SHELL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.shells.conftest import RealShell

PLAIN = ("bash", "--norc", "--noprofile")
STRICT = (*PLAIN, "-eu", "-o", "pipefail")

each = pytest.mark.parametrize("real_shell", [PLAIN, STRICT], indirect=True)

CANDIDATES = {
    "": {"config": ""},
    "config set": {"mode": "what it's like: a $(touch pwned)", "plain": ""},
}


def test_it_is_found_by_its_name() -> None:
    assert named("bash") is SHELL
    assert SHELL.name == SHELL.extension == "bash"


@each
def test_any_word_comes_through_as_itself(
    real_shell: RealShell, words: list[str]
) -> None:
    assert real_shell.words(SHELL, words) == words


@each
def test_a_missing_snippet_is_passed_over_in_silence(
    real_shell: RealShell, tmp_path: Path
) -> None:
    line = SHELL.load(tmp_path / "gone")

    assert real_shell.run(f"{line}\necho still here\n") == b"still here\n"


@each
def test_a_snippet_is_loaded_whatever_its_directory_is_called(
    real_shell: RealShell, tmp_path: Path
) -> None:
    snippet = tmp_path / "it's $(touch pwned)" / "snippet"
    snippet.parent.mkdir()
    snippet.write_text("loaded=yes\n")

    assert real_shell.run(f'{SHELL.load(snippet)}\necho "$loaded"\n') == b"yes\n"
    assert not (tmp_path / "pwned").exists()


@each
def test_a_variable_has_the_value_that_it_is_given(real_shell: RealShell) -> None:
    script = SHELL.assign("name", "it's $(touch pwned)") + 'printf %s "$name"\n'

    assert real_shell.run(script) == b"it's $(touch pwned)"


@each
def test_a_script_activates_what_a_program_tells_or_ends(
    real_shell: RealShell, tmp_path: Path
) -> None:
    activate = tmp_path / "it's $(touch pwned)" / "bin" / "activate"
    activate.parent.mkdir(parents=True)
    activate.write_text("echo active\n")
    steps = tmp_path / "steps"
    told = ["printf", "%s", str(activate.parents[1])], ["false"]
    lines = map(SHELL.activate_told_or_stop, told)
    steps.write_text("\n".join([*lines, "echo not reached", ""]))

    assert real_shell.run(f"source {steps} 2>/dev/null || echo ended\n") == (
        b"active\nended\n"
    )
    assert not (tmp_path / "pwned").exists()


@each
def test_a_chain_of_commands_ends_where_one_fails(real_shell: RealShell) -> None:
    chain = SHELL.chain(["true", "echo one", "false", "echo two"])

    assert real_shell.run(f"{chain} || echo ended\n") == b"one\nended\n"


def test_its_interactive_shells_read_bashrc(tmp_path: Path) -> None:
    assert SHELL.rc_file(tmp_path, {}) == tmp_path / ".bashrc"


def test_its_login_shells_on_macos_read_the_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "darwin")

    assert SHELL.rc_file(tmp_path, {}) == tmp_path / ".bash_profile"


def test_a_bashrc_on_macos_is_there_to_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    (tmp_path / ".bashrc").touch()

    assert SHELL.rc_file(tmp_path, {}) == tmp_path / ".bashrc"


COMPLETE = """
COMP_WORDS=(pep668hook config set "$1") COMP_CWORD=3
__pep668hook_complete
printf '%s\\n' "${COMPREPLY[@]}"
complete -p pep668hook
"""


def test_our_own_words_are_completed() -> None:
    script = SHELL.complete(CANDIDATES) + COMPLETE

    done = subprocess.run(
        ["bash", "--norc", "-euc", script, "bash", "mo"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stdout.splitlines() == [
        "mode",
        "complete -F __pep668hook_complete pep668hook",
    ]
    assert done.stderr == ""


@each
def test_a_variable_of_the_environment_is_exported(real_shell: RealShell) -> None:
    script = SHELL.export("NAME", "it's $(touch pwned)") + "\nprintenv NAME\n"

    assert real_shell.run(script) == b"it's $(touch pwned)\n"


@each
def test_what_stands_in_the_way_can_be_forgotten(real_shell: RealShell) -> None:
    lines = ["alias pip=echo", "pip3() { echo mine; }"]
    lines += [SHELL.forget_alias("pip"), SHELL.forget_function("pip3")]

    script = "\n".join([*lines, "alias", "typeset -f pip3 || echo gone", ""])

    assert real_shell.run(script).endswith(b"gone\n")
    assert b"echo" not in real_shell.run(script)


def test_a_session_reads_the_persons_file_and_then_ours(tmp_path: Path) -> None:
    rc, place = tmp_path / ".bashrc", tmp_path / "it's $(touch pwned)"
    place.mkdir()
    rc.write_text("echo theirs; HISTFILE=~/history\n")
    session = SHELL.session(rc, place, ['echo "ours ${HISTFILE-none}"'], {})
    for file, text in session.files.items():
        file.write_text(text)

    done = subprocess.run(
        ["bash", *session.arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        env={"HOME": str(tmp_path), "PATH": os.defpath, **session.environ},
    )

    assert done.stdout.startswith(b"theirs\nours none\n")
    assert not (tmp_path / "pwned").exists()
