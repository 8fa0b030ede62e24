"""fish: how it quotes, activates and runs, and where its rc file is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.command_line import Grammar
from pep668hook.files import is_directory
from pep668hook.shell import Session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pep668hook.shell import Shell

# A word of these alone stands for itself; `~`, `%self` and a leading `=` would not.
_PLAIN: Final = re.compile(r"[A-Za-z0-9_./+@:,-][A-Za-z0-9_./+@:,=-]*")

_BARE: Final = re.compile(
    r"(?:[\w./+@:,^-]|(?<=[^\s;&|<>])[%=\[\]]|(?<=\w)[~!](?==)|(?<=[\w/])#)+"
)
_SINGLE: Final = re.compile(r"'(?:[^'\\]|\\.)*'", re.DOTALL)
_DOUBLE: Final = re.compile(r'"(?:[^"\\$]|\\.)*"', re.DOTALL)
# Before a letter or a digit it would be a character of another name, such as a newline.
_ESCAPED: Final = re.compile(r"\\[^\w]", re.DOTALL)
_KEYWORDS: Final = frozenset(
    "! and or not if else for while begin end function switch case".split()  # noqa: SIM905 # words
)


class Fish:
    """fish from 3.4 on."""

    name = "fish"
    programs = ("fish",)
    extension = "fish"
    signature = b""
    activate_scripts = ("activate.fish",)
    grammar = Grammar(
        bare=_BARE,
        quoted=(
            (_SINGLE, lambda text: re.sub(r"\\([\\'])", r"\1", text[1:-1])),
            (
                _DOUBLE,
                lambda text: re.sub(
                    r'\\(["\\$])', r"\1", text[1:-1].replace("\\\n", "")
                ),
            ),
            (_ESCAPED, lambda text: text[1:].replace("\n", "")),
        ),
        keywords=_KEYWORDS,
        assigns=True,
    )

    def quote(self, word: str) -> str:
        """Write `word` in single quotes, where only backslash and quote are special."""
        if _PLAIN.fullmatch(word):
            return word
        escaped = word.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"

    def activate(self, environment: Path) -> str:
        """Source bin/activate.fish."""
        return self.source(environment / "bin" / "activate.fish")

    def run(self, argv: Sequence[str]) -> str:
        """Write the words, each quoted."""
        return " ".join(map(self.quote, argv))

    def activate_or_stop(self, environment: Path) -> str:
        """Source bin/activate.fish, or return from the script with its status."""
        return f"builtin {self.activate(environment)}; or return"

    def activate_told(self, argv: Sequence[str]) -> str:
        """Source bin/activate.fish below what the program prints."""
        return f"source ({self.run(argv)})/bin/activate.fish"

    def activate_told_or_stop(self, argv: Sequence[str]) -> str:
        """Do so past functions, or return with the status of what has failed."""
        told = f"set -l place ({self.run_unwrapped(argv)}); or return"
        return f"{told}\nbuiltin source $place/bin/activate.fish; or return"

    def run_unwrapped(self, argv: Sequence[str]) -> str:
        """Write the words after `command`."""
        return f"command {self.run(argv)}"

    def run_or_stop(self, argv: Sequence[str]) -> str:
        """Run the program, or return from the script with its status."""
        return f"{self.run_unwrapped(argv)}; or return"

    def extend_path(self, directory: Path) -> str:
        """Set PATH anew, for this shell alone."""
        return f"set -gx PATH {self.quote(str(directory))} $PATH"

    def chain(self, commands: Sequence[str]) -> str:
        """Join the commands by `&&`, which fish has had since 3.0."""
        return " && ".join(commands)

    def rc_file(self, home: Path, environ: Mapping[str, str]) -> Path:
        """Name `config.fish` in the user's configuration."""
        configuration = environ.get("XDG_CONFIG_HOME", "")
        base = Path(configuration) if configuration else home / ".config"
        return base / "fish" / "config.fish"

    def system_files(self, root: Path) -> tuple[Path, ...]:
        """Name a file of our own among those of the administrator's."""
        base = root / "etc" / "fish"
        return (base / "conf.d" / "pep668hook.fish",) if is_directory(base) else ()

    def load(self, snippet: Path) -> str:
        """Source the snippet, if it is there."""
        path = self.quote(str(snippet))
        return f"test -r {path}; and source {path}; or true"

    def source(self, snippet: Path) -> str:
        """Source a file."""
        return f"source {self.quote(str(snippet))}"

    def complete(self, candidates: Mapping[str, Mapping[str, str]]) -> str:
        """Write a `complete` for each word."""
        lines = [
            "function __pep668hook_before",
            "    set -l words (commandline -opc)",
            "    set -e words[1]",
            '    test "$words" = "$argv"',
            "end",
            "complete -c pep668hook -f",
        ]
        for before, words in candidates.items():
            condition = self.quote(f"__pep668hook_before {self.run(before.split())}")
            for word, meaning in words.items():
                described = f" -d {self.quote(meaning)}" if meaning else ""
                lines.append(
                    f"complete -c pep668hook -n {condition}"
                    f" -a {self.quote(word)}{described}"
                )
        return "\n".join([*lines, ""])

    def export(self, name: str, value: str) -> str:
        """Set a variable for this shell and what it starts."""
        return f"set -gx {name} {self.quote(value)}"

    def forget_alias(self, name: str) -> str:
        """Erase the function that an alias is."""
        return self.forget_function(name)

    def forget_function(self, name: str) -> str:
        """Erase it from this shell; one in a file of its own is found again."""
        return f"functions --erase {self.quote(name)}"

    def session(
        self,
        rc_file: Path,  # noqa: ARG002 # it is read as ever
        place: Path,
        lines: Sequence[str],
        environ: Mapping[str, str],  # noqa: ARG002 # no variable has a say in it
    ) -> Session:
        """Let it read a file of ours behind the person's."""
        ours = place / "init.fish"
        return Session(
            arguments=("--interactive", "--init-command", self.source(ours)),
            environ={},
            files={ours: "\n".join(("set -g fish_history ''", *lines, ""))},
        )

    def assign(self, name: str, value: str) -> str:
        """Set a global variable."""
        return f"set -g {name} {self.quote(value)}\n"


SHELL: Final[Shell] = Fish()
