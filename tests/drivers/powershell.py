from __future__ import annotations

import functools
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Unpacks a PowerShell for tests, where somebody has put one beside the checkout.
UNPACK = Path(__file__).parents[3] / "shared" / "tools" / "pwsh" / "install.sh"

# The prompt of an environment calls the one that it found, and leaves it no `$?`. Then
# the status is that of the last program, and 0 where the line has run none.
PROMPT = r"""
function prompt {
    $ok = $?
    $code = [int] $global:LASTEXITCODE
    if ($env:VIRTUAL_ENV) { $ok = $code -eq 0 }
    if (-not $ok -and $code -eq 0) { $code = 1 }
    if ($ok) { $code = 0 }
    $global:LASTEXITCODE = 0
    "$([char] 27)]777;prompt;$code$([char] 7)`$ "
}
$global:LASTEXITCODE = 0
"""

# What it cannot do, by the reason: a test, or a set of its parameters.
_CANNOT: Mapping[str, Sequence[str]] = {
    "of a pipeline PowerShell tells only the last program's status": [
        "test_one_key_heals_what_no_function_can_wrap: a pipeline",
    ],
    "PowerShell stops and continues no jobs": [
        "test_a_background_pip_is_neither_asked_about_nor_stopped",
        "test_a_background_pip_brought_forward_is_not_stopped",
        "test_a_pip_that_was_stopped_is_not_asked_about_and_fg_gives_its_status",
        "test_a_stopped_pip_ends_with_its_terminal",
        "test_a_successful_pip_can_be_stopped_and_continued",
    ],
    "PowerShell reads what a program writes wherever it does not only show it": [
        "test_a_timed_pip_asks_and_is_timed",
        "test_nothing_of_the_panel_goes_to_stdout",
    ],
    "PowerShell now stops and now goes on after Ctrl-C in a program": [
        "test_ctrl_c_ends_a_loop_as_without_the_hook",
        "test_ctrl_c_while_the_environment_is_made_ends_the_line",
    ],
    "PowerShell makes directories of its own wherever these variables lead": [
        "test_a_place_that_is_no_place_for_records_gets_none",
    ],
    "PowerShell has no subshells": [
        "test_a_subshell_is_asked_and_told_that_the_environment_ends_with_it",
    ],
    "PowerShell has no options that `set` switches": [
        "test_errexit_ends_the_shell_after_a_no_as_without_the_hook",
        "test_tracing_shows_what_a_plain_shell_shows",
        "test_tracing_is_on_again_after_a_rescue",
        "test_the_users_options_are_as_before_after_a_rescue",
        "test_the_users_variables_are_as_before_after_a_rescue",
    ],
    "an alias of PowerShell's is a second name and holds no words": [
        "test_no_alias_gets_in_between",
        "test_a_pip_of_the_users_own_is_left_alone: an alias",
        "test_an_alias_made_later_still_works",
    ],
    "PowerShell has no `<`": [
        "test_what_is_passed_on_starts_pip_as_the_shell_does: from a file",
        "test_a_refusal_that_nobody_can_answer_looks_as_without_the_hook: from a file",
    ],
    "PowerShell sets variables for no single command": [
        "test_what_is_watched_starts_pip_as_the_shell_does: variables for pip alone",
    ],
    "PowerShell has no umask of its own": [
        "test_what_is_watched_starts_pip_as_the_shell_does: another umask",
    ],
    "PowerShell ignores no signals for the user": [
        "test_a_signal_that_the_user_ignores_is_ignored_in_a_watched_pip",
    ],
    "PowerShell sets the terminal's modes at each prompt": [
        "test_modes_of_the_users_own_come_back_too",
    ],
    "`pip` is an alias to a script in PowerShell, not a function": [
        "test_a_copied_function_without_its_private_helpers_is_plain_pip",
    ],
    "PowerShell starts no script without a first line": [
        "test_a_pip_without_a_first_line_runs_as_without_the_hook",
    ],
    "PowerShell takes a backslash in a path for a slash": [
        "test_a_directory_is_only_ever_a_directory: a backslash",
        "test_a_directory_is_only_ever_a_directory: everything",
    ],
}


class PowerShell:
    name = "powershell"
    extension = "ps1"
    status = "$LASTEXITCODE"
    fails = "false"
    not_found = 1
    ignores = 1 << signal.SIGPIPE - 1  # .NET's doing
    strict: ClassVar[Mapping[str, Sequence[str]]] = {
        "strict, and whatever fails stops": [
            "Set-StrictMode -Version Latest",
            "$ErrorActionPreference = 'Stop'",
            "$PSNativeCommandUseErrorActionPreference = $true",
        ],
        "the arguments of old": ["$PSNativeCommandArgumentPassing = 'Legacy'"],
        "nothing loaded by itself": [
            "Import-Module Microsoft.PowerShell.Management",
            "Import-Module Microsoft.PowerShell.Utility",
            "$PSModuleAutoLoadingPreference = 'None'",
        ],
        "everything told": [
            "$VerbosePreference = $DebugPreference = 'SilentlyContinue'",
            "$InformationPreference = $ProgressPreference = 'Continue'",
        ],
    }

    cannot: ClassVar[Mapping[str, str]] = {
        scenario: reason
        for reason, scenarios in _CANNOT.items()
        for scenario in scenarios
    }
    activates_by = "bin/activate.ps1"
    leaves: ClassVar[frozenset[str]] = frozenset()
    last_in_history = "Get-History -Count 1"
    lists_jobs = "Get-Job"
    brought_forward = ""
    timed_says = "TotalSeconds"

    @functools.cache  # noqa: B019 # there is only one of them
    def find(self) -> str | None:
        """Find the program: a real one on PATH first, else the one for tests."""
        found = shutil.which("pwsh")
        if found is None and UNPACK.exists():
            said = subprocess.run(["sh", UNPACK], capture_output=True, check=True)
            found = f"{said.stdout.decode().strip()}/pwsh"
        return found

    def can_be_had(self) -> bool:
        """Say so only of the one for tests: no distribution has a PowerShell."""
        return UNPACK.exists()

    def start(self, rc: Path, lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
        profile = rc / "powershell" / "Microsoft.PowerShell_profile.ps1"
        profile.parent.mkdir(exist_ok=True)
        profile.write_text("\n".join([PROMPT, *lines, ""]), encoding="utf-8-sig")
        quiet = {
            "POWERSHELL_TELEMETRY_OPTOUT": "1",
            "POWERSHELL_UPDATECHECK": "Off",
            # What runs often is not compiled a second time, better: no session here is
            # long enough to win that back, and it costs as much as a pip does.
            "DOTNET_TieredCompilation": "0",
        }
        return [str(self.find()), "-NoLogo"], {"XDG_CONFIG_HOME": str(rc), **quiet}

    def load(self, file: Path) -> str:
        return f". {self.quote(str(file))}"

    def quote(self, word: str) -> str:
        return "'" + re.sub("(['\u2018\u2019\u201a\u201b])", r"\1\1", word) + "'"

    def set(self, name: str, value: str) -> str:
        return f"${name} = {self.quote(value)}"

    def export(self, name: str, value: str) -> str:
        return f"$env:{name} = {self.quote(value)}"

    def variable(self, name: str) -> str:
        # One of the environment's, or one of the shell's own.
        return f'"$env:{name}${{global:{name}}}"'

    def and_then(self, first: str, second: str) -> str:
        return f"{first} && {second}"

    def or_else(self, first: str, second: str) -> str:
        return f"{first} || {second}"

    def one_after_the_other(self, *commands: str) -> str:
        return "; ".join(commands)

    def ended_by(self, command: str, last: str) -> str:
        return f'{command}; $code = $LASTEXITCODE; {last}; sh -c "exit $code"'

    def for_each(self, name: str, words: str, body: str) -> str:
        listed = ", ".join(map(self.quote, words.split()))
        return f"foreach (${name} in {listed}) {{ {body} }}"

    def when(self, condition: str, then: str, otherwise: str) -> str:
        return (
            f"{condition}; if ($LASTEXITCODE -eq 0) {{ {then} }} else {{ {otherwise} }}"
        )

    def negated(self, command: str) -> str:
        return f'{command}; sh -c "exit $([int] ($LASTEXITCODE -eq 0))"'

    def timed(self, command: str) -> str:
        return f"Measure-Command {{ {command} | Out-Default }}"

    def piped(self, first: str, second: str) -> str:
        return f"{first} | {second}"

    def in_background(self, command: str) -> str:
        return f"{command} &"

    def in_subshell(self, command: str) -> str:
        return f"& {{ {command} }}"

    def captured(self, name: str, command: str) -> str:
        return f"${name} = {command}"

    def forget_functions(self, prefix: str) -> str:
        return f"Get-ChildItem Function:{prefix}* | Remove-Item"

    def function(self, name: str, body: str) -> str:
        return f"function global:{name} {{ {body} }}"

    def sum(self, first: int, second: int) -> str:
        return f"$({first} + {second})"

    def activate(self, environment: str) -> str:
        return f". {environment}/{self.activates_by}"


DRIVER = PowerShell()
