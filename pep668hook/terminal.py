"""The terminal that a story is told on: who looks at it, what it shows, one line."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from pep668hook import panel

if TYPE_CHECKING:
    from pep668hook.panel import Screen
    from pep668hook.settings import Settings

# It begins the second line of the message where its encoding has it (pip 23.0 to 26.3).
_PIPS_CROSS: Final = "\N{MULTIPLICATION SIGN}"


def somebody_looks(depth: int) -> bool:
    """Say whether the terminal is ours to read from, and its user waits for us.

    A background job that reads the terminal is stopped. In a pipeline or a command
    substitution, which is a subshell whose stdout is no terminal, an activation
    would be lost. Where a shell makes no subshell for them (fish), stdout is a pipe.
    """
    if not os.isatty(1) and (depth or stat.S_ISFIFO(os.fstat(1).st_mode)):
        return False
    with suppress(OSError):
        return os.tcgetpgrp(0) == os.getpgrp()
    return False


def screen(chosen: Settings, text: str) -> Screen:
    """Tell what the terminal is; where pip keeps to ASCII, so do we.

    pip goes by variables that a Python started by `-I` is deaf to. `text` is what it
    has said, if that was seen. Letters are shown by an encoding that has no boxes.
    """
    is_ascii = text and _PIPS_CROSS not in text
    encoding = sys.stderr.encoding
    if is_ascii and encoding.lower().startswith("utf"):
        encoding = "ascii"
    return panel.screen_of(2, encoding, plain=chosen.plain, coloured=chosen.coloured)


def say(words: str, screen: Screen) -> None:
    """Write one line of ours."""
    with suppress(OSError):  # the terminal has gone
        os.write(2, panel.encode(panel.line(words, screen), screen))
