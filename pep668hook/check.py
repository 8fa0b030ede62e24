"""What the doctor looks at: a check and its findings, as an interface."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from pep668hook.posix_words import BourneWords
from pep668hook.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from pep668hook.settings import Settings
    from pep668hook.shell import Shell


class State(Enum):
    """How well something is."""

    OK = N_("ok")
    WARNING = N_("warning")
    """It works, and a person may wonder at something."""
    FAILURE = N_("failure")
    """What they installed it for does not happen."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    """A word or two: what it is."""
    state: State
    seen: str
    """What is so, and why."""
    cure: str = ""
    """The command that cures it; never empty where something is wrong."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """The same for programs, where there is more to tell."""


@dataclass(frozen=True, slots=True)
class Told:
    """What only the person's shell can tell, as its own function has told it."""

    aliases: Mapping[str, str]
    """By name, as the shell shows them; empty where there is none."""
    functions: Mapping[str, str]
    prompt: str | None
    """What runs at each prompt, where the shell can tell."""
    mode: str
    """Its variable PEP668HOOK, exported or not."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the doctor has been called."""

    settings: Settings
    cwd: Path
    shell: Shell | None
    """The one that the person is in, if there is a snippet for it."""
    told: Told | None
    """None where it was not that shell's function that has called."""
    share: Path
    """What shells load the hook from."""
    helper: Path
    """The Python that they start then."""

    @property
    def snippet(self) -> Path | None:
        """Name the file that this shell loads."""
        if self.shell is None:
            return None
        return self.share / f"pep668hook.{self.shell.extension}"

    def command(self, argv: Sequence[str]) -> str:
        """Write a command as this shell reads it, or most others do."""
        return (BourneWords() if self.shell is None else self.shell).run(argv)

    def unset(self, name: str) -> str:
        """Write how a variable of the environment is emptied in this shell."""
        return f"unset {name}" if self.shell is None else self.shell.export(name, "")

    def edit(self, file: Path | str, line: int) -> str:
        """Write the command that opens a file at a line."""
        editor = self.settings.environ.get("EDITOR") or "vi"
        return self.command([*editor.split(), f"+{line}", str(file)])

    def load(self) -> str:
        """Write the command that loads the hook into this shell, once."""
        if self.shell is None or self.snippet is None:
            return "pep668hook install"
        return self.shell.source(self.snippet)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a doctor asks."""

    name: str
    rank: int
    """Its place in the order: each comes after what it depends on."""
    look: Callable[[Scene], Iterable[Finding]]
