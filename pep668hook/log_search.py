"""Where in a log refusals begin, and what stands around them there."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from pep668hook import log_command
from pep668hook.log_line import LogLine, unquoted
from pep668hook.log_stream import BEFORE, lines_near
from pep668hook.sighting import MAY_BEGIN, SIGN, may_be_sighted, sight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pep668hook.sighting import Sighting

_LINES_BEFORE: Final = 1000
_LINES_AFTER: Final = 400
_BYTES_AFTER: Final = 1 << 21
_HEAD: Final = 1 << 16  # bytes; in them a log says what it is of
_BEGINNING: Final = 160  # letters; enough to tell whether it is worth a closer look
_FIRST_ROWS: Final = 12
_LONGEST: Final = 8192  # letters; no line of a message is longer
_AT_HAND: Final = 15  # lines


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the log, and those around it; they go on with the next one."""

    line: LogLine
    before: Sequence[LogLine]
    """The nearest last."""
    after: Sequence[LogLine]
    head: Sequence[LogLine]
    since: int
    """The line of the refusal before."""


def sightings(blocks: Iterable[bytes]) -> Iterator[tuple[Place, Sighting]]:
    """Find where refusals begin in a log, which comes in blocks of any size."""
    head, blocks = _headed(blocks)
    raw = lines_near(SIGN, blocks)
    lines = chain.from_iterable(unquoted(line, SIGN) for line in raw)
    since = 0
    for before, line, after in _windows(lines):
        if not MAY_BEGIN.search(line.content):
            continue
        place = Place(line, before, after, head, since)
        sighting = _sight(place)
        if sighting is not None:
            yield place, sighting
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
        for line in (
            lines if len(after) <= _LINES_AFTER and ahead < _BYTES_AFTER else ()
        ):
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


def _sight(place: Place) -> Sighting | None:
    bodies: list[str] = []
    letters = 0
    for line in chain((place.line,), islice(place.after, _FIRST_ROWS)):
        bodies.append(line.body[:_LONGEST])
        letters += len(line.body)
        if letters > _BEGINNING:
            break
    if not may_be_sighted(bodies):
        return None
    rest = islice(place.after, len(bodies) - 1, None)
    bodies += [line.body[:_LONGEST] for line in rest]
    sighting = sight(bodies)
    if sighting is None or (place.line.is_item and not _is_in_list(place)):
        return None
    if sighting.bare and not _is_believed(place):
        return None
    return sighting


def _is_in_list(place: Place) -> bool:
    """Tell whether the texts that the line is among are a member of an object."""
    above = (line for line in reversed(place.before) if not line.is_item)
    return bool(re.search(r'"[\w.-]+"\s*:\s*\[\s*$', next(above, place.line).text))


def _is_believed(place: Place) -> bool:
    """Tell whether a line on which nothing follows was still written by pip.

    Then it is in a log, is where a command was run, or is all that was copied.
    """
    if place.line.is_member:
        return False
    if place.line.contexts:
        return True
    near = list(islice(reversed(place.before), _AT_HAND))
    if log_command.find(place.line, near) is not None:
        return True
    return not any(line.body.strip() for line in place.after)
