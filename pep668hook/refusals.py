"""The refusals in a log: by what, of which command, of whose Python, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final, Literal

from pep668hook import contexts, distros, log_command
from pep668hook.log_search import sightings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pep668hook.context import Context
    from pep668hook.log_command import Shown
    from pep668hook.log_line import LogLine
    from pep668hook.log_search import Place
    from pep668hook.sighting import Sighting

# One pip writes its message, its traceback and its log within so many lines.
_ONE_STORY: Final = 150
_BRIEF: Final = 60
_ROWS: Final = 60  # of a message in a terminal, one of which is full
_REPEATED: Final = 100
_PATH: Final = r"['\"]?(?P<path>/[^\s'\"]*(?:python|pypy)[\d.]*)['\"]?"
_STARTED: Final = re.compile(rf"CalledProcessError: Command .{{0,3}}{_PATH}")
_ENSUREPIP: Final = re.compile(r"\bensurepip(?:/__(?:init|main)__\.py|\b.*_main\b)")
_PYTHON: Final = re.compile(r"(?:[\w.~/+-]*/)?(?:python|pypy)[\d.]*(?=\s|$)")
_VERSIONED: Final = re.compile(r"/doc/(python3\.\d+)/|\b(python3\.\d+) -m venv")
_NEVER: Final = re.compile(r"(?!)")

Tool = Literal["pip", "uv", "ensurepip", "get-pip"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal that a log shows; what it does not show is None."""

    tool: Tool
    line: int
    command: str | None
    interpreter: str | None
    """Its path, name or prefix."""
    distribution: str | None
    marker_text: str | None
    context: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A refusal, and what tells whether it is the one before it once more."""

    refusal: Refusal
    is_traceback: bool
    repeated_after: str
    """The line that announces that it has been shown before; empty without one."""

    def repeats(self, other: _Found) -> bool:
        """Tell whether this is what `other` is, said again."""
        mine, theirs = self.refusal, other.refusal
        distance = mine.line - theirs.line
        if _solid(mine.marker_text) == _solid(theirs.marker_text):
            commands = {mine.command, theirs.command} - {None}
            # Two builds end alike, so after such a line each may be the first time.
            is_again = self.repeated_after not in {"", other.repeated_after}
            if not distance or (is_again and len(commands) <= 1):
                return mine.tool == theirs.tool
        return self.is_traceback and theirs.tool != "uv" and distance < _ONE_STORY

    def with_more_of(self, other: _Found) -> _Found:
        """Add what only the second saying of it has shown."""
        command = self.refusal.command or other.refusal.command
        return replace(self, refusal=replace(self.refusal, command=command))

    def completes(self, other: _Found) -> bool:
        """Tell whether `other` is the traceback of this, written before it."""
        distance = self.refusal.line - other.refusal.line
        is_pip = self.refusal.tool != "uv" and not self.is_traceback
        return is_pip and other.is_traceback and distance < _ONE_STORY


def _solid(text: str | None) -> str:
    return "".join((text or "").split())


def refusals(blocks: Iterable[bytes]) -> Iterator[Refusal]:
    """Find the refusals in a log, which comes in blocks of any size."""
    last: _Found | None = None
    for found in _found_all(blocks):
        if last is not None and found.repeats(last):
            last = last.with_more_of(found)
            continue
        if last is not None and not found.completes(last):
            yield last.refusal
        last = found
    if last is not None:
        yield last.refusal


def _found_all(blocks: Iterable[bytes]) -> Iterator[_Found]:
    return (_found(place, sighting) for place, sighting in sightings(blocks))


def _found(place: Place, sighting: Sighting) -> _Found:
    before = [line for line in reversed(place.before) if line.number >= place.since]
    shown = log_command.find(
        place.line,
        _until(before, place.since, place.line.number),
        max(len(line.body) for line in (place.line, *islice(place.after, _ROWS))),
    )
    context = _context(place, shown)
    if context.begins is not None and place.line.is_item:
        begins = context.begins.match
        part = takewhile(lambda line: not begins(line.text), place.after)
        shown = log_command.find(place.line, part)
    command = shown.text if shown else None
    name, _ = distros.by_marker(sighting.words) or (None, None)
    following = [line.body for line in islice(place.after, _ONE_STORY)]
    refusal = Refusal(
        tool=_tool(sighting, command, following),
        line=place.line.number,
        command=command,
        interpreter=_interpreter(sighting, command, following),
        distribution=name,
        marker_text=sighting.words or None,
        context=context.name,
    )
    repeats = context.repeats or _NEVER
    announced = (repeats.search(line.text) for line in before[:_REPEATED])
    repeated_after = next((match[0] for match in announced if match), "")
    return _Found(refusal, sighting.traceback, repeated_after)


def _until(before: Iterable[LogLine], since: int, here: int) -> Iterator[LogLine]:
    """Leave out what was refused before; a line of JSON has it all on one."""
    return (line for line in before if line.number > since or line.number == here)


def _context(place: Place, shown: Shown | None) -> Context:
    names = set(place.line.contexts) | ({shown.context} if shown else set())
    told = [each for each in contexts.known() if each.name in names]
    if told and told[0].name != _fallback().name:
        return told[0]
    far = shown.distance if shown else _BRIEF
    since = list(islice(reversed(place.before), min(far, _BRIEF)))
    everything = [*reversed(place.before), *place.head]
    for context in contexts.known():
        where = since if context.is_brief else everything
        signs = context.signs
        if signs is not None and any(signs.search(line.text) for line in where):
            return context
    return _fallback()


def _fallback() -> Context:
    return contexts.known()[-1]


def _tool(sighting: Sighting, command: str | None, following: Sequence[str]) -> Tool:
    if sighting.tool == "uv":
        return "uv"
    if command is not None and "get-pip.py" in command:
        return "get-pip"
    if command is not None and re.search(r"-m\s*ensurepip", command):
        return "ensurepip"
    traceback = _traceback(following)
    if any(map(_ENSUREPIP.search, traceback)):
        return "ensurepip"
    return "pip"


def _traceback(following: Sequence[str]) -> Sequence[str]:
    """Give the traceback of who started pip, which comes after the message."""
    mine = list(takewhile(lambda line: not line.startswith("error:"), following))
    starts = [n for n, line in enumerate(mine) if line.startswith("Traceback (")]
    if not starts:
        return ()
    rest = mine[starts[0] + 1 :]
    inner = list(takewhile(lambda line: not line or line[0].isspace(), rest))
    return [*inner, *rest[len(inner) : len(inner) + 1]]


def _interpreter(
    sighting: Sighting, command: str | None, following: Sequence[str]
) -> str | None:
    if sighting.python:
        return sighting.python
    started = filter(None, map(_STARTED.search, _traceback(following)))
    for match in started:
        return match["path"]
    python = _PYTHON.search(command or "")
    if python:
        return python[0]
    named = _VERSIONED.search(sighting.words)
    return (named[1] or named[2]) if named else None
