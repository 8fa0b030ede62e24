"""Names and contents that somebody would choose who means harm."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy

CANARY: Final = "pwned"
"""The file that comes to be wherever something of a name is run as code."""

# In each shell's words, alone and behind what may close a quote that it is in.
RUNS: Final = (
    *("$(touch pwned)", "`touch pwned`", "${PATH:+$(touch pwned)}", "(touch pwned)"),
    *(";touch pwned;#", "'; touch pwned; '", '"; touch pwned; "', "&&touch pwned&&"),
    *("|touch pwned|", "\ntouch pwned\n", "\r\ntouch pwned\r\n", "&touch pwned&"),
    *("\\'\";touch pwned;#", "\\\\';touch pwned;'", "'\"$(touch pwned)\"'"),
    *("$((a[$(touch pwned)]))", "<(touch pwned)", ">pwned", "{touch,pwned}"),
    *("\u2019; touch pwned; \u2018", "\u201d; touch pwned; \u201c", "@(touch pwned)"),
    *("$($(touch pwned))", '`"; touch pwned; `"', "'@\ntouch pwned\n@'"),
    *("%(?.$(touch pwned).x)", "\\$(touch pwned)", "!touch", "^a^touch pwned"),
    *("$'\\ntouch pwned\\n'", "*(e:touch pwned:)", "=(touch pwned)", "--%;touch pwned"),
)
# What acts on a terminal; each is told from what shells and we write by its numbers.
ACTS: Final = (
    *(
        "\x1b]2;owned\x07",
        "\x1b]8;;http://owned.example\x1b\\",
        "\x1b]52;c;b3duZWQ=\x07",
    ),
    *("\x1b[35;46m", "\x1b[?1049h", "\x1b[97;98r", "\x1b[6n", "\x1bPowned\x1b\\"),
    *("\x9b35;46m", "\x9d2;owned\x9c", "\x90owned\x9c", "\x1b_owned\x1b\\", "\x1bc"),
    *("\u202eowned\u202c", "\u2066owned\u2069", "\u061cowned", "\u200fowned\u200e"),
    *("\ufeffowned", "owned\x7fowned", "owned\x08owned", "\x0bowned\x0c", "\x1b"),
    *("owned\u2028owned", "owned\x85owned", "owned\rowned", "\x1b[", "\x1b]", "\x00"),
)
# What means something to what the words pass through on their way.
MEANS: Final = (
    *("-rf", "--help", "-", "--", "~", "~root", "=ls", "#", "!", "!!", "*", "?", "[a]"),
    *("{a,b}", "%n", "%s", "%(name)s", "{0}", "{name!r}", "\\u@\\h", "\\", "\\\\", "'"),
    *('"', "`", "$", "$HOME", "$?", "$env:PATH", "[bold]x[/bold]", ":smile:", "%%"),
    *("<b>", "&amp;", "\t", "\n", "  ", " ", ",", ";", "@", "@{", "x=y", "a:b", ".."),
    *("\u2018", "\u2019", "\u201a", "\u201b", "\u201c", "\u201d", "\u201e", "\u2014"),
    *("é", "e\u0301", "日本", "\U0001f40d", "\u200d", "\udcff", "\udced\udca0\udc80"),
    *('"""', "'''", "]\n[x", "==1.0", ">=2", "[extra]", "; python_version<'3'"),
    *(
        "../../..",
        "/etc/passwd",
        "file:///etc/passwd",
        "git+https://u:p@x/y",
        "-e",
        ".",
    ),
)

_LETTERS: Final = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12
)
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029"
    "\u2066-\u2069\ufeff\ud800-\udfff]"
)
# Colours and weights, which rich writes where they are wanted.
_LOOKS: Final = re.compile(r"\x1b\[[0-9;]*m")

LONGEST_NAME: Final = 255  # bytes, on all the usual file systems


def texts(*, longest: int = 400) -> SearchStrategy[str]:
    """Any text without NUL, made of what does harm and of anything."""
    piece = st.one_of(map(st.sampled_from, (RUNS, ACTS[:-1], MEANS)))
    pieces = st.lists(st.one_of(piece, piece, _LETTERS), max_size=6)
    return st.one_of(
        pieces.map("".join),
        pieces.map("".join).map(lambda text: (text or "x") * 40),
    ).map(lambda text: text[:longest])


def names() -> SearchStrategy[str]:
    """Any name that a file can have, up to the longest."""
    return texts().map(as_name)


def words() -> SearchStrategy[str]:
    """Any word of a command line."""
    return texts()


def as_name(text: str) -> str:
    """Take out of a text what no file's name can hold."""
    # As it will come back: halves of characters stand for bytes that are no UTF-8.
    data = (
        text.encode("utf-8", "surrogateescape").replace(b"/", b"").replace(b"\0", b"")
    )
    name = os.fsdecode(data[:LONGEST_NAME])
    return name if name not in {"", ".", ".."} else "x"


def controls(shown: str) -> list[str]:
    """List what would act on a terminal in a text that is to be shown on one."""
    return _CONTROL.findall(_LOOKS.sub("", shown))


def executions(*places: Path) -> list[str]:
    """List the canaries below these directories."""
    return [
        f"{where}/{name}"
        for place in places
        for where, folders, files in os.walk(place)
        for name in (*folders, *files)
        if name == CANARY
    ]


def acts_in(name: str) -> list[bytes]:
    """List what of a name would act on a terminal, by bytes that nobody else has."""
    return [os.fsencode(each) for each in ACTS if each in name and len(each) > 3]
