"""Virtual environments that are there already: found and judged by their files."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.files import is_file
from pep668hook.trust import belongs_to_the_user, is_led_to_safely, is_safe_to_run
from pep668hook.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_USUAL_NAMES: Final = (".venv", "venv", "env", ".env")
# In site-packages, besides *.pth; pip is the retry.
_RUN_AT_START: Final = ("sitecustomize.py", "usercustomize.py", "pip")
_MOST_ENTRIES: Final = 2000  # of a directory that is looked through for others

# bin/activate sets it in every tool's version: quoted as a shell word by virtualenv,
# uv and the standard library since CVE-2024-9287, in double quotes before that.
_ASSIGNED: Final = re.compile(
    r"^[ \t]*(?:export[ \t]+)?(?P<name>VIRTUAL_ENV|VIRTUAL_ENV_PROMPT)="
    r"""(?P<word>(?:'[^']*'|"[^"]*"|[^'"\n])*|.*)$""",
    re.MULTILINE,
)
# What a shell expands between double quotes, and a prompt each time it is shown.
_EXPANDED: Final = re.compile(r"[$`\\]")
# What a Bourne shell takes as it is: single quotes, and a single quote between them.
_QUOTED: Final = re.compile(r"""'[^']*'|"'"|\\'""")
# How virtualenv 21.15 writes what is not ASCII: by the octal numbers of its bytes.
_BY_NUMBERS: Final = re.compile(
    r""""\$\(unset -f printf 2>/dev/null \|\| :; """
    r"""\\printf '%b' '((?:\\0[23][0-7]{2})+)'\)\""""
)
# The same in bin/activate.fish, and the pieces of a word of fish's that stands for one
# path only: within single quotes a backslash quotes a quote, and itself.
_SET: Final = re.compile(r"^set -gx VIRTUAL_ENV (?=['\"/])", re.MULTILINE)
_PIECE: Final = re.compile(
    r"""'(?P<single>(?:[^'\\]|\\.)*)'|"(?P<double>[^"$\\]*)"|\\(?P<sign>\W)"""
    r"|(?P<plain>[\w./@%+=:,-]+)",
    re.DOTALL,
)
# What the scripts say where they were given no prompt.
_COMPUTED_PROMPTS: Final = ('$(basename "$VIRTUAL_ENV")', '""', "''", "")


class Problem(Enum):
    """Why an environment cannot simply be activated."""

    NO_INTERPRETER = N_("its Python is gone")
    HALF_MADE = N_("it was never finished")
    MOVED = N_("it was made in another place")
    UNQUOTED = N_("its activate script would run part of its path or prompt as code")
    UNTRUSTED = N_("others can change it")


@dataclass(frozen=True, slots=True)
class Environment:
    """A directory with a pyvenv.cfg."""

    path: Path
    problem: Problem | None
    in_own_place: bool
    """Whether only the user can change the directory that it lies in."""
    has_pip: bool

    @property
    def usable(self) -> bool:
        """Whether it can be activated as it is."""
        return self.problem is None


def find(
    directories: Iterable[Path], scripts: Sequence[str]
) -> tuple[Environment, ...]:
    """List the environments in these directories, the usual names first."""
    found = (path for where in directories for path in _paths(where))
    return tuple(inspect(path, scripts) for path in found)


def inspect(path: Path, scripts: Sequence[str]) -> Environment:
    """Judge the environment at `path`, to be activated by one of these `scripts`.

    Bourne's own, which every maker writes, is looked at in any case: it tells where
    the environment was made.
    """
    packages = site_packages(path)
    return Environment(
        path=path,
        problem=_problem(path, packages, scripts),
        in_own_place=belongs_to_the_user(path.parent),
        has_pip=packages is not None and has_pip(packages),
    )


def site_packages(path: Path) -> Path | None:
    """Find the packages of the Python that it leads to, else those of the newest."""
    found = {each.parent.name: each for each in path.glob("lib/py*/site-packages")}
    by_age = sorted(found, key=lambda name: (len(name), name))  # 3.9 before 3.10
    named = _version_name(path)
    return found.get(named or "") or (found[by_age[-1]] if by_age else None)


def has_pip(packages: Path) -> bool:
    """Say whether there is a pip among these packages."""
    return is_file(packages / "pip" / "__init__.py")


def is_environment(path: Path) -> bool:
    """Say whether `path` is a virtual environment, PEP 405's way."""
    return is_file(path / "pyvenv.cfg")


def _paths(where: Path) -> Iterator[Path]:
    usual = [where / name for name in _USUAL_NAMES]
    yield from filter(is_environment, usual)
    try:
        with os.scandir(where) as entries:
            names = [entry.name for entry in islice(entries, _MOST_ENTRIES)]
    except OSError:
        return
    others = sorted(set(names) - set(_USUAL_NAMES))
    yield from filter(is_environment, (where / name for name in others))


def _problem(
    path: Path, packages: Path | None, scripts: Sequence[str]
) -> Problem | None:
    activates = [path / "bin" / script for script in scripts]
    run = (path, path / "bin", *activates, *_what_runs(path, packages))
    if not all(map(is_safe_to_run, filter(os.path.lexists, run))):
        return Problem.UNTRUSTED
    if not all(map(is_led_to_safely, (path, path / "bin", *activates))):
        return Problem.UNTRUSTED
    problem = _problem_of_interpreter(path, packages)
    if problem is not None:
        return problem
    bourne = path / "bin" / "activate"
    if not is_file(bourne) or not any(map(is_file, activates)):
        return Problem.HALF_MADE
    faults = (_fault_of_set(path, script) for script in filter(is_file, activates))
    return next(filter(None, faults), None) or _fault_of_script(path, bourne)


def _what_runs(path: Path, packages: Path | None) -> Iterator[Path]:
    """List what decides which code its Python and its pip run, besides `bin` itself."""
    yield path / "pyvenv.cfg"
    yield from (path / "bin").glob("pip*")
    if packages is not None:
        yield from (packages, packages.parent, packages.parent.parent)
        yield from (packages / name for name in _RUN_AT_START)
        yield from packages.glob("*.pth")


def _problem_of_interpreter(path: Path, packages: Path | None) -> Problem | None:
    interpreter = path / "bin" / "python"
    if packages is None or not os.path.lexists(interpreter):
        return Problem.HALF_MADE
    if not os.access(interpreter, os.X_OK):
        return Problem.NO_INTERPRETER
    if not is_safe_to_run(interpreter):
        return Problem.UNTRUSTED
    leads_elsewhere = _version_name(path) not in {packages.parent.name, None}
    return Problem.NO_INTERPRETER if leads_elsewhere else None


def _version_name(path: Path) -> str | None:
    """Tell `python3.11` from where the environment's Python leads, if it says so."""
    name = Path(os.path.realpath(path / "bin" / "python")).name
    return name if re.fullmatch(r"(python|pypy)3\.\d+t?", name) else None


def _fault_of_set(path: Path, activate: Path) -> Problem | None:
    """Read what is quoted for a Bourne shell as fish does, in a script for fish.

    uv and the standard library write it so: in a directory whose name holds a backslash
    before a quote the rest of that name is a command.
    """
    text = _text(activate)
    assigned = None if text is None else _SET.search(text)
    if text is None or assigned is None:
        return Problem.UNTRUSTED if text is None else None
    place, end = "", assigned.end()
    while piece := _PIECE.match(text, end):
        quoted = re.sub(r"\\([\\'])", r"\1", piece["single"] or "")
        place += quoted or piece["double"] or piece["sign"] or piece["plain"] or ""
        end = piece.end()
    if text[end : end + 1].strip():
        return Problem.UNQUOTED
    return None if _is_same(Path(place), path) else Problem.MOVED


def _fault_of_script(path: Path, activate: Path) -> Problem | None:
    text = _text(activate)
    if text is None:
        return Problem.UNTRUSTED
    spelt = _BY_NUMBERS.sub(_letters, text)
    assigned = [
        (match["name"], match["word"].strip()) for match in _ASSIGNED.finditer(spelt)
    ]
    places = [
        word for name, word in assigned if name == "VIRTUAL_ENV" and _is_path(word)
    ]
    prompts = [word for name, word in assigned if name == "VIRTUAL_ENV_PROMPT"]
    shown = [word for word in prompts if word not in _COMPUTED_PROMPTS] or [path.name]
    if any(map(_expands, places)) or any(map(_EXPANDED.search, shown)):
        return Problem.UNQUOTED
    if places and not any(_is_same(Path(_unquoted(word)), path) for word in places):
        return Problem.MOVED
    return None


def _text(script: Path) -> str | None:
    try:
        # By bytes: a carriage return may be a part of the path.
        return script.read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return None


def _letters(numbers: re.Match[str]) -> str:
    octal = numbers[1].split("\\0")[1:]
    letters = bytes(int(number, 8) for number in octal)
    return f"'{letters.decode('utf-8', 'surrogateescape')}'"


def _is_path(word: str) -> bool:
    """Tell a place from what the script computes: Cygwin's, or a relocatable one's."""
    return word.lstrip("'\"").startswith("/")


def _expands(word: str) -> bool:
    """Say whether the shell would expand something in `word`."""
    return bool(re.search(r"[$`]", _QUOTED.sub("", word)))


def _unquoted(word: str) -> str:
    try:
        words = shlex.split(word)
    except ValueError:
        return word
    return words[0] if len(words) == 1 else word


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # ValueError: a NUL in what the script says
        return False
