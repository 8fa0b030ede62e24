from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser

import pytest

from pep668hook.grammar import (
    UnknownVerbError,
    candidates,
    check,
    options,
    synopsis,
    teach,
    verbs,
)


def grammar() -> ArgumentParser:
    parser = ArgumentParser(prog="plant")
    parser.add_argument("--version", action="version", version="1")
    of_parser = parser.add_subparsers(metavar="VERB")
    grow = of_parser.add_parser("grow", help="let it grow")
    grow.add_argument("shell", metavar="SHELL", nargs="?")
    keep = of_parser.add_parser("keep", help="keep it")
    keep.add_argument("--hidden", help=SUPPRESS)
    keep.add_argument("--in", metavar="SHELL", help="where to")
    keep.add_subparsers(metavar="all").add_parser("all", help="keep all of it")
    config = of_parser.add_parser("config").add_subparsers(metavar="set")
    config.add_parser("set").add_argument("name", metavar="NAME")
    return parser


def named(name: str) -> ArgumentParser:
    return next(verb.parser for verb in verbs(grammar()) if verb.name == name)


def test_every_verb_is_listed_before_its_own() -> None:
    found = [(verb.name, verb.meaning) for verb in verbs(grammar())]

    assert found == [
        ("grow", "let it grow"),
        ("keep", "keep it"),
        ("keep all", "keep all of it"),
        ("config", ""),
        ("config set", ""),
    ]


def test_the_options_are_listed_by_their_long_names() -> None:
    assert list(options(named("keep"))) == ["--help", "--in"]


def test_a_verb_is_written_as_it_is_called() -> None:
    written = {verb.name: synopsis(verb) for verb in verbs(grammar())}

    assert written["grow"] == "grow [SHELL]"
    assert written["keep"] == "keep [--in SHELL] [all]"
    assert written["config set"] == "config set NAME"


def test_the_help_of_a_verb_says_what_it_does_and_shows_it() -> None:
    parser = grammar()

    teach(parser, {"grow": "plant grow\nplant grow more"})

    grow = next(verbs(parser)).parser.format_help()
    assert "\nLet it grow.\n" in grow
    assert grow.endswith("example:\n  plant grow\nplant grow more\n")


@pytest.mark.parametrize("words", [[], ["grow"], ["keep", "al"], ["--version"], ["-x"]])
def test_what_begins_with_a_verb_or_an_option_is_left_to_the_parser(
    words: list[str],
) -> None:
    check(grammar(), words)


@pytest.mark.parametrize("typed", ["gorw", "grwo", "groww"])
def test_a_mistyped_verb_gets_its_nearest(typed: str) -> None:
    with pytest.raises(UnknownVerbError) as raised:
        check(grammar(), [typed])

    assert str(raised.value) == f"no such verb: `{typed}`: did you mean `grow`?"
    assert raised.value.hint is None


def test_what_is_near_to_none_is_told_where_they_are() -> None:
    with pytest.raises(UnknownVerbError) as raised:
        check(grammar(), ["xyzzy"])

    assert raised.value.hint == "`pep668hook --help` lists them"


def test_what_can_follow_is_told_by_the_words_before_it() -> None:
    found = candidates(grammar(), ["a", "b"])

    assert list(found[""]) == ["grow", "keep", "config", "--help", "--version"]
    assert list(found["grow"]) == ["a", "b", "--help"]
    assert list(found["keep"]) == ["all", "--help", "--in"]
    assert list(found["keep --in"]) == ["a", "b"]
    assert found["keep"]["all"] == "keep all of it"


def test_the_settings_and_their_values_can_follow_where_one_is_set() -> None:
    found = candidates(grammar(), [])

    assert "panel.style" in found["config set"]
    assert list(found["config set panel.style"]) == ["full", "compact", "plain"]
    assert "create-venv" in found["config set remedies.forbidden"]
    assert "config set environment.name" not in found
    assert "config unset" not in found
