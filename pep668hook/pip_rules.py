"""What pip and uv make of a command line and the variables: their own rules for it.

Whether the marker is looked for at all, and for whom is installed. Configuration files
are not read here: `configuration` gives what they set as variables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook.pip_options import GENERAL, SUBCOMMANDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pep668hook.pip_command import PipCommand

# pip._internal.utils.misc.strtobool; what it does not know ends pip with status 2.
_NO: Final = frozenset({"n", "no", "f", "false", "off", "0"})
# clap's BoolishValueParser, which uv reads its variables with.
_UV_YES: Final = frozenset({"1", "y", "yes", "t", "true", "on"})
# "--root, --target or --prefix disables the check" (install.py, 23.0 to 26.3).
_ELSEWHERE: Final = ("--root", "--target", "--prefix")
# pip ends before it looks for the marker: help with 0, no environment with 3.
_ENDS_BEFORE: Final = ("--help", "--require-virtualenv")


def _variables(command: PipCommand, environ: Mapping[str, str]) -> Mapping[str, str]:
    """Read the options set by PIP_* variables, by canonical long name."""
    # Only the plain word counts, wherever it stands: `"--isolated" in cmd_args`
    # (pip._internal.cli.main, 23.0 to 26.3).
    if "--isolated" in command.argv[1:]:
        return {}
    grammar = SUBCOMMANDS.get(command.subcommand or "", GENERAL)
    named = {
        "--" + key.removeprefix("PIP_").lower().replace("_", "-"): value
        for key, value in environ.items()
        # Two names that pip passes over (ENV_NAMES_IGNORED, configuration.py).
        if key.startswith("PIP_") and key not in {"PIP_VERSION", "PIP_HELP"}
    }
    return {
        grammar.canonical[name]: value
        for name, value in named.items()
        # What is empty is not set (cli/parser.py).
        if value and name in grammar.canonical
    }


def is_for_user_alone(command: PipCommand, environ: Mapping[str, str]) -> bool:
    """Tell whether a variable makes an installation one for the user alone."""
    if command.is_of_uv or command.subcommand != "install":
        return False
    return _variables(command, environ).get("--user", "no").lower() not in _NO


def bypasses(command: PipCommand, environ: Mapping[str, str]) -> bool:
    """Tell whether the marker is never looked for, by what argv and variables say.

    What ends pip before it looks counts as well, an unreadable boolean among it:
    there was no refusal then.
    """
    rule = _uv_bypasses if command.is_of_uv else _pip_bypasses
    return rule(command, environ)


def _pip_bypasses(command: PipCommand, environ: Mapping[str, str]) -> bool:
    variables = _variables(command, environ)

    def is_on(option: str) -> bool:
        set_to = variables.get(option, "no").lower()
        return command.has(option) or set_to not in _NO

    if any(is_on(option) for option in (*_ENDS_BEFORE, "--break-system-packages")):
        return True
    if command.subcommand == "uninstall":
        # Without a name it ends before it looks (uninstall.py, 23.0 to 26.3).
        named = command.requirements or command.requirement_files
        return not named and "--requirement" not in variables
    if command.subcommand != "install":
        return True
    if any(command.has(option) or option in variables for option in _ELSEWHERE):
        return True
    report = (variables.get("--report", ""), *command.values("--report"))[-1]
    return is_on("--dry-run") and bool(report)


def _uv_bypasses(command: PipCommand, environ: Mapping[str, str]) -> bool:
    """Tell the same of uv, which finds no Python of the system unless it is told to."""

    def is_on(option: str, variable: str) -> bool:
        return command.has(option) or environ.get(variable, "").lower() in _UV_YES

    if command.subcommand not in {"install", "uninstall"}:
        return True
    if any(map(command.has, ("--help", "--user", "--target", "--prefix"))):
        return True
    if is_on("--break-system-packages", "UV_BREAK_SYSTEM_PACKAGES"):
        return True
    chosen = command.has("--python") or environ.get("UV_PYTHON")
    return not chosen and not is_on("--system", "UV_SYSTEM_PYTHON")
