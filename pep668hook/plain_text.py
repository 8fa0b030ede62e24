"""Other people's words, made safe to print."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import TextIO

# ECMA-48: CSI; OSC, DCS, SOS, PM and APC up to their end or that of the line, for
# pip drops a closing BEL (26.3); then any other escape. C1 forms included.
_SEQUENCE: Final = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
# What is left of the controls but tab and newline; then what changes the direction
# of the line (CVE-2021-42574) and the byte order mark.
_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_OTHER_NEWLINE: Final = re.compile(r"\r\n|[\x85\u2028\u2029]")
# Half characters of names that are not UTF-8: no terminal could be sent them.
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


def strip_control(text: str) -> str:
    """Remove what could act on a terminal; tabs and newlines stay."""
    text = _OTHER_NEWLINE.sub("\n", _SEQUENCE.sub("", text))
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def width(text: str) -> int:
    """Count the columns that a text takes: Chinese takes two a letter, accents none."""
    from unicodedata import combining, east_asian_width  # noqa: PLC0415 # for no panel

    return sum(
        0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def padded(text: str, columns: int) -> str:
    """Fill a text up to so many columns."""
    return text + " " * (columns - width(text))


def show(text: str, stream: TextIO, end: str = "\n") -> None:
    """Write to a person what may hold any names; what cannot be shown becomes `?`."""
    encoding = stream.encoding or "utf-8"
    safe = strip_control(text).encode(encoding, "replace").decode(encoding)
    stream.write(f"{safe}{end}")
    if end != "\n":  # a question: nothing else writes it out
        stream.flush()


def hand_over(text: str, stream: TextIO) -> None:
    """Write what a shell is to read: to the byte, but shown where it is a terminal."""
    if stream.isatty():
        show(text, stream, end="")
        return
    stream.flush()
    stream.buffer.write(os.fsencode(text))
    stream.buffer.flush()


def to_json(value: object) -> str:
    """Write JSON that is safe to print: of ASCII, and every control escaped."""
    import json  # noqa: PLC0415 # some milliseconds, which no panel waits for

    return json.dumps(value, indent=2)
