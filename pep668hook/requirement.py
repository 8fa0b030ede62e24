"""One requirement, as it is typed to pip: a name, or an address that tells one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# PEP 508 without its markers, which tools other than pip would pass over in silence.
_NAMED: Final = re.compile(
    r"""(?P<name>[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)
        \s*(?:\[(?P<extras>[^\]]*)\])?
        \s*(?:@\s*(?P<address>\S+)|\(?(?P<specifier>[<>=!~][^;@()]*)\)?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_ADDRESS: Final = re.compile(r"(?:(?:git|hg|bzr|svn)\+\w|https?:|ssh:|git:)[^;\s]*")
_EGG: Final = re.compile(r"#(?:.*&)?egg=(?P<name>[\w.-]+)")
# What follows a repository's path: a reference, a fragment, the way to an archive.
_AFTER: Final = re.compile(r"[@#?]|/archive/")
# pip._internal.utils.filetypes.ARCHIVE_EXTENSIONS (23.0 to 26.3).
_ARCHIVES: Final = (
    *(".whl", ".zip", ".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tbz"),
    *(".tar.xz", ".txz", ".tlz", ".tar.lz", ".tar.lzma"),
)

MAKERS: Final = frozenset({"pip", "setuptools", "wheel"})
"""What fills environments: a Python's keeper brings it, and so does each of those."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What pip was asked for, by name."""

    name: str
    """Normalised as PEP 503 says."""
    extras: frozenset[str]
    specifier: str
    """Such as `>=2,<3`; empty where any version does, or where there is an address."""
    address: str
    """Where it is to be had, if that was said: `git+https://...`."""
    text: str
    """As typed."""

    @property
    def is_bare(self) -> bool:
        """Say whether it is a name and nothing else."""
        return not (self.extras or self.specifier or self.address)


def normalise(name: str) -> str:
    """Write a project's name as PEP 503 says."""
    return re.sub(r"[-_.]+", "-", name).lower()


def parse(word: str) -> Requirement | None:
    """Read a requirement; None for a path, a file, or what has an environment marker.

    Where an address says no name, that of its repository is taken for it.
    """
    text = word.strip()
    if _ADDRESS.fullmatch(text):
        name = _name_in(text)
        none = frozenset[str]()
        return Requirement(normalise(name), none, "", text, text) if name else None
    match = _NAMED.fullmatch(text)
    address = (match and match["address"]) or ""
    is_file = not address and text.lower().endswith(_ARCHIVES)
    if match is None or is_file or (address and not _ADDRESS.fullmatch(address)):
        return None
    extras = (extra.strip() for extra in (match["extras"] or "").split(","))
    return Requirement(
        name=normalise(match["name"]),
        extras=frozenset(normalise(extra) for extra in extras if extra),
        specifier=(match["specifier"] or "").strip(),
        address=address,
        text=text,
    )


def _name_in(address: str) -> str:
    egg = _EGG.search(address)
    if egg is not None:
        return egg["name"]
    _, _, path = address.partition("://")[2].partition("/")
    repository = _AFTER.split(path)[0].rstrip("/").removesuffix(".git")
    name = repository.rpartition("/")[2]
    return "" if name.lower().endswith(_ARCHIVES) else name
