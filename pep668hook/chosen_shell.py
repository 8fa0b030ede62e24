"""Which shell is meant: the one that was named, or the one that the person is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pep668hook import settings
from pep668hook.ancestry import shell_in_use
from pep668hook.errors import HookError
from pep668hook.shells import by_program, named, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pep668hook.shell import Shell


class UnknownShellError(HookError):
    """A shell was named, or found, that there is no snippet for."""

    reference = "unknown-shell"
    exit_code = 2

    def __init__(self, name: str | None, known: Sequence[str]) -> None:
        super().__init__(
            message=f"no snippet for the shell `{name}`" if name else "no shell found",
            context=f"it can be {' or '.join(known)}",
            hint=None if name else f"name one: `pep668hook install {known[0]}`",
        )


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
