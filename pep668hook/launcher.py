"""How a pip is started: by its own name or `python -m pip`, past sudo and env."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_PIP: Final = re.compile(r"pip(?:\d+(?:\.\d+)?)?")
_PYTHON: Final = re.compile(r"(?:python|pypy)(?:\d+(?:\.\d+)?)?t?")
_GIVE_RIGHTS: Final = frozenset({"sudo", "doas"})
# Those of sudo 1.9, OpenDoas 6.8 and GNU env 9 whose value is the next word.
_VALUED: Final = {
    "sudo": frozenset("CDRTUghpru"),
    "doas": frozenset("Cu"),
    "env": frozenset("Cu"),
}
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*=.*", re.DOTALL)
# Python's own options that a person gives it before `-m`, without a value.
_FLAGS: Final = re.compile(r"-[bBdEiIOPqsSuv]+")


@dataclass(frozen=True, slots=True)
class Launch:
    """A pip that is started."""

    argv: tuple[str, ...]
    """pip's own words, its name first."""
    program: str
    """What is started, pip or a Python, as it was named."""
    by_root: bool
    """Whether it is given root's rights."""


def read(argv: Sequence[str]) -> Launch | None:
    """Read the words of a command; None if no pip is started by it."""
    words, by_root = list(argv), False
    while words and Path(words[0]).name in _VALUED:
        name = Path(words.pop(0)).name
        by_root |= name in _GIVE_RIGHTS
        _skip_options(words, _VALUED[name])
    if not words:
        return None
    program = words.pop(0)
    name = Path(program).name
    if _PYTHON.fullmatch(name):
        while words and _FLAGS.fullmatch(words[0]):
            del words[0]
        if words[:2] != ["-m", "pip"]:
            return None
        del words[:2]
        name = "pip"
    return Launch((name, *words), program, by_root) if _PIP.fullmatch(name) else None


def _skip_options(words: list[str], valued: frozenset[str]) -> None:
    """Take the options and the variables off the front."""
    while words and (words[0].startswith("-") or _ASSIGNMENT.fullmatch(words[0])):
        word = words.pop(0)
        if word == "--":
            return
        is_short = word.startswith("-") and not word.startswith("--")
        if is_short and word[-1] in valued and words:
            del words[0]
