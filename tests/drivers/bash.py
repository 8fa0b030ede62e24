from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tests.bourne import Bourne

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Bash(Bourne):
    name = "bash"
    extension = "bash"
    strict: ClassVar = {
        "errexit, nounset and pipefail": ["set -eu -o pipefail"],
        "posix": ["set -o posix"],
        "allexport": ["set -a"],
        "noclobber and noglob": ["set -C -f"],
        "errtrace, functrace and a DEBUG trap": ["set -ET", "trap : DEBUG ERR RETURN"],
        "nullglob and failglob": ["shopt -s nullglob failglob extglob globstar"],
        "an IFS of letters": ["IFS=pi"],
        "localvar_inherit and expand_aliases": ["shopt -s localvar_inherit"],
    }

    cannot: ClassVar[Mapping[str, str]] = {
        "test_the_status_of_the_retry_is_that_at_the_prompt": (
            "bash keeps `$?` over what runs at a prompt"
        ),
    }
    brought_forward = "pip install"
    timed_says = "real"

    def start(self, rc: Path, lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
        prompt = r"PS1='\[\e]777;prompt;$?\a\]$ '"
        file = rc / "bashrc"
        file.write_text("\n".join([prompt, *lines, ""]))
        return ["bash", "--noprofile", "--rcfile", str(file), "-i"], {}

    def forget_functions(self, prefix: str) -> str:
        return f"unset -f $(compgen -A function {prefix})"


DRIVER = Bash()
