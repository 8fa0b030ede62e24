"""The command that was refused, where a log shows it before the refusal."""

from __future__ import annotations

import json
import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from pep668hook import contexts
from pep668hook.posix_words import BourneWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pep668hook.log_line import LogLine

_BEFORE: Final = (
    r"(?:(?:sudo|doas|env|time|nohup|command|exec|builtin)\s+(?:-\S+\s+)*+"
    r"|\w+=\S*\s+)*+"
)
_PYTHON: Final = r"(?:[\w.~/+-]*/)?(?:python|pypy)[\d.]*"
_STARTER: Final = (
    rf"(?:{_PYTHON}(?:\s+-(?!m)\S+)*\s+-m\s*(?:pip(?:\.__main__)?|uv\s+pip|ensurepip)"
    rf"|{_PYTHON}\s+(?:\S*/)?get-pip\.py"
    r"|(?:[\w.~/+-]*/)?pip[\d.]*"
    r"|(?:[\w.~/+-]*/)?uv(?:\s+-\S+)*\s+pip)(?=\s|$)"
)
# One simple command: up to what ends it, outside of quotes.
_REST: Final = r"""(?:'[^']*'|"[^"]*"|\\.|[^'"\\;&|])*+"""
_INVOCATION: Final = re.compile(
    rf"(?:^|(?<=[\s!%(`]))(?P<whole>{_BEFORE}{_STARTER}{_REST})"
)
_ASKS: Final = re.compile(r"\b(?:install|uninstall|sync|ensurepip|get-pip\.py)(?!\S)")
_PIPED: Final = re.compile(rf"[^|;&]*get-pip\.py[^|;&]*\|\s*{_BEFORE}{_PYTHON}{_REST}")
# What several commands may be started behind, on one line.
_LINK: Final = re.compile(r"^$|(?:^|\s|;)(?:&&|\|\||[;|({]|then|do|else)\s*$|;\s*$")
# A line that goes back to where a stream comes from, where several are mixed.
_SOURCE: Final = re.compile(r"(?:#\d+(?= )|[\w.-]+(?= *\| ))")
_LIST_ITEM: Final = re.compile(r"\s*- (?P<quote>['\"]?)(?P<word>.*)(?P=quote)")
_LONGEST: Final = 4096  # letters; a longer line was not typed
_MOST_ROWS: Final = 20
_NARROWEST: Final = 16  # columns


class Shown(NamedTuple):
    """A command that a log shows."""

    text: str | None
    """The refused command; None where another is shown that may have run it."""
    context: str
    distance: int
    """The lines between it and the refusal."""


def find(line: LogLine, before: Iterable[LogLine], width: int = 0) -> Shown | None:
    """Find the command among the lines `before` that one, the nearest first.

    No row that a terminal has folded its lines into is longer than `width`.
    """
    source = _SOURCE.match(line.text)
    bare: list[Shown] = []
    below: list[str] = []
    for distance, other in enumerate(before):
        theirs = _SOURCE.match(other.text)
        if source and theirs and source[0] != theirs[0]:
            continue
        body = _unfolded(other.body[:_LONGEST], below, width)
        shown = _shown(body, distance) or _listed(body, below, distance)
        if shown is not None:
            return _first(shown, bare)
        text = refused(body)
        if text is not None:
            bare.append(Shown(text, "", distance))
        below.append(other.body if not other.is_item else f"- {other.body}")
    return bare[0] if bare else None


def _unfolded(body: str, below: Sequence[str], width: int) -> str:
    """Put a line together that a terminal has folded into rows of one length."""
    rows = [body]
    for row in reversed(below[-_MOST_ROWS:]):
        if len(rows[-1]) != len(body):
            break
        rows.append(row)
    return "".join(rows) if _NARROWEST <= len(body) == width else body


def _shown(body: str, distance: int) -> Shown | None:
    for context in contexts.known():
        match = context.command.search(body) if context.command else None
        if match is not None:
            text = refused(_words(match["command"]))
            return Shown(text, context.name, distance)
    return None


def _listed(body: str, below: Sequence[str], distance: int) -> Shown | None:
    for context in contexts.known():
        if context.listed and context.listed.search(body):
            items = takewhile(bool, map(_LIST_ITEM.fullmatch, reversed(below)))
            words = [item["word"] for item in items if item]
            return Shown(refused(BourneWords().run(words)), context.name, distance)
    return None


def _first(shown: Shown, bare: Sequence[Shown]) -> Shown:
    """Choose between a line that shows a command as such, and others after it.

    Those of a script are all shown before it runs, and it ends with the first failure.
    """
    if not bare:
        return shown
    if not contexts.named(shown.context).has_script:
        return bare[0]._replace(context=shown.context)
    return shown if shown.text else bare[-1]._replace(context=shown.context)


def _words(command: str) -> str:
    """Read a list of words, or a text, that is written as JSON."""
    if not command.startswith(("[", '"')):
        return command
    try:
        read: object = json.loads(command)
    except (ValueError, RecursionError):
        return command
    return BourneWords().run([*map(str, read)]) if isinstance(read, list) else str(read)


def refused(line: str) -> str | None:
    """Find the first command on a line that can be refused, without its neighbours."""
    piped = _PIPED.match(line)
    if piped:
        return piped[0].strip()
    for match in _INVOCATION.finditer(line):
        whole = match["whole"].strip()
        if _ASKS.search(whole) and _LINK.search(line[: match.start()].rstrip(" !%(`")):
            return whole
    return None
