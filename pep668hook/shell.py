"""What a shell is to us: how it quotes a word, activates, runs, and loads the hook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pep668hook.command_line import Grammar


@dataclass(frozen=True, slots=True)
class Session:
    """How a shell is started so that it reads the person's rc files and then ours."""

    arguments: tuple[str, ...]
    environ: Mapping[str, str]
    """What it is given beside the person's variables."""
    files: Mapping[Path, str]
    """What has to be written before that."""


@runtime_checkable
class Shell(Protocol):
    """One shell's way of writing things down.

    What `quote` gives back stands for exactly one word in that shell, and for that
    word only, whatever characters it holds. All that is written for a shell to run
    goes through it.
    """

    @property
    def name(self) -> str:
        """What a person calls it."""

    @property
    def programs(self) -> tuple[str, ...]:
        """The names that its process may have."""

    @property
    def extension(self) -> str:
        """The extension of its scripts, and so of its snippet."""

    @property
    def signature(self) -> bytes:
        """The bytes that its scripts begin with: a byte-order mark, or none."""

    @property
    def activate_scripts(self) -> tuple[str, ...]:
        """What an environment may call the script that activates it in this shell."""

    @property
    def grammar(self) -> Grammar:
        """How a person writes plain words in it."""

    def quote(self, word: str) -> str:
        """Write `word` so that the shell takes it for exactly that."""

    def activate(self, environment: Path) -> str:
        """Write the command by which a person activates an environment."""

    def run(self, argv: Sequence[str]) -> str:
        """Write the command by which a person runs a program."""

    def activate_or_stop(self, environment: Path) -> str:
        """Write the line of a script that activates, or ends it with that failure."""

    def activate_told(self, argv: Sequence[str]) -> str:
        """Write how a person activates the environment whose path a program prints."""

    def activate_told_or_stop(self, argv: Sequence[str]) -> str:
        """Write the line of a script for the same, or end it with that failure."""

    def run_unwrapped(self, argv: Sequence[str]) -> str:
        """Write the line of a script that runs a program past aliases and functions."""

    def run_or_stop(self, argv: Sequence[str]) -> str:
        """Write the line of a script that runs a program, or ends it if that fails."""

    def extend_path(self, directory: Path) -> str:
        """Write the command that puts a directory in front of PATH."""

    def chain(self, commands: Sequence[str]) -> str:
        """Write commands on one line, each run if the one before it succeeded."""

    def rc_file(self, home: Path, environ: Mapping[str, str]) -> Path:
        """Name the file that interactive shells of the user read."""

    def system_files(self, root: Path) -> tuple[Path, ...]:
        """Name the files that it reads for every user; none where it is not there.

        `root` is the directory to take for `/`.
        """

    def load(self, snippet: Path) -> str:
        """Write the line that loads the hook, and says nothing where it is gone."""

    def source(self, snippet: Path) -> str:
        """Write the command by which a person loads a file into their shell."""

    def complete(self, candidates: Mapping[str, Mapping[str, str]]) -> str:
        """Write what completes our own command line, loaded by an rc file.

        By the words before it there is what can follow, each with its meaning.
        """

    def assign(self, name: str, value: str) -> str:
        """Write the line that sets a variable of the shell's own."""

    def export(self, name: str, value: str) -> str:
        """Write the command that sets a variable of the environment."""

    def forget_alias(self, name: str) -> str:
        """Write the command by which a person takes an alias out of their shell."""

    def forget_function(self, name: str) -> str:
        """Write the command by which a person takes a function out of their shell."""

    def session(
        self,
        rc_file: Path,
        place: Path,
        lines: Sequence[str],
        environ: Mapping[str, str],
    ) -> Session:
        """Tell how to start it as a person does, and run `lines` before its prompt.

        What is typed there is kept in no file of history. `place` is a new directory.
        """
