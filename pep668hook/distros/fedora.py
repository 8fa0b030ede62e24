"""Fedora and the Enterprise Linuxes."""

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


def _query(names: Sequence[str]) -> tuple[str, ...]:
    # `-C` keeps it from the network. dnf 5 ends no line by itself.
    form = r"@%{name}\n%{provides}\n"
    options = ("--quiet", "-C", "repoquery", "--queryformat", form)
    return ("dnf", *options, "--whatprovides", ",".join(names))


def _read(output: str) -> Mapping[str, Package]:
    """Read packages, each a name with `@` before it, then what it provides."""
    found: dict[str, Package] = {}
    for block in re.split(r"^@", output, flags=re.MULTILINE)[1:]:
        name, _, provided = block.partition("\n")
        for capability, version in PROVIDED.findall(provided):
            found[capability] = Package(name, upstream(version))
    return found


def _install(names: Sequence[str]) -> tuple[str, ...]:
    return ("dnf", "install", *names)


DISTRO: Final = Distro(
    name="Fedora",
    ids=frozenset({"fedora", "rhel", "centos"}),
    package_owner="dnf",
    packages=PackageManager(
        programs=("dnf",),
        candidates=capabilities,
        query=_query,
        read=_read,
        install=_install,
        remove=("dnf", "remove"),
        pipx="pipx",
        for_each_python=True,
    ),
)
