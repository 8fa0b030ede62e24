from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pep668hook.directory import Directory, Standing
from pep668hook.environment import Environment
from pep668hook.failure import Failure
from pep668hook.interpreter import Interpreter
from pep668hook.panel import Choice, Screen
from pep668hook.pip_command import parse
from pep668hook.plan import Activate, MakeEnvironment, Plan, Retry
from pep668hook.remedy import Offer
from pep668hook.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pep668hook.environment import Problem
    from pep668hook.plan import Action, ShellStep

HOME = Path("/home/me")
PROJECT = HOME / "work" / "app"
PYTHON = Path("/usr/bin/python3.11")
REFUSED = (
    "error: externally-managed-environment\n\n"
    "\N{MULTIPLICATION SIGN} This environment is externally managed\n"
)

# A name that every kind of quoting has to survive; `pwned` tells of one that did not.
AWKWARD = "a b'c\"d$(touch pwned)`touch pwned`;touch pwned&&x!y%n\\é\n-z"
# One that a Bourne shell's quoting keeps in one word, and fish reads as two commands.
FOR_FISH = "a\\'\";touch pwned;#"


def failure(  # noqa: PLR0913 # one keyword a field
    *,
    argv: Sequence[str] = ("pip", "install", "six"),
    program: Path = Path("/usr/bin/pip"),
    cwd: Path = PROJECT,
    status: int = 1,
    text: str = REFUSED,
    suspended: bool = False,
) -> Failure:
    return Failure(
        argv=tuple(argv),
        program=program,
        cwd=cwd,
        status=status,
        text=text,
        suspended=suspended,
    )


def interpreter(
    *,
    executable: Path = PYTHON,
    version: tuple[int, int] = (3, 11),
    virtual: bool = False,
    managed: bool = True,
) -> Interpreter:
    stdlib = Path("/usr/lib/python{}.{}".format(*version))
    return Interpreter(
        executable=executable,
        version=version,
        prefix=Path("/usr"),
        stdlib=stdlib,
        virtual=virtual,
        marker=stdlib / "EXTERNALLY-MANAGED" if managed else None,
    )


def directory(
    *,
    cwd: Path = PROJECT,
    root: Path | None = None,
    standing: Standing = Standing.OWN,
) -> Directory:
    return Directory(cwd=cwd, root=root or cwd, standing=standing)


def environment(
    *,
    path: Path = PROJECT / ".venv",
    problem: Problem | None = None,
    in_own_place: bool = True,
    has_pip: bool = True,
) -> Environment:
    return Environment(
        path=path,
        problem=problem,
        in_own_place=in_own_place,
        has_pip=has_pip,
    )


def surroundings(  # noqa: PLR0913 # one keyword a field
    *,
    argv: Sequence[str] = ("pip", "install", "six"),
    python: Interpreter | None = None,
    place: Directory | None = None,
    environments: Sequence[Environment] = (),
    personal: Environment | None = None,
    personal_path: Path | None = HOME / ".virtualenvs" / "default",
    home: Path | None = HOME,
    whose: str = "Debian 12's own Python (kept by apt)",
) -> Surroundings:
    return Surroundings(
        command=parse(argv),
        interpreter=python or interpreter(),
        directory=place or directory(),
        environments=tuple(environments),
        personal=personal,
        personal_path=personal_path,
        home=home,
        whose=whose,
    )


def plan(
    *,
    actions: Sequence[Action] | None = None,
    steps: Sequence[ShellStep] | None = None,
) -> Plan:
    path = PROJECT / ".venv"
    make = MakeEnvironment(path=path, interpreter=PYTHON, prompt="app")
    retry = Retry(("pip", "install", "six"))
    return Plan(
        actions=tuple([make] if actions is None else actions),
        steps=tuple([Activate(path), retry] if steps is None else steps),
    )


def offer(  # noqa: PLR0913 # one keyword a field
    *,
    remedy: str = "create-venv",
    title: str = "make .venv, activate it and install six",
    letter: str = "v",
    plan: Plan | None = None,
    done: str = "made .venv and activated it",
    note: str = "",
) -> Offer:
    return Offer(
        remedy=remedy,
        title=title,
        letter=letter,
        plan=plan or _PLAN,
        done=done,
        note=note,
    )


_PLAN = plan()


def bare_environment(path: Path) -> Path:
    """Make a real environment without a pip, of the Python that runs the tests."""
    base = os.path.realpath(sys.executable)
    subprocess.run([base, "-m", "venv", "--without-pip", path], check=True)
    return path


def choice(
    *,
    key: str = "Enter",
    title: str = "make .venv, activate it and install six",
    note: str = "",
    commands: Sequence[str] = ("python3.11 -m venv .venv",),
) -> Choice:
    return Choice(key=key, title=title, note=note, commands=tuple(commands))


def screen(
    *,
    columns: int = 80,
    rows: int = 24,
    encoding: str = "utf-8",
    plain: bool = False,
    coloured: bool = False,
) -> Screen:
    return Screen(
        columns=columns,
        rows=rows,
        encoding=encoding,
        plain=plain,
        coloured=coloured,
    )
