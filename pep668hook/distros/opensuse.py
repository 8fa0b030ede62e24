"""openSUSE and SUSE."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pep668hook.distro import Distro
from pep668hook.package import (
    PROVIDED,
    Package,
    PackageManager,
    capabilities,
    upstream,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ROW: Final = re.compile(r"^(?P<status>[^|]*)\|\s*(?P<name>\S+)\s*\|\s*package\s*\|")


def _query(names: Sequence[str]) -> tuple[str, ...]:
    options = ("--non-interactive", "--quiet", "--no-refresh")
    search = ("search", "--provides", "--match-exact", "--verbose")
    return ("zypper", *options, *search, *names)


def _read(output: str) -> Mapping[str, Package]:
    """Read a table of packages, with the capability that was found below each."""
    found: dict[str, Package] = {}
    row: re.Match[str] | None = None
    for line in output.splitlines():
        row = _ROW.match(line) or row
        provided = PROVIDED.search(line)
        if row is not None and provided is not None:
            installed = row["status"].startswith("i")
            package = Package(row["name"], upstream(provided[2]), installed=installed)
            found.setdefault(provided[1], package)
    return found


def _install(names: Sequence[str]) -> tuple[str, ...]:
    return ("zypper", "install", *names)


DISTRO: Final = Distro(
    name="openSUSE",
    ids=frozenset({"opensuse", "suse", "opensuse-tumbleweed"}),
    package_owner="zypper",
    # A snapshot, a new one nearly every day.
    undated=frozenset({"opensuse-tumbleweed"}),
    markers={"openSUSE": "zypper install python3"},
    packages=PackageManager(
        programs=("zypper",),
        candidates=capabilities,
        query=_query,
        read=_read,
        install=_install,
        remove=("zypper", "remove"),
        pipx="python{0}{1}-pipx",
        for_each_python=True,
    ),
)
