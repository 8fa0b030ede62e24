from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook import keeper
from pep668hook.keeper import Option, carried
from pep668hook.pip_command import parse
from pep668hook.pip_options import SUBCOMMANDS

HERE = Path("/home/me/work")


def along(*options: str) -> tuple[Option, ...] | None:
    return carried(parse(["pip", "install", *options, "black"]), HERE)


def test_where_it_comes_from_goes_along() -> None:
    assert along("-i", "https://example.com/simple", "--pre") == (
        Option("--index-url", "https://example.com/simple"),
        Option("--pre", None),
    )


def test_what_is_about_pip_does_not() -> None:
    assert along("-qU", "--user", "--no-input", "--progress-bar", "off") == ()


def test_a_path_is_made_whole_and_an_address_left() -> None:
    assert along("-c", "c.txt", "-f", "file:///w", "--cert", "/etc/c.pem") == (
        Option("--constraint", "/home/me/work/c.txt"),
        Option("--find-links", "file:///w"),
        Option("--cert", "/etc/c.pem"),
    )


@pytest.mark.parametrize(
    "option", ["--no-deps", "--dry-run", "--require-hashes", "--platform=any", "--odd"]
)
def test_what_no_keeper_does_is_told(option: str) -> None:
    assert along(option) is None


def test_every_option_that_is_named_is_one_of_pip_s() -> None:
    known = set(SUBCOMMANDS["install"].canonical.values()) | {"--yes"}

    assert known.issuperset(keeper._IDLE | keeper._CARRIED | keeper._CARRIED_PATHS)
