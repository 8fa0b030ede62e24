"""Figures, the pairs of runs that they come from, and their table."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass
class Figure:
    """A line of the table."""

    name: str
    ours: str
    beside: str
    result: str
    bar: str = ""
    met: bool | None = None


@dataclass
class Pairs:
    """Milliseconds of the two ways of doing one thing, pair by pair."""

    without: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)

    @property
    def added(self) -> float:
        return statistics.median(
            mine - other for mine, other in zip(self.ours, self.without, strict=True)
        )

    @property
    def added_at_best(self) -> float:
        """What is added when the machine does nothing else: the smallest of each."""
        return min(self.ours) - min(self.without)

    @property
    def ratio(self) -> float:
        return statistics.median(
            mine / other for mine, other in zip(self.ours, self.without, strict=True)
        )


def milliseconds(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} (min {min(values):.2f}) ms"


def in_turn(count: int, ways: Sequence[Callable[[], float]]) -> list[list[float]]:
    """Run the ways round and round, each time beginning with another."""
    taken: list[list[float]] = [[] for _ in ways]
    for number in range(count):
        for step in range(len(ways)):
            way = (number + step) % len(ways)
            taken[way].append(ways[way]())
    return taken


def show(figures: Sequence[Figure]) -> None:
    """Print the table, with what is measured of each shell side by side."""
    kinds = list(dict.fromkeys(one.name.rpartition(": ")[2] for one in figures))
    figures = sorted(figures, key=lambda one: kinds.index(one.name.rpartition(": ")[2]))
    met = {None: "", True: "yes", False: "NO"}
    rows = [("figure", "with the hook", "beside it", "result", "bar", "met")]
    rows += [
        (one.name, one.ours, one.beside, one.result, one.bar, met[one.met])
        for one in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
