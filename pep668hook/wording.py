"""What remedies say alike: the request in a few words, and short paths."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.plain_text import strip_control

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from pep668hook.manager import ManagedProject
    from pep668hook.pip_command import PipCommand

_MOST_NAMES: Final = 3
_MOST_STEPS_UP: Final = 2
_THIS_PROJECT: Final = re.compile(r"\.(\[.*\])?")


def request(command: PipCommand) -> str:
    """Say what was asked of pip, such as `install flask and six`."""
    things = [_thing(word) for word in command.requirements + command.editables]
    things += [f"what {name} lists" for name in command.requirement_files]
    verb = command.subcommand or "install"
    return strip_control(f"{verb} {listed(things)}" if things else f"run pip {verb}")


def listed(things: Iterable[str]) -> str:
    """List a few things in a sentence: `six, flask and 2 more`."""
    few = list(things)
    if len(few) > _MOST_NAMES:
        few[_MOST_NAMES - 1 :] = [f"{len(few) - _MOST_NAMES + 1} more"]
    return strip_control(" and ".join(filter(None, [", ".join(few[:-1]), *few[-1:]])))


def short(path: Path, cwd: Path, home: Path | None) -> str:
    """Write a path as a person in `cwd` would: relative below it, `~/` below home."""
    if path.is_relative_to(cwd):
        return strip_control(str(path.relative_to(cwd)))
    if home is not None and path.is_relative_to(home):
        return strip_control(f"~/{path.relative_to(home)}")
    relative = os.path.relpath(path, cwd)
    is_near = Path(relative).parts.count("..") <= _MOST_STEPS_UP
    return strip_control(relative if is_near else str(path))


def prompt_name(path: Path) -> str:
    """Make a prompt's name of a directory's.

    A shell expands its prompt each time it shows it, so that of a directory called
    `$(reboot)` or `%n` only what stands for itself is kept.
    """
    kept = "".join(
        letter for letter in path.name if letter.isalnum() or letter in "._+- "
    )
    return kept.strip(" -") or ".venv"


def _thing(word: str) -> str:
    return "this project" if _THIS_PROJECT.fullmatch(word) else word


def absent_manager(managed: ManagedProject | None, tools: Container[str]) -> str:
    """Name the manager of the project where its tool is not there, else nothing."""
    if managed is None or managed.manager.program in tools:
        return ""
    name = managed.manager.name
    return f"This project is kept by {name}, which is not installed here"
