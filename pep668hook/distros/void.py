"""Void Linux."""

from __future__ import annotations

from typing import Final

from pep668hook.distro import Distro

DISTRO: Final = Distro(
    name="Void",
    ids=frozenset({"void"}),
    package_owner="XBPS",
)
