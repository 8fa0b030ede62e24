"""Fedora and the Enterprise Linuxes."""

from __future__ import annotations

from typing import Final

from pep668hook.distro import Distro

DISTRO: Final = Distro(
    name="Fedora",
    ids=frozenset({"fedora", "rhel", "centos"}),
    package_owner="dnf",
)
