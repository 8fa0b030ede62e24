"""Surroundings: all that is true of the machine and the directory, gathered once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pep668hook import directory, environment, interpreter, pip_command, programs
from pep668hook.directory import Standing
from pep668hook.distro import read_os_release
from pep668hook.distros import identify
from pep668hook.files import is_directory
from pep668hook.interpreter import marker_words
from pep668hook.plain_text import strip_control

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pep668hook.directory import Directory
    from pep668hook.environment import Environment
    from pep668hook.failure import Failure
    from pep668hook.interpreter import Interpreter
    from pep668hook.pip_command import PipCommand
    from pep668hook.settings import Settings


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The facts that remedies are chosen by."""

    command: PipCommand
    interpreter: Interpreter
    directory: Directory
    environments: tuple[Environment, ...]
    """Those of the directory and its project, the likeliest first."""
    personal: Environment | None
    """The person's own environment, if it has been made."""
    personal_path: Path | None
    """Where the person's own environment is or would be."""
    home: Path | None
    whose: str
    """Whose Python refused, such as "Debian 12's own Python (kept by apt)"."""


def look_around(
    failure: Failure, settings: Settings, activate_scripts: Sequence[str]
) -> Surroundings | None:
    """Gather the facts, or None where PEP 668's own rule says nothing was refused."""
    command = pip_command.parse(failure.argv)
    if pip_command.bypasses(command, settings.environ):
        return None
    python = _interpreter(failure, command, settings)
    if python is None or not python.externally_managed:
        return None
    place = directory.look(failure.cwd, settings.home)
    return Surroundings(
        command=command,
        interpreter=python,
        directory=place,
        environments=_environments(place, settings, activate_scripts),
        personal=_made(settings.personal_environment, activate_scripts),
        personal_path=_personal_path(settings),
        home=settings.home,
        whose=_whose(python, settings),
    )


def _interpreter(
    failure: Failure, command: PipCommand, settings: Settings
) -> Interpreter | None:
    chosen = command.values("--python")
    if chosen:  # the last one counts, as with every option of optparse
        return interpreter.of_executable(_executable(failure.cwd / chosen[-1]))
    found = interpreter.of_script(failure.program, settings.path)
    if found is not None:
        return found
    # A shim of pyenv, asdf or mise is a shell script or a binary: only it knows where
    # it leads. It takes about 0.2 s, so it is asked last.
    told = programs.run(
        [failure.program, "--version"], environ=settings.environ, seconds=5
    )
    return interpreter.from_pip_version(told.output) if told.status == 0 else None


def _executable(path: Path) -> Path:
    """Take an environment's directory for the interpreter in it, as pip does."""
    return path / "bin" / "python" if is_directory(path) else path


def _environments(
    place: Directory, settings: Settings, scripts: Sequence[str]
) -> tuple[Environment, ...]:
    """Look for environments; one that the shell calls active is meant before all."""
    belongs = place.standing is Standing.OWN
    found = environment.find(directory.between(place) if belongs else (), scripts)
    active = settings.active_environment
    if active is None or not environment.is_environment(active):
        return found
    return (environment.inspect(active, scripts), *found)


def _made(path: Path | None, scripts: Sequence[str]) -> Environment | None:
    if path is None or not environment.is_environment(path):
        return None
    return environment.inspect(path, scripts)


def _personal_path(settings: Settings) -> Path | None:
    """Tell where the person's own environment belongs, if it can be there."""
    path = settings.personal_environment
    if path is None or settings.home is None:
        return None
    nearest = next(parent for parent in path.parents if is_directory(parent))
    standing = directory.judge(nearest, settings.home)
    return path if standing in {Standing.OWN, Standing.HOME} else None


def _whose(python: Interpreter, settings: Settings) -> str:
    try:
        text = settings.os_release.read_text("utf-8", "replace")
    except OSError:
        text = ""
    os_release = read_os_release(text)
    words = marker_words(python.marker, settings.language) if python.marker else ""
    distro = identify(os_release, python.prefix, words)
    if distro is None:
        return f"the Python under {strip_control(str(python.prefix))}"
    return distro.whose(os_release)
