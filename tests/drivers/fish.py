from __future__ import annotations

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


class Fish:
    name = "fish"
    extension = "fish"
    status = "$status"
    fails = "false"
    not_found = 127
    ignores = 0
    activates_by = "bin/activate.fish"
    last_in_history = "history --max 1 | cat"
    lists_jobs = "jobs"
    brought_forward = "to foreground"
    timed_says = "Executed in"
    leaves: ClassVar[frozenset[str]] = frozenset({"fish_universal_variables.notifier"})
    strict: ClassVar[Mapping[str, Sequence[str]]] = {
        "vi keys": ["fish_vi_key_bindings; function fish_mode_prompt; end"],
        "an IFS that splits nothing": ["set -g IFS ''"],
        "an IFS of letters": ["set -g IFS pi"],
        "its own names as global variables": [
            "set -g program x; set -g record x; set -g code x; set -g directory x"
        ],
    }
    cannot: ClassVar[Mapping[str, str]] = {
        "test_the_status_of_the_retry_is_that_at_the_prompt": (
            "fish keeps `$status` over what runs at a prompt"
        ),
        "test_a_subshell_is_asked_and_told_that_the_environment_ends_with_it": (
            _NO_SUBSHELL
        ),
        "test_the_rest_of_the_line_sees_how_it_ended: a subshell": _NO_SUBSHELL,
        "test_errexit_ends_the_shell_after_a_no_as_without_the_hook": _NO_OPTIONS,
        "test_tracing_shows_what_a_plain_shell_shows": _NO_OPTIONS,
        "test_tracing_is_on_again_after_a_rescue": _NO_OPTIONS,
        "test_the_users_options_are_as_before_after_a_rescue": _NO_OPTIONS,
        "test_the_users_variables_are_as_before_after_a_rescue": _NO_OPTIONS,
        "test_no_alias_gets_in_between": "fish reserves the names of such builtins",
        "test_an_alias_made_later_still_works": (
            "an alias is a function in fish, and takes the place of the hook's own"
        ),
        "test_a_signal_that_the_user_ignores_is_ignored_in_a_watched_pip": (
            "fish cannot ignore a signal"
        ),
    }

    def find(self) -> str | None:
        return shutil.which(self.name)

    def can_be_had(self) -> bool:
        return True

    def start(self, rc: Path, lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
        # A first start would make these, and fill the first from the manual's pages.
        for name in ("generated_completions", "completions", "conf.d", "functions"):
            (rc / "fish" / name).mkdir(parents=True, exist_ok=True)
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
        return f'{command}; set code $status; {last}; sh -c "exit $code"'

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
        return f"source {environment}/{self.activates_by}"


DRIVER = Fish()
