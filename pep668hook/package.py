"""A package of a distribution: what may be installed instead, and whether it is there.

A package manager is described, not run: whom to ask, how to read the answer, and what
installs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pep668hook.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

INSTALL: Final = N_("install {packages} with {manager}")
# What a distribution puts in front of a name, typed to pip all the same.
_PREFIX: Final = re.compile(r"(?:python3?|py3)-(?=.)")
# Debian's `1:2.0+really1.9+dfsg~rc1-3+b2`, apk's `2.0_rc1-r0`, Portage's `2.0_p1-r2`:
# an epoch and a version that was taken back go before, a revision and all else after.
_UPSTREAM: Final = re.compile(
    r"(?:\d+:)?(?:.*\+really)?(?P<release>\d+(?:\.\d+)*)"
    r"(?:[._~]?(?P<phase>alpha|beta|a|b|rc|post|dev|p)[._]?(?P<number>\d+))?"
)

PROVIDED: Final = re.compile(r"(python[\d.]+dist\(\S+\)) = (\S+)")
"""One of the `capabilities` and its version, as RPM has them: `...dist(six) = 1.16`."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package that the distribution has, as this machine's own lists say."""

    name: str
    version: str
    """The upstream version, without epoch and revision: `6.0` of `1:6.0-3+b2`."""
    installed: bool = False
    """Whether it is installed, and in no older version."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Where a package manager keeps what there is, which a container may not have."""

    pattern: str
    """Files of which there is at least one when the lists are there."""
    refresh: tuple[str, ...]
    """The command that fetches them."""
    is_likely: Callable[[str], bool]
    """Tells whether a project was among its packages when this was written."""


@dataclass(frozen=True, slots=True)
class PackageManager:
    """How a distribution is asked for its packages, and what installs them."""

    programs: tuple[str, ...]
    """All that the commands below start, without those that give them root's rights."""
    candidates: Callable[[str, tuple[int, int]], tuple[str, ...]]
    """Lists what a project may be called for a Python's version, the likeliest first.
    """
    query: Callable[[Sequence[str]], tuple[str, ...]]
    """Makes the command that asks about candidates, without the network."""
    read: Callable[[str], Mapping[str, Package]]
    """Reads what it prints in the C locale: the packages that are there, by candidate.
    """
    install: Callable[[Sequence[str]], tuple[str, ...]]
    """Makes the command that installs packages by their names."""
    called: Callable[[str], str] = lambda candidate: candidate
    """Tells what to install or remove by a candidate, where nobody is asked for it."""
    remove: tuple[str, ...] = ()
    """The command that removes the packages whose names follow it."""
    get: str = INSTALL
    """What that command does with them, as it is said to the person."""
    pipx: str = ""
    """Its package of pipx, `{0}{1}` for the Python's version; empty if it has none."""
    as_root: bool = True
    """Whether it installs with root's rights only."""
    for_each_python: bool = False
    """Whether a candidate is for one version of Python, not for the system's first."""
    lists: Lists | None = None


def prefixed(prefix: str, project: str, others: Mapping[str, str]) -> tuple[str, ...]:
    """List the names of a package that are a project's with a prefix, as a rule.

    `others` are those that are not. What is typed with a distribution's prefix, such as
    `python3-yaml`, may be a package's name already.
    """
    names: list[str] = []
    for name in dict.fromkeys((project, without_prefix(project))):
        names += [others[name]] if name in others else []
        names.append(prefix + name)
    return tuple(dict.fromkeys(names))


def capabilities(project: str, version: tuple[int, int]) -> tuple[str, ...]:
    """Name what the RPM of a project provides for a Python, whatever it is called."""
    return ("python{}.{}dist({})".format(*version, project),)


def without_prefix(name: str) -> str:
    """Take away what a distribution puts in front of a project's name, if it has."""
    return _PREFIX.sub("", name)


def upstream(version: str) -> str:
    """Tell the version that a package's was made of, as PEP 440 writes it."""
    match = _UPSTREAM.match(version)
    if match is None:
        return version
    phase = {"p": "post"}.get(match["phase"], match["phase"])
    dot = "." if phase in {"post", "dev"} else ""
    return match["release"] + (f"{dot}{phase}{match['number']}" if phase else "")
