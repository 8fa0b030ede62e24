"""What a simple command starts, once `sudo`, `env` and their like have done their part.

Where an option of theirs is not known here, nobody can say what runs: the command is
not understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import programs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pep668hook.command_line import Command

# Where sudo looks, whatever PATH says (secure_path of Debian, Fedora, Arch, openSUSE).
_SECURE_PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_GIVE_RIGHTS: Final = frozenset({"sudo", "doas"})
# What sudo leaves of the environment (env_keep), as far as it concerns pip and uv.
_KEPT_BY_SUDO: Final = ("LANG", "LC_ALL", "LC_MESSAGES", "TERM")
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*=", re.ASCII)
_PIP: Final = re.compile(r"pip(\d+(\.\d+)?)?")
_PYTHON: Final = re.compile(r"(python|pypy)(\d+(\.\d+)?t?)?")


@dataclass(frozen=True, slots=True)
class _Launcher:
    """The options of a program that starts another one."""

    flags: frozenset[str] = frozenset()
    valued: frozenset[str] = frozenset()
    assigns: bool = False
    """Whether `NAME=value` may stand before the program's name."""


def _launcher(flags: str = "", valued: str = "", *, assigns: bool = False) -> _Launcher:
    return _Launcher(frozenset(flags.split()), frozenset(valued.split()), assigns)


_LAUNCHERS: Final[Mapping[str, _Launcher]] = {
    "builtin": _launcher(),
    "command": _launcher("-p"),
    "doas": _launcher("-n", "-u -C"),
    # Neither another directory (-C) nor words to be split (-S).
    "env": _launcher("-i - --ignore-environment", "-u --unset", assigns=True),
    "nice": _launcher("", "-n --adjustment"),
    "nohup": _launcher(),
    # Neither a shell (-s, -i) nor the background (-b).
    "sudo": _launcher(
        "-A -E -H -k -n -P -S --askpass --preserve-env --set-home --reset-timestamp "
        "--non-interactive --preserve-groups --stdin",
        "-g -p -r -t -T -u --group --prompt --role --type --command-timeout --user",
        assigns=True,
    ),
    "time": _launcher("-p -v -l --verbose --portability", "-f -o --format --output"),
}
_PYTHONS: Final = _launcher("-b -B -E -I -O -OO -P -q -s -S -u -v", "-W -X")


@dataclass(frozen=True, slots=True)
class Launch:
    """A program, its arguments, and the variables that it sees."""

    words: tuple[str, ...]
    environ: Mapping[str, str]
    by_root: bool = False

    def find(self, cwd: Path) -> Path | None:
        """Find the file of the program, as whoever starts it would."""
        if "/" in self.words[0]:
            return cwd / self.words[0]
        path = map(Path, self.environ.get("PATH", "").split(":"))
        return programs.find(
            self.words[0], [entry for entry in path if entry.is_absolute()]
        )


@dataclass(frozen=True, slots=True)
class PipLaunch:
    """A pip that was started, or what does its work."""

    argv: tuple[str, ...]
    """How it is to be started in an environment, with what was asked of it."""
    launch: Launch
    """Which file it is that was started, and in which environment."""


def launched(command: Command, environ: Mapping[str, str]) -> Launch | None:
    """Tell what the command starts in the end, or None if that is not understood."""
    launch = Launch(command.words, {**environ, **dict(command.assignments)})
    while launch.words and (known := _LAUNCHERS.get(Path(launch.words[0]).name)):
        unwrapped = _unwrap(launch, known)
        if unwrapped is None:
            return None
        launch = unwrapped
    return launch if launch.words else None


def pip_launched(launch: Launch) -> PipLaunch | None:
    """Tell which pip the program is, or None if it is another program."""
    name, arguments = Path(launch.words[0]).name, launch.words[1:]
    if _PIP.fullmatch(name):
        plain = name if name == launch.words[0] == "pip3" else "pip"
        return PipLaunch((plain, *arguments), launch)
    if name == "uv":
        return PipLaunch((name, *arguments), launch)
    rest = _behind_the_options(arguments) if _PYTHON.fullmatch(name) else ()
    if rest[:2] != ("-m", "pip"):
        return None
    return PipLaunch(("python", *rest), launch)


def _behind_the_options(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """Give what is left behind the options of a Python, `-m pip` as two words."""
    options = _options(arguments, _PYTHONS)
    if options is None:
        return ()
    rest = arguments[options.length :]
    return ("-m", "pip", *rest[1:]) if rest[:1] == ("-mpip",) else rest


def _unwrap(launch: Launch, known: _Launcher) -> Launch | None:
    """Take the launcher away, and its options' effect into account."""
    first, *arguments = launch.words
    program = Path(first).name
    options = _options(arguments, known)
    if options is None:
        return None
    environ, by_root = dict(launch.environ), launch.by_root
    if program in _GIVE_RIGHTS:
        by_root = True
        environ = _of_root(environ, options)
    for option, value in options.given:
        if option in {"-i", "-", "--ignore-environment"}:
            environ = {}
        elif option in {"-u", "--unset"} and program not in _GIVE_RIGHTS:
            environ.pop(value, None)
    words = arguments[options.length :]
    while known.assigns and words and _ASSIGNMENT.match(words[0]):
        variable, _, value = words.pop(0).partition("=")
        environ[variable] = value
    return replace(launch, words=tuple(words), environ=environ, by_root=by_root)


def _of_root(environ: Mapping[str, str], options: _Options) -> dict[str, str]:
    keeps_all = any(name in {"-E", "--preserve-env"} for name, _ in options.given)
    kept = (
        environ
        if keeps_all
        else {name: environ.get(name, "") for name in _KEPT_BY_SUDO}
    )
    return {**kept, "PATH": _SECURE_PATH}


@dataclass(frozen=True, slots=True)
class _Options:
    given: tuple[tuple[str, str], ...]
    length: int
    """How many of the arguments they are."""


def _options(arguments: Sequence[str], known: _Launcher) -> _Options | None:
    given: list[tuple[str, str]] = []
    index = 0
    while index < len(arguments) and arguments[index][:1] == "-":
        word = arguments[index]
        if word == "--":
            return _Options(tuple(given), index + 1)
        if word in known.valued:
            index += 1
            given.append((word, "".join(arguments[index : index + 1])))
        elif (use := _joined(word, known)) is not None:
            given += use
        elif word in {"-m", "-mpip"}:  # where the options of a Python end
            break
        else:
            return None
        index += 1
    return _Options(tuple(given), index)


def _joined(word: str, known: _Launcher) -> list[tuple[str, str]] | None:
    """Read flags, alone or together, or an option with its value in the same word."""
    if word in known.flags:
        return [(word, "")]
    if word.startswith("--"):
        name, _, value = word.partition("=")
        return [(name, value)] if name in known.valued | known.flags else None
    if word[:2] in known.valued:
        return [(word[:2], word[2:])]
    flags = [f"-{letter}" for letter in word[1:]]
    if flags and known.flags.issuperset(flags):
        return [(flag, "") for flag in flags]
    return None
