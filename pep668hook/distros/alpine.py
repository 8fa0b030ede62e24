"""Alpine Linux."""

from __future__ import annotations

from typing import Final

from pep668hook.distro import Distro

DISTRO: Final = Distro(
    name="Alpine Linux",
    ids=frozenset({"alpine"}),
    package_owner="apk",
)
