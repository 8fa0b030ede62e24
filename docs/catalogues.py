"""Write the template of what we say, and bring the catalogues up to it: `./dev words`.

What is written depends on the sources alone: it holds no date, no place of this machine
and no version of what has written it.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from pep668hook import bindings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from babel.messages.catalog import Message

CHECKOUT: Final = Path(__file__).resolve().parent.parent
PLACE: Final = CHECKOUT / "pep668hook" / "locale"
TEMPLATE: Final = PLACE / "pep668hook.pot"
KEYWORDS: Final = {"_": None, "N_": None, "ngettext": (1, 2)}
TAG: Final = "translators:"
ABOUT: Final = """\
# What pep668hook says; docs/translating.md tells how it is translated.
# This file is written by `./dev words`."""


class _Undated(Catalog):
    """A catalogue whose header holds what a reader of it needs, and no more."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """List the lines of the header."""
        of_language = [
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
        ]
        return [
            ("Project-Id-Version", "pep668hook"),
            *(of_language if self.locale else []),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]


def catalogues() -> list[Path]:
    """List the catalogues that there are, as they are written by people."""
    return sorted(PLACE.glob("*/LC_MESSAGES/pep668hook.po"))


def compiled_of(catalogue: Path) -> Path:
    """Tell where a catalogue lies as programs read it."""
    return catalogue.with_suffix(".mo")


def place_of(language: str) -> Path:
    """Tell where the catalogue of a language lies."""
    return PLACE / language / "LC_MESSAGES" / "pep668hook.po"


def template() -> Catalog:
    """Gather what is marked, each message once."""
    found = _Undated(header_comment=ABOUT, fuzzy=False)
    for file, message, comments in _marked():
        found.add(message, locations=[(file, 1)], auto_comments=comments)
    return found


def _marked() -> Iterator[tuple[str, str | tuple[str, ...], list[str]]]:
    for file, _line, message, comments, _context in extract_from_dir(
        CHECKOUT / "pep668hook",
        method_map=[("**.py", "python")],
        keywords=KEYWORDS,
        comment_tags=[TAG],
        strip_comment_tags=True,
    ):
        yield f"pep668hook/{file}", message, [" ".join(comments)] if comments else []
    phrases = (bound for bound in bindings.all_bound() if " " in bound)  # no mere names
    for bound in phrases:
        told = "what a package binds, as it is said in a list"
        yield "pep668hook/data/bindings.tsv", bound, [told]


def read(path: Path) -> Catalog:
    """Read a catalogue."""
    language = path.parent.parent.name
    with path.open("rb") as file:
        given = read_po(file, locale=language)
    kept = _Undated(language, header_comment=given.header_comment, fuzzy=False)
    for message in given:
        if message.id:
            kept[message.id] = message
    return kept


def begun(language: str) -> Catalog:
    """Begin a catalogue in which nothing is translated yet."""
    Locale.parse(language)  # an error that tells what is wrong with it
    about = f"# pep668hook in {language}; docs/translating.md tells how it is done."
    return _Undated(language, header_comment=about, fuzzy=False)


def updated(catalogue: Catalog) -> Catalog:
    """Bring a catalogue up to the template; what is like another text is fuzzy."""
    catalogue.update(template(), update_header_comment=False)
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Write a catalogue for people to read."""
    file = BytesIO()
    write_po(file, catalogue, include_lineno=False, width=88)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Write a catalogue for programs to read, without what is fuzzy."""
    file = BytesIO()
    done = _Undated(catalogue.locale, fuzzy=False)
    for message in catalogue:
        if message.id and _is_done(message):
            done[message.id] = message
    write_mo(file, done)
    return file.getvalue()


def _is_done(message: Message) -> bool:
    """Say whether it is translated, in each of its forms."""
    said = message.string
    return all(said if isinstance(said, tuple) else [said]) and not message.fuzzy


def main(languages: Iterable[str]) -> None:
    """Write everything, and begin the languages that are named."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(template()))
    for language in languages:
        place = place_of(language)
        if not place.exists():
            begins = written(begun(language))
            place.parent.mkdir(parents=True)
            place.write_bytes(begins)
    for path in catalogues():
        catalogue = updated(read(path))
        path.write_bytes(written(catalogue))
        compiled_of(path).write_bytes(compiled(catalogue))
        messages = [message for message in catalogue if message.id]
        done = sum(map(_is_done, messages))
        print(f"{path.parent.parent.name}: {done} of {len(messages)} messages")


if __name__ == "__main__":
    main(sys.argv[1:])
