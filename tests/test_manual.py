from __future__ import annotations

import shutil
import subprocess
from argparse import ArgumentParser
from pathlib import Path

import pytest

from pep668hook.cli import manual_page
from pep668hook.manual import page
from pep668hook.setting import SETTINGS

FILE = Path(__file__).resolve().parent.parent / "docs" / "pep668hook.1"


def test_the_page_is_the_one_that_the_command_line_makes() -> None:
    assert FILE.read_text() == manual_page(), "run: ./dev man"


def test_it_is_written_as_roff_takes_it() -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")

    done = subprocess.run(
        ["groff", "-man", "-Tascii", "-ww", "-z", FILE],
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stderr == ""


def test_every_setting_is_in_it() -> None:
    written = manual_page()

    for setting in SETTINGS:
        assert f'.SS "{setting.name.replace("-", chr(92) + "-")}"' in written


def test_what_would_be_roff_s_own_is_taken_for_itself() -> None:
    parser = ArgumentParser()
    verb = parser.add_subparsers().add_parser("a-b", help="x")
    verb.description = '.it\'s `a\\b` ~ ^ "q"'

    written = page(parser)

    assert '.SS "a\\-b"' in written
    assert '\n\\&.it\'s \\(gaa\\eb\\(ga \\(ti \\(ha "q"\n' in written
