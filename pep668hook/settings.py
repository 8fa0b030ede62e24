"""The only reader of the process's environment: once, into frozen values."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says about the user, the tools and the terminal."""

    home: Path | None
    """The home directory, or None where HOME is unset or not absolute."""
    path: tuple[Path, ...]
    """The absolute entries of PATH: a relative one would run code of the directory."""
    personal_environment: Path | None
    """Where the person's own environment belongs, virtualenvwrapper's way."""
    active_environment: Path | None
    """The environment that the shell calls active, whatever its pip is."""
    language: str | None
    """The locale of messages without its encoding, such as `de_DE`; None for C."""
    cache: Path | None
    """Our own folder in the user's cache."""
    os_release: Path
    plain: bool
    """Whether the terminal takes no control sequences."""
    coloured: bool
    environ: Mapping[str, str]
    """The variables themselves, for the programs that we start and for pip's rules."""


def current() -> Settings:
    """Read the settings of this process."""
    return read(dict(os.environ))


def read(environ: Mapping[str, str]) -> Settings:
    """Read the settings from environment variables."""
    home = _directory(environ, "HOME")
    workon_home = _directory(environ, "WORKON_HOME")
    if workon_home is None and home is not None:
        workon_home = home / ".virtualenvs"
    cache = _directory(environ, "XDG_CACHE_HOME")
    if cache is None and home is not None:
        cache = home / ".cache"
    plain = environ.get("TERM", "") in {"", "dumb", "unknown"}
    return Settings(
        home=home,
        path=tuple(
            Path(entry)
            for entry in environ.get("PATH", "").split(os.pathsep)
            if Path(entry).is_absolute()
        ),
        personal_environment=None if workon_home is None else workon_home / "default",
        active_environment=_directory(environ, "VIRTUAL_ENV"),
        language=_language(environ),
        cache=None if cache is None else cache / "pep668hook",
        os_release=Path(environ.get("PEP668HOOK_OS_RELEASE") or "/etc/os-release"),
        plain=plain,
        # https://no-color.org: any value but the empty one.
        coloured=not plain and not environ.get("NO_COLOR"),
        environ=environ,
    )


def _directory(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(name, "")
    return Path(value) if Path(value).is_absolute() else None


def _language(environ: Mapping[str, str]) -> str | None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name)
        if value:
            language = value.partition(".")[0].partition("@")[0]
            return None if language in {"C", "POSIX"} else language
    return None
