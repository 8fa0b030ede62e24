from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook.shells import named
from pep668hook.shells.fish import SHELL

if TYPE_CHECKING:
    from tests.shells.conftest import RealShell

PLAIN = ("fish", "--no-config")

# What is no text is bytes to it, which it keeps as characters of its own.
BYTES = ("env", "LC_ALL=C", *PLAIN)

real = pytest.mark.parametrize("real_shell", [PLAIN], indirect=True)
in_any_locale = pytest.mark.parametrize("real_shell", [PLAIN, BYTES], indirect=True)

# What means something to fish in a place or a pair, and the characters that it has
# uses of its own for: U+F600 to U+F6FF are bytes, U+FDD0 to U+FDEF are signs.
WORDS = [
    *("~", "~root", "~+", "%self", "%1", "%", "=ls", "a=b", "=", "-", "--", "-n", "-s"),
    *("{a,b}", "{1..3}", "a{", "}", "{}", "{,}", "(echo x)", "$(echo x)", "(", ")"),
    *("$", "$$", "$HOME", "$HOME[1]", "{$HOME}", "a[1]", "[", "*", "**", "?", "a?b"),
    *("&", "a&b", "&&", "|", "2>x", ">", "<", "^", "^a", "#", "a#b", "!", ";", "a;b"),
    *("\\", "\\\\", "'", "''", "\\'", "'\\''", '"', "\n", "\\\n", "'\n'", "\r\n", "\t"),
    *("\\n", "\\x41", "\\u0041", "\\cA", "if", "end", "and", "not", "time", "command"),
    *("\uf600", "\uf641", "\uf6ff", "\uf5ff", "\uf700", "\ufdd0", "\ufdef", "\ufeff"),
    *("\ue000", "\ufffd", "\uffff", "\U0010ffff", "e\u0301", "\u202e", "\udc80\udcff"),
    *("\udcc3", "\udcc3\udca9", "\udcef\udc98\udc80", "a\udcffb'\udcfe\\\udcfd", ""),
]

CANDIDATES = {
    "": {"config": ""},
    "config set": {"mode": "what it's like: a $(touch pwned)", "plain": ""},
}


def test_it_is_found_by_its_name() -> None:
    assert named("fish") is SHELL
    assert SHELL.name == SHELL.extension == "fish"


@in_any_locale
def test_any_word_comes_through_as_itself(
    real_shell: RealShell, words: list[str]
) -> None:
    # What Python reads as text may have been written as bytes.
    all_words = [os.fsdecode(os.fsencode(word)) for word in WORDS + words]

    assert real_shell.words(SHELL, all_words) == all_words


@in_any_locale
def test_any_words_stay_the_words_of_one_command(real_shell: RealShell) -> None:
    words = [os.fsdecode(os.fsencode(word)) for word in WORDS]
    command = SHELL.run(["printf", "%s\\0", *words])

    assert real_shell.run(f"{command}\n") == os.fsencode("\0".join([*words, ""]))


@in_any_locale
def test_any_words_are_a_list_of_that_many(real_shell: RealShell) -> None:
    words = [os.fsdecode(os.fsencode(word)) for word in WORDS]
    script = f"set -l list {SHELL.run(words)}\ncount $list\nprintf '%s\\0' $list\n"

    told = f"{len(words)}\n".encode() + os.fsencode("\0".join([*words, ""]))
    assert real_shell.run(script) == told


@real
def test_a_quoted_name_is_run_whatever_it_is(
    real_shell: RealShell, tmp_path: Path
) -> None:
    for name in ("it's", "a b", "$HOME", "=x", "~", "{a,b}", "a\nb", "(x)", "\udcff"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\nprintf %s ran\n")
        program.chmod(0o755)

        assert real_shell.run(f"{SHELL.run([str(program)])}\n") == b"ran"


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


@real
def test_a_script_activates_what_a_program_tells_or_ends(
    real_shell: RealShell, tmp_path: Path
) -> None:
    activate = tmp_path / "it's $(touch pwned)" / "bin" / "activate.fish"
    activate.parent.mkdir(parents=True)
    activate.write_text("echo active\n")
    steps = tmp_path / "steps"
    told = ["printf", "%s", str(activate.parents[1])], ["sh", "-c", "exit 3"]
    lines = map(SHELL.activate_told_or_stop, told)
    steps.write_text("\n".join([*lines, "echo not reached", ""]))

    assert real_shell.run(f"source {steps}\necho $status\n") == b"active\n3\n"
    assert not (tmp_path / "pwned").exists()


def test_a_person_activates_what_a_program_tells() -> None:
    line = SHELL.activate_told(["poetry", "env", "info"])

    assert line == "source (poetry env info)/bin/activate.fish"


def test_a_script_runs_the_program_and_no_function_of_its_name() -> None:
    assert SHELL.run_unwrapped(["pip", "a b"]) == "command pip 'a b'"


@real
def test_a_program_that_fails_ends_a_script_with_its_status(
    real_shell: RealShell, tmp_path: Path
) -> None:
    steps = tmp_path / "steps"
    lines = [SHELL.run_or_stop(["true"]), SHELL.run_or_stop(["sh", "-c", "exit 3"])]
    steps.write_text("\n".join([*lines, "echo not reached", ""]))

    assert real_shell.run(f"source {steps}\necho $status\n") == b"3\n"


@real
def test_a_directory_is_put_in_front_of_path(real_shell: RealShell) -> None:
    line = SHELL.extend_path(Path("/a b/bin"))

    assert real_shell.run(f"{line}\necho $PATH[1]\n") == b"/a b/bin\n"


@real
def test_a_chain_of_commands_ends_where_one_fails(real_shell: RealShell) -> None:
    chain = SHELL.chain(["true", "echo one", "false", "echo two"])

    assert real_shell.run(f"{chain} || echo ended\n") == b"one\nended\n"


def test_its_configuration_is_in_the_home_directory(tmp_path: Path) -> None:
    assert SHELL.rc_file(tmp_path, {}) == tmp_path / ".config/fish/config.fish"


def test_the_configuration_s_place_can_be_named(tmp_path: Path) -> None:
    rc_file = SHELL.rc_file(tmp_path, {"XDG_CONFIG_HOME": "/config"})

    assert rc_file == Path("/config/fish/config.fish")


def test_our_own_words_are_completed() -> None:
    script = SHELL.complete(CANDIDATES)
    ask = "complete -C 'pep668hook config set m'; complete -C 'pep668hook c'"

    done = subprocess.run(
        [*PLAIN, "-c", f"{script}\n{ask}"], capture_output=True, check=True, text=True
    )

    assert done.stdout.splitlines() == [
        "mode\twhat it's like: a $(touch pwned)",
        "config",
    ]
    assert done.stderr == ""


@in_any_locale
def test_a_variable_of_the_environment_is_exported(real_shell: RealShell) -> None:
    script = SHELL.export("NAME", "it's $(touch pwned)") + "\nprintenv NAME\n"

    assert real_shell.run(script) == b"it's $(touch pwned)\n"


@in_any_locale
def test_what_stands_in_the_way_can_be_forgotten(real_shell: RealShell) -> None:
    lines = ["alias pip=echo", "function pip3; end"]
    lines += [SHELL.forget_alias("pip"), SHELL.forget_function("pip3")]

    script = "\n".join([*lines, "functions -q pip pip3; or echo gone", ""])

    assert real_shell.run(script) == b"gone\n"


def test_a_session_keeps_no_history_and_runs_our_lines(tmp_path: Path) -> None:
    session = SHELL.session(tmp_path / "rc", tmp_path, ["echo ours"], {})

    (file,) = session.files
    assert session.files[file] == "set -g fish_history ''\necho ours\n"
    assert session.arguments[-1] == f"source {file}"
