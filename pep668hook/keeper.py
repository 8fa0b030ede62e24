"""What a keeper is: a tool that gives every program an environment of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pep668hook.pip_command import PipCommand
    from pep668hook.requirement import Requirement

# Options of pip that change nothing about what is installed, or that an environment of
# its own has no use for.
_IDLE: Final = frozenset(
    {
        "--compile",
        "--debug",
        "--disable-pip-version-check",
        "--exists-action",
        "--force-reinstall",
        "--ignore-installed",
        "--log",
        "--no-clean",
        "--no-color",
        "--no-compile",
        "--no-input",
        "--no-python-version-warning",
        "--no-require-hashes",
        "--no-user",
        "--no-warn-conflicts",
        "--no-warn-script-location",
        "--progress-bar",
        "--python",
        "--quiet",
        "--root-user-action",
        "--src",
        "--upgrade",
        "--upgrade-strategy",
        "--user",
        "--verbose",
        "--yes",
    }
)
# What says where to get it, and in which form: that goes along. Any other option asks
# for what no such environment is (--no-deps, --dry-run, --platform).
_CARRIED: Final = frozenset(
    {
        "--all-releases",
        "--config-settings",
        "--extra-index-url",
        "--ignore-requires-python",
        "--index-url",
        "--isolated",
        "--keyring-provider",
        "--no-binary",
        "--no-build-isolation",
        "--no-cache-dir",
        "--no-index",
        "--no-proxy-env",
        "--only-binary",
        "--only-final",
        "--pre",
        "--prefer-binary",
        "--proxy",
        "--resume-retries",
        "--retries",
        "--timeout",
        "--trusted-host",
        "--uploaded-prior-to",
        "--use-deprecated",
        "--use-feature",
        "--use-pep517",
    }
)
# The same; their values may be paths, which a keeper remembers for another day.
_CARRIED_PATHS: Final = frozenset(
    {
        "--build-constraint",
        "--cache-dir",
        "--cert",
        "--client-cert",
        "--constraint",
        "--find-links",
    }
)
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Option:
    """An option of pip's, by its canonical long name."""

    name: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """One program to be installed."""

    wanted: Requirement
    commands_of: tuple[str, ...] = ()
    """The dependencies whose commands are wanted with it."""
    has_own: bool = True
    """Whether it has commands itself."""
    options: tuple[Option, ...] = ()
    python: Path | None = None
    """The Python that it was asked for, if that was said."""
    kept: bool = False
    """Whether this keeper has it already."""
    newest: bool = False
    """Whether the newest version was asked for."""
    afresh: bool = False
    """Whether it was asked to install it again."""
    for_everyone: bool = False
    """Whether every user of the machine is to have it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a keeper has, as its folders tell."""

    bin: Path
    """Where it puts commands."""
    names: frozenset[str]
    """The programs' names, normalised."""
    for_everyone: bool = False
    """Whether that is for every user of the machine."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """A tool that keeps programs."""

    name: str
    program: str
    lasting: str
    """The command that puts its commands' place on PATH for good."""
    look: Callable[[Mapping[str, str], Path], Kept]
    """Reads what it has, by environment variables and the home directory."""
    install: Callable[[Order], tuple[str, ...] | None]
    """Writes its command; None where it cannot do what an option asks."""
    uninstall: Callable[[str, Kept], tuple[str, ...]]
    yields: bool
    """Whether it leaves another file in its command's place, where it could fail."""
    everyones: Callable[[Path], Kept | None] = lambda _: None
    """Reads what it has for every user, by its program; None where it knows no such."""


def carried(command: PipCommand, cwd: Path) -> tuple[Option, ...] | None:
    """List the options that go along; None if one asks for what no keeper does."""
    options: list[Option] = []
    for use in command.options:
        value = use.value
        if use.name in _CARRIED_PATHS and value is not None:
            whole = value if _URL.match(value) else str(cwd / value)
            options.append(Option(use.name, whole))
        elif use.name in _CARRIED:
            options.append(Option(use.name, value))
        elif use.name not in _IDLE:
            return None
    return tuple(options)
