from __future__ import annotations

import re
import subprocess
import sysconfig

import pytest

from pep668hook.uv_options import GENERAL, SUBCOMMANDS

UV = f"{sysconfig.get_path('scripts')}/uv"
_OPTION = re.compile(
    r"^ +(?:(-\w), )?(--[a-z-]+)(?:, (--[a-z-]+))*( <[A-Z_]+>)?", re.MULTILINE
)


@pytest.mark.parametrize("subcommand", ["install", "uninstall"])
def test_they_are_those_of_a_real_uv(subcommand: str) -> None:
    said = subprocess.run(
        [UV, "pip", subcommand, "--help"], capture_output=True, text=True, check=True
    )
    grammar = SUBCOMMANDS[subcommand]

    for short, long, _, value in _OPTION.findall(said.stdout):
        assert long in grammar.canonical, long
        assert (grammar.canonical[long] in grammar.valued) is bool(value), long
        assert not short or grammar.canonical[short] == grammar.canonical[long]


def test_the_general_ones_may_stand_first() -> None:
    assert GENERAL.canonical["-p"] == "--python"
    assert GENERAL.canonical.keys() < SUBCOMMANDS["install"].canonical.keys()
