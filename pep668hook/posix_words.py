"""Quoting and commands that the shells of the Bourne family share."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def quote(word: str) -> str:
    """Write `word` in single quotes where it holds more than plain letters."""
    return shlex.quote(word)


def join(argv: Sequence[str]) -> str:
    """Write a whole command."""
    return " ".join(quote(word) for word in argv)


def operand(path: Path) -> str:
    """Write a path so that a leading dash is not taken for an option's."""
    text = str(path)
    return quote(f"./{text}" if text.startswith("-") else text)


def load(snippet: Path) -> str:
    """Write the line of an rc file that loads a snippet, if it is there.

    With `if` the line's status is 0 where it is not, for an rc file under `set -e`.
    """
    path = quote(str(snippet))
    return f"if [ -r {path} ]; then . {path}; fi"
