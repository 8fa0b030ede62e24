"""Who keeps an interpreter: what os-release says, and what a distro is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pep668hook.plain_text import strip_control
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pep668hook.package import PackageManager

# As CPython reads it (platform.freedesktop_os_release, 3.10): one assignment a
# line in a subset of shell, which is never run.
_ASSIGNMENT: Final = re.compile(
    r"""^[ \t]*(?P<key>\w+)=(?P<quote>["']?)(?P<value>.*)(?P=quote)[ \t\r]*$""",
    re.MULTILINE,
)
_ESCAPED: Final = re.compile(r"""\\([\\$"'`])""")


@dataclass(frozen=True, slots=True)
class OsRelease:
    """The system's own words about itself (freedesktop.org, os-release)."""

    id: str
    id_like: tuple[str, ...]
    """What it is derived from, nearest first."""
    name: str
    version_id: str
    """Empty on most rolling systems."""


def read_os_release(text: str) -> OsRelease:
    """Read the text of an os-release file; what it lacks gets the spec's default."""
    fields = {
        match["key"]: strip_control(_ESCAPED.sub(r"\1", match["value"])).strip()
        for match in _ASSIGNMENT.finditer(text)
    }
    return OsRelease(
        id=fields.get("ID", "linux").lower(),
        id_like=tuple(fields.get("ID_LIKE", "").lower().split()),
        name=fields.get("NAME") or "Linux",
        version_id=fields.get("VERSION_ID", ""),
    )


@dataclass(frozen=True, slots=True)
class Distro:
    """One that ships an interpreter and keeps it by a package manager."""

    name: str
    ids: frozenset[str]
    """How os-release names it in ID or ID_LIKE; none if it lives on any system."""
    package_owner: str
    """The program that keeps its packages, as a person knows it."""
    places: tuple[str, ...] = ("/usr",)
    """Where its interpreters' prefixes lie; `uv/python` may lie anywhere."""
    undated: frozenset[str] = frozenset()
    """Of the ids, those whose VERSION_ID tells a person nothing."""
    signature: str = ""
    """What its marker says wherever it lies; empty if the place has to tell."""
    markers: Mapping[str, str] = field(default_factory=dict)
    """What its markers say, and nobody else's, by the name that each then tells."""
    venv_package: str = ""
    """What `python -m venv` needs; empty if it comes with Python."""
    packages: PackageManager | None = None
    """How its packages are found and installed; None if it has no libraries."""

    def keeps(self, os_release: OsRelease, prefix: Path, words: str) -> bool:
        """Tell whether it keeps the interpreter at `prefix` with these `words`."""
        if self.ids and self.ids.isdisjoint((os_release.id, *os_release.id_like)):
            return False
        if self.signature and self.signature in words:
            return True
        return any(_lies_in(prefix, place) for place in self.places)

    def whose(self, os_release: OsRelease) -> str:
        """Say whose Python it is: `Debian 12's own Python (kept by apt)`."""
        return _("{distribution}'s own Python (kept by {manager})").format(
            distribution=self._title(os_release), manager=self.package_owner
        )

    def _title(self, os_release: OsRelease) -> str:
        if not self.ids:
            return self.name
        # A derivative keeps its own name: Raspbian is not called Debian.
        name = os_release.name.removesuffix(" GNU/Linux")
        if os_release.id in self.undated or not os_release.version_id:
            return name
        return f"{name} {os_release.version_id}"


def _lies_in(prefix: Path, place: str) -> bool:
    if place == "/usr":
        # Not /usr/local: what is built there is the administrator's (FHS 3.0, 4.9).
        return str(prefix) == place
    if place.startswith("/"):
        return prefix.is_relative_to(place)
    return f"/{place}/" in f"{prefix}/"
