"""The demo's stage: a home, a directory and a managed Python, all of it temporary.

Nothing of the person's own is read or changed: not the rc files, not pip's settings,
not a virtual environment that is active.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import first_contact, installation, managed_python, programs, shells
from pep668hook.errors import HookError
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pep668hook.interpreter import Interpreter
    from pep668hook.settings import Settings
    from pep668hook.shell import Shell

PACKAGE: Final = "greeting"
"""What is installed: a module that does nothing, made on the spot."""

_DIRECTORY: Final = "demo"
PROMPT: Final = f"~/{_DIRECTORY} $ "
"""What every shell's prompt ends in."""

_TRIES: Final = 20  # at removing what a program that is just ending still writes to

# All that a shell there is given of the person's environment. pip's settings could send
# the package elsewhere, CI switches the hook off, and the rest is nobody's business.
_KEPT: Final = (
    *("LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "TZ", "COLORTERM", "NO_COLOR"),
    *("LD_LIBRARY_PATH", "LOGNAME", "USER"),
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a shell is started for the demo, and what is written in its own language."""

    arguments: tuple[str, ...]
    rc: str
    """The file that it reads, below the home directory."""
    prompt: str
    """What of that file sets the prompt."""
    report: str
    """The command that tells the last status and which environment is active."""
    begins: str = ""
    """What is written when a line begins to run, by a shell that draws it again."""


_POSIX_REPORT: Final = 'echo "status $?, environment $VIRTUAL_ENV"'

# Nothing that only a first start brings, such as completions made of all manual pages
# (fish 4 keeps them in the cache). The mark is FinalTerm's, for a command's output.
_FISH: Final = r"""
set -g fish_greeting
set -g fish_autosuggestion_enabled 0
set -g fish_prompt_pwd_dir_length 0
for place in ~/.local/share/fish ~/.cache/fish
    test -d $place/generated_completions; or mkdir -p $place/generated_completions
end
function fish_prompt; printf '%s $ ' (prompt_pwd); end
function fish_title; end
function demo_begins --on-event fish_preexec; printf '\e]133;C\a'; end
"""

# PSReadLine asks the terminal where its cursor is, and there is none that would answer.
_POWERSHELL: Final = r"""
Remove-Module PSReadLine -ErrorAction Ignore
function prompt { "$($PWD.Path.Replace($HOME, '~')) `$ " }
"""

MANNERS: Final[Mapping[str, Manner]] = {
    "bash": Manner(("-i",), ".bashrc", r"PS1='\w $ '", _POSIX_REPORT),
    "zsh": Manner(
        ("-i",), ".zshrc", "PROMPT='%~ $ '; unsetopt prompt_sp", _POSIX_REPORT
    ),
    "fish": Manner(
        ("-i",),
        ".config/fish/config.fish",
        _FISH,
        'echo "status $status, environment $VIRTUAL_ENV"',
        begins="\x1b]133;C\x07",
    ),
    "powershell": Manner(
        ("-NoLogo",),
        ".config/powershell/Microsoft.PowerShell_profile.ps1",
        _POWERSHELL,
        '"status $LASTEXITCODE, environment $env:VIRTUAL_ENV"',
    ),
}
"""The shells that can play the demo."""

ALL: Final = "all"
"""What is asked for to have each of them play it that there is."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A place where the story can be played for real."""

    kind: Shell
    shell: Path
    """Its program."""
    manner: Manner
    home: Path
    directory: Path
    """Where the shell starts: empty, in the temporary home."""
    wheels: Path
    pip: Path
    managed: Interpreter
    """The externally managed Python that `pip` runs under."""
    environ: Mapping[str, str]

    @property
    def chain(self) -> str:
        """The command line to type: it needs the package in its second half."""
        return (
            f"{self.pip.name} install {PACKAGE}"
            f" && python -c 'import {PACKAGE}; print({PACKAGE})'"
        )

    @property
    def is_made(self) -> bool:
        """Whether the managed Python is not the system's but one made on the spot."""
        return self.managed.prefix.is_relative_to(self.home.parent)


class NoSuchShellError(HookError):
    """The demo was asked for in a shell that it does not know, or that is not here."""

    reference = "no-such-shell"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            message=_("could not play the demo in `{shell}`").format(shell=name),
            context=why,
            hint=_("the demo knows {shells}").format(shells=", ".join(sorted(MANNERS))),
        )
        self.name = name


def shells_to_play(
    wanted: str | None, in_use: str | None, settings: Settings
) -> tuple[str, ...]:
    """Name the wanted shell, or all; without a wish the one in use, else any."""
    if wanted not in {None, ALL}:
        return (wanted,)
    present = tuple(name for name in MANNERS if _find(name, settings))
    if not present:
        raise NoSuchShellError(" or ".join(MANNERS), _("it is not on PATH"))
    if wanted == ALL:
        return present
    return (in_use if in_use in present else present[0],)


@contextmanager
def built(name: str, settings: Settings, *, plain: bool) -> Iterator[Stage]:
    """Build the stage for the shell `name`, and take it all away again.

    Where it is `plain` the shell is told of a terminal that can only print.
    """
    if name not in MANNERS:
        raise NoSuchShellError(name, _("it is none that the hook has a demo for"))
    found = _find(name, settings)
    if found is None:
        raise NoSuchShellError(name, _("it is not on PATH"))
    place = Path(os.path.realpath(tempfile.mkdtemp(prefix="pep668hook-demo-")))
    try:
        home = _furnish(place / "home", found[0])
        yield _build(home, found, settings, plain=plain)
    finally:
        remove(place)


def write_wheel(wheels: Path) -> Path:
    """Make the package that is installed: one module that holds a docstring."""
    name = f"{PACKAGE}-1.0"
    files = {
        f"{PACKAGE}.py": '"""Made on the spot for the demo of pep668hook."""\n',
        f"{name}.dist-info/METADATA": (
            f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: 1.0\n"
        ),
        f"{name}.dist-info/WHEEL": (
            "Wheel-Version: 1.0\nGenerator: pep668hook\n"
            "Root-Is-Purelib: true\nTag: py3-none-any\n"
        ),
    }
    record = f"{name}.dist-info/RECORD"
    listed = "".join(f"{path},,\n" for path in (*files, record))
    wheel = wheels / f"{name}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in {**files, record: listed}.items():
            archive.writestr(path, text)
    return wheel


def _find(name: str, settings: Settings) -> tuple[Shell, Path] | None:
    """Find a shell that the demo knows, and its program on PATH."""
    shell = shells.named(name)
    for program in () if shell is None else shell.programs:
        found = programs.find(program, settings.path)
        if shell is not None and found is not None:
            return shell, found
    return None


def _furnish(home: Path, shell: Shell) -> Path:
    """Make a home, and install the hook in it as a person would in theirs."""
    (home / _DIRECTORY).mkdir(parents=True)
    share = home / ".local" / "share" / "pep668hook"
    installation.lay_out(share, helper=Path(sys.prefix))
    manner = MANNERS[shell.name]
    load = shell.load(share / f"pep668hook.{shell.extension}")
    rc = home / manner.rc
    rc.parent.mkdir(parents=True, exist_ok=True)
    rc.write_bytes(shell.signature + f"{manner.prompt}\n{load}\n".encode())
    first_contact.remember(home / ".local" / "state" / "pep668hook")
    (home / ".hushlogin").touch()  # Ubuntu's bash tells newcomers of sudo
    return home


def _build(
    home: Path, shell: tuple[Shell, Path], settings: Settings, *, plain: bool
) -> Stage:
    place = home.parent
    wheels = place / "wheels"
    wheels.mkdir()
    write_wheel(wheels)
    pip, managed = managed_python.find(settings) or managed_python.make(
        place / "python", settings
    )
    kind, program = shell
    return Stage(
        kind=kind,
        shell=program,
        manner=MANNERS[kind.name],
        home=home,
        directory=home / _DIRECTORY,
        wheels=wheels,
        pip=pip,
        managed=managed,
        environ=_environ(home, wheels, pip, settings, plain=plain),
    )


def _environ(
    home: Path, wheels: Path, pip: Path, settings: Settings, *, plain: bool
) -> dict[str, str]:
    given = settings.environ
    temporary = home.parent / "tmp"  # where some shells leave something
    temporary.mkdir()
    path = dict.fromkeys([str(pip.parent), *map(str, settings.path)])
    return {
        **{name: given[name] for name in _KEPT if name in given},
        "TERM": "dumb" if plain else given.get("TERM") or "dumb",
        "HOME": str(home),
        "PATH": os.pathsep.join(path),
        "TMPDIR": str(temporary),
        "HISTFILE": "",
        "BASH_SILENCE_DEPRECATION_WARNING": "1",  # macOS
        "POWERSHELL_TELEMETRY_OPTOUT": "1",
        "POWERSHELL_UPDATECHECK": "Off",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": wheels.as_uri(),  # a path would be split at spaces
        "UV_OFFLINE": "1",
    }


def remove(place: Path) -> None:
    """Take a temporary directory away, with all that is in it."""
    for _attempt in range(_TRIES):
        shutil.rmtree(place, ignore_errors=True)
        if not place.exists():
            return
        time.sleep(0.1)
