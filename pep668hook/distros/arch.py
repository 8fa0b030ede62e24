"""Arch Linux and its kin."""

from __future__ import annotations

from typing import Final

from pep668hook.distro import Distro

DISTRO: Final = Distro(
    name="Arch Linux",
    ids=frozenset({"arch"}),
    package_owner="pacman",
    # The date of the image; an installed system has none.
    undated=frozenset({"arch"}),
)
