"""Where a log comes from: how it is told, and what is to be done there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pep668hook.retry import in_environment

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence

    from pep668hook.distro import Distro
    from pep668hook.pip_command import PipCommand
    from pep668hook.shell import Shell


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a refusal that somebody else met."""

    command: PipCommand | None
    """What pip was asked, where the log shows it and no shell has a say in it."""
    tool: str
    """What refused, as in a `Refusal`."""
    python: str
    """The Python to make environments with: a name or path that needs no quotes."""
    version: tuple[int, int] | None
    """The version of that Python, where it is known."""
    distro: Distro | None
    shell: Shell
    """That of whoever reads the advice."""

    @property
    def asks_for_pip(self) -> bool:
        """Tell whether it was pip itself that should have been installed."""
        return self.tool in {"ensurepip", "get-pip"}

    def again(self, *pip: str) -> Sequence[str]:
        """Write the command anew, by `pip` where an environment is active."""
        if self.tool == "uv":
            pip = ("uv", "pip")
        return (*pip, *self._asked())

    def again_in(self, environment: str) -> Sequence[str]:
        """Write the command anew for an environment that need not be active."""
        if self.tool == "uv":
            subcommand, *rest = self._asked()
            return ("uv", "pip", subcommand, "--python", environment, *rest)
        return (f"{environment}/bin/pip", *self._asked())

    def _asked(self) -> Sequence[str]:
        if self.asks_for_pip:  # which an environment has
            return ("--version",)
        if self.command is None:
            return ("install", "...")
        words = in_environment(self.command).argv[1:]
        return tuple(word for word in words if word != "--system")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An offer that no key accepts: what to write where the log comes from."""

    remedy: str
    title: str
    """What is to be done, in plain words that begin with a verb."""
    commands: tuple[str, ...]
    """Lines of the language that is spoken there."""
    why: str


@dataclass(frozen=True, slots=True)
class Context:
    """A kind of place that logs come from."""

    name: str
    suggest: Callable[[Case], tuple[Suggestion, ...]]
    rank: int
    """Its place in the order; the first that is told by something is taken."""
    prefix: str = ""
    """What it puts before each line, as a regular expression without groups."""
    command: re.Pattern[str] | None = None
    """How it shows the `command` that it runs."""
    listed: re.Pattern[str] | None = None
    """What it puts above a command whose words it lists, one a line."""
    has_script: bool = False
    """Whether lines follow that command which are run together with it."""
    signs: re.Pattern[str] | None = None
    """What a line near by, or at the beginning of the log, has in no other place."""
    is_brief: bool = False
    """Whether a sign means something only where no command comes after it."""
    begins: re.Pattern[str] | None = None
    """What a part begins with, where that shows what ran below what that wrote."""
    repeats: re.Pattern[str] | None = None
    """A line after which it shows once more what it has shown."""
