"""Debian, Ubuntu, Raspberry Pi OS, Kali, Mint and all that is made of Debian."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from pep668hook import tables
from pep668hook.distro import Distro
from pep668hook.package import Lists, Package, PackageManager, prefixed, upstream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What dh-python's table lacks or gets wrong, and bindings that are on PyPI by another
# name or not at all; each seen with apt-cache on Debian 12, 13 or Raspberry Pi OS 12.
_CORRECTED: Final = {
    "bluetooth": "python3-bluez",
    "mysql-connector-python": "python3-mysql.connector",
    "opencv-contrib-python": "python3-opencv",
    "opencv-contrib-python-headless": "python3-opencv",
    "opencv-python": "python3-opencv",
    "opencv-python-headless": "python3-opencv",
    "psycopg2-binary": "python3-psycopg2",
    "pybluez": "python3-bluez",
    "pytorch": "python3-torch",
    "rpi-gpio": "python3-rpi.gpio",
    "setuptools": "python3-setuptools",
    "tkinter": "python3-tk",
    "wxpython": "python3-wxgtk4.0",
}
_BLOCK: Final = re.compile(
    r"^(?P<name>\S+):\n  Installed: (?P<installed>.*)\n  Candidate: (?P<candidate>.*)$",
    re.MULTILINE,
)


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Read what dh-python knows: the packages that are not called as their project."""
    rows = tables.rows("debian-names.tsv")
    return {name: tuple(packages) for name, *packages in rows}


def _candidates(project: str, _version: tuple[int, int]) -> tuple[str, ...]:
    regular = prefixed("python3-", project, _CORRECTED)
    if project in _CORRECTED:
        return regular
    return tuple(dict.fromkeys((*_names().get(project, ()), *regular)))


def _query(names: Sequence[str]) -> tuple[str, ...]:
    return ("apt-cache", "policy", *names)


def _read(output: str) -> Mapping[str, Package]:
    """Read the blocks; what only other packages name has a block, and no candidate."""
    return {
        match["name"]: Package(
            match["name"],
            upstream(match["candidate"]),
            # A newer build of the same version is no matter to who asked pip.
            installed=upstream(match["installed"]) == upstream(match["candidate"]),
        )
        for match in _BLOCK.finditer(output)
        if match["candidate"] != "(none)"
    }


def _install(names: Sequence[str]) -> tuple[str, ...]:
    return ("apt", "install", *names)


def _is_likely(project: str) -> bool:
    return project in _names() or project in _CORRECTED


DISTRO: Final = Distro(
    name="Debian",
    ids=frozenset({"debian", "ubuntu"}),
    package_owner="apt",
    venv_package="python3-venv",
    # Ubuntu's is Debian's own.
    markers={
        "Kali": "non-Kali-packaged",
        "Raspberry Pi OS": "rptl.io/venv",
        "Debian": "try apt install",
    },
    packages=PackageManager(
        programs=("apt", "apt-cache"),
        candidates=_candidates,
        query=_query,
        read=_read,
        install=_install,
        remove=("apt", "remove"),
        pipx="pipx",
        # Images of containers come without them: Docker's, LXC's, those of CI.
        lists=Lists("/var/lib/apt/lists/*_Packages*", ("apt", "update"), _is_likely),
    ),
)
