"""Where it is run: the terminal, the environment, the places, the shell's own state."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from tests.machine import write_script
from tests.prove.transparency.pair import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.drivers import Driver
    from tests.person import Person


def _read_only(person: Person) -> None:
    person.records.mkdir(mode=0o500)


def _no_directory(person: Person) -> None:
    person.records.touch()


def _environment(person: Person) -> None:
    bin_ = person.home.parent / "venv" / "bin"
    bin_.mkdir(parents=True)
    (bin_.parent / "pyvenv.cfg").touch()
    for name in ("pip", "pip3"):
        (bin_ / name).symlink_to(person.home.parent / "probe" / name)
    path = f"{bin_}{os.pathsep}{person.environ['PATH']}"
    person.environ |= {"PATH": path, "VIRTUAL_ENV": str(bin_.parent)}


def _awkward(person: Person) -> None:
    (person.home / 'it\'s $(touch x); "a" `b` & \u00fc').mkdir()


def _a_binary(person: Person) -> None:
    for name in ("pip", "pip3"):
        (person.home.parent / "tools" / name).symlink_to(person.machine.tools / "ls")


def _not_executable(person: Person) -> None:
    for name in ("pip", "pip3"):
        path = person.home.parent / "tools" / name
        write_script(path, "#!/bin/sh\necho never\n")
        path.chmod(0o644)


def _no_interpreter(person: Person) -> None:
    for name in ("pip", "pip3"):
        write_script(person.home.parent / "tools" / name, "#!/no/such/python\n")


def _no_first_line(person: Person) -> None:
    for name in ("pip", "pip3"):
        write_script(person.home.parent / "tools" / name, "echo ran $*; exit 4\n")


STAGES: Final[Mapping[str, Stage]] = {
    "plain": Stage(),
    "narrow": Stage(size=(40, 10)),
    "no-size": Stage(lines=["stty rows 0 columns 0"]),
    "wide": Stage(size=(500, 200)),
    "dumb": Stage(environ={"TERM": "dumb"}),
    "linux": Stage(environ={"TERM": "linux"}),
    "no-term": Stage(environ={"TERM": None}),
    "switched-off": Stage(environ={"PEP668HOOK": "off"}),
    "ci": Stage(environ={"CI": "true"}),
    "colours": Stage(environ={"NO_COLOR": "1", "FORCE_COLOR": "1", "COLUMNS": "33"}),
    "c-locale": Stage(environ={"LC_ALL": "C", "LANG": "C"}),
    "posix-locale": Stage(environ={"LC_ALL": "POSIX"}),
    "no-locale": Stage(environ={"LANG": None}),
    "ctype-of-the-users": Stage(environ={"LC_CTYPE": "C.UTF-8", "LANG": "C"}),
    "no-such-locale": Stage(environ={"LC_ALL": "xx_YY.UTF-8"}),
    "python-variables": Stage(
        environ={
            "PYTHONHOME": "/none",
            "PYTHONPATH": "/none",
            "PYTHONSTARTUP": "/none",
            "PYTHONWARNINGS": "error",
            "PYTHONUNBUFFERED": "1",
            "PYTHONVERBOSE": "1",
            "PYTHONINSPECT": "1",
            "PYTHONIOENCODING": "latin-1",
            "PYTHONMALLOC": "debug",
            "PYTHONDEVMODE": "1",
        }
    ),
    "pip-variables": Stage(
        environ={"PIP_NO_INPUT": "1", "PIP_PROGRESS_BAR": "off", "PIP_NO_COLOR": "1"}
    ),
    "no-runtime-directory": Stage(environ={"XDG_RUNTIME_DIR": None}),
    "no-home": Stage(environ={"HOME": None, "XDG_RUNTIME_DIR": None}),
    "no-such-runtime": Stage(environ={"XDG_RUNTIME_DIR": "/none"}),
    "runtime-not-ours": Stage(environ={"XDG_RUNTIME_DIR": "/proc"}),
    "no-tmp": Stage(environ={"TMPDIR": "/none"}),
    "records-read-only": Stage(prepare=_read_only),
    "records-no-directory": Stage(prepare=_no_directory),
    "environment": Stage(prepare=_environment),
    "awkward-directory": Stage(
        prepare=_awkward, cwd='it\'s $(touch x); "a" `b` & \u00fc'
    ),
    "a-binary": Stage(prepare=_a_binary),
    "not-executable": Stage(prepare=_not_executable),
    "no-interpreter": Stage(prepare=_no_interpreter),
    "no-first-line": Stage(prepare=_no_first_line),
    "odd-variables": Stage(
        environ={
            "PATH_": "x",
            "_": "mine",
            "BASH_FUNC_x%%": "() { echo x; }",
            "with-dash": "1",
            "EMPTY": "",
            "LINES_": "a\nb",
            "UNICODE": "\u00fc\U0001f40d",
            "LONG": "x" * 20000,
        }
    ),
    "shlvl": Stage(environ={"SHLVL": "50"}),
    "terminal-modes": Stage(
        lines=["stty -onlcr -ixon tostop -echoctl intr ^X erase ^H"]
    ),
}
BOURNE_STAGES: Final[Mapping[str, Stage]] = {
    "signals-ignored": Stage(lines=["trap '' INT QUIT USR1 USR2 HUP TERM WINCH ALRM"]),
    "traps": Stage(lines=["trap 'echo USR1' USR1; trap 'echo INT' INT"]),
    "descriptors-open": Stage(lines=["exec 7>ROOT/seven 9</dev/null"]),
    "limits": Stage(lines=["ulimit -n 100; ulimit -c 0; ulimit -s 4096; umask 077"]),
    "no-monitor": Stage(lines=["set +m"]),
    "verbose": Stage(lines=["set -v"]),
    "no-hashing": Stage(lines=["set +h"]),
}


def stage(driver: Driver, name: str) -> Stage:
    strict = {
        slug(name): Stage(lines=list(lines)) for name, lines in driver.strict.items()
    }
    return {**STAGES, **BOURNE_STAGES, **strict}[name]


def slug(name: str) -> str:
    return "".join(
        letter if letter.isalnum() or letter == "_" else "-" for letter in name
    ).strip("-")


def names(driver: Driver) -> Iterator[str]:
    # On such a terminal fish draws its prompt once more while the line runs.
    none = {"plain", "dumb", "no-term"} if driver.name == "fish" else {"plain"}
    yield from (name for name in STAGES if name not in none)
    if driver.name in {"bash", "zsh"}:
        yield from BOURNE_STAGES
    yield from map(slug, driver.strict)
