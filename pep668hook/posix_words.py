"""Words and commands of the Bourne family, which bash and zsh write alike."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

from pep668hook.command_line import Grammar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


# `~`, `#`, `!` and `=` stand for themselves inside a word, as in `x~=1` and `x!=1`.
_BARE: Final = re.compile(
    r"(?:[\w./+@:,%^-]|(?<=[^\s;&|<>])=|(?<=\w)[~!](?==)|(?<=[\w/])#)+"
)
_DOUBLE: Final = re.compile(r'"(?:[^"\\$`]|\\.)*"', re.DOTALL)
_ESCAPED: Final = re.compile(r"\\.", re.DOTALL)
# zsh takes two quotes in a row for one, where RC_QUOTES is set.
_SINGLE: Final = re.compile(r"'[^']*'(?!')")
_KEYWORDS: Final = frozenset(
    "! if then elif else fi for while until do done case esac select"  # noqa: SIM905 # words
    " function coproc repeat foreach end noglob nocorrect".split()
)


def _of_double(text: str) -> str:
    """Undo the escapes that double quotes know."""
    return re.sub(r'\\(["\\$`])', r"\1", text[1:-1].replace("\\\n", ""))


class BourneWords:
    """The part of a shell that the whole family shares."""

    grammar = Grammar(
        bare=_BARE,
        quoted=(
            (_SINGLE, lambda text: text[1:-1]),
            (_DOUBLE, _of_double),
            (_ESCAPED, lambda text: text[1:].replace("\n", "")),
        ),
        keywords=_KEYWORDS,
        assigns=True,
    )

    activate_scripts = ("activate",)
    signature = b""

    def quote(self, word: str) -> str:
        """Write `word` in single quotes where it holds more than plain letters."""
        return shlex.quote(word)

    def activate(self, environment: Path) -> str:
        """Source bin/activate."""
        return self.source(environment / "bin" / "activate")

    def run(self, argv: Sequence[str]) -> str:
        """Write the words, each quoted."""
        return " ".join(map(self.quote, argv))

    def activate_or_stop(self, environment: Path) -> str:
        """Source bin/activate, or return from the script with its status."""
        return f"\\builtin {self.activate(environment)} || \\builtin return"

    def activate_told(self, argv: Sequence[str]) -> str:
        """Source bin/activate below what the program prints."""
        return f'source "$({self.run(argv)})/bin/activate"'

    def activate_told_or_stop(self, argv: Sequence[str]) -> str:
        """Do so past aliases and functions, or return with that status."""
        place = f'"$({self.run_unwrapped(argv)})/bin/activate"'
        return f"\\builtin source {place} || \\builtin return"

    def run_unwrapped(self, argv: Sequence[str]) -> str:
        """Write the words after `command`."""
        return f"\\command {self.run(argv)}"

    def run_or_stop(self, argv: Sequence[str]) -> str:
        """Run the program, or return from the script with its status."""
        return f"{self.run_unwrapped(argv)} || \\builtin return"

    def extend_path(self, directory: Path) -> str:
        """Export PATH anew."""
        return f'export PATH={self.quote(str(directory))}:"$PATH"'

    def source(self, snippet: Path) -> str:
        """Source a file."""
        return f"source {self.quote(str(snippet))}"

    def assign(self, name: str, value: str) -> str:
        """Set a variable."""
        return f"{name}={self.quote(value)}\n"

    def export(self, name: str, value: str) -> str:
        """Set a variable and export it."""
        return f"export {name}={self.quote(value)}"

    def forget_alias(self, name: str) -> str:
        """Call unalias."""
        return f"unalias {self.quote(name)}"

    def forget_function(self, name: str) -> str:
        """Unset it as a function."""
        return f"unset -f {self.quote(name)}"

    def chain(self, commands: Sequence[str]) -> str:
        """Join the commands by `&&`."""
        return " && ".join(commands)

    def load(self, snippet: Path) -> str:
        """Source the snippet, if it is there.

        With `if` the status is 0 where it is not, for an rc file under `set -e`.
        """
        path = self.quote(str(snippet))
        return f"if [ -r {path} ]; then . {path}; fi"
