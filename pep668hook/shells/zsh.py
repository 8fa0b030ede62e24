"""zsh: the Bourne family's words, and where its rc file is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.posix_words import BourneWords

if TYPE_CHECKING:
    from collections.abc import Mapping

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


SHELL: Final[Shell] = Zsh()
