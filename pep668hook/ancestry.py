"""Which shell the person is in: told by the parent processes, not by what is set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Collection


def shell_in_use(known: Collection[str], login_shell: str) -> str | None:
    """Name the nearest parent that is a known shell, else the login shell if known.

    `login_shell` is the value of SHELL, which tells what the person has chosen once,
    and not what they are in.
    """
    try:
        parents = [parent.name() for parent in psutil.Process().parents()]
    except psutil.Error:
        parents = []
    for name in (*parents, Path(login_shell).name):
        shell = name.removeprefix("-")  # a login shell's name begins with a dash
        if shell in known:
            return shell
    return None
