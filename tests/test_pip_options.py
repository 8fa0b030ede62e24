from __future__ import annotations

import json
import subprocess
import sys
from typing import TypedDict

import pytest
from virtualenv.seed.wheels.embed import get_embed_wheel

from pep668hook.pip_options import GENERAL, SUBCOMMANDS, Grammar


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("--break", "--break-system-packages"),
        ("--upgrade", "--upgrade"),
        ("-U", "--upgrade"),
        ("--pypi-url", "--index-url"),
        ("--no-dependencies", "--no-deps"),
        ("--sour", "--src"),
        # One of its rivals is older than the others.
        ("--on", "--only-binary"),
        # pip 25.1 and 25.2 knew --global-option as well.
        ("--g", "--group"),
        ("--inst", "--install-option"),
    ],
)
def test_an_option_has_one_name_however_it_is_cut_short(word: str, name: str) -> None:
    assert SUBCOMMANDS["install"].complete(word) == name


@pytest.mark.parametrize("word", ["--req", "--", "--nonsense", "-Z"])
def test_what_no_pip_would_take_is_left_as_it_is(word: str) -> None:
    assert SUBCOMMANDS["install"].complete(word) == word


def test_each_parser_knows_its_own_options() -> None:
    assert GENERAL.complete("--pr") == "--proxy"
    assert SUBCOMMANDS["install"].complete("--pr") == "--pr"
    assert SUBCOMMANDS["uninstall"].complete("--pr") == "--proxy"


def test_a_table_has_an_option_a_line_by_its_names_the_canonical_first() -> None:
    read = Grammar.of(["--quiet -q"], ["--index-url -i --pypi-url", "--log"])

    assert read.canonical == {
        "--quiet": "--quiet",
        "-q": "--quiet",
        "--index-url": "--index-url",
        "-i": "--index-url",
        "--pypi-url": "--index-url",
        "--log": "--log",
    }
    assert read.valued == {"--index-url", "--log"}


class PipOption(TypedDict):
    command: str
    spellings: list[str]
    long: str
    takes_value: bool


# The pip that virtualenv brings along: always there, and a recent one.
PIP_OPTIONS = """
import json, sys
sys.path.insert(0, sys.argv[1])
from pip._internal.cli.main_parser import create_main_parser
from pip._internal.commands import create_command

parsers = {name: create_command(name).parser for name in ("install", "uninstall")}
parsers[""] = create_main_parser()
json.dump(
    [
        {
            "command": name,
            "spellings": option._short_opts + option._long_opts,
            "long": option._long_opts[0],
            "takes_value": option.takes_value(),
        }
        for name, parser in parsers.items()
        for option in parser.option_list_all
    ],
    sys.stdout,
)
"""


@pytest.fixture(name="pip_options", scope="module")
def _pip_options() -> list[PipOption]:
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    wheel = get_embed_wheel("pip", python)
    assert wheel is not None
    output = subprocess.run(
        [sys.executable, "-I", "-c", PIP_OPTIONS, str(wheel.path)],
        check=True,
        capture_output=True,
    ).stdout
    options: list[PipOption] = json.loads(output)
    return options


def test_knows_every_option_of_a_real_pip(pip_options: list[PipOption]) -> None:
    assert len(pip_options) > 100
    for option in pip_options:
        grammar = SUBCOMMANDS.get(option["command"], GENERAL)
        names = {grammar.canonical.get(spelling) for spelling in option["spellings"]}

        assert names == {option["long"]}
        assert (option["long"] in grammar.valued) is option["takes_value"], option
