"""A line of a log as a person sees it, without quotes and what is put before it."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pep668hook import contexts
from pep668hook.plain_text import strip_control

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pep668hook.log_stream import RawLine

_STRING: Final = r'"(?:[^"\\]|\\.)*+"'
# One line of output as an object: docker's json-file, `journalctl -o json`, and what
# programs write that log so.
_RECORD: Final = re.compile(
    rf'\{{.*?"(?:log|line|message|msg|MESSAGE)"\s*:\s*(?P<text>{_STRING})'
)
# One line of output as a line of a list, as in a notebook.
_ITEM: Final = re.compile(rf"\s*(?P<text>{_STRING}),?\s*")
# What holds several lines of output.
_MEMBER: Final = re.compile(rf'"[\w.-]+"\s*:\s*(?P<value>{_STRING}|\[[^\[\]{{}}]*\])')


class LogLine:
    """One line; what is read of it is read once, and only where it is asked for."""

    def __init__(self, number: int, content: bytes, *, is_quoted: bool = False) -> None:
        self.number = number
        # UTF-16, as PowerShell 5 writes: its lines are cut in the middle of a letter.
        self.content = content.replace(b"\0", b"").removeprefix(b"\xff\xfe")
        self.is_member = is_quoted
        """Whether it comes from a text within another line."""

    @cached_property
    def is_item(self) -> bool:
        """Tell whether it is a text in a list, a line each."""
        return not self.is_member and _ITEM.fullmatch(self._decoded) is not None

    @property
    def is_record(self) -> bool:
        """Tell whether it is an object that stands for one line."""
        return self._line is not None and not self.is_item

    @cached_property
    def text(self) -> str:
        """Give it without quotes and without what could act on a terminal."""
        text = self._decoded if self._line is None else self._line
        # What a carriage return begins is written over what was there.
        text = text.rstrip("\r\n").rpartition("\r")[2]
        return strip_control(text).replace("\n", " ")

    @cached_property
    def body(self) -> str:
        """Give what the program wrote, without what others have put before it."""
        return self._stripped[0]

    @cached_property
    def contexts(self) -> frozenset[str]:
        """Name the contexts that have put something before it."""
        return self._stripped[1]

    @cached_property
    def _stripped(self) -> tuple[str, frozenset[str]]:
        return contexts.strip_prefixes(self.text)

    @cached_property
    def _line(self) -> str | None:
        """Give the one line that it quotes, if that is all that it does."""
        if self.is_member:
            return None
        match = _RECORD.match(self._decoded) or _ITEM.fullmatch(self._decoded)
        text = next(iter(_unquoted(match["text"]) if match else ()), None)
        return None if text is None or "\n" in text.rstrip("\r\n") else text

    @cached_property
    def _decoded(self) -> str:
        return self.content.decode("utf-8", "replace")


def unquoted(raw: RawLine, word: bytes) -> Iterator[LogLine]:
    """Give the line, and after it the lines of each text in it that has `word`."""
    line = LogLine(raw.number, raw.content)
    yield line
    if word not in raw.content or b'"' not in raw.content or line.is_record:
        return
    needle = word.decode()
    for match in _MEMBER.finditer(raw.content.decode("utf-8", "replace")):
        if needle in match["value"]:
            for text in _unquoted(match["value"]):
                for each in text.split("\n"):
                    content = each.encode("utf-8", "replace")
                    yield LogLine(raw.number, content, is_quoted=True)


def _unquoted(value: str) -> list[str]:
    """Read a text, or a list of them, as JSON has it; nothing of what is none."""
    try:
        read: object = json.loads(value, strict=False)
    except ValueError:
        return []
    texts = read if isinstance(read, list) else [read]
    return [text for text in texts if isinstance(text, str)]
