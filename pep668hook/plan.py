"""What an accepted offer will do: actions for Python, then steps for the shell.

The two are separate unions, so that a plan cannot ask Python to activate an
environment or the shell to make one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class MakeEnvironment:
    """Make a virtual environment with a pip of its own at `path`."""

    path: Path
    interpreter: Path
    """The Python that it is made for."""
    prompt: str
    """What the shell's prompt shows while it is active."""
    sees_system: bool = False
    """Whether it sees the packages of the interpreter that it is made for."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """Rename what stands at `path` to `new_path`, so that nothing is lost."""

    path: Path
    new_path: Path


@dataclass(frozen=True, slots=True)
class AddPip:
    """Put a pip into an environment that has none."""

    path: Path


@dataclass(frozen=True, slots=True)
class Activate:
    """Activate the environment at `path` in the user's shell."""

    path: Path


@dataclass(frozen=True, slots=True)
class ActivateTold:
    """Activate the environment whose path is all that the command `argv` prints."""

    argv: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Run another program, as the argument list `argv`; go no further if it fails."""

    argv: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddToPath:
    """Let this shell find programs in `directory`."""

    directory: Path


@dataclass(frozen=True, slots=True)
class Retry:
    """Run the command of the user again, as the argument list `argv`."""

    argv: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Then:
    """Carry the user's command line on, each command if the one before succeeded."""

    commands: tuple[tuple[str, ...], ...]


Action: TypeAlias = MakeEnvironment | SetAside | AddPip
ShellStep: TypeAlias = Activate | ActivateTold | Run | AddToPath | Retry | Then


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an offer does, in order."""

    actions: tuple[Action, ...]
    steps: tuple[ShellStep, ...]
