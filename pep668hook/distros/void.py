"""Void Linux."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pep668hook.distro import Distro
from pep668hook.package import Package, PackageManager, prefixed, upstream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Packages that are not called python3-<name>.
_OTHERS: Final = {
    "ansible": "ansible",
    "awscli": "aws-cli",
    "beautifulsoup4": "python3-BeautifulSoup4",
    "dbus-python": "python3-dbus",
    "flask": "python3-Flask",
    "httpie": "httpie",
    "jinja2": "python3-Jinja2",
    "markupsafe": "python3-MarkupSafe",
    "opencv-python": "python3-opencv",
    "pillow": "python3-Pillow",
    "psycopg2-binary": "python3-psycopg2",
    "pycairo": "python3-cairo",
    "pygments": "python3-Pygments",
    "pygobject": "python3-gobject",
    "pyqt5": "python3-PyQt5",
    "pyqt6": "python3-PyQt6",
    "pyyaml": "python3-yaml",
    "sphinx": "python3-Sphinx",
    "yt-dlp": "yt-dlp",
}
_ROW: Final = re.compile(
    r"^\[(?P<sign>.)\] (?P<name>\S+)-(?P<version>\d[^\s-]*)_\d+(?: |$)", re.MULTILINE
)


def _candidates(project: str, _version: tuple[int, int]) -> tuple[str, ...]:
    return prefixed("python3-", project, _OTHERS)


def _query(names: Sequence[str]) -> tuple[str, ...]:
    pattern = f"^({'|'.join(map(re.escape, names))})-[0-9]"
    return ("xbps-query", "--regex", "-R", "-s", pattern)


def _read(output: str) -> Mapping[str, Package]:
    """Read a line for each package, with `[*]` before what is installed.

    From the documentation of xbps 0.59; not run.
    """
    return {
        match["name"]: Package(
            match["name"],
            upstream(match["version"]),
            installed=match["sign"] == "*",
        )
        for match in _ROW.finditer(output)
    }


def _install(names: Sequence[str]) -> tuple[str, ...]:
    return ("xbps-install", *names)


DISTRO: Final = Distro(
    name="Void",
    ids=frozenset({"void"}),
    package_owner="XBPS",
    markers={"Void Linux": "xbps-install"},
    packages=PackageManager(
        programs=("xbps-query", "xbps-install"),
        candidates=_candidates,
        query=_query,
        read=_read,
        install=_install,
        remove=("xbps-remove",),
        pipx="python3-pipx",
    ),
)
