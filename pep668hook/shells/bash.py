"""bash: how it quotes, activates, runs, and loads the hook."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from pep668hook.posix_words import join, load, operand, quote
from pep668hook.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Bash:
    """Bash."""

    name = "bash"

    def quote(self, word: str) -> str:
        """Quote in the Bourne family's way."""
        return quote(word)

    def activate(self, environment: Path) -> str:
        """Source bin/activate."""
        return f"source {operand(environment / 'bin' / 'activate')}"

    def run(self, argv: Sequence[str]) -> str:
        """Write the words."""
        return join(argv)

    def activate_or_stop(self, environment: Path) -> str:
        """Source bin/activate, or return from the script."""
        script = quote(str(environment / "bin" / "activate"))
        return f"\\builtin source {script} || \\builtin return"

    def run_unwrapped(self, argv: Sequence[str]) -> str:
        """Write the words after `command`."""
        return f"\\command {join(argv)}"

    def rc_file(self, home: Path, environ: Mapping[str, str]) -> Path:
        """Name `~/.bashrc`, or on macOS the file that its login shells read."""
        bashrc = home / ".bashrc"
        if sys.platform == "darwin" and not bashrc.exists():
            return home / ".bash_profile"
        return bashrc

    def load(self, snippet: Path) -> str:
        """Source the snippet if it is readable."""
        return load(snippet)


SHELL: Final[Shell] = Bash()
