"""What was really meant: a name to import, a distribution's package, `>=` unquoted."""

from __future__ import annotations

import os
import re
import sys
import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from pep668hook import tables
from pep668hook.package import without_prefix
from pep668hook.requirement import normalise, parse
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pep668hook.pip_command import PipCommand

# PyPI has these by just that name.
_PYPIS_OWN: Final = frozenset(
    {
        "python3-discogs-client",
        "python3-lxc",
        "python3-openid",
        "python3-saml",
        "python3-logstash",
        "python3-wget",
        "python3-xlib",
    }
)
# Of the many projects called python-... none is called so with these; packages are.
_OFTEN: Final = frozenset(
    "cryptography django flask jinja2 lxml matplotlib numpy pandas pillow pip"  # noqa: SIM905 # words
    " psutil pygame pyqt5 requests scipy setuptools six sqlalchemy tk tornado"
    " virtualenv".split()
)
# What Python itself brings on most systems, and a distribution may have apart: by the
# last part of their packages' names too (python3-venv, python3-tk, python3-dev).
_PYTHONS_OWN: Final = frozenset(
    {"dev", "dbg", "doc", "full", "minimal", "tk", *sys.stdlib_module_names}
)
# Modules that were in it once are projects now, or a part of one.
_LEFT_IT: Final = frozenset({"distutils", "imp", "asyncore", "asynchat", "smtpd"})
# What `pip install x>=2` leaves behind: `>` is the shell's, `=2` its file.
_REDIRECTED: Final = re.compile(r"=\d[\w.*+!-]*")
_RECENT: Final = 600  # seconds: an older one tells nothing of this command


@dataclass(frozen=True, slots=True)
class Correction:
    """One word of the command, and what was meant by it."""

    typed: str
    meant: str
    """The requirement for pip; empty where no project of that kind exists."""
    why: str
    """A sentence, for the person to judge it by."""
    is_package: bool = False
    """Whether it is what a distribution calls its package."""
    is_another: bool = False
    """Whether PyPI has another project by the name that was typed."""


def corrections(command: PipCommand, cwd: Path) -> tuple[Correction, ...]:
    """List what was typed in place of something else; nothing is done about it."""
    if command.subcommand != "install":
        return ()
    found = [_corrected(word) for word in command.requirements]
    made = [each for each in found if each is not None]
    return (*made, *_unquoted(command, cwd))


def _corrected(word: str) -> Correction | None:
    wanted = parse(word)
    if wanted is None or wanted.address:
        return None
    name, typed = wanted.name, _name_in(word)
    if _is_pythons_own(name):
        return Correction(
            word, "", _("`{name}` is a part of Python itself").format(name=typed)
        )
    rest = word.strip()[len(typed) :]
    if name in _imports():
        project, is_another = _imports()[name]
        why = _("`{name}` is what is imported; pip's name for it is {project}").format(
            name=typed, project=project
        )
        return Correction(word, project + rest, why, is_another=is_another)
    return _packages(word, name, rest) if _is_distributions(name) else None


def _packages(word: str, name: str, rest: str) -> Correction:
    """Tell which project the package of a distribution is made of."""
    inner = without_prefix(name)
    if _is_pythons_own(inner):
        why = _("`{name}` is how distributions call their package; PyPI has none")
        return Correction(word, "", why.format(name=name), is_package=True)
    project = _imports().get(inner, (inner, False))[0]
    why = _("`{name}` is how distributions call their package; pip's name is {project}")
    why = why.format(name=name, project=project)
    return Correction(word, project + rest, why, is_package=True)


def _name_in(word: str) -> str:
    return re.split(r"[^\w.-]", word.strip(), maxsplit=1)[0]


def _is_pythons_own(name: str) -> bool:
    module = name.replace("-", "_")
    return module in _PYTHONS_OWN and name not in _LEFT_IT and name != "this"


def _is_distributions(name: str) -> bool:
    """Say whether a name is a package's: many projects are called python-... too."""
    if name in _PYPIS_OWN or without_prefix(name) == name:
        return False
    if not name.startswith("python-"):
        return True
    inner = name.removeprefix("python-")
    own = {normalise(project) for project, _ in _imports().values()}
    return inner in _OFTEN or (inner in _imports() and name not in own)


def _unquoted(command: PipCommand, cwd: Path) -> tuple[Correction, ...]:
    """Tell of a version that the shell took for the name of a file."""
    file = _redirected(cwd)
    if not file or not command.requirements:
        return ()
    word = command.requirements[-1]
    wanted = parse(word)
    why = _(
        "the shell took `>` for its own and made a file `{file}`: quote such a word"
    ).format(file=file)
    is_sure = wanted is not None and wanted.is_bare and len(command.requirements) == 1
    return (Correction(word, f"{word}>{file}" if is_sure else word, why),)


def _redirected(cwd: Path) -> str:
    try:
        with os.scandir(cwd) as entries:
            names = [
                entry.name
                for entry in entries
                if _REDIRECTED.fullmatch(entry.name)
                and entry.is_file(follow_symlinks=False)
                and _is_new_and_empty(entry.stat())
            ]
    except OSError:
        return ""
    return min(names, default="")


def _is_new_and_empty(facts: os.stat_result) -> bool:
    return facts.st_size == 0 and time.time() - facts.st_mtime < _RECENT


@cache
def _imports() -> Mapping[str, tuple[str, bool]]:
    rows = tables.rows("import-names.tsv")
    return {name: (project, bool(other)) for name, project, *other in rows}
