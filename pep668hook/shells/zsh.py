"""zsh: the Bourne family's words, and where its rc file is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.files import is_directory, is_file
from pep668hook.posix_words import BourneWords
from pep668hook.shell import Session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pep668hook.shell import Shell


class Zsh(BourneWords):
    """Zsh from 5.0 on."""

    name = "zsh"
    programs = ("zsh",)
    extension = "zsh"

    def quote(self, word: str) -> str:
        """Quote a leading `=` too, which zsh takes for "the path of"."""
        return (
            f"'{word}'"
            if re.fullmatch(r"=[\w@%+=:,./-]*", word)
            else super().quote(word)
        )

    def rc_file(self, home: Path, environ: Mapping[str, str]) -> Path:
        """Name `.zshrc` in `ZDOTDIR`, else in the home directory."""
        return Path(environ.get("ZDOTDIR") or home) / ".zshrc"

    def session(
        self,
        rc_file: Path,  # noqa: ARG002 # where that is, .zshenv has a say in
        place: Path,
        lines: Sequence[str],
        environ: Mapping[str, str],
    ) -> Session:
        """Let it look for its files in `place`, from where they lead to the person's.

        A .zshenv may set ZDOTDIR: what it leaves is where the rest is read from.
        """
        theirs = environ.get("ZDOTDIR", "")
        back = f"ZDOTDIR={self.quote(theirs)}" if theirs else "unset ZDOTDIR"
        here = self.quote(str(place))
        read = '[[ ! -r "${ZDOTDIR:-$HOME}/%s" ]] || . "${ZDOTDIR:-$HOME}/%s"'
        env = (
            back,
            read % (".zshenv", ".zshenv"),
            "typeset -g __pep668hook_zdotdir=${ZDOTDIR-}",
            f"ZDOTDIR={here}",
        )
        rc = (
            "ZDOTDIR=$__pep668hook_zdotdir",
            "[[ -n $ZDOTDIR ]] || unset ZDOTDIR",
            "unset __pep668hook_zdotdir",
            read % (".zshrc", ".zshrc"),
            "unset HISTFILE",
            *lines,
        )
        return Session(
            arguments=("-i",),
            environ={"ZDOTDIR": str(place)},
            files={
                place / ".zshenv": "\n".join((*env, "")),
                place / ".zshrc": "\n".join((*rc, "")),
            },
        )

    def system_files(self, root: Path) -> tuple[Path, ...]:
        """Name the `zshrc` in /etc/zsh (Debian, Arch), else in /etc (Fedora, macOS)."""
        if is_directory(root / "etc" / "zsh"):
            return (root / "etc" / "zsh" / "zshrc",)
        return tuple(filter(is_file, [root / "etc" / "zshrc"]))

    def complete(self, candidates: Mapping[str, Mapping[str, str]]) -> str:
        """Write a function for `compdef`, where its system of completion is on."""
        cases = "".join(
            f"        {self.quote(before)}) found=({self._described(words)}) ;;\n"
            for before, words in candidates.items()
        )
        return (
            "__pep668hook_complete() {\n"
            "    local -a found\n"
            '    case "${(j: :)words[2,CURRENT-1]}" in\n'
            f"{cases}"
            "    esac\n"
            "    _describe pep668hook found\n"
            "}\n"
            "if (( ${+functions[compdef]} )); then\n"
            "    compdef __pep668hook_complete pep668hook\n"
            "fi\n"
        )

    def _described(self, words: Mapping[str, str]) -> str:
        """Write the words for `_describe`, which parts them at a colon."""
        pairs = (
            f"{word}:{meaning}" if meaning else word for word, meaning in words.items()
        )
        return " ".join(map(self.quote, pairs))


SHELL: Final[Shell] = Zsh()
