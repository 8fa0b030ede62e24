"""Whether PEP 668's own rule says that a command line which failed was refused.

pip has said it already, unseen by us: what counts here is what it must have said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import (
    command_line,
    configuration,
    interpreter,
    pip_command,
    pip_rules,
    refuser,
)
from pep668hook.command_line import Command
from pep668hook.failure import Failure
from pep668hook.files import is_directory
from pep668hook.launch import launched, pip_launched

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pep668hook.command_line import Grammar
    from pep668hook.launch import Launch, PipLaunch
    from pep668hook.pip_command import PipCommand
    from pep668hook.settings import Settings

_REFUSED_BY_PIP, _REFUSED_BY_UV = 1, 2  # every version's exit status

# In a line that is not plain: a pip where a command begins.
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_SOMEWHERE: Final = re.compile(
    r"(?:^|[;&|({!\n]|\b(?:if|elif|while|until|do|then|else|command|env|nohup|time)\s)"
    r"\s*(?:\w+=\S*\s+)*"
    r"(?P<tool>[\w./+-]*\bpip[\d.]*|[\w./+-]*\bpython[\d.]*\s+-m\s+pip|uv\s+pip)"
    r"\s+(?P<rest>[^;&|\n]*)"
)
# Who leads stderr or stdin elsewhere does not want to be asked.
_OUT_OF_SIGHT: Final = re.compile(r"<|&>|2>(?!&1)|>\s*[^\s&|]+\s+2>&1")
_PLAIN_WORD: Final = re.compile(r"[\w./+=:-]+")


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal that nobody saw, and the settings that it was made under."""

    failure: Failure
    settings: Settings


def refused(
    line: str, statuses: Sequence[int], cwd: Path, grammar: Grammar, settings: Settings
) -> Refused | None:
    """Find what was refused in a plain line, by what its commands ended with.

    None where nothing was, or where that cannot be told.
    """
    commands = command_line.read(line, grammar)
    if commands is None:
        return None
    chain = _last_chain(commands, cwd)
    pipeline = _first_pipeline(chain)
    rest = command_line.rest_of_chain(chain) if len(pipeline) == 1 else ()
    for command, status in zip(pipeline, _each(statuses, len(pipeline)), strict=True):
        found = _judge(command, status, cwd, settings)
        if found is not None:
            return replace(found, failure=replace(found.failure, rest=rest))
    return None


def given(argv: Sequence[str], cwd: Path, settings: Settings) -> Refused | None:
    """Take a command for refused that the rule refuses, whoever was to run it."""
    command = Command(joint="", assignments=(), words=tuple(argv), is_bare=True)
    tries = (_REFUSED_BY_PIP, _REFUSED_BY_UV)
    found = (_judge(command, status, cwd, settings) for status in tries)
    return next(filter(None, found), None)


def is_likely(
    line: str, statuses: Sequence[int], cwd: Path, settings: Settings
) -> bool:
    """Say whether a line that is not plain was refused, as far as one can see."""
    unquoted = _QUOTED.sub("quoted", line.replace("\\\n", " "))
    if _OUT_OF_SIGHT.search(unquoted):
        return False
    for match in _SOMEWHERE.finditer(unquoted):
        words = [*match["tool"].split(), *_PLAIN_WORD.findall(match["rest"])]
        command = Command(joint="", assignments=(), words=tuple(words), is_bare=True)
        if any(_judge(command, status, cwd, settings) for status in statuses):
            return True
    return False


def _last_chain(commands: Sequence[Command], cwd: Path) -> tuple[Command, ...]:
    """Take what the status is of: the commands behind the last `;`.

    What only leads into the directory that the shell is in now has succeeded.
    """
    chain: list[Command] = []
    for command in commands:
        chain = [command] if command.joint in {";", "\n"} else [*chain, command]
    while len(chain) > 1 and chain[1].joint == "&&" and _leads_to(chain[0], cwd):
        del chain[0]
    return tuple(chain)


def _leads_to(command: Command, cwd: Path) -> bool:
    if len(command.words) != len(("cd", "place")) or command.words[0] != "cd":
        return False
    parts = Path(command.words[1]).parts
    return ".." not in parts and cwd.parts[-len(parts) :] == parts


def _first_pipeline(chain: Sequence[Command]) -> tuple[Command, ...]:
    """Take the first pipeline of a chain, if nothing has run behind it."""
    length = next(
        (
            place
            for place, command in enumerate(chain)
            if place and command.joint not in {"|", "|&"}
        ),
        len(chain),
    )
    if any(command.joint == "||" for command in chain):
        return ()
    return tuple(chain[:length])


def _each(statuses: Sequence[int], length: int) -> Sequence[int]:
    """Give each command its status; 0 where only the last one's is known."""
    if len(statuses) == length:
        return statuses
    return [0] * (length - 1) + [*statuses[-1:]] if length else []


def _judge(
    command: Command, status: int, cwd: Path, settings: Settings
) -> Refused | None:
    launch = launched(command, settings.environ)
    pip = None if launch is None else pip_launched(launch)
    if pip is None or not status:
        return None
    asked = pip_command.parse(pip.argv)
    if status != (_REFUSED_BY_UV if asked.is_of_uv else _REFUSED_BY_PIP):
        return None
    program = _program(pip, asked, cwd)
    if program is None:
        return None
    failure = Failure(
        argv=pip.argv,
        program=program,
        cwd=cwd,
        status=status,
        text="",
        suspended=False,
        by_root=pip.launch.by_root,
    )
    return _under_the_rule(failure, pip.launch, asked, settings)


def _under_the_rule(
    failure: Failure, launch: Launch, asked: PipCommand, settings: Settings
) -> Refused | None:
    python = refuser.of_pip(failure, asked, settings)
    if python is None or not python.externally_managed:
        return None
    environ = configuration.in_effect(
        asked,
        launch.environ,
        home=settings.home,
        cwd=failure.cwd,
        prefix=python.prefix,
    )
    # Then pip starts another Python in its place.
    if environ.get("PIP_PYTHON") or pip_rules.bypasses(asked, environ):
        return None
    return Refused(failure, replace(settings, environ=environ))


def _program(pip: PipLaunch, asked: PipCommand, cwd: Path) -> Path | None:
    """Find the file that ran, or the Python that uv was to work for."""
    if not asked.is_of_uv:
        return pip.launch.find(cwd)
    environ = pip.launch.environ
    chosen = (environ.get("UV_PYTHON", ""), *asked.values("--python"))[-1]
    if "/" in chosen:
        place = cwd / chosen
        return place / "bin" / "python" if is_directory(place) else place
    return next(_pythons_of_uv(chosen, environ), None)


def _pythons_of_uv(chosen: str, environ: Mapping[str, str]) -> Iterator[Path]:
    """Look where uv does: for the one that is named, else for one of the system."""
    names = ["python", "python3"]
    if chosen:
        names = [chosen if chosen.startswith("python") else f"python{chosen}"]
    for entry in filter(
        Path.is_absolute, map(Path, environ.get("PATH", "").split(":"))
    ):
        for name in names:
            python = interpreter.of_executable(entry / name)
            if python is not None and (chosen or not python.virtual):
                yield python.executable
