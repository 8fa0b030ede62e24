"""What bash and zsh write alike, as Bourne's shell did."""

from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Bourne:
    """The part of a driver that one shell of the family leaves to all of them."""

    name: str
    status = "$?"
    fails = "false"
    not_found = 127
    ignores = 0
    cannot: ClassVar[Mapping[str, str]] = {}
    activates_by = "bin/activate"
    leaves: ClassVar[frozenset[str]] = frozenset()
    last_in_history = "fc -l -1"
    lists_jobs = "jobs"

    def find(self) -> str | None:
        return shutil.which(self.name)

    def can_be_had(self) -> bool:
        return True

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

    def function(self, name: str, body: str) -> str:
        return f"{name}() {{ {body}; }}"

    def sum(self, first: int, second: int) -> str:
        return f"$(({first} + {second}))"

    def activate(self, environment: str) -> str:
        return f". {environment}/{self.activates_by}"
