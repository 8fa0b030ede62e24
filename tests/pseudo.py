"""A language for tests: every letter of ours has an accent, and all is a third longer.

So whatever has none is not ours, or was never marked.
"""

from __future__ import annotations

import re
from itertools import cycle, islice
from typing import TYPE_CHECKING, Final

from babel.messages.catalog import Catalog

from docs.catalogues import compiled, template

if TYPE_CHECKING:
    from pathlib import Path

_PLAIN: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED: Final = "áƀçďéƒğĥíĵķļɱñóþʠŕšťúṽŵẋýžÁƁÇĎÉƑĞĤÍĴĶĻṀÑÓÞɊŔŠŤÚṼŴẊÝŽ"
_LETTERS: Final = str.maketrans(_PLAIN, _ACCENTED)
# What every translator leaves alone: places, and what is typed.
_KEPT: Final = re.compile(r"(\{[^{}]*\}|%\(\w+\)s|`[^`]*`)")
# Words of two letters at least, without an accent: no translation of ours.
_WORDS: Final = re.compile(r"(?<![^\W_])[A-Za-z]{2,}(?![^\W_])")


def translated(message: str) -> str:
    """Say a message in the language."""
    parts = _KEPT.split(message)
    words = "".join(
        part if number % 2 else part.translate(_LETTERS)
        for number, part in enumerate(parts)
    )
    more = "".join(islice(cycle("žéñ "), -(-len(message) * 3 // 10)))
    # What one ends with may matter: a full stop, a blank, a newline.
    end = re.search(r"[.:?\s]*$", words)
    place = end.start() if end else len(words)
    return f"{words[:place]} {more}".rstrip() + words[place:]


def catalogue(place: Path) -> Path:
    """Write the catalogue of the language, where programs look for it."""
    spoken = Catalog("de", fuzzy=False)
    for message in template():
        if not message.id:
            continue
        forms = [message.id] if isinstance(message.id, str) else message.id
        said = tuple(map(translated, forms))
        spoken.add(message.id, said[0] if isinstance(message.id, str) else said)
    file = place / "de" / "LC_MESSAGES" / "pep668hook.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(compiled(spoken))
    return file


def unmarked(text: str, *others: str) -> set[str]:
    """List the words without an accent that are in none of the others' texts."""
    known = {word for other in others for word in _WORDS.findall(other)}
    without_typed = re.sub(r"`[^`]*`", "", text)
    return set(_WORDS.findall(without_typed)) - known
