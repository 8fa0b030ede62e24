"""Where a project is installed, and which files are its own: told from files alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import installed_files
from pep668hook.environment import site_packages
from pep668hook.files import is_directory
from pep668hook.requirement import normalise
from pep668hook.settings import directory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from pep668hook.environment import Environment
    from pep668hook.interpreter import Interpreter

# More than that nobody reads before a key; numpy and its like take four.
_MOST_PATHS: Final = 16
_LOCAL: Final = Path("/usr/local")


class Place(Enum):
    """Whose the directory is that a project is installed in."""

    ENVIRONMENT = auto()
    USER = auto()
    """The user's own site, of `pip install --user`."""
    LOCAL = auto()
    """The administrator's, in /usr/local."""
    DISTRIBUTION = auto()


@dataclass(frozen=True, slots=True)
class Site:
    """A directory that a Python imports from."""

    place: Place
    path: Path
    base: Path
    """What the scripts and data of its packages lie below."""


@dataclass(frozen=True, slots=True)
class Installed:
    """One project in one place."""

    name: str
    """Normalised as PEP 503 says."""
    site: Site
    metadata: Path
    """Its .dist-info or .egg-info."""
    writable: bool
    """Whether the user may remove it without root's rights."""


def sites(
    python: Interpreter,
    environments: Iterable[Environment],
    home: Path | None,
    environ: Mapping[str, str],
) -> tuple[Site, ...]:
    """List where what was installed for `python` can be, as it looks there itself."""
    found = [
        Site(Place.ENVIRONMENT, packages, each.path)
        for each in environments
        if (packages := site_packages(each.path)) is not None
    ]
    name = f"python{python.version[0]}.{python.version[1]}"
    for base in _user_bases(python, home, environ):
        # The second is that of a framework on macOS.
        for library in (name, "python"):
            path = base / "lib" / library / "site-packages"
            found.append(Site(Place.USER, path, base))
    prefixes = [(Place.DISTRIBUTION, python.prefix)]
    if python.prefix == Path("/usr"):
        prefixes.insert(0, (Place.LOCAL, _LOCAL))
    for place, prefix in prefixes:
        found += [Site(place, path, prefix) for path in _packages(prefix, name)]
    return tuple(found)


def find(names: Iterable[str], places: Sequence[Site]) -> tuple[Installed, ...]:
    """Find projects, by their normalised names, in the order of the places."""
    wanted = frozenset(names)
    return tuple(
        Installed(name, site, site.path / entry, os.access(site.path, os.W_OK))
        for site in places
        for name, entry in _entries(site.path)
        if name in wanted
    )


@cache
def belongings(found: Installed) -> tuple[Path, ...]:
    """List what there is of it, whole packages where all in them is its own.

    It is empty where that cannot be told: without a RECORD (PEP 376), where that names
    a directory or something outside of the site, or where it would be a long list.
    """
    named = map(Path, installed_files.listed(found.metadata))
    files = frozenset(path for path in named if os.path.lexists(path))
    record, base = found.metadata / "RECORD", found.site.base
    if record not in files or not all(_is_a_file_below(base, each) for each in files):
        return ()
    tops = sorted(_tops(files, found.site.path))
    return tuple(tops) if len(tops) <= _MOST_PATHS else ()


def _is_a_file_below(base: Path, path: Path) -> bool:
    """Tell what may go: of a directory, such as the site, others may have a part."""
    is_file = path.is_symlink() or not is_directory(path)
    return is_file and path.is_relative_to(base)


def _user_bases(
    python: Interpreter, home: Path | None, environ: Mapping[str, str]
) -> Iterator[Path]:
    chosen = directory(environ, "PYTHONUSERBASE")
    if chosen is not None:
        yield chosen
    elif home is not None:
        yield home / ".local"
        yield home / "Library" / "Python" / ".".join(map(str, python.version))


def _packages(prefix: Path, name: str) -> Iterator[Path]:
    for library in ("lib", "lib64"):
        yield prefix / library / name / "site-packages"
    # Debian's, since 2.6.
    yield prefix / "lib" / name / "dist-packages"
    yield prefix / "lib" / "python3" / "dist-packages"


def _entries(site: Path) -> Iterator[tuple[str, str]]:
    """List what is installed by name: `PyYAML-6.0.dist-info`, `six-1.16.egg-info`."""
    try:
        with os.scandir(site) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError:
        return
    for name in names:
        stem, _, ending = name.rpartition(".")
        if ending in {"dist-info", "egg-info", "egg-link"}:
            yield normalise(stem.partition("-")[0]), name


def _tops(files: AbstractSet[Path], site: Path) -> set[Path]:
    """Find the highest directories in a site that hold nothing else, and other files.

    Outside of it are places that everybody shares.
    """
    is_all_of = cache(partial(_is_all_of, files=files))
    tops = set()
    for path in files:
        above = [parent for parent in path.parents if site in parent.parents]
        tops.add(next(filter(is_all_of, reversed(above)), path))
    return tops


def _is_all_of(directory: Path, *, files: AbstractSet[Path]) -> bool:
    return all(Path(path) in files for path in installed_files.there(directory))
