"""Each interpreter on PATH: whether it is externally managed, and why."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import interpreter, programs
from pep668hook.check import Check, Finding, State
from pep668hook.files import is_file, is_program
from pep668hook.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pep668hook.check import Scene
    from pep668hook.interpreter import Interpreter

_NAME: Final = re.compile(r"(?:python|pypy)(?:3(?:\.\d+)?t?)?")
_PATIENCE: Final = 5.0  # seconds
_MOST: Final = 200  # characters of a marker's text that are shown


def _look(scene: Scene) -> Iterator[Finding]:
    found = list(_on_path(scene.settings.path))
    with ThreadPoolExecutor() as pool:
        looked = pool.map(lambda path: _python(path, scene), found)
        pythons = dict(zip(found, looked, strict=True))
    told: dict[str, Finding] = {}
    for path, python in pythons.items():
        if python is not None:
            # Stand-ins by several names may lead to the same one.
            told.setdefault(_key(python.executable), _of(path, python))
    yield from told.values()
    if not told:
        yield Finding("python", State.OK, _("there is none on PATH"))
    idle = [str(path) for path, python in pythons.items() if python is None]
    if idle:
        seen = _("{programs}: stand-ins that lead to none here").format(
            programs=", ".join(idle)
        )
        yield Finding("python", State.OK, seen, facts={"paths": idle})
    yield from _markers(filter(None, pythons.values()), scene.settings.language)


def _markers(pythons: Iterable[Interpreter], language: str | None) -> Iterator[Finding]:
    """Tell the text of each marker once."""
    markers = dict.fromkeys(each.marker for each in pythons if not each.virtual)
    for marker in filter(None, markers):
        words = interpreter.marker_words(marker, language)
        facts = {"path": str(marker), "text": words}
        yield Finding(N_("marker"), State.OK, f"{marker}: {_short(words)}", facts=facts)


def _on_path(path: Sequence[Path]) -> Iterator[Path]:
    """List them in the order in which they are found, each by its first name."""
    seen: set[str] = set()
    for directory in dict.fromkeys(path):
        for name in filter(_NAME.fullmatch, sorted(_names(directory))):
            program = directory / name
            key = _key(program)
            if key not in seen and is_program(program):
                seen.add(key)
                yield program


def _names(directory: Path) -> list[str]:
    try:
        return [entry.name for entry in directory.iterdir()]
    except OSError:
        return []


def _python(path: Path, scene: Scene) -> Interpreter | None:
    """Look at a Python; a stand-in for others, such as pyenv's, is asked for it."""
    python = interpreter.of_executable(path)
    if python is not None:
        return python
    argv: list[str | Path] = [
        path,
        "-I",
        "-S",
        "-c",
        "import sys; print(sys.executable)",
    ]
    told = programs.run(argv, environ=scene.settings.environ, seconds=_PATIENCE)
    real = Path(told.output.strip() if told.status == 0 else "")
    return interpreter.of_executable(real) if real.is_absolute() else None


def _key(program: Path) -> str:
    """Tell one from another: two environments may lead to one Python."""
    place = program.parent.parent
    environment = str(place) if is_file(place / "pyvenv.cfg") else ""
    return f"{environment}{os.path.realpath(program)}"


def _of(path: Path, python: Interpreter) -> Finding:
    facts = {
        "path": str(path),
        "executable": str(python.executable),
        "version": "{}.{}".format(*python.version),
        "managed": python.externally_managed,
        "virtual": python.virtual,
        "marker": str(python.marker) if python.marker else None,
    }
    words = (
        _("{program} ({version}): {state}")
        if python.executable == path
        else _("{program} ({version}, leads to {place}): {state}")
    )
    seen = words.format(
        program=path,
        version=facts["version"],
        place=python.executable,
        state=_why(python),
    )
    return Finding("python", State.OK, seen, facts=facts)


def _why(python: Interpreter) -> str:
    if python.virtual:
        return _("not managed, for it is a virtual environment")
    if python.marker is not None:
        return _("managed, by {marker}").format(marker=python.marker)
    return _("not managed, for {directory} has no marker").format(
        directory=python.stdlib
    )


def _short(words: str) -> str:
    paragraph = " ".join(words.partition("\n\n")[0].split())
    return paragraph if len(paragraph) <= _MOST else f"{paragraph[: _MOST - 3]}..."


CHECK: Final = Check(N_("interpreters"), 70, _look)
