"""bash: the Bourne family's words, and where its rc file is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from pep668hook.files import is_file
from pep668hook.posix_words import BourneWords
from pep668hook.shell import Session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pep668hook.shell import Shell


class Bash(BourneWords):
    """GNU bash, from the 3.2 of macOS on."""

    name = "bash"
    programs = ("bash",)
    extension = "bash"

    def rc_file(self, home: Path, environ: Mapping[str, str]) -> Path:  # noqa: ARG002 # no variable names it
        """Name `~/.bashrc`, or on macOS the file that its login shells read."""
        bashrc = home / ".bashrc"
        if sys.platform == "darwin" and not bashrc.exists():
            return home / ".bash_profile"
        return bashrc

    def session(
        self,
        rc_file: Path,
        place: Path,
        lines: Sequence[str],
        environ: Mapping[str, str],  # noqa: ARG002 # no variable has a say in it
    ) -> Session:
        """Let it read a file of ours in the place of the person's, which that reads."""
        ours = place / "bashrc"
        text = [self.load(rc_file), "unset HISTFILE", *lines, ""]
        return Session(
            arguments=("--rcfile", str(ours), "-i"),
            environ={},
            files={ours: "\n".join(text)},
        )

    def system_files(self, root: Path) -> tuple[Path, ...]:
        """Name what is built into it, or read from there, by who has built it.

        They are Debian, Arch and openSUSE; Fedora and macOS; Alpine, Gentoo and Void.
        """
        names = ("bash.bashrc", "bashrc", "bash/bashrc")
        return tuple(filter(is_file, (root / "etc" / name for name in names)))[:1]

    def complete(self, candidates: Mapping[str, Mapping[str, str]]) -> str:
        """Write a function for `complete`."""
        cases = "".join(
            f"        {self.quote(before)}) words={self.quote(' '.join(words))} ;;\n"
            for before, words in candidates.items()
        )
        return (
            "__pep668hook_complete() {\n"
            "    local IFS=' ' words=\n"
            '    case "${COMP_WORDS[*]:1:COMP_CWORD-1}" in\n'
            f"{cases}"
            "    esac\n"
            "    IFS=$' \\n'\n"
            "    # shellcheck disable=SC2207 # words without spaces and patterns\n"
            '    COMPREPLY=($(compgen -W "${words}" -- "${COMP_WORDS[COMP_CWORD]}"))\n'
            "}\n"
            "complete -F __pep668hook_complete pep668hook\n"
        )


SHELL: Final[Shell] = Bash()
