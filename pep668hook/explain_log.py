"""What is said of the refusals in a log: for a person to read, and as JSON.

The JSON's names are stable; docs/logs.md lists them.
"""

from __future__ import annotations

import re
import shlex
import sys
from contextlib import contextmanager
from functools import partial
from itertools import chain
from textwrap import fill, indent
from typing import TYPE_CHECKING, BinaryIO, Final

from pep668hook import contexts, distros, pip_command, plain_text
from pep668hook.context import Case
from pep668hook.errors import HookError
from pep668hook.plain_text import strip_control
from pep668hook.refusals import refusals
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pep668hook.context import Suggestion
    from pep668hook.pip_command import PipCommand
    from pep668hook.refusals import Refusal
    from pep668hook.shell import Shell

_STDIN: Final = "-"
_BLOCK: Final = 1 << 16
_WIDEST: Final = 96  # columns: lines longer than this are hard to read
# What the words of pip's own command line begin after.
_LAUNCHER: Final = re.compile(r"(?:.*/)?(?:pip[\d.]*|pip\.__main__)")
# A shell makes something else of these.
_EXPANDED: Final = re.compile(r"[$`*?~<>()]")
_VERSION: Final = re.compile(r"(\d)\.(\d+)")
# What is written as it stands, in the language of whichever place the log comes from.
_PYTHON: Final = re.compile(r"(?:[\w.~/+@-]*/)?(?:python|pypy)[\d.]*")


class UnreadableLogError(HookError):
    """A log cannot be read, or not to its end."""

    reference = "unreadable-log"
    exit_code = 2

    def __init__(self, name: str, error: OSError) -> None:
        super().__init__(
            message=_("could not read {file}").format(file=strip_control(name)),
            context=error.strerror or str(error),
        )


class NoLogError(HookError):
    """Nothing is named, and nothing is piped in."""

    reference = "no-log"
    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            message=_("explain reads a log, or takes a command"),
            context=_("neither is given"),
            hint=_(
                "`pep668hook explain build.log`, `... | pep668hook explain`, or "
                "`pep668hook explain -- pip install requests`"
            ),
        )


def read(name: str | None) -> Iterator[Refusal]:
    """Find the refusals in the file `name`; `-`, or None, stands for stdin."""
    if name is None and sys.stdin.isatty():
        raise NoLogError
    try:
        with _opened(name or _STDIN) as stream:
            yield from refusals(iter(partial(stream.read, _BLOCK), b""))
    except OSError as error:
        raise UnreadableLogError(name or "stdin", error) from error


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == _STDIN:
        yield sys.stdin.buffer
    else:
        with open(name, "rb") as stream:  # noqa: PTH123 # a name, as it was typed
            yield stream


def suggestions(refusal: Refusal, shell: Shell) -> tuple[Suggestion, ...]:
    """Say what is to be done where the log comes from."""
    distro = (distros.by_marker(refusal.marker_text or "") or ("", None))[1]
    path = refusal.interpreter or ""
    is_python = _PYTHON.fullmatch(path)
    version = _VERSION.search(path.rpartition("/")[2])
    case = Case(
        command=_understood(refusal.command),
        tool=refusal.tool,
        python=path if is_python else "python3",
        version=(int(version[1]), int(version[2])) if version else None,
        distro=distro,
        shell=shell,
    )
    return contexts.named(refusal.context).suggest(case)


def _understood(command: str | None) -> PipCommand | None:
    """Read the words of a command, where no shell has changed them."""
    if command is None or _EXPANDED.search(command):
        return None
    try:
        words = shlex.split(command)
    except ValueError:
        return None
    starts = [place for place, word in enumerate(words) if _LAUNCHER.fullmatch(word)]
    if not starts:
        return None
    return pip_command.parse(("pip", *words[starts[0] + 1 :]))


def to_json(found: Iterable[Refusal], shell: Shell) -> Iterator[str]:
    """Write the refusals as JSON, each as soon as it is found."""
    yield '{"refusals": ['
    separator = "\n"
    for refusal in found:
        item = {
            "tool": refusal.tool,
            "line": refusal.line,
            "command": refusal.command,
            "interpreter": refusal.interpreter,
            "distribution": refusal.distribution,
            "marker_text": refusal.marker_text,
            "context": refusal.context,
            "offers": [
                {
                    "key": None,
                    "remedy": each.remedy,
                    "title": each.title,
                    "commands": list(each.commands),
                    "why": each.why,
                }
                for each in suggestions(refusal, shell)
            ],
        }
        yield separator + indent(plain_text.to_json(item), "  ")
        separator = ",\n"
    yield "]}\n" if separator == "\n" else "\n]}\n"


def to_text(found: Iterable[Refusal], shell: Shell, columns: int) -> Iterator[str]:
    """Write the refusals for a person to read, each as soon as it is found."""
    width = min(columns, _WIDEST)
    separator = ""
    for refusal in found:
        yield separator + "\n".join(_described(refusal, shell, width)) + "\n"
        separator = "\n"


def _described(refusal: Refusal, shell: Shell, width: int) -> Iterator[str]:
    context = refusal.context.replace("-", " ")
    words = (
        _("line {line}: {tool} refused by {distribution}'s marker")
        if refusal.distribution
        else _("line {line}: {tool} refused by an unknown marker")
    )
    said = words.format(
        line=refusal.line, tool=refusal.tool, distribution=refusal.distribution
    )
    yield fill(said, width)
    facts = {
        _("command"): refusal.command or _("not in the log"),
        "python": refusal.interpreter or _("not in the log"),
        _("where"): context,
    }
    columns = max(8, *map(plain_text.width, facts))
    for name, fact in facts.items():
        yield f"  {plain_text.padded(name, columns)} {fact}"
    for each in suggestions(refusal, shell):
        yield ""
        yield fill(each.title, width, break_on_hyphens=False)
        yield fill(
            each.why,
            width,
            initial_indent="    ",
            subsequent_indent="    ",
            break_on_hyphens=False,
        )
        # To be copied, so they are never folded.
        yield from (f"    {command}" for command in chain(each.commands))
