"""Which projects have commands, told by the wheels that pip has kept.

pip keeps what it built by name, and since 23.3 (`http-v2`) what it downloaded by the
hash of its address: the index's page of the project tells the addresses.
"""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from hashlib import sha224
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile, ZipFile

from pep668hook.files import is_file
from pep668hook.settings import directory

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_INDEX: Final = "https://pypi.org/simple"
_MOST_BYTES: Final = 262_144  # of an index page; large ones are those of libraries
_MOST_WHEELS: Final = 200
_ADDRESS: Final = re.compile(rb"""https?://[^"'#\s]+\.whl(?=["'#])""")
# What zipfile raises for what it cannot unpack: RuntimeError where a key is wanted.
_HARMED: Final = (OSError, BadZipFile, ValueError, RuntimeError, EOFError, zlib.error)
_COMMANDS: Final = re.compile(rb"^\[console_scripts\]\s*^[^\[\s]", re.MULTILINE)


def has_commands(project: str, cache: Path, index: str = _INDEX) -> bool:
    """Say whether a wheel of the project, normalised, is there and has commands."""
    wheel = next(_wheels(project, cache, index), None)
    return wheel is not None and _COMMANDS.search(_entry_points(wheel)) is not None


def cache_directory(environ: Mapping[str, str], home: Path | None) -> Path | None:
    """Tell where pip keeps them."""
    chosen = directory(environ, "PIP_CACHE_DIR")
    caches = directory(environ, "XDG_CACHE_HOME") or (home and home / ".cache")
    return chosen or (caches and caches / "pip")


def _wheels(project: str, cache: Path, index: str) -> Iterator[Path]:
    name = project.replace("-", "_")
    yield from cache.glob(f"wheels/*/*/*/*/{name}-*.whl")
    addresses = _ADDRESS.findall(_page(_body(f"{index}/{project}/", cache)))
    for address in addresses[: -_MOST_WHEELS - 1 : -1]:  # the newest come last
        body = _body(address.decode("ascii", "replace"), cache)
        if is_file(body):
            yield body


def _body(address: str, cache: Path) -> Path:
    """Name the file of a response (SafeFileCache, pip 23.3 to 26.3)."""
    key = sha224(address.encode()).hexdigest()
    return cache.joinpath("http-v2", *key[:5], f"{key}.body")


def _page(body: Path) -> bytes:
    """Read a page, as it was sent: compressed or not."""
    if not is_file(body) or body.stat().st_size > _MOST_BYTES:
        return b""
    try:
        sent = body.read_bytes()
        return zlib.decompress(sent, 31) if sent.startswith(b"\x1f\x8b") else sent
    except (OSError, zlib.error):
        return b""


def _entry_points(wheel: Path) -> bytes:
    with suppress(*_HARMED), ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(".dist-info/entry_points.txt"):
                return archive.read(name)
    return b""
