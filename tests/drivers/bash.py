from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Bash:
    name = "bash"
    extension = "bash"
    not_held_against = ()
    status = "$?"
    fails = "false"
    strict: ClassVar = {
        "errexit, nounset and pipefail": ["set -eu -o pipefail"],
        "posix": ["set -o posix"],
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
    activates_by = "bin/activate"
    leaves: ClassVar[frozenset[str]] = frozenset()
    last_in_history = "fc -l -1"
    brought_forward = "pip install"
    timed_says = "real"

    def find(self) -> str | None:
        return shutil.which(self.name)

    def start(self, rc: Path, lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
        prompt = r"PS1='\[\e]777;prompt;$?\a\]$ '"
        file = rc / "bashrc"
        file.write_text("\n".join([prompt, *lines, ""]))
        return ["bash", "--noprofile", "--rcfile", str(file), "-i"], {}

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
        return f"unset -f $(compgen -A function {prefix})"

    def function(self, name: str, body: str) -> str:
        return f"{name}() {{ {body}; }}"

    def sum(self, first: int, second: int) -> str:
        return f"$(({first} + {second}))"

    def activate(self, environment: str) -> str:
        return f". {environment}/{self.activates_by}"


DRIVER = Bash()
