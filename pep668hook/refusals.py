"""The refusals in a log: by what, of which command, of whose Python, and where."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, replace
from itertools import chain, islice, takewhile
from typing import TYPE_CHECKING, Final, Literal

from pep668hook import contexts, distros, log_command, recogniser
from pep668hook.log_line import LogLine, unquoted
from pep668hook.log_stream import BEFORE, lines_near

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pep668hook.context import Context
    from pep668hook.log_command import Shown
    from pep668hook.recogniser import Sighting

_LINES_BEFORE: Final = 1000
_LINES_AFTER: Final = 400
_BYTES_AFTER: Final = 1 << 21
_HEAD: Final = 1 << 16  # bytes; in them a log says what it is of
# One pip writes its message, its traceback and its log within so many lines.
_ONE_STORY: Final = 150
_BRIEF: Final = 60
_ROWS: Final = 60  # of a message in a terminal, one of which is full
_REPEATED: Final = 100
_BEGINNING: Final = 160  # letters; enough to tell that it is worth to look closer
_PATH: Final = r"['\"]?(?P<path>/[^\s'\"]*(?:python|pypy)[\d.]*)['\"]?"
_STARTED: Final = re.compile(rf"CalledProcessError: Command .{{0,3}}{_PATH}")
_ENSUREPIP: Final = re.compile(r"\bensurepip(?:/__(?:init|main)__\.py|\b.*_main\b)")
_PYTHON: Final = re.compile(r"(?:[\w.~/+-]*/)?(?:python|pypy)[\d.]*(?=\s|$)")
_VERSIONED: Final = re.compile(r"/doc/(python3\.\d+)/|\b(python3\.\d+) -m venv")

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
    is_repeated: bool

    def repeats(self, other: _Found) -> bool:
        """Tell whether this is what `other` is, said again."""
        mine, theirs = self.refusal, other.refusal
        distance = mine.line - theirs.line
        if _solid(mine.marker_text) == _solid(theirs.marker_text):
            commands = {mine.command, theirs.command} - {None}
            if not distance or (self.is_repeated and len(commands) <= 1):
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
    for found in _all(blocks):
        if last is not None and found.repeats(last):
            last = last.with_more_of(found)
            continue
        if last is not None and not found.completes(last):
            yield last.refusal
        last = found
    if last is not None:
        yield last.refusal


@dataclass(frozen=True, slots=True)
class _Place:
    """A line of the log, and those around it."""

    line: LogLine
    before: Sequence[LogLine]
    """The nearest last."""
    after: Sequence[LogLine]
    head: Sequence[LogLine]
    since: int
    """The line of the refusal before."""


def _all(blocks: Iterable[bytes]) -> Iterator[_Found]:
    head, blocks = _headed(blocks)
    raw = lines_near(recogniser.SIGN, blocks)
    lines = chain.from_iterable(unquoted(line, recogniser.SIGN) for line in raw)
    since = 0
    for before, line, after in _windows(lines):
        if not recogniser.MAY_BEGIN.search(line.content):
            continue
        place = _Place(line, before, after, head, since)
        sighting = _sight(place)
        if sighting is not None:
            yield _found(place, sighting)
            since = line.number


def _headed(blocks: Iterable[bytes]) -> tuple[Sequence[LogLine], Iterable[bytes]]:
    """Read the head of a log beforehand."""
    rest = iter(blocks)
    first = b""
    for block in rest:
        first += block
        if len(first) >= _HEAD:
            break
    lines = first[:_HEAD].split(b"\n")
    head = [LogLine(number, line) for number, line in enumerate(lines, start=1)]
    return head, chain((first,), rest)


def _windows(
    lines: Iterator[LogLine],
) -> Iterator[tuple[Sequence[LogLine], LogLine, Sequence[LogLine]]]:
    """Give each line with those before and after it, as many as are looked at."""
    before: deque[LogLine] = deque(maxlen=_LINES_BEFORE)
    after: deque[LogLine] = deque()
    behind = ahead = 0
    while True:
        for line in lines if len(after) <= _LINES_AFTER and ahead < _BYTES_AFTER else ():
            after.append(line)
            ahead += len(line.content)
            if len(after) > _LINES_AFTER or ahead >= _BYTES_AFTER:
                break
        if not after:
            return
        line = after.popleft()
        ahead -= len(line.content)
        if before and line.number > before[-1].number + 1:
            before.clear()
            behind = 0
        yield before, line, after
        if len(before) == _LINES_BEFORE:
            behind -= len(before[0].content)
        before.append(line)
        behind += len(line.content)
        while behind > BEFORE and len(before) > 1:
            behind -= len(before.popleft().content)


def _sight(place: _Place) -> Sighting | None:
    bodies: list[str] = []
    letters = 0
    for line in chain((place.line,), place.after):
        bodies.append(line.body)
        letters += len(line.body)
        if letters > _BEGINNING:
            break
    if not recogniser.may_be_sighted(bodies):
        return None
    bodies += [line.body for line in islice(place.after, len(bodies) - 1, None)]
    sighting = recogniser.sight(bodies)
    if sighting is None or (place.line.is_item and not _is_in_list(place)):
        return None
    if sighting.bare and not _is_believed(place):
        return None
    return sighting


def _is_in_list(place: _Place) -> bool:
    """Tell whether the texts that the line is among are a member of an object."""
    above = (line for line in reversed(place.before) if not line.is_item)
    return bool(re.search(r'"[\w.-]+"\s*:\s*\[\s*$', next(above, place.line).text))


def _is_believed(place: _Place) -> bool:
    """Tell whether a line on which nothing follows was still written by pip.

    Then it is in a log, is where a command was run, or is all that was copied.
    """
    if place.line.is_member:
        return False
    if place.line.contexts:
        return True
    near = list(islice(reversed(place.before), 15))
    if log_command.find(place.line, near) is not None:
        return True
    return not any(line.body.strip() for line in place.after)


def _found(place: _Place, sighting: Sighting) -> _Found:
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
    repeated = context.repeats is not None and any(
        context.repeats.search(line.text) for line in before[:_REPEATED]
    )
    return _Found(refusal, sighting.traceback, repeated)


def _until(before: Iterable[LogLine], since: int, here: int) -> Iterator[LogLine]:
    """Leave out what was refused before; a line of JSON has it all on one."""
    return (line for line in before if line.number > since or line.number == here)


def _context(place: _Place, shown: Shown | None) -> Context:
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
    """Give the traceback of who started pip, which comes right after the message."""
    starts = [n for n, line in enumerate(following) if line.startswith("Traceback (")]
    if not starts:
        return ()
    rest = following[starts[0] + 1 :]
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
