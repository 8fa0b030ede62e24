"""A refusal in a log, where it stands among other lines, is cut, folded and quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise, takewhile
from typing import TYPE_CHECKING, Final, Literal

from pep668hook.recogniser import UV_MARGIN, UV_WRAP

if TYPE_CHECKING:
    from collections.abc import Sequence

SIGN: Final = b"externally"
"""What each form of the message has, once its white space is gone."""

MAY_BEGIN: Final = re.compile(
    rb"rror|RROR|Exte|pip\._|"
    rb"(?:e|er|err|erro|E|Ex|Ext|ER|ERR|ERRO)(?:\s|\0|\x1b\[[\d;]*m)*$"
)
"""What the line has that one begins on, wherever a terminal has cut it."""

# As in `recogniser`, there is no white space in what they are held against.
_ERROR: Final = re.compile(r"error:externally-managed-environment")
# pip 23.0 to 26.3: the end of the traceback of --debug (which rich writes) and of -vv,
# and the line in the file of --log.
_TRACEBACK: Final = re.compile(
    r"(?:(?:[\w.]+\.)?ExternallyManagedEnvironment:|ERROR:(?:\[present-rich\])?)"
    r"<ExternallyManagedEnvironment:externally-managed-environment>"
)
_UV_ERROR: Final = re.compile(
    r"error:Theinterpreterat(?P<prefix>\S{1,4096}?)isexternallymanaged"
    r"(?:,andindicatesthefollowing:|,?andcannotbemodified\.|\.Instead,createavirtual)"
)
_TITLE: Final = "Thisenvironmentisexternallymanaged"
_TITLE_IS_NEAR: Final = 130  # letters of the message, its own among them
# In front of a line, it is the source of a program that tells of a refusal.
_COMMENT: Final = frozenset({"#", "//", "*", "--", ";", "%", "::", "REM"})
_NOTE: Final = "note:Ifyoubelievethisisamistake"
# The corner of the frame, which another encoding may have made something else of.
_CORNER: Final = re.compile(r"\S{0,12}>(?: |$)")
_MARGIN: Final = "    "
_UV_AFTER: Final = ("hint:", "Consider creating")
# pip's own text, where the marker has none (23.0 to 26.3).
_DEFAULT_WORDS: Final = re.compile(r"The Python environment under (.+?) is managed ext")
_NEAR: Final = 80  # lines, for as much of it as tells that it is one
_MOST_LINES: Final = 400  # of one message, in a terminal of few columns
_MOST_LETTERS: Final = 8000


@dataclass(frozen=True, slots=True)
class Sighting:
    """A refusal that begins on the first of some lines of a log."""

    tool: Literal["pip", "uv"]
    words: str
    """The distribution's text, as far as the log has it."""
    python: str = ""
    """The prefix of the interpreter, where the message names it."""
    bare: bool = False
    """Whether nothing else of the message is there, as where a log was cut."""
    traceback: bool = False
    """Whether it is what pip says of it to those who debug."""


_WORTH_A_LOOK: Final = re.compile(
    "error:(?:externally-managed-env|Theinterpreterat)|<ExternallyManagedEnvironment:"
)


def may_be_sighted(lines: Sequence[str]) -> bool:
    """Tell cheaply, by the first lines, whether `sight` may find one."""
    return _WORTH_A_LOOK.search("".join("".join(lines).split())) is not None


def sight(lines: Sequence[str]) -> Sighting | None:
    """Find a refusal that begins on the first of `lines`, which hold no controls.

    What stands before it on its line has to stand before its other lines as well.
    """
    ends, solid = _run_together(lines[:_NEAR])
    for phrase in (_ERROR, _TRACEBACK, _UV_ERROR):
        match = phrase.search(solid, 0, _MOST_LETTERS)
        if match and match.start() < ends[0]:
            return _sighting(match, lines, ends)
    return None


def _sighting(
    match: re.Match[str], lines: Sequence[str], ends: Sequence[int]
) -> Sighting | None:
    body = _below(lines, match.start())
    is_whole = match.end() in ends
    if body is None or (match.re is not _UV_ERROR and not is_whole):
        return None  # quoted in a sentence, or in a program
    stands_alone = body is lines
    if match.re is _TRACEBACK:
        is_named = stands_alone and " " not in lines[0].partition(":")[0]
        return Sighting("pip", "", traceback=True) if is_named else None
    text = _logged_uv_words if match.re is _UV_ERROR else _logged_pip_words
    words = text(body)
    if words is None and not stands_alone:
        return None
    if match.re is _UV_ERROR:
        return Sighting("uv", words or "", match["prefix"].strip("`"))
    named = _DEFAULT_WORDS.search(" ".join((words or "").split()))
    return Sighting("pip", words or "", named[1] if named else "", bare=words is None)


def _run_together(lines: Sequence[str]) -> tuple[tuple[int, ...], str]:
    """Join the letters of lines, and tell where each of these ends."""
    solid = ["".join(line.split()) for line in lines[:_MOST_LINES]]
    return tuple(accumulate(map(len, solid))), "".join(solid)


def _below(lines: Sequence[str], letters: int) -> Sequence[str] | None:
    """Take away what stands before the message; None where that is no prefix."""
    places = [place for place, letter in enumerate(lines[0]) if not letter.isspace()]
    column = places[letters]
    before = lines[0][:column]
    if not before:
        return lines
    if not before[-1].isspace() or before.strip() in _COMMENT:
        return None
    shape = _shape(before)
    return [
        line[column:] if _shape(line[:column]) == shape else line
        for line in lines[:_MOST_LINES]
    ]


def _shape(prefix: str) -> str:
    return re.sub(r"\d", "0", prefix).rstrip()


def _logged_pip_words(body: Sequence[str]) -> str | None:
    """Read the text up to pip's note; None where not even its title is there."""
    _, solid = _run_together(body[:_NEAR])
    title = solid.find(_TITLE, 0, _TITLE_IS_NEAR)
    if title < 0:
        return None
    ends, solid = _run_together(body)
    after = next(n for n, end in enumerate(ends) if end >= title + len(_TITLE)) + 1
    titled = body[next(n for n, end in enumerate(ends) if end > title)]
    indent = len(titled) - len(titled.lstrip())
    again = _ERROR.search(solid, title)
    note = solid.find(_NOTE, title, again.start() if again else len(solid))
    rest = [
        line.removeprefix(" " * indent) if line.strip() else ""
        for line in body[after : len(ends)]
    ]
    while rest and not rest[0].strip():
        del rest[0]
        after += 1
    if note >= 0:
        rest = rest[: next(n for n, end in enumerate(ends) if end > note) - after]
    else:  # cut off: then only what is indented is sure to be its text
        is_text = [not line.strip() or line.startswith(_MARGIN) for line in rest[1:]]
        rest = rest[: 1 + len(list(takewhile(bool, is_text)))]
    corner = _CORNER.match(rest[0]) if rest else None
    if corner is None:
        return "\n".join(rest if note >= 0 else ()).strip()
    return _unfolded([_MARGIN + rest[0][corner.end() :], *rest[1:]], _MARGIN)


def _logged_uv_words(body: Sequence[str]) -> str | None:
    """Read the indented text; None where nothing of uv's follows."""
    ends, solid = _run_together(body)
    error = _UV_ERROR.search(solid)
    after = next(n for n, end in enumerate(ends) if error and end >= error.end()) + 1
    rest: list[str] = []
    for line in body[after:_MOST_LINES]:
        is_apart = not rest or not rest[-1].strip()
        if line.startswith(_UV_AFTER) or (line[:2].strip() and is_apart):
            break
        rest.append(line)
    words = UV_WRAP.sub(" ", _unfolded(rest, "  ", keeps=True))
    words = UV_MARGIN.sub("", words).strip()
    follows = words or any(line.startswith(_UV_AFTER) for line in body[after:][:4])
    return words if follows else None


def _unfolded(lines: Sequence[str], margin: str, *, keeps: bool = False) -> str:
    """Put together the lines that a terminal has folded, and take the margin off.

    What is folded off has none. A space at the fold is not there where it was copied.
    """
    is_indented = any(line.startswith(margin) and line.strip() for line in lines[1:])
    width = max(map(len, lines), default=0)
    whole = list(lines[:1])
    for before, line in pairwise(lines):
        if line.strip() and is_indented and not line.startswith(margin):
            whole[-1] += " " * (width - len(before)) + line
        else:
            whole.append(line)
    return "\n".join(
        line if keeps else line.removeprefix(margin).rstrip() for line in whole
    ).strip()
