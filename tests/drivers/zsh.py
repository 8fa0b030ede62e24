from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tests.bourne import Bourne

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Zsh(Bourne):
    name = "zsh"
    extension = "zsh"
    strict: ClassVar = {
        "ERR_EXIT and NO_UNSET": ["setopt err_exit no_unset pipe_fail"],
        "ERR_RETURN": ["setopt err_return"],
        "KSH_ARRAYS": ["setopt ksh_arrays"],
        "SH_WORD_SPLIT and GLOB_SUBST": ["setopt sh_word_split glob_subst"],
        "NULL_GLOB": ["setopt null_glob"],
        "ALL_EXPORT": ["setopt all_export"],
        "WARN_CREATE_GLOBAL": ["setopt warn_create_global warn_nested_var"],
        "NO_CLOBBER and NO_GLOB": ["setopt no_clobber no_glob"],
        "KSH_GLOB, NO_FUNCTION_ARGZERO and POSIX": [
            "setopt ksh_glob no_function_argzero posix_builtins posix_identifiers"
        ],
        "an IFS of letters": ["IFS=pi"],
        "everything of sh": ["emulate sh"],
    }

    brought_forward = "running"
    timed_says = ""  # it times no functions, with or without us

    def start(self, rc: Path, lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
        prompt = r"PROMPT=$'%{\e]777;prompt;%?\a%}$ '"
        (rc / ".zshrc").write_text(
            "\n".join([prompt, "unsetopt prompt_sp", *lines, ""])
        )
        # -d: not the machine's own rc files either.
        return ["zsh", "-d", "-i"], {"ZDOTDIR": str(rc)}

    def forget_functions(self, prefix: str) -> str:
        return f"unfunction -m '{prefix}*'"


DRIVER = Zsh()
