"""Debian, Ubuntu, Raspberry Pi OS, Kali, Mint and all that is made of Debian."""

from __future__ import annotations

from typing import Final

from pep668hook.distro import Distro

DISTRO: Final = Distro(
    name="Debian",
    ids=frozenset({"debian", "ubuntu"}),
    package_owner="apt",
)
