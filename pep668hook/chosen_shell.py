"""Which shell is meant: the one that was named, or the one that the person is in."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from pep668hook import settings
from pep668hook.ancestry import shell_in_use
from pep668hook.errors import HookError
from pep668hook.shells import by_program, named, names
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pep668hook.shell import Shell


class UnknownShellError(HookError):
    """A shell was named, or found, that there is no snippet for."""

    reference = "unknown-shell"
    exit_code = 2

    def __init__(self, name: str | None, known: Sequence[str]) -> None:
        super().__init__(
            message=_("no snippet for the shell `{shell}`").format(shell=name)
            if name
            else _("no shell found"),
            context=_("it can be {values}").format(values=_either(known)),
            hint=None
            if name
            else _("name one: `pep668hook install {shell}`").format(shell=known[0]),
        )


def _either(names: Sequence[str]) -> str:
    join = _("{words} or {last}")
    return reduce(lambda some, name: join.format(words=some, last=name), names)


def in_use() -> str | None:
    """Name the shell that the person is in, if there is a snippet for it."""
    return shell_in_use(by_program(), settings.current().environ.get("SHELL", ""))


def chosen(name: str | None) -> Shell:
    """Take the shell of that name, else the one in use."""
    name = name or in_use()
    shell = named(name) if name else None
    if shell is None:
        raise UnknownShellError(name, names())
    return shell


def to_write_for(name: str | None) -> Shell:
    """Take the same, or any where there is none: the words of most are alike."""
    return chosen(name or in_use() or names()[0])
