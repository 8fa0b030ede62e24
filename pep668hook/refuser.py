"""The Python that refused: that of the pip which ran, or of a machine described."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pep668hook import interpreter, programs
from pep668hook.distros import identify, known
from pep668hook.files import is_directory
from pep668hook.interpreter import Interpreter

if TYPE_CHECKING:
    from pep668hook.distro import OsRelease
    from pep668hook.failure import Failure
    from pep668hook.package import PackageManager
    from pep668hook.pip_command import PipCommand
    from pep668hook.settings import Settings


def find(
    failure: Failure, command: PipCommand, os_release: OsRelease, settings: Settings
) -> Interpreter | None:
    """Find it, whether or not it must refuse; None if it cannot be told.

    Where only supposed, a machine always has one that refuses.
    """
    python = of_pip(failure, command, settings)
    if failure.supposed and not (python and python.externally_managed):
        return _supposed(os_release, settings)
    return python


def of_pip(
    failure: Failure, command: PipCommand, settings: Settings
) -> Interpreter | None:
    """Find the Python that pip ran under, or that it was to work for."""
    chosen = command.values("--python")
    if chosen and not command.is_of_uv:  # the last one counts, as always with optparse
        return interpreter.of_executable(_executable(failure.cwd / chosen[-1]))
    found = interpreter.of_script(failure.program, settings.path)
    found = found or interpreter.of_executable(failure.program)
    if found is not None:
        return found
    # A shim of pyenv, asdf or mise is a shell script or a binary: only it knows where
    # it leads. It takes about 0.2 s, so it is asked last. `-m pip` would find a pip.py
    # of the directory first, which is not to run before a key (Python 3.11 and later).
    told = programs.run(
        [failure.program, *command.way, "--version"],
        environ={**settings.environ, "PYTHONSAFEPATH": "1"},
        seconds=5,
    )
    return interpreter.from_pip_version(told.output) if told.status == 0 else None


def _executable(path: Path) -> Path:
    """Take an environment's directory for the interpreter in it, as pip does."""
    return path / "bin" / "python" if is_directory(path) else path


def _supposed(os_release: OsRelease, settings: Settings) -> Interpreter:
    """Suppose the Python of the machine described, whatever this one has.

    It lies where its distro keeps it. A distro that os-release does not tell, as its
    packages live on any system, is told by its tools.
    """
    prefix = Path("/usr")
    if identify(os_release, prefix, "") is None:
        told = (
            Path(each.places[0])
            for each in known()
            if not each.ids and each.packages and _has(each.packages, settings)
        )
        prefix = next(told, prefix)
    there = interpreter.of_executable(prefix / "bin" / "python3")
    ours = sys.version_info.major, sys.version_info.minor
    version = there.version if there else ours
    stdlib = prefix / "lib" / "python{}.{}".format(*version)
    return Interpreter(
        executable=prefix / "bin" / "python3",
        version=version,
        prefix=prefix,
        stdlib=stdlib,
        virtual=False,
        marker=stdlib / "EXTERNALLY-MANAGED",
    )


def _has(packages: PackageManager, settings: Settings) -> bool:
    found = programs.find_all(packages.programs, settings.path)
    return len(found) == len(packages.programs)
