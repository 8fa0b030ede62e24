"""The only reader of the process's environment: once, into frozen values.

What the files of settings say comes with it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import preferences
from pep668hook.errors import HookError
from pep668hook.setting import STYLE
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pep668hook.preferences import Preferences

# No variable leads elsewhere: a policy that it could turn away from would be none.
_SITE_FILE: Final = Path("/etc/xdg/pep668hook/config.toml")


class NoHomeError(HookError):
    """Nothing can be kept for a person without a home directory."""

    reference = "no-home"

    def __init__(self) -> None:
        super().__init__(message=_("no place for it"), context=_("HOME is not set"))


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
    state: Path | None
    """Our own folder for what is kept from one time to the next."""
    preferences: Preferences
    """What the person and the site have chosen."""
    configuration_file: Path | None
    """The person's own file of settings, which need not be there."""
    os_release: Path
    plain: bool
    """Whether no control sequences are wanted, by the terminal or the person."""
    coloured: bool
    environ: Mapping[str, str]
    """The variables themselves, for the programs that we start and for pip's rules."""

    def own_file(self) -> Path:
        """Name the person's own file of settings, where there can be one."""
        if self.configuration_file is None:
            raise NoHomeError
        return self.configuration_file


def current() -> Settings:
    """Read the settings of this process."""
    return read(dict(os.environ), _SITE_FILE)


def read(environ: Mapping[str, str], site_file: Path | None = None) -> Settings:
    """Read the settings from environment variables, and the files that they lead to."""
    personal = _below(_place(environ, "WORKON_HOME", ".virtualenvs"), "default")
    config = _below(_place(environ, "XDG_CONFIG_HOME", ".config"), "pep668hook")
    config_file = _below(config, "config.toml")
    chosen = preferences.read(environ, config_file, site_file)
    plain = environ.get("TERM", "") in {"", "dumb", "unknown"}
    plain = plain or chosen.value(STYLE) == "plain"
    return Settings(
        home=directory(environ, "HOME"),
        path=tuple(
            Path(entry)
            for entry in environ.get("PATH", "").split(os.pathsep)
            if Path(entry).is_absolute()
        ),
        personal_environment=personal,
        active_environment=directory(environ, "VIRTUAL_ENV"),
        language=_language(environ),
        cache=_below(_place(environ, "XDG_CACHE_HOME", ".cache"), "pep668hook"),
        state=_below(_place(environ, "XDG_STATE_HOME", ".local/state"), "pep668hook"),
        preferences=chosen,
        configuration_file=config_file,
        os_release=Path(environ.get("PEP668HOOK_OS_RELEASE") or "/etc/os-release"),
        plain=plain,
        # https://no-color.org: any value but the empty one.
        coloured=not plain and not environ.get("NO_COLOR"),
        environ=environ,
    )


def directory(environ: Mapping[str, str], name: str) -> Path | None:
    """Find the directory that a variable names; None unless it is absolute."""
    value = environ.get(name, "")
    return Path(value) if Path(value).is_absolute() else None


def _place(environ: Mapping[str, str], name: str, below_home: str) -> Path | None:
    """Find the directory that a variable names, else the usual one below home."""
    return directory(environ, name) or _below(directory(environ, "HOME"), below_home)


def _below(place: Path | None, name: str) -> Path | None:
    return None if place is None else place / name


def _language(environ: Mapping[str, str]) -> str | None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name)
        if value:
            language = value.partition(".")[0].partition("@")[0]
            return None if language in {"C", "POSIX"} else language
    return None
