from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook.shells import named
from pep668hook.shells.zsh import SHELL

if TYPE_CHECKING:
    from tests.shells.conftest import RealShell

PLAIN = ("zsh", "-f")
STRICT = (*PLAIN, "-e", "-u")
WITH_OPTIONS = (
    *(*PLAIN, "-o", "extended_glob", "-o", "glob_subst", "-o", "ksh_glob"),
    *("-o", "magic_equal_subst", "-o", "bang_hist", "-o", "sh_word_split"),
    *("-o", "interactive_comments", "-o", "brace_ccl", "-o", "null_glob"),
    *("-o", "rc_quotes"),
)

each = pytest.mark.parametrize("real_shell", [PLAIN, STRICT], indirect=True)

CANDIDATES = {
    "": {"config": ""},
    "config set": {"mode": "what it's like: a $(touch pwned)", "plain": ""},
}


def test_it_is_found_by_its_name() -> None:
    assert named("zsh") is SHELL
    assert SHELL.name == SHELL.extension == "zsh"


@pytest.mark.parametrize("real_shell", [PLAIN, STRICT, WITH_OPTIONS], indirect=True)
def test_any_word_comes_through_as_itself(
    real_shell: RealShell, words: list[str]
) -> None:
    assert real_shell.words(SHELL, words) == words


@pytest.mark.parametrize("word", ["=ls", "=", "=a/b", "==1"])
def test_a_leading_equals_sign_is_quoted(word: str) -> None:
    assert SHELL.quote(word) == f"'{word}'"


def test_any_other_equals_sign_is_not() -> None:
    assert SHELL.quote("six==1.16") == "six==1.16"


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


def test_its_interactive_shells_read_zshrc(tmp_path: Path) -> None:
    assert SHELL.rc_file(tmp_path, {}) == tmp_path / ".zshrc"


def test_zdotdir_says_where_zshrc_is(tmp_path: Path) -> None:
    rc_file = SHELL.rc_file(tmp_path, {"ZDOTDIR": "/config/zsh"})

    assert rc_file == Path("/config/zsh/.zshrc")


def test_an_empty_zdotdir_says_nothing(tmp_path: Path) -> None:
    assert SHELL.rc_file(tmp_path, {"ZDOTDIR": ""}) == tmp_path / ".zshrc"


COMPLETE = """
compdef() { print -r -- "compdef $*"; }
_describe() { print -rl -- ${(P)2}; }
%s
words=(pep668hook config set '') CURRENT=4
__pep668hook_complete
"""


def test_our_own_words_are_completed() -> None:
    script = COMPLETE % SHELL.complete(CANDIDATES)

    done = subprocess.run(
        ["zsh", "-fuc", script], capture_output=True, check=True, text=True
    )

    assert done.stdout.splitlines() == [
        "compdef __pep668hook_complete pep668hook",
        "mode:what it's like: a $(touch pwned)",
        "plain",
    ]
    assert done.stderr == ""


def test_without_zsh_s_own_completion_nothing_is_said() -> None:
    script = SHELL.complete(CANDIDATES)

    done = subprocess.run(["zsh", "-fc", script], capture_output=True, check=True)

    assert done.stdout == done.stderr == b""


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


@pytest.mark.parametrize("zdotdir", ["", "by variable", "by .zshenv"])
def test_a_session_reads_the_persons_files_and_then_ours(
    tmp_path: Path, zdotdir: str
) -> None:
    place, theirs = tmp_path / "it's $(touch pwned)", tmp_path / "their files"
    place.mkdir()
    theirs.mkdir()
    environ = {"ZDOTDIR": str(theirs)} if zdotdir == "by variable" else {}
    where = theirs if zdotdir else tmp_path
    if zdotdir == "by .zshenv":
        (tmp_path / ".zshenv").write_text(f"export ZDOTDIR={str(theirs)!r}\n")
    (where / ".zshrc").write_text("echo theirs in ${ZDOTDIR-none}; HISTFILE=~/h\n")
    session = SHELL.session(
        where / ".zshrc", place, ['echo "ours ${HISTFILE-none}"'], environ
    )
    for file, text in session.files.items():
        file.write_text(text)

    done = subprocess.run(
        ["zsh", "-d", *session.arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        env={"HOME": str(tmp_path), "PATH": os.defpath, **environ, **session.environ},
    )

    shown = str(theirs) if zdotdir else "none"
    assert done.stdout.decode() == f"theirs in {shown}\nours none\n"
    assert not (tmp_path / "pwned").exists()
