"""Arch Linux and its kin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pep668hook.distro import Distro
from pep668hook.package import Package, PackageManager, prefixed, upstream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Packages that are not called python-<name>, from the repositories core and extra.
_OTHERS: Final = {
    "ansible": "ansible",
    "awscli": "aws-cli",
    "dbus-python": "python-dbus",
    "djangorestframework": "python-django-rest-framework",
    "gdal": "python-gdal",
    "httpie": "httpie",
    "opencv-contrib-python": "python-opencv",
    "opencv-python": "python-opencv",
    "opencv-python-headless": "python-opencv",
    "psycopg2-binary": "python-psycopg2",
    "pycairo": "python-cairo",
    "pygobject": "python-gobject",
    "pyyaml": "python-yaml",
    "tkinter": "tk",
    "torch": "python-pytorch",
    "yt-dlp": "yt-dlp",
}
_ROW: Final = re.compile(
    r"^[^\s/]+/(?P<name>\S+) (?P<version>\S+)(?P<more>.*)$", re.MULTILINE
)


def _candidates(project: str, _version: tuple[int, int]) -> tuple[str, ...]:
    return prefixed("python-", project, _OTHERS)


def _query(names: Sequence[str]) -> tuple[str, ...]:
    # Several patterns would all have to match: this is one.
    pattern = f"^({'|'.join(map(re.escape, names))})$"
    return ("pacman", "--color", "never", "-Ss", pattern)


def _read(output: str) -> Mapping[str, Package]:
    """Read a line for each package; one that is older says `[installed: 1.0-1]`."""
    return {
        match["name"]: Package(
            match["name"],
            upstream(match["version"]),
            installed=match["more"].endswith("[installed]"),
        )
        for match in _ROW.finditer(output)
    }


def _install(names: Sequence[str]) -> tuple[str, ...]:
    return ("pacman", "-S", *names)


DISTRO: Final = Distro(
    name="Arch Linux",
    ids=frozenset({"arch"}),
    package_owner="pacman",
    # The date of the image; an installed system has none.
    undated=frozenset({"arch"}),
    markers={"Arch Linux": "pacman -S python-"},
    packages=PackageManager(
        programs=("pacman",),
        candidates=_candidates,
        query=_query,
        read=_read,
        install=_install,
        remove=("pacman", "-R"),
        pipx="python-pipx",
    ),
)
