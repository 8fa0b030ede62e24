"""Our own tables of what names mean, in `data`: a row a line, tabs between fields."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PLACE: Final = Path(__file__).with_name("data")


def rows(name: str) -> Iterator[Sequence[str]]:
    """Read the rows of a table, each with as many fields as it has; no comments."""
    for line in (_PLACE / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")
