"""The distros that we know, one a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pep668hook.catalogue import variants
from pep668hook.distro import Distro

if TYPE_CHECKING:
    from pathlib import Path

    from pep668hook.distro import OsRelease


def known() -> tuple[Distro, ...]:
    """List every distro, the ones that live on any system first."""
    return tuple(
        sorted(variants(__name__, "DISTRO", Distro), key=lambda each: bool(each.ids))
    )


def by_marker(words: str) -> tuple[str, Distro] | None:
    """Guess whose marker says `words`, from these alone."""
    text = " ".join(words.split())
    for distro in known():
        for name, phrase in distro.markers.items():
            if phrase in text:
                return name, distro
    return None


def identify(os_release: OsRelease, prefix: Path, words: str) -> Distro | None:
    """Find whose the interpreter at `prefix` is, whose marker says `words`."""
    for distro in known():
        if distro.keeps(os_release, prefix, words):
            return distro
    return None
