"""openSUSE and SUSE."""

from __future__ import annotations

from typing import Final

from pep668hook.distro import Distro

DISTRO: Final = Distro(
    name="openSUSE",
    ids=frozenset({"opensuse", "suse", "opensuse-tumbleweed"}),
    package_owner="zypper",
    # A snapshot, a new one nearly every day.
    undated=frozenset({"opensuse-tumbleweed"}),
)
