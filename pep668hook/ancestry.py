"""Which shell the person is in: told by the parent processes, not by what is set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Mapping


def pids() -> tuple[int, ...]:
    """List the parent processes, the nearest first."""
    try:
        return tuple(parent.pid for parent in psutil.Process().parents())
    except psutil.Error:
        return ()


def names() -> tuple[str, ...]:
    """List the names of the parent processes, the nearest first."""
    try:
        return tuple(parent.name() for parent in psutil.Process().parents())
    except psutil.Error:
        return ()


def shell_in_use(known: Mapping[str, str], login_shell: str) -> str | None:
    """Name the nearest parent that is a known shell, else the login shell if known.

    `known` maps the names of programs to shells.
    `login_shell` is the value of SHELL, which tells what the person has chosen once,
    and not what they are in.
    """
    for name in (*names(), Path(login_shell).name):
        shell = known.get(name.removeprefix("-"))  # that of a login shell has a dash
        if shell is not None:
            return shell
    return None
