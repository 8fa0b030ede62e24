from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Zsh:
    name = "zsh"
    extension = "zsh"
    not_held_against = ()
    status = "$?"
    fails = "false"
    strict: ClassVar = {
        "ERR_EXIT and NO_UNSET": ["setopt err_exit no_unset pipe_fail"],
        "ERR_RETURN": ["setopt err_return"],
        "KSH_ARRAYS": ["setopt ksh_arrays"],
        "SH_WORD_SPLIT and GLOB_SUBST": ["setopt sh_word_split glob_subst"],
        "NULL_GLOB": ["setopt null_glob"],
        "WARN_CREATE_GLOBAL": ["setopt warn_create_global warn_nested_var"],
        "NO_CLOBBER and NO_GLOB": ["setopt no_clobber no_glob"],
        "KSH_GLOB, NO_FUNCTION_ARGZERO and POSIX": [
            "setopt ksh_glob no_function_argzero posix_builtins posix_identifiers"
        ],
        "an IFS of letters": ["IFS=pi"],
        "everything of sh": ["emulate sh"],
    }

    cannot: ClassVar[Mapping[str, str]] = {}
    activates_by = "bin/activate"
    leaves: ClassVar[frozenset[str]] = frozenset()
    last_in_history = "fc -l -1"
    brought_forward = "running"
    timed_says = ""  # it times no functions, with or without us

    def find(self) -> str | None:
        return shutil.which(self.name)

    def start(self, rc: Path, lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
        prompt = r"PROMPT=$'%{\e]777;prompt;%?\a%}$ '"
        (rc / ".zshrc").write_text(
            "\n".join([prompt, "unsetopt prompt_sp", *lines, ""])
        )
        # -d: not the machine's own rc files either.
        return ["zsh", "-d", "-i"], {"ZDOTDIR": str(rc)}

    def load(self, file: Path) -> str:
        return f"source {self.quote(str(file))}"

    def quote(self, word: str) -> str:
        return shlex.quote(word)

    def set(self, name: str, value: str) -> str:
        return f"{name}={self.quote(value)}"

    def export(self, name: str, value: str) -> str:
        return f"export {name}={self.quote(value)}"

    def variable(self, name: str) -> str:
        return f'"${{{name}-}}"'

    def and_then(self, first: str, second: str) -> str:
        return f"{first} && {second}"

    def or_else(self, first: str, second: str) -> str:
        return f"{first} || {second}"

    def one_after_the_other(self, *commands: str) -> str:
        return "; ".join(commands)

    def ended_by(self, command: str, last: str) -> str:
        return f"{command}; code=$?; {last}; (exit $code)"

    def for_each(self, name: str, words: str, body: str) -> str:
        return f"for {name} in {words}; do {body}; done"

    def when(self, condition: str, then: str, otherwise: str) -> str:
        return f"if {condition}; then {then}; else {otherwise}; fi"

    def negated(self, command: str) -> str:
        return f"! {command}"

    def timed(self, command: str) -> str:
        return f"time {command}"

    def piped(self, first: str, second: str) -> str:
        return f"{first} | {second}"

    def in_background(self, command: str) -> str:
        return f"{command} &"

    def in_subshell(self, command: str) -> str:
        return f"( {command} )"

    def captured(self, name: str, command: str) -> str:
        return f"{name}=$({command})"

    def forget_functions(self, prefix: str) -> str:
        return f"unfunction -m '{prefix}*'"

    def function(self, name: str, body: str) -> str:
        return f"{name}() {{ {body}; }}"

    def sum(self, first: int, second: int) -> str:
        return f"$(({first} + {second}))"

    def activate(self, environment: str) -> str:
        return f". {environment}/{self.activates_by}"


DRIVER = Zsh()
