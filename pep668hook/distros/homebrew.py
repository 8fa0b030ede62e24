"""Homebrew, on macOS and on Linux."""

from __future__ import annotations

from typing import Final

from pep668hook.distro import Distro

DISTRO: Final = Distro(
    name="Homebrew",
    ids=frozenset(),
    package_owner="brew",
    places=(
        "/opt/homebrew",
        "/usr/local/Cellar",
        "/usr/local/opt",
        "/home/linuxbrew/.linuxbrew",
    ),
)
