"""Gentoo."""

from __future__ import annotations

from typing import Final

from pep668hook.distro import Distro

DISTRO: Final = Distro(
    name="Gentoo",
    ids=frozenset({"gentoo"}),
    package_owner="Portage",
    # The version of sys-apps/baselayout.
    undated=frozenset({"gentoo"}),
)
