"""The Python that pip ran under, told from files: nothing is started.

PEP 668, "Marking an interpreter as using an external package manager": a Python is
externally managed if it is no virtual environment and the marker EXTERNALLY-MANAGED
lies in its standard library's directory.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.files import is_file, is_program
from pep668hook.plain_text import strip_control

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# `python`, `python3.12`, `python3.13t` (free-threaded), `python3.11-dbg`, `Python`
# (the macOS framework's application), `pypy3.10`: no shim, no python-exec2 (Gentoo).
_NAME: Final = re.compile(
    r"(?P<stem>(?P<kind>python|pypy)(?:\d+(?P<minor>\.\d+)?)?t?)(?:[dm]|-dbg)?",
    re.IGNORECASE,
)
_STDLIB: Final = re.compile(r"(?:python|pypy)(\d+)\.(\d+)t?")
# sys.platlibdir: lib64 is Fedora's and openSUSE's.
_LIBRARIES: Final = ("lib", "lib64")
# distlib 0.3.6 and later, so pip 23.0 and later, and uv 0.1 and later, where the
# path is too long for a first line or holds a space.
_EXEC: Final = re.compile(
    rb"""#!/bin/sh\r?\n'''exec' ("[^"\n]+"|'[^'\n]+'|[^"'\s]+)[^\n]* "\$0" "\$@\""""
)
_SHEBANG: Final = re.compile(rb"#![ \t]*([^ \t\r\n]+)[ \t]*([^\r\n]*)")
# P/lib/pythonX.Y/site-packages; Debian's /usr/lib/python3/dist-packages and
# /usr/local/lib/pythonX.Y/dist-packages (pip's own words: 23.0 to 26.3).
_PIP_VERSION: Final = re.compile(
    r"^pip \S+ from (?P<prefix>/.+)/lib(?:64)?/(?P<name>[^/]+)"
    r"/(?P<kind>site|dist)-packages/pip \(python (?P<version>\d+\.\d+)\)",
    re.MULTILINE,
)
# The kernel reads 256 bytes of a script (Linux 5.1); the long form has a path more.
_HEAD: Final = 8192

# ExternallyManagedEnvironment, pip 23.0 to 26.3.
_DEFAULT_WORDS: Final = """\
The Python environment under {prefix} is managed externally, and may not be
manipulated by the user. Please use specific tooling from the distributor of
the Python installation to interact with this environment instead."""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python, as its files show it."""

    executable: Path
    """As it was named: what resolves to one Python may still be two environments."""
    version: tuple[int, int]
    prefix: Path
    """The virtual environment's own directory if it is one."""
    stdlib: Path
    """Of the Python beneath if it is a virtual environment."""
    virtual: bool
    marker: Path | None

    @property
    def externally_managed(self) -> bool:
        """Tell whether pip must refuse here."""
        return self.marker is not None and not self.virtual


def of_executable(path: Path) -> Interpreter | None:
    """Look at the Python that `path` is; None if it is none, or cannot be told."""
    if not is_file(path):
        return None
    binary = path.resolve()
    environment = _environment(path)
    if environment is not None and binary.is_relative_to(environment.resolve()):
        # A copied binary (`venv --copies`) has its library where it came from.
        stdlib = _home_library(environment / "pyvenv.cfg", path.name)
    else:
        stdlib = _standard_library(binary)
    version = _STDLIB.fullmatch(stdlib.name) if stdlib else None
    if stdlib is None or version is None:
        return None
    marker = stdlib / "EXTERNALLY-MANAGED"
    return Interpreter(
        executable=path,
        version=(int(version[1]), int(version[2])),
        prefix=environment or stdlib.parent.parent,
        stdlib=stdlib,
        virtual=environment is not None,
        # os.path.isfile in pip: a directory or a dangling link is no marker.
        marker=marker if is_file(marker) else None,
    )


def of_script(program: Path, path: Sequence[Path]) -> Interpreter | None:
    """Look at the Python that runs the script `program`; `path` serves env's sake."""
    head = _head(program, _HEAD)
    if long_form := _EXEC.match(head):
        return _of_named(long_form[1].strip(b"\"'"))
    if not (shebang := _SHEBANG.match(head)):
        return None
    if shebang[1].rpartition(b"/")[2] != b"env":
        return _of_named(shebang[1])
    found = _searched(_env_operand(shebang[2]), path)
    return of_executable(found) if found else None


def from_pip_version(output: str) -> Interpreter | None:
    """Look at the Python that `pip --version` says it runs under."""
    match = _PIP_VERSION.search(output)
    if not match:
        return None
    prefix = Path(match["prefix"])
    if match["kind"] == "dist" and prefix.name == "local":
        # Debian's own Python looks there too; one built there has site-packages.
        prefix = prefix.parent
    major, _, minor = match["version"].partition(".")
    for name in (match["name"], f"python{major}.{minor}", f"python{major}", "python"):
        interpreter = of_executable(prefix / "bin" / name)
        if interpreter and interpreter.version == (int(major), int(minor)):
            return interpreter
    return None


def marker_words(marker: Path, language: str | None) -> str:
    """Read the text that pip shows for `marker` where messages are in `language`.

    `language` is a locale's name without its encoding, `de_DE`. Whatever is wrong
    with the file, pip's own words for it are given, never an exception.
    """
    import configparser  # noqa: PLC0415  # 4 ms, and only after a refusal

    parser = configparser.ConfigParser(interpolation=None)
    words = _DEFAULT_WORDS.format(prefix=marker.parent.parent.parent)
    # Duplicates end pip itself with a traceback (23.0 to 26.3); they do not us.
    with suppress(OSError, ValueError, KeyError, configparser.Error):
        parser.read(marker, encoding="utf-8")
        section = parser["externally-managed"]
        words = next((section[key] for key in _keys(language) if key in section), words)
    return strip_control(words)


def _environment(executable: Path) -> Path | None:
    """Find the virtual environment of an executable, its links not followed.

    site.venv looks beside it and one above (CPython 3.3 to 3.14).
    """
    for directory in (executable.parent, executable.parent.parent):
        if is_file(directory / "pyvenv.cfg"):
            return executable.parent.parent
    return None


def _standard_library(executable: Path) -> Path | None:
    """Find the library as getpath does: upwards, by its landmark os.py."""
    match = _NAME.fullmatch(executable.name)
    # Shims of pyenv and asdf are scripts by the name of `python`.
    if not match or _head(executable, 2) == b"#!":
        return None
    pattern = match["stem"] if match["minor"] else f"{match['kind'].lower()}*"
    # The root is left out, as getpath does: a merged /usr makes /lib another name.
    for prefix in executable.parents[:-1]:
        for library in _LIBRARIES:
            found = list(_libraries(prefix / library, pattern))
            if found:
                # Without a number in the name one of several would be a guess.
                return found[0] if len(found) == 1 else None
    return None


def _libraries(directory: Path, pattern: str) -> Iterator[Path]:
    for stdlib in directory.glob(pattern):
        if _STDLIB.fullmatch(stdlib.name) and is_file(stdlib / "os.py"):
            yield stdlib


def _home_library(config: Path, name: str) -> Path | None:
    """Find the library of the Python that a virtual environment was made from."""
    try:
        lines = config.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    except OSError:
        return None
    fields = {
        key.strip().lower(): value.strip()
        for key, _, value in (line.partition("=") for line in lines)
    }
    home = Path(fields.get("home", ""))
    if not home.is_absolute() or "\0" in str(home):
        return None
    # venv writes `version`, virtualenv and uv `version_info`.
    version = fields.get("version_info") or fields.get("version", "")
    number = re.match(r"\d+\.\d+", version)
    python = home / (f"python{number[0]}" if number else name)
    # Not `resolve`, which raises RuntimeError for a link that leads to itself.
    return _standard_library(Path(os.path.realpath(python)))


def _head(path: Path, size: int) -> bytes:
    """Read how a file begins; nothing of what cannot be read or could block."""
    if not is_file(path):
        return b""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def _of_named(name: bytes) -> Interpreter | None:
    path = Path(os.fsdecode(name))
    return of_executable(path) if path.is_absolute() else None


def _env_operand(words: bytes) -> str:
    """Find the program in the arguments of env: options and assignments go first."""
    for word in words.removeprefix(b"-S").split():
        if word != b"--split-string" and b"=" not in word:
            return os.fsdecode(word)
    return ""


def _searched(name: str, path: Sequence[Path]) -> Path | None:
    """Find a program as env does, though never by way of the current directory."""
    if "/" in name:
        return Path(name) if name.startswith("/") else None
    for directory in path:
        program = directory / name
        if directory.is_absolute() and is_program(program):
            return program
    return None


def _keys(language: str | None) -> Iterator[str]:
    """List the marker's keys in pip's order (exceptions.py, 23.0 to 26.3)."""
    if language is not None:
        yield f"Error-{language}"
        for separator in ("-", "_"):
            before, found, _ = language.partition(separator)
            if found:
                yield f"Error-{before}"
    yield "Error"
