"""A shell on a pseudo-terminal, played by machine, and the home that it is in."""

from __future__ import annotations

import os
import select
import shutil
import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pexpect

from pep668hook.stage import PROMPT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pep668hook.stage import Stage

LAST_WORDS: Final = b"leave it as it is"
"""What the panel ends in, whatever is offered."""
_QUIET: Final = 0.4  # seconds without a byte: all is drawn
_PATIENCE: Final = 60


class Terminal:
    """A shell on a pseudo-terminal, played by machine."""

    def __init__(self, built: Stage, environ: Mapping[str, str], cwd: Path) -> None:
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            str(built.shell),
            list(built.manner.arguments),
            env=dict(environ),
            cwd=str(cwd),
            dimensions=(24, 80),
            timeout=_PATIENCE,
        )
        self.child.delaybeforesend = None
        self.child.expect_exact(PROMPT)
        self._begins = built.manner.begins

    def run(self, line: str) -> float:
        """Type a line, press Enter, wait for the prompt; return the milliseconds."""
        if line:
            self.type(line)
        began = time.perf_counter()
        self.child.send("\r")
        if line and self._begins:  # else the prompt may be that of the line drawn again
            self.child.expect_exact(self._begins)
        self.child.expect_exact(PROMPT)
        return (time.perf_counter() - began) * 1000

    def type(self, line: str) -> None:
        self.child.send(line)
        self.settle()

    def settle(self) -> float:
        """Read until nothing more comes; return when the last byte came."""
        last = time.monotonic()
        while select.select([self.child.child_fd], [], [], _QUIET)[0]:
            os.read(self.child.child_fd, 65536)
            last = time.monotonic()
        return last

    def read_until(self, words: bytes) -> None:
        seen = b""
        while words not in seen:
            if not select.select([self.child.child_fd], [], [], _PATIENCE)[0]:
                message = f"{words!r} never came: {seen[-400:]!r}"
                raise RuntimeError(message)
            seen += os.read(self.child.child_fd, 65536)

    def close(self) -> None:
        self.child.close(force=True)


@contextmanager
def terminal(built: Stage, cwd: Path, **changes: str) -> Iterator[Terminal]:
    opened = Terminal(built, {**built.environ, **changes}, cwd)
    try:
        yield opened
    finally:
        opened.close()


def at(home: Path, built: Stage) -> Stage:
    """Move the stage to another home."""
    environ = {**built.environ, "HOME": str(home), "ZDOTDIR": str(home)}
    directory = fresh(home / built.directory.name)
    return replace(built, home=home, directory=directory, environ=environ)


def fresh(directory: Path) -> Path:
    """Give an empty directory, of the same name each time."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    return directory


def stub_pip(built: Stage, text: str) -> Path:
    directory = built.home.parent / "stub"
    directory.mkdir(exist_ok=True)
    pip = directory / "pip"
    pip.write_text(text, encoding="utf-8")
    pip.chmod(0o755)
    return pip
