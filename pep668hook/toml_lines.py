"""On which line of a TOML file each name stands, which tomllib does not tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEADER: Final = r"\s*\[+([^\[\]]+)\]"
_KEY: Final = r"\s*([\w.\"' -]+?)\s*="


def of_names(text: str) -> Mapping[str, int]:
    """Tell the line of each dotted name, counted from 1, where it first stands.

    What is put into braces stands where these begin; what stands nowhere, on line 1.
    """
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        if header := re.match(_HEADER, line):
            table = _dotted(header[1])
            lines.setdefault(table, number)
            table += "."
        elif key := re.match(_KEY, line):
            lines.setdefault(table + _dotted(key[1]), number)
    return _Nearest(lines)


def _dotted(name: str) -> str:
    return ".".join(part.strip(" \t\"'") for part in name.split("."))


class _Nearest(dict[str, int]):
    """Lines by name, where an inner name stands where its outer one does."""

    def __missing__(self, name: str) -> int:
        outer, dot, _inner = name.rpartition(".")
        return self[outer] if dot else 1
