"""A refusal, told from everything else that a pip or uv writes on stderr."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from pep668hook.plain_text import strip_control

# White space tells nothing: uv wraps since 0.11.17, rich folds even a word where
# the terminal is narrow (pip --debug). So these are matched with none at all.
_REFUSALS: Final[tuple[tuple[Literal["pip", "uv"], re.Pattern[str]], ...]] = (
    # pip 23.0 to 26.3, at every verbosity but -qqq. MSYS2's pip says `warning:` and
    # goes on.
    ("pip", re.compile(r"error:externally-managed-environment")),
    # pip 23.0 to 26.3 with --debug, at the end of a traceback.
    (
        "pip",
        re.compile(r"<ExternallyManagedEnvironment:externally-managed-environment>"),
    ),
    # uv 0.1.12 to 0.13.9: `and indicates the following:` if the marker has an Error;
    # else `and cannot be modified.` or `. Instead, create ...`. The path stands in
    # backticks since 0.12.22.
    ("uv", re.compile(r"error:Theinterpreterat\S{1,4096}?isexternallymanaged")),
)

# pip 23.0 to 26.3; the box is missing where stderr's encoding is no UTF.
_PIP_WORDS: Final = re.compile(
    r"This environment is externally managed[ ]*\n"
    r"(?:(?P<frame>╰─>[ ]?)|[ ]*\n)"
    r"(?P<words>.*?)\n\s*\n"
    r"note: If you believe this is a mistake",
    re.DOTALL,
)
_PIP_MARGIN: Final = re.compile(r"^ {4}", re.MULTILINE)
# uv 0.1.12 to 0.13.9: indented by two, up to the first line that is not.
_UV_WORDS: Final = re.compile(
    r"is\s+externally\s+managed,\s+and\s+indicates\s+the\s+following:\s*\n"
    r"(?P<words>(?:(?:  .*)?\n)*)"
)
UV_MARGIN: Final = re.compile(r"^ {2}", re.MULTILINE)
# uv 0.11.17 to 0.13.9 hangs what it wraps under the first word after `error: `.
UV_WRAP: Final = re.compile(r"\n {7}(?=\S)")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A refusal of PEP 668's kind."""

    tool: Literal["pip", "uv"]
    words: str
    """The distribution's text without the frame; empty where it was not printed."""


def recognise(stderr: bytes | str) -> Recognised | None:
    """Find a refusal in what a pip or uv wrote, coloured, wrapped or neither."""
    text = strip_control(_decode(stderr) if isinstance(stderr, bytes) else stderr)
    solid = "".join(text.split())
    for tool, phrase in _REFUSALS:
        if phrase.search(solid):
            words = _pip_words(text) if tool == "pip" else _uv_words(text)
            return Recognised(tool, words)
    return None


def _decode(stderr: bytes) -> str:
    # PYTHONIOENCODING=utf-16: pip keeps to it (23.0 to 26.3).
    encoding = "utf-16-le" if b"e\0r\0r\0o\0r\0" in stderr else "utf-8"
    return stderr.decode(encoding, errors="replace")


def _pip_words(text: str) -> str:
    match = _PIP_WORDS.search(text)
    if not match:
        return ""
    words = match["words"]
    return (_PIP_MARGIN.sub("", words) if match["frame"] else words).strip()


def _uv_words(text: str) -> str:
    match = _UV_WORDS.search(f"{text}\n")
    if not match:
        return ""
    return UV_MARGIN.sub("", UV_WRAP.sub(" ", match["words"])).strip()
