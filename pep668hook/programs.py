"""The only starter of programs: along absolute PATH entries, never by a shell."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pep668hook.files import is_program

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Completed:
    """How a program ended, and what it wrote to stdout and stderr together."""

    status: int
    output: str


def find(name: str, path: Sequence[Path]) -> Path | None:
    """Find the executable file `name` along `path`."""
    for directory in path:
        program = directory / name
        if is_program(program):
            return program
    return None


def find_all(names: Iterable[str], path: Sequence[Path]) -> dict[str, Path]:
    """Find those of the programs that are there."""
    found = {name: find(name, path) for name in names}
    return {name: program for name, program in found.items() if program is not None}


def run(
    argv: Sequence[str | Path], *, environ: Mapping[str, str], seconds: float
) -> Completed:
    """Run a program to its end without a terminal to read from.

    One that cannot be started, or that takes longer than `seconds`, has failed.
    """
    try:
        done = subprocess.run(
            [str(word) for word in argv],
            check=False,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Completed(status=-1, output=str(error))
    return Completed(
        status=done.returncode, output=done.stdout.decode("utf-8", "replace")
    )
