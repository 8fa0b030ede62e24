"""Gentoo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pep668hook.distro import Distro
from pep668hook.package import Package, PackageManager, prefixed, upstream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Packages that are not called dev-python/<name>.
_OTHERS: Final = {
    "ansible": "app-admin/ansible",
    "awscli": "app-admin/awscli",
    "httpie": "net-misc/httpie",
    "python-apt": "dev-python/python-apt",
    "yt-dlp": "net-misc/yt-dlp",
}
_BLOCK: Final = re.compile(
    r"^\*  (?P<name>\S+)(?P<masked>.*)\n"
    r" +Latest version available: (?P<available>\S+)\n"
    r" +Latest version installed: (?P<installed>.+)$",
    re.MULTILINE,
)


def _candidates(project: str, _version: tuple[int, int]) -> tuple[str, ...]:
    return prefixed("dev-python/", project, _OTHERS)


def _query(names: Sequence[str]) -> tuple[str, ...]:
    # `%` for a regular expression, `@` for one of the whole name (emerge(1)).
    pattern = f"%@^({'|'.join(map(re.escape, names))})$"
    return ("emerge", "--nospinner", "--color", "n", "--search", pattern)


def _read(output: str) -> Mapping[str, Package]:
    """Read a block for each package; what is masked is not installed by a name alone.

    From the documentation of Portage 3.0; not run.
    """
    return {
        match["name"]: Package(
            match["name"],
            upstream(match["available"]),
            installed=match["installed"].strip() == match["available"],
        )
        for match in _BLOCK.finditer(output)
        if "Masked" not in match["masked"]
    }


def _install(names: Sequence[str]) -> tuple[str, ...]:
    return ("emerge", "--ask", *names)


DISTRO: Final = Distro(
    name="Gentoo",
    ids=frozenset({"gentoo"}),
    package_owner="Portage",
    # The version of sys-apps/baselayout.
    undated=frozenset({"gentoo"}),
    markers={"Gentoo": "in Gentoo should be maintained"},
    packages=PackageManager(
        programs=("emerge",),
        candidates=_candidates,
        query=_query,
        read=_read,
        install=_install,
        remove=("emerge", "--ask", "--depclean"),
        pipx="dev-python/pipx",
    ),
)
