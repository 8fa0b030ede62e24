"""Hand the plan's steps over to the user's shell, and teach them to the user."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from pep668hook.plan import (
    Activate,
    ActivateTold,
    AddPip,
    AddToPath,
    MakeEnvironment,
    Retry,
    Run,
    SetAside,
    Then,
)

if TYPE_CHECKING:
    from pep668hook.plan import Action, Plan, ShellStep
    from pep668hook.shell import Shell


def render(steps: tuple[ShellStep, ...], shell: Shell) -> str:
    """Write the steps as a script whose status is that of the last one."""
    more = [*steps[1:], None]
    lines = [_line(step, shell, after) for step, after in zip(steps, more, strict=True)]
    return "\n".join([f"# Written by pep668hook for {shell.name}.", *lines, ""])


def write(script: str, path: Path, signature: bytes) -> None:
    """Put the script where the shell looks for it, readable by the user alone.

    It is there whole or not at all, whatever ends this or fills the disk.
    """
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with os.fdopen(os.open(part, flags, 0o600), "wb") as stream:
            stream.write(signature + os.fsencode(script))
        part.rename(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def commands(
    plan: Plan, shell: Shell, cwd: Path, home: Path | None, *, by_uv: bool = False
) -> tuple[str, ...]:
    """Write what a person in `cwd` would type for the same end, a command each.

    `by_uv` says who makes environments here.
    """
    typed = [_typed_action(action, shell, cwd, by_uv=by_uv) for action in plan.actions]
    typed += [_typed_step(step, shell, cwd) for step in plan.steps]
    return tuple(_with_tilde(command, home) for command in typed)


def _line(step: ShellStep, shell: Shell, after: ShellStep | None) -> str:
    match step:
        case Activate(path):
            line = shell.activate_or_stop(path)
        case ActivateTold(argv):
            line = shell.activate_told_or_stop(argv)
        case AddToPath(directory):
            line = shell.extend_path(directory)
        case Retry(argv) if after is None:
            line = shell.run_unwrapped(argv)
        case Run(argv) | Retry(argv):
            line = shell.run_or_stop(argv)
        case Then(following):
            line = shell.chain([shell.run(argv) for argv in following])
        case _:
            assert_never(step)
    return line


def _typed_action(action: Action, shell: Shell, cwd: Path, *, by_uv: bool) -> str:
    match action:
        case MakeEnvironment(path, interpreter):
            python = "python3" if interpreter.name == "python" else interpreter.name
            options = ["--system-site-packages"] if action.sees_system else []
            maker = [python, "-m", "venv"]
            if by_uv:
                maker = ["uv", "venv", "--seed", "--python", python]
            return shell.run([*maker, *options, _near(path, cwd)])
        case SetAside(path, new_path):
            return shell.run(["mv", _near(path, cwd), _near(new_path, cwd)])
        case AddPip(path):
            # Debian leaves ensurepip out; every pip that refuses knows --python (22.3).
            return shell.run(["pip", "--python", _near(path, cwd), "install", "pip"])
        case _:
            assert_never(action)


def _typed_step(step: ShellStep, shell: Shell, cwd: Path) -> str:
    match step:
        case Activate(path):
            return shell.activate(Path(_near(path, cwd)))
        case ActivateTold(argv):
            return shell.activate_told(argv)
        case Run(argv) | Retry(argv):
            return shell.run(argv)
        case AddToPath(directory):
            return shell.extend_path(directory)
        case Then(following):
            return shell.chain([shell.run(argv) for argv in following])
        case _:
            assert_never(step)


def _near(path: Path, cwd: Path) -> str:
    """Write a path from `cwd` where that is shorter to read and no option."""
    near = str(path.relative_to(cwd)) if path.is_relative_to(cwd) else str(path)
    return str(path) if near.startswith("-") else near


def _with_tilde(command: str, home: Path | None) -> str:
    """Write `~/` for the home directory where no word of the command is quoted."""
    if home is None or "'" in command or '"' in command:
        return command
    return command.replace(f" {home}/", " ~/")
