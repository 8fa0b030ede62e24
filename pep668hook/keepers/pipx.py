"""pipx: pip's own way, with all of pip's options."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.files import subdirectories
from pep668hook.keeper import Keeper, Kept
from pep668hook.requirement import normalise
from pep668hook.settings import directory

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pep668hook.keeper import Option, Order


# pipx lets a uv on PATH or beside it install, since 1.12 or so, and hands it pip's
# options as they are. What uv 0.13 calls unexpected then fails; it has to be pip.
_FOR_PIP_ALONE: Final = frozenset(
    {
        "--all-releases",
        "--client-cert",
        "--ignore-requires-python",
        "--no-proxy-env",
        "--only-final",
        "--prefer-binary",
        "--proxy",
        "--resume-retries",
        "--retries",
        "--timeout",
        "--uploaded-prior-to",
        "--use-deprecated",
        "--use-feature",
        "--use-pep517",
    }
)
# https://pipx.pypa.io/stable/changelog/: 1.5.0. sudo looks in no other place for it.
_KNOWS_GLOBAL: Final = (1, 5)
_ROOTS_PATH: Final = (Path("/usr/bin"), Path("/usr/local/bin"))
_VERSION: Final = re.compile(r"pipx-(\d+)\.(\d+)")
_BY_PIP: Final = ("env", "PIPX_DEFAULT_BACKEND=pip")


def look(environ: Mapping[str, str], home: Path) -> Kept:
    """Read its environments: one a program, called as it is."""
    return Kept(
        bin=_path(environ, "PIPX_BIN_DIR", home) or home / ".local" / "bin",
        names=frozenset(
            normalise(name)
            for place in _homes(environ, home)
            for name in subdirectories(place / "venvs")
        ),
    )


def _homes(environ: Mapping[str, str], home: Path) -> Iterator[Path]:
    """List where it may live: it has moved twice, and stays where it finds itself."""
    chosen = _path(environ, "PIPX_HOME", home)
    if chosen is not None:
        yield chosen
        return
    data = _path(environ, "XDG_DATA_HOME", home) or home / ".local" / "share"
    yield home / ".local" / "pipx"  # up to 1.2, and after it where that is there
    yield data / "pipx"
    yield home / "Library" / "Application Support" / "pipx"  # macOS


def _path(environ: Mapping[str, str], name: str, home: Path) -> Path | None:
    value = environ.get(name, "")
    if value.startswith("~/"):
        return home / value[2:]
    return directory(environ, name)


def look_for_everyone(program: Path) -> Kept | None:
    """Read what every user has, if sudo would find this pipx and it knows `--global`.

    Its version is told by its metadata, where distributions put that.
    """
    if program.parent not in _ROOTS_PATH:
        return None
    libraries = program.parent.parent / "lib"
    found = libraries.glob("python3*/*-packages/pipx-*.dist-info")
    versions = (_VERSION.match(path.name) for path in found)
    known = max(((int(each[1]), int(each[2])) for each in versions if each), default=())
    if known < _KNOWS_GLOBAL:
        return None
    return Kept(
        bin=Path("/usr/local/bin"),
        names=frozenset(map(normalise, subdirectories(Path("/opt/pipx/venvs")))),
        for_everyone=True,
    )


def install(order: Order) -> tuple[str, ...]:
    """Install it, or bring it up to date where it is kept and nothing else is asked."""
    wanted = order.wanted
    options = _options(order.options)
    by_pip = any(option.name in _FOR_PIP_ALONE for option in order.options)
    pipx = (*(_BY_PIP if by_pip else ()), "pipx")
    everyone = ("--global",) if order.for_everyone else ()
    if order.kept and wanted.is_bare and not order.afresh:
        return (*pipx, "upgrade", *everyone, wanted.name, *options)
    words = [*pipx, "install", *everyone]
    # Without it pipx says "already seems to be installed", and does nothing.
    words += ["--force"] if order.kept or order.afresh else []
    words += ["--include-deps"] if order.commands_of else []
    words += [] if order.python is None else ["--python", str(order.python)]
    return (*words, wanted.text, *options)


def uninstall(name: str, kept: Kept) -> tuple[str, ...]:
    """Remove it and its environment."""
    everyone = ("--global",) if kept.for_everyone else ()
    return ("pipx", "uninstall", *everyone, name)


def _options(options: tuple[Option, ...]) -> list[str]:
    """Write the index as its own option, and every other as pip's."""
    own: list[str] = []
    pips: list[str] = []
    for option in options:
        words = [option.name] if option.value is None else [option.name, option.value]
        # It knows one index; the last counts, as it does for pip.
        if option.name == "--index-url":
            own = words
        else:
            pips += words
    # Split by pipx itself, with shlex, whatever the shell is; one word with its name,
    # as a value that begins with a dash is none to argparse.
    return [*own, *([f"--pip-args={shlex.join(pips)}"] if pips else [])]


KEEPER: Final = Keeper(
    name="pipx",
    program="pipx",
    lasting="pipx ensurepath",
    look=look,
    install=install,
    uninstall=uninstall,
    everyones=look_for_everyone,
    yields=True,  # "File exists at ... Not modifying", status 0 (1.1 to 1.18)
)
