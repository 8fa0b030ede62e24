"""Alpine Linux."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pep668hook.distro import Distro
from pep668hook.package import Lists, Package, PackageManager, prefixed, upstream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Packages that are not called py3-<name>, from the repositories main and community.
_OTHERS: Final = {
    "ansible": "ansible",
    "ansible-core": "ansible-core",
    "awscli": "aws-cli",
    "black": "black",
    "dbus-python": "py3-dbus",
    "httpie": "httpie",
    "opencv-python": "py3-opencv",
    "opencv-python-headless": "py3-opencv",
    "psycopg2-binary": "py3-psycopg2",
    "pycairo": "py3-cairo",
    "pygobject": "py3-gobject3",
    "pyserial": "py3-serial",
    "python-dateutil": "py3-dateutil",
    "python-dotenv": "py3-dotenv",
    "pyyaml": "py3-yaml",
    "pyzmq": "py3-zmq",
    "tkinter": "python3-tkinter",
    "yt-dlp": "yt-dlp",
}
_ROW: Final = re.compile(
    r"^(?P<name>\S+?)-(?P<version>\d\S*)-r\d+ \S+ \{.*$", re.MULTILINE
)


def _candidates(project: str, _version: tuple[int, int]) -> tuple[str, ...]:
    return prefixed("py3-", project, _OTHERS)


def _query(names: Sequence[str]) -> tuple[str, ...]:
    return ("apk", "list", "--no-network", *names)


def _read(output: str) -> Mapping[str, Package]:
    """Read a line for each package; one that is older says `[upgradable from: ...]`.

    From the documentation of apk-tools 2.14; not run.
    """
    return {
        match["name"]: Package(
            match["name"],
            upstream(match["version"]),
            installed=match[0].rstrip().endswith("[installed]"),
        )
        for match in _ROW.finditer(output)
    }


def _install(names: Sequence[str]) -> tuple[str, ...]:
    return ("apk", "add", *names)


def _is_likely(project: str) -> bool:
    return project in _OTHERS


DISTRO: Final = Distro(
    name="Alpine Linux",
    ids=frozenset({"alpine"}),
    package_owner="apk",
    markers={"Alpine Linux": "package manager (apk) only"},
    packages=PackageManager(
        programs=("apk",),
        candidates=_candidates,
        query=_query,
        read=_read,
        install=_install,
        remove=("apk", "del"),
        pipx="pipx",
        # Docker's image comes without them, and `apk add --no-cache` keeps none.
        lists=Lists("/var/cache/apk/APKINDEX.*", ("apk", "update"), _is_likely),
    ),
)
