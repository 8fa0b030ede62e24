"""Nix, on NixOS and on any other system."""

from __future__ import annotations

from typing import Final

from pep668hook.distro import Distro

DISTRO: Final = Distro(
    name="Nix",
    ids=frozenset(),
    package_owner="Nix",
    places=("/nix/store",),
)
