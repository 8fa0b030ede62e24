"""What a command would fail by anywhere: nothing is asked, or what is not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pep668hook.files import exists, is_directory, is_file
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pep668hook.pip_command import PipCommand

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
# What pip takes for a path (pip._internal.req.constructors): a separator, or a dot.
_PATH: Final = re.compile(r"(?P<path>\.{1,2}|[^\[;@]*/[^\[;]*)(?:\[[^\]]*\])?")
_BUILT_BY: Final = ("pyproject.toml", "setup.py")
_OTHER_LISTS: Final = ("--group", "--requirements-from-script")


def find(command: PipCommand, cwd: Path) -> str:
    """Say what stands in the way of the whole command; empty where nothing does."""
    if command.subcommand != "install":
        return ""  # pip has looked for what is to be uninstalled before it refused
    return next(_obstacles(command, cwd), "")


def _obstacles(command: PipCommand, cwd: Path) -> Iterator[str]:
    asked = (command.requirements, command.requirement_files, command.editables)
    if not any(asked) and not any(map(command.values, _OTHER_LISTS)):
        yield _("no package was named")
    for name in (*command.requirement_files, *command.constraints):
        if not _ADDRESS.match(name) and not exists(cwd / name):
            yield _("there is no {file} here").format(file=name)
    for word in (*command.requirements, *command.editables):
        local = _PATH.fullmatch(word.strip())
        if local is not None and not _ADDRESS.match(word):
            yield from _in_a_path(local["path"], cwd)


def _in_a_path(name: str, cwd: Path) -> Iterator[str]:
    path = cwd / name
    if not (is_file(path) or is_directory(path)):
        yield _("there is no {file} here").format(file=name)
    elif is_directory(path) and not any(is_file(path / each) for each in _BUILT_BY):
        one, other = _BUILT_BY
        if name in {".", "./"}:
            words = _("this directory has neither {one} nor {other}")
        else:
            words = _("{directory} has neither {one} nor {other}")
        yield words.format(directory=name, one=one, other=other)
