from __future__ import annotations

import os
import random
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.builders import AWKWARD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pep668hook.shell import Shell

# All that means something to a shell, and some that does not. No NUL: no word has one.
_LETTERS = (
    " \t\n\r\x0b\x1b\x7f'\"`$\\!#%&()*+,-./09:;<=>?@AZ[]^_az{|}~"
    "\x80\xa0é\u2018\u2019\u201c\u201dß中\U0001f40d\udcff"
)
_CHANCE = random.Random(668)  # noqa: S311 # a repeatable choice, no secret


class RealShell:
    """One shell's program, without any of the user's settings."""

    def __init__(self, program: str, arguments: Sequence[str], place: Path) -> None:
        self._argv = [program, *arguments]
        self._place = place

    def run(self, script: str) -> bytes:
        done = subprocess.run(
            [*self._argv, self._written(script)],
            cwd=self._place,
            env={"PATH": os.defpath, "HOME": str(self._place), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            check=False,
        )
        assert done.stderr == b""
        assert done.returncode == 0
        return done.stdout

    def words(self, shell: Shell, words: Sequence[str]) -> list[str]:
        """Tell what the shell takes the quoted words for, all of them at once."""
        lines = [f"printf '%s\\0' {shell.quote(word)}" for word in words]
        out = self.run("\n".join([*lines, ""]))
        return [os.fsdecode(word) for word in out.split(b"\0")[:-1]]

    def _written(self, script: str) -> Path:
        path = self._place / "script"
        path.write_bytes(os.fsencode(script))
        return path


@pytest.fixture
def real_shell(request: pytest.FixtureRequest, tmp_path: Path) -> RealShell:
    program, *arguments = request.param
    if shutil.which(program) is None:
        if os.environ.get("CI"):
            pytest.fail(f"{program} is not installed, and CI is set")
        pytest.skip(f"{program} is not installed")
    return RealShell(program, arguments, tmp_path)


@pytest.fixture
def words() -> list[str]:
    """Thousands of words: every single letter, pairs that may matter, and any."""
    single = [*_LETTERS, "", AWKWARD, "-n", "--", "if", "=ls", "=nosuch", "~root"]
    pairs = [first + second for first in _LETTERS for second in _LETTERS]
    longer = [
        "".join(_CHANCE.choices(_LETTERS, k=_CHANCE.randrange(3, 12)))
        for _ in range(3000)
    ]
    return [*single, *pairs, *longer]
