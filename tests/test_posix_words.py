from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.posix_words import BourneWords

WORDS = BourneWords()
SNIPPET = Path("/home/me/it's/hook")


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        ("six", "six"),
        ("six==1.16", "six==1.16"),
        ("", "''"),
        ("two words", "'two words'"),
        ("$(reboot)", "'$(reboot)'"),
        ("it's", "'it'\"'\"'s'"),
        ("a\nb", "'a\nb'"),
        ("~", "'~'"),
        ("*", "'*'"),
    ],
)
def test_a_word_is_quoted_where_it_has_to_be(word: str, quoted: str) -> None:
    assert WORDS.quote(word) == quoted


def test_each_word_of_a_command_is_quoted() -> None:
    assert WORDS.run(["pip", "install", "six>1", ""]) == "pip install 'six>1' ''"


def test_a_person_activates_by_sourcing() -> None:
    line = WORDS.activate(Path("my app/.venv"))

    assert line == "source 'my app/.venv/bin/activate'"


def test_a_script_activates_or_ends() -> None:
    line = WORDS.activate_or_stop(Path("/app/.venv"))

    assert line == "\\builtin source /app/.venv/bin/activate || \\builtin return"


def test_a_person_activates_what_a_program_tells() -> None:
    line = WORDS.activate_told(["poetry", "env", "info"])

    assert line == 'source "$(poetry env info)/bin/activate"'


def test_a_script_runs_the_program_and_no_function_of_its_name() -> None:
    assert WORDS.run_unwrapped(["pip", "a b"]) == "\\command pip 'a b'"


def test_a_script_runs_a_program_or_ends() -> None:
    assert WORDS.run_or_stop(["uv", "sync"]) == "\\command uv sync || \\builtin return"


def test_a_directory_is_put_in_front_of_path() -> None:
    line = WORDS.extend_path(Path("/a b/bin"))

    assert line == "export PATH='/a b/bin':\"$PATH\""


def test_a_variable_is_set_to_a_word() -> None:
    assert WORDS.assign("place", "/it's") == "place='/it'\"'\"'s'\n"


def test_loading_the_hook_says_nothing_where_it_is_gone() -> None:
    quoted = "'/home/me/it'\"'\"'s/hook'"

    assert WORDS.load(SNIPPET) == f"if [ -r {quoted} ]; then . {quoted}; fi"


def test_a_person_loads_a_file_by_sourcing() -> None:
    assert WORDS.source(Path("/hook")) == "source /hook"


def test_a_script_activates_what_a_program_tells_or_ends() -> None:
    line = WORDS.activate_told_or_stop(["poetry", "env info"])

    told = "$(\\command poetry 'env info')"
    assert line == f'\\builtin source "{told}/bin/activate" || \\builtin return'


def test_a_chain_of_commands_ends_where_one_fails() -> None:
    assert WORDS.chain(["cd app", "make"]) == "cd app && make"


def test_a_variable_of_the_environment_is_exported() -> None:
    assert WORDS.export("PLACE", "a b") == "export PLACE='a b'"


def test_what_stands_in_the_way_can_be_forgotten() -> None:
    assert WORDS.forget_alias("a b") == "unalias 'a b'"
    assert WORDS.forget_function("a b") == "unset -f 'a b'"
