"""What remedies say alike: the request in a few words, and short paths."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.plain_text import strip_control

if TYPE_CHECKING:
    from pep668hook.pip_command import PipCommand

_MOST_NAMES: Final = 3
_MOST_STEPS_UP: Final = 2
_THIS_PROJECT: Final = re.compile(r"\.(\[.*\])?")


def request(command: PipCommand) -> str:
    """Say what was asked of pip, such as `install flask and six`."""
    things = [_thing(word) for word in command.requirements + command.editables]
    things += [f"what {name} lists" for name in command.requirement_files]
    if len(things) > _MOST_NAMES:
        things[_MOST_NAMES - 1 :] = [f"{len(things) - _MOST_NAMES + 1} more"]
    listed = " and ".join(filter(None, [", ".join(things[:-1]), *things[-1:]]))
    verb = command.subcommand or "install"
    return strip_control(f"{verb} {listed}" if listed else f"run pip {verb}")


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
