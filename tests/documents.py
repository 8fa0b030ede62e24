"""What the documentation's pages say: their commands, and what they name in passing."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from tests.machine import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

DOCS: Final = CHECKOUT / "docs"
# Its indented blocks are diagrams; it has no commands.
_DRAWN: Final = DOCS / "architecture.md"

# The language of a fenced block, and the shell that runs what is in it; an indented
# one has none.
SHELLS: Final = {
    "": "bash",
    "console": "bash",
    "sh": "bash",
    "bash": "bash",
    "zsh": "zsh",
    "fish": "fish",
    "powershell": "powershell",
}
_SIGN: Final = "$ "
_REMARK: Final = re.compile(r"\s+# .*$")


@dataclass(frozen=True)
class Block:
    """A block of commands on a page."""

    page: str
    line: int
    """Of the block, from 1."""
    shell: str
    commands: tuple[str, ...]
    outputs: tuple[tuple[str, ...], ...]
    """The lines that each is shown to write; `...` stands for any."""

    @property
    def name(self) -> str:
        return f"{self.page}:{self.line}"


def pages() -> list[Path]:
    """List the pages that people read, the README and how to contribute among them."""
    return [
        CHECKOUT / "README.md",
        CHECKOUT / "CONTRIBUTING.md",
        *sorted(DOCS.rglob("*.md")),
    ]


def blocks() -> list[Block]:
    """List the blocks of commands: fenced as such, with a `$ ` in it, or indented."""
    return [block for page in pages() for block in blocks_of(page)]


def blocks_of(page: Path) -> list[Block]:
    """List those of one page."""
    found = (
        _block(page, token)
        for token in _tokens(page)
        if token.type == "fence" or (token.type == "code_block" and page != _DRAWN)
    )
    return [block for block in found if block is not None]


def spans() -> list[tuple[str, str]]:
    """List what stands between backticks in running text, each with its page."""
    return [
        (name(page), child.content.strip())
        for page in pages()
        for token in _tokens(page)
        for child in token.children or ()
        if child.type == "code_inline"
    ]


def name(page: Path) -> str:
    return os.path.relpath(page, CHECKOUT)


def _tokens(page: Path) -> Iterator[Token]:
    return iter(MarkdownIt().enable("table").parse(page.read_text("utf-8")))


def _block(page: Path, token: Token) -> Block | None:
    lines = token.content.splitlines()
    shows = any(line.startswith(_SIGN) for line in lines)
    if token.info not in SHELLS and not shows:
        return None
    if not shows:
        lines = [f"{_SIGN}{line}" for line in lines if line.strip()]
    commands: list[str] = []
    outputs: list[list[str]] = []
    for line in lines:
        if line.startswith(_SIGN):
            commands.append(_REMARK.sub("", line.removeprefix(_SIGN)))
            outputs.append([])
        elif outputs:
            outputs[-1].append(line)
    return Block(
        page=name(page),
        line=(token.map or [0])[0] + 1,
        shell=SHELLS.get(token.info, "bash"),
        commands=tuple(commands),
        outputs=tuple(map(tuple, outputs)),
    )
