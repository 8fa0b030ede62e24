"""PowerShell: how it quotes, activates and runs, and where its profile is."""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.command_line import Grammar
from pep668hook.shell import Session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pep668hook.shell import Shell

# A word of these alone stands for itself. Not dashes alone, no dot in an option and no
# digit in front: `-r.txt` would be two words, `.5` and `1kb` are numbers.
_PLAIN: Final = re.compile(
    r"--?[A-Za-z][A-Za-z-]*|\.{0,2}[A-Za-z_/][\w./+=:-]*", re.ASCII
)
# The same for the word that names the command: a path, or what we have people type.
_PLAIN_COMMAND: Final = re.compile(
    r"(?:\.{0,2}[A-Za-z_][\w.-]*|\.\.?)?/[\w./+-]*|(?:chmod|mv|pip|python|sudo)[\d.]*",
    re.ASCII,
)
# Each of them opens, and closes, what is in single quotes.
_SINGLE_QUOTES: Final = re.compile("(['\u2018\u2019\u201a\u201b])")

# An option with a dot or a colon in it would be two words, and a comma makes a list.
_BARE: Final = re.compile(
    r"(?:(?<!\S)-(?!\S*[.:])|(?<!\s)-|[\w./+:\\]|(?<=[^\s;&|<>])[=%]|(?<=\w)[~!](?==)"
    r"|(?<=\w)[@#]|(?<=\w)\[[\w-]*\])+"
)
_SINGLE: Final = re.compile(
    "['\u2018-\u201b](?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*['\u2018-\u201b]"
)
_DOUBLED: Final = re.compile("['\u2018-\u201b](['\u2018-\u201b])")
_DOUBLE: Final = re.compile('"(?:[^"`$\u201c-\u201e]|"")*"')
_ESCAPED: Final = re.compile(r"`[^\w\n]")
_KEYWORDS: Final = frozenset(
    "if else elseif for foreach while do until switch function filter try"  # noqa: SIM905 # words
    " catch finally throw return break continue exit param begin process end"
    " trap using class enum data".split()
)


class PowerShell:
    """PowerShell 7, and of Windows PowerShell 5.1 what it can."""

    name = "powershell"
    programs = ("pwsh", "powershell")
    extension = "ps1"
    # Windows PowerShell reads a file without it in the machine's code page.
    signature = codecs.BOM_UTF8
    # The standard library's, and that of virtualenv and uv.
    activate_scripts = ("Activate.ps1", "activate.ps1")
    grammar = Grammar(
        bare=_BARE,
        quoted=(
            (_SINGLE, lambda text: _DOUBLED.sub(r"\1", text[1:-1])),
            (_DOUBLE, lambda text: text[1:-1].replace('""', '"')),
            (_ESCAPED, lambda text: text[1:]),
        ),
        keywords=_KEYWORDS,
        assigns=False,
    )

    def quote(self, word: str) -> str:
        """Write `word` in single quotes where it holds more than plain letters."""
        return word if _PLAIN.fullmatch(word) else _quoted(word)

    def activate(self, environment: Path) -> str:
        """Run its script."""
        return self.run([str(self._script(environment))])

    def run(self, argv: Sequence[str]) -> str:
        """Write the words, each quoted, after a `&` where the first one needs it."""
        command, *arguments = argv
        if not _PLAIN_COMMAND.fullmatch(command):
            command = f"& {_quoted(command)}"
        return " ".join([command, *map(self.quote, arguments)])

    def activate_or_stop(self, environment: Path) -> str:
        """Run its script, or end this one by the status 1 where that throws."""
        script = _quoted(str(self._script(environment)))
        write = r"Microsoft.PowerShell.Utility\Write-Error"
        return f"try {{ & {script} }} catch {{ {write} $_; exit 1 }}"

    def activate_told(self, argv: Sequence[str]) -> str:
        """Run virtualenv's script below what the program prints."""
        return f'& "$({self.run(argv)})/bin/activate.ps1"'

    def activate_told_or_stop(self, argv: Sequence[str]) -> str:
        """Run it past aliases and functions, or end the script by the status 1."""
        script = f'"$({self.run_unwrapped(argv)})/bin/activate.ps1"'
        write = r"Microsoft.PowerShell.Utility\Write-Error"
        return f"try {{ & {script} }} catch {{ {write} $_; exit 1 }}"

    def run_unwrapped(self, argv: Sequence[str]) -> str:
        """Write the words after the program that the first one leads to."""
        name, *arguments = argv
        find = rf"Microsoft.PowerShell.Core\Get-Command {_quoted(name)}"
        find = f"{find} -CommandType Application -TotalCount 1"
        return " ".join([f"& ({find})", *map(_quoted, arguments)])

    def run_or_stop(self, argv: Sequence[str]) -> str:
        """Run the program, or end the script with its status."""
        return f"{self.run_unwrapped(argv)}; if (-not $?) {{ exit $LASTEXITCODE }}"

    def extend_path(self, directory: Path) -> str:
        """Set PATH anew, for this process."""
        return f"$env:PATH = {_quoted(f'{directory}{os.pathsep}')} + $env:PATH"

    def chain(self, commands: Sequence[str]) -> str:
        """Join the commands by `&&`, which PowerShell has had since 7.0."""
        return " && ".join(commands)

    def rc_file(self, home: Path, environ: Mapping[str, str]) -> Path:
        """Name the profile of the user's own for this very host."""
        configuration = environ.get("XDG_CONFIG_HOME", "")
        base = Path(configuration) if configuration else home / ".config"
        return base / "powershell" / "Microsoft.PowerShell_profile.ps1"

    def system_files(self, root: Path) -> tuple[Path, ...]:
        """Name the profile for all users and all hosts beside each that is there.

        They are where Microsoft's packages for Linux and for macOS put them.
        """
        places = [root / "opt" / "microsoft", root / "usr" / "local" / "microsoft"]
        found = [each for place in places for each in place.glob("powershell/*/pwsh")]
        return tuple(program.with_name("profile.ps1") for program in sorted(found))

    def load(self, snippet: Path) -> str:
        """Dot-source the snippet, if it is there.

        To ask first would cost more than it does: for `Test-Path` PowerShell loads a
        module, and a constrained session may ask .NET nothing.
        """
        return f"try {{ . {_quoted(str(snippet))} }} catch {{ }}"

    def source(self, snippet: Path) -> str:
        """Dot-source a file."""
        return f". {self.quote(str(snippet))}"

    def complete(self, candidates: Mapping[str, Mapping[str, str]]) -> str:
        """Register a completer for it."""
        table = "".join(
            f"        {_quoted(before)} = [ordered]@{{ {self._described(words)} }}\n"
            for before, words in candidates.items()
        )
        return (
            "Register-ArgumentCompleter -Native -CommandName pep668hook"
            " -ScriptBlock {\n"
            "    param($word, $line, $cursor)\n"
            "    $table = @{\n"
            f"{table}"
            "    }\n"
            "    $before = @($line.CommandElements | Select-Object -Skip 1 |\n"
            "        Where-Object { $_.Extent.EndOffset -lt $cursor }) -join ' '\n"
            "    if (-not $table.ContainsKey($before)) { return }\n"
            "    foreach ($each in $table[$before].GetEnumerator()) {\n"
            "        if ($each.Key.StartsWith($word)) {\n"
            "            [System.Management.Automation.CompletionResult]::new(\n"
            "                $each.Key, $each.Key, 'ParameterValue', $each.Value)\n"
            "        }\n"
            "    }\n"
            "}\n"
        )

    def _described(self, words: Mapping[str, str]) -> str:
        """Write words with their meanings, which no tooltip may be without."""
        return "; ".join(
            f"{_quoted(word)} = {_quoted(meaning or word)}"
            for word, meaning in words.items()
        )

    def export(self, name: str, value: str) -> str:
        """Set a variable of the environment."""
        return f"$env:{name} = {_quoted(value)}"

    def forget_alias(self, name: str) -> str:
        """Remove it from this session."""
        return f"Remove-Item Alias:{name} -Force"

    def forget_function(self, name: str) -> str:
        """Remove it from this session."""
        return f"Remove-Item Function:{name} -Force"

    def session(
        self,
        rc_file: Path,  # noqa: ARG002 # it is read as ever
        place: Path,
        lines: Sequence[str],
        environ: Mapping[str, str],  # noqa: ARG002 # no variable has a say in it
    ) -> Session:
        """Let it read a file of ours behind the profiles.

        PSReadLine keeps each line, and asks the terminal where its cursor is.
        """
        ours = place / "init.ps1"
        text = ("Remove-Module PSReadLine -ErrorAction Ignore", *lines, "")
        return Session(
            arguments=("-NoLogo", "-NoExit", "-Command", self.source(ours)),
            environ={},
            files={ours: self.signature.decode() + "\n".join(text)},
        )

    def assign(self, name: str, value: str) -> str:
        """Set a global variable."""
        return f"$global:{name} = {_quoted(value)}\n"

    def _script(self, environment: Path) -> Path:
        """Find the script, whose name depends on who made the environment."""
        scripts = [environment / "bin" / name for name in self.activate_scripts]
        return next(filter(Path.is_file, scripts), scripts[0])


def _quoted(word: str) -> str:
    """Double every quote of the word, as PowerShell sees it: it reads UTF-8.

    Python may have taken the word apart by another encoding of the locale's, where a
    quote would not look like one.
    """
    seen = os.fsencode(word).decode("utf-8", "surrogateescape")
    doubled = _SINGLE_QUOTES.sub(r"\1\1", seen)
    return f"'{os.fsdecode(doubled.encode('utf-8', 'surrogateescape'))}'"


SHELL: Final[Shell] = PowerShell()
