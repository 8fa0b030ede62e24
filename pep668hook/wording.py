"""What remedies say alike: the request in a few words, and short paths."""

from __future__ import annotations

import os
import re
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.plain_text import strip_control
from pep668hook.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from pep668hook.manager import ManagedProject
    from pep668hook.pip_command import PipCommand

_MOST_NAMES: Final = 3
_MOST_STEPS_UP: Final = 2
_THIS_PROJECT: Final = re.compile(r"\.(\[.*\])?")


def request(command: PipCommand) -> str:
    """Say what was asked of pip, such as `install flask and six`."""
    verb, asked = command.subcommand or "install", things(command)
    if not asked:
        return strip_control(_("run pip {command}").format(command=verb))
    if verb == "uninstall":
        return _("uninstall {packages}").format(packages=asked)
    return _("install {packages}").format(packages=asked)


def things(command: PipCommand) -> str:
    """Say for what pip was asked, such as `flask and six`; empty if for nothing."""
    found = [_thing(word) for word in command.requirements + command.editables]
    found += [
        _("what {file} lists").format(file=name) for name in command.requirement_files
    ]
    return listed(found)


def listed(things: Iterable[str]) -> str:
    """List a few things in a sentence: `six, flask and 2 more`."""
    few = list(things)
    if len(few) > _MOST_NAMES:
        more = len(few) - _MOST_NAMES + 1
        # translators: the end of a list, as in: six, flask and 2 more
        words = ngettext("{number} more", "{number} more", more)
        few[_MOST_NAMES - 1 :] = [words.format(number=more)]
    *firsts, last = few or [""]
    if not firsts:
        return strip_control(last)
    # translators: a list of names, but for its last one
    begun = reduce(
        lambda a, b: _("{some}, {another}").format(some=a, another=b), firsts
    )
    # translators: a list of names and its last one
    return strip_control(_("{some} and {last}").format(some=begun, last=last))


def sentence(clause: str) -> str:
    """Write what is said within a sentence as one of its own."""
    # translators: what stands here begins with a capital letter
    return _("{sentence}.").format(sentence=f"{clause[:1].upper()}{clause[1:]}")


def notes(clauses: Iterable[str]) -> str:
    """Put a few notes, of which none ends with a full stop, behind each other."""
    there = [clause for clause in clauses if clause]
    if not there:
        return ""
    # translators: two notes, the second of which may begin with a small letter
    return reduce(lambda a, b: _("{first}. {second}").format(first=a, second=b), there)


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
    return _("this project") if _THIS_PROJECT.fullmatch(word) else word


def absent_manager(managed: ManagedProject | None, tools: Container[str]) -> str:
    """Name the manager of the project where its tool is not there, else nothing."""
    if managed is None or managed.manager.program in tools:
        return ""
    name = managed.manager.name
    return _("This project is kept by {manager}, which is not installed here").format(
        manager=name
    )
