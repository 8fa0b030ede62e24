from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

_HERE: Final = Path(__file__).parent
OS_RELEASES: Final = _HERE.parent / "os_release"
NOTHING: Final = "nothing"


@dataclass(frozen=True)
class Box:
    """A machine: whose it is, where its Python lies, what is on PATH."""

    os_release: str = ""
    prefix: str = "/usr"
    tools: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """Somebody in a place who was refused, and what an expert would tell them."""

    name: str
    command: str
    machine: str
    first: str
    """The remedy that Enter should be; `nothing` where none is to be offered."""
    why: str
    others: list[str] = field(default_factory=list)
    """The remedies that have to be among the rest."""
    may: list[str] = field(default_factory=list)
    """The remedies that do no harm among the rest."""
    commands: str = ""
    """What the first offer's commands, a line each, have to match."""
    avoid: str = ""
    """What no command of the first offer may match."""
    says: str = ""
    """What the reason, or a title or a note, has to match."""
    where: str = "~/work"
    files: Mapping[str, str] = field(default_factory=dict)
    """Contents by path, from where the person is."""
    aged: list[str] = field(default_factory=list)
    """Those of the files that were there long before the command."""
    environments: Mapping[str, str] = field(default_factory=dict)
    """Those that are there by path: healthy, without-pip, gone, half-made, moved, open.
    """
    tools: list[str] = field(default_factory=list)
    """What is on PATH beside what the machine has."""
    packages: list[str] = field(default_factory=list)
    """What the package manager has, as `name version` or `name version installed`."""
    lists: bool = True
    """Whether the package manager's lists are there."""
    user_site: list[str] = field(default_factory=list)
    distribution_site: list[str] = field(default_factory=list)
    root: bool = False
    container: bool = False
    environ: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Mapping[str, object]) -> Self:
        unknown = table.keys() - {each.name for each in fields(cls)}
        assert not unknown, f"{table['name']}: {unknown}"
        return cls(**table)  # type: ignore[arg-type]

    @property
    def box(self) -> Box:
        return BOXES[self.machine]


BOXES: Final = {
    name: Box(**table)
    for name, table in tomllib.loads((_HERE / "machines.toml").read_text()).items()
}


def read_all() -> list[Case]:
    """Read the cases of all topics, which are files."""
    topics = sorted((_HERE / "cases").glob("*.toml"))
    tables = (tomllib.loads(topic.read_text())["case"] for topic in topics)
    return [Case.of(table) for several in tables for table in several]
