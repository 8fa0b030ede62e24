from __future__ import annotations

import shutil
import shutil
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# Of the user's own: nothing that only a first start brings, and a prompt that tells the
# status. What a line writes begins behind `run`, for fish draws the line once more.
CONFIG = r"""
set -g fish_greeting
set -g fish_autosuggestion_enabled 0
function fish_prompt
    printf '\e]777;prompt;%s\a$ ' $status
end
function fish_title
end
function tests_run --on-event fish_preexec
    printf '\e]777;run\a'
end
"""

_NO_SUBSHELL = "fish has no subshells"
_NO_OPTIONS = "fish has no options that `set` switches"

# What fish can shadow with a function; it reserves the names of the other builtins.
_SHADOWS = "for name in cat cd contains echo functions math mkdir path printf realpath rm"


class Fish:
    name = "fish"
    extension = "fish"
    extension = "fish"
    status = "$status"
    fails = "false"
    leaves: ClassVar[frozenset[str]] = frozenset({"fish_universal_variables.notifier"})
    strict: ClassVar[Mapping[str, Sequence[str]]] = {
        "vi keys": ["fish_vi_key_bindings"],
        "an IFS that splits nothing": ["set -g IFS ''"],
        "an IFS of letters": ["set -g IFS pi"],
        "its own names as global variables": [
            "set -g program x; set -g record x; set -g code x; set -g directory x"
        ],
    }
    cannot: ClassVar[Mapping[str, str]] = {}

    def find(self) -> str | None:
        return shutil.which(self.name)

    last_in_history = "history --max 1"
    brought_forward = "to foreground"
    timed_says = "Executed in"

    def find(self) -> str | None:
        return shutil.which(self.name)

    def start(self, rc: Path, lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
        # With that directory there fish makes no completions from manuals.
        (rc / "fish" / "generated_completions").mkdir(parents=True, exist_ok=True)
        (rc / "fish" / "config.fish").write_text("\n".join([CONFIG, *lines, ""]))
        places = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS")
        return ["fish", "--interactive"], dict.fromkeys(places, str(rc))

    def load(self, file: Path) -> str:
        return f"source {self.quote(str(file))}"

    def quote(self, word: str) -> str:
        escaped = word.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"

    def set(self, name: str, value: str) -> str:
        return f"set -g {name} {self.quote(value)}"

    def export(self, name: str, value: str) -> str:
        return f"set -gx {name} {self.quote(value)}"

    def variable(self, name: str) -> str:
        return f'"${name}"'

    def and_then(self, first: str, second: str) -> str:
        return f"{first} && {second}"

    def or_else(self, first: str, second: str) -> str:
        return f"{first} || {second}"

    def one_after_the_other(self, *commands: str) -> str:
        return "; ".join(commands)

    def ended_by(self, command: str, last: str) -> str:
        return f"{command}; set code $status; {last}; sh -c \"exit $code\""

    def for_each(self, name: str, words: str, body: str) -> str:
        return f"for {name} in {words}; {body}; end"

    def when(self, condition: str, then: str, otherwise: str) -> str:
        return f"if {condition}; {then}; else; {otherwise}; end"

    def negated(self, command: str) -> str:
        return f"! {command}"

    def timed(self, command: str) -> str:
        return f"time {command}"

    def piped(self, first: str, second: str) -> str:
        return f"{first} | {second}"

    def in_background(self, command: str) -> str:
        return f"{command} &"

    def in_subshell(self, command: str) -> str:
        return f"begin; {command}; end"

    def captured(self, name: str, command: str) -> str:
        return f"set {name} ({command})"

    def function(self, name: str, body: str) -> str:
        return f"function {name}; {body}; end"

    def forget_functions(self, prefix: str) -> str:
        return f"functions --erase (functions --all | string match '{prefix}*')"

    def sum(self, first: int, second: int) -> str:
        return f"(math {first} + {second})"

    def activate(self, environment: str) -> str:
        return f"source {environment}/bin/activate.fish"


DRIVER = Fish()
