"""What we say, in the person's language: each text of ours is marked where it stands.

The marks are those of GNU gettext. Nothing is translated while modules are imported,
and where there is no catalogue for the person nothing is loaded that reads one.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from gettext import NullTranslations

_DOMAIN: Final = "pep668hook"
_PLACE: Final = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120 # two calls in front of each panel
_LOCALES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
# What the messages are written in, whoever else is named behind it.
_AS_WRITTEN: Final = frozenset({"C", "POSIX", "en"})
_JOINERS: Final = str.maketrans("", "", "\n\u200c\u200d")
_Holds: TypeAlias = "tuple[frozenset[tuple[str, str, str]], int, int] | None"


def find(environ: Mapping[str, str], place: str = _PLACE) -> str | None:
    """Find the catalogue for the first language of the person's that has one."""
    for name in _languages(environ):
        language, territory, modifier = _parts(name)
        if language in _AS_WRITTEN:
            return None
        for directory in _directories(language, territory, modifier):
            path = os.path.join(place, directory, "LC_MESSAGES", f"{_DOMAIN}.mo")  # noqa: PTH118
            if os.path.isfile(path):  # noqa: PTH113
                return path
    return None


def _languages(environ: Mapping[str, str]) -> list[str]:
    """List them as GNU gettext does: LANGUAGE says nothing where the locale is C."""
    locale = next(filter(None, map(environ.get, _LOCALES)), "C")
    if locale.partition(".")[0] in _AS_WRITTEN - {"en"}:
        return []
    return (environ.get("LANGUAGE") or locale).split(":")


def _parts(name: str) -> tuple[str, str, str]:
    """Take `de_AT.UTF-8@euro` apart: the language, `_AT` and `@euro`."""
    before, at, modifier = name.partition("@")
    language, line, territory = before.partition(".")[0].partition("_")
    return language, line + territory, at + modifier


def _directories(language: str, territory: str, modifier: str) -> Iterator[str]:
    """Name the places that are looked in, what says most first."""
    # They become the names of directories, and come from outside.
    if not (language + territory[1:] + modifier[1:]).isalnum():
        return
    for more in dict.fromkeys((modifier, "")):
        for where in dict.fromkeys((territory, "")):
            yield f"{language}{where}{more}"


class _Speaker:
    """Who words the messages: a catalogue, as far as it can be relied on.

    A translation that is not fit to be used, in whatever way, is none: the message is
    said as it is written.
    """

    def __init__(self, path: str | None) -> None:
        self._catalogue: NullTranslations | None = None
        self._said: dict[tuple[str, int | None], str] = {}
        if path is None:
            return
        import string  # noqa: F401, PLC0415 # for `_holds`, ahead
        from gettext import GNUTranslations  # noqa: PLC0415 # for who has one

        try:
            with open(path, "rb") as file:  # noqa: PTH123
                self._catalogue = GNUTranslations(file)
        except Exception:  # noqa: BLE001, S110 # a broken file, in whatever way
            pass

    def say(self, message: str) -> str:
        """Word a message."""
        catalogue = self._catalogue
        if catalogue is None or not message:  # the header goes by no name
            return message
        return self._kept(message, None, lambda: catalogue.gettext(message), message)

    def count(self, one: str, several: str, number: int) -> str:
        """Word one of two messages, or more where a language has more forms."""
        catalogue = self._catalogue
        written = one if number == 1 else several
        if catalogue is None:
            return written
        return self._kept(
            several, number, lambda: catalogue.ngettext(one, several, number), written
        )

    def _kept(
        self, message: str, number: int | None, say: Callable[[], str], written: str
    ) -> str:
        """Keep what was said, so that each is looked at once."""
        key = message, number
        if key not in self._said:
            try:
                said = say()
            except Exception:  # noqa: BLE001 # its rule for plurals may do anything
                said = written
            self._said[key] = said if _fits(said, message) else written
        return self._said[key]


def _fits(said: str, message: str) -> bool:
    """Say whether a translation can stand for a message: it holds the same places.

    It is filled in by `str.format`, in which a name can lead to anything; a `%` means
    something to argparse, and what is no letter something to a terminal.
    """
    return said == message or (
        bool(said)
        and said.translate(_JOINERS).isprintable()
        and _holds(said) == _holds(message)
    )


def _holds(message: str) -> _Holds:
    from string import Formatter  # noqa: PLC0415 # it is there with the catalogue

    try:
        parsed = list(Formatter().parse(message))
    except ValueError:
        return None
    places = frozenset(
        (name, form or "", conversion or "")
        for _literal, name, form, conversion in parsed
        if name is not None
    )
    return places, message.count("%"), message.count("\n")


class _Present:
    """Who is speaking; found by the environment when the first word is said."""

    speaker: _Speaker | None = None


def _speaker() -> _Speaker:
    if _Present.speaker is None:
        _Present.speaker = _Speaker(find(os.environ))
    return _Present.speaker


def prepare() -> None:
    """Read the person's catalogue ahead, if there is one."""
    _speaker()


@contextmanager
def spoken_by(path: str | None) -> Iterator[None]:
    """Speak by another catalogue until the block ends, or by none."""
    before, _Present.speaker = _Present.speaker, _Speaker(path)
    try:
        yield
    finally:
        _Present.speaker = before


def _(message: str) -> str:
    """Say a message in the person's language."""
    return _speaker().say(message)


def ngettext(one: str, several: str, number: int) -> str:
    """Say one of two messages, by a number."""
    return _speaker().count(one, several, number)


def N_(message: str) -> str:  # noqa: N802 # so it is called everywhere
    """Mark a message that is said elsewhere, by `_`: in a table, say."""
    return message
