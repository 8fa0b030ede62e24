"""The contexts that we know, one a file."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pep668hook.catalogue import variants
from pep668hook.context import Context

_MOST_PREFIXES: Final = 4


@cache
def known() -> tuple[Context, ...]:
    """List every context, the ones that say most of where a command stands first."""
    found = variants(__name__, "CONTEXT", Context)
    return tuple(sorted(found, key=lambda context: context.rank))


def named(name: str) -> Context:
    """Find a context by its name."""
    return next(context for context in known() if context.name == name)


def strip_prefixes(text: str) -> tuple[str, frozenset[str]]:
    """Take away what contexts have put before a line, and name them."""
    prefixes, names = _prefixes()
    seen = set()
    for _ in range(_MOST_PREFIXES):
        match = prefixes.match(text)
        if match is None or match.lastindex is None:
            break
        seen.add(names[match.lastindex - 1])
        text = text[match.end() :]
    return text, frozenset(seen)


@cache
def _prefixes() -> tuple[re.Pattern[str], tuple[str, ...]]:
    having = [context for context in known() if context.prefix]
    pattern = "|".join(f"({context.prefix})" for context in having)
    return re.compile(pattern), tuple(context.name for context in having)
