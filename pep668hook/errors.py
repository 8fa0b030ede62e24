"""What can stop us, as data: a reference, what happened, why, and the way out."""

from __future__ import annotations

from typing import ClassVar

from pep668hook.words import _


class HookError(Exception):
    """All exceptions that this package raises on purpose.

    `message` says what could not be done, `context` why, and `hint` is a command
    that can be pasted or the thing to change. One place, the command line, words
    them for a person.
    """

    reference: ClassVar[str] = "pep668hook-error"
    exit_code: ClassVar[int] = 1

    def __init__(
        self, *, message: str, context: str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.context = context
        self.hint = hint

    def __str__(self) -> str:
        """Word the error on a line: what could not be done, and why."""
        if not self.context:
            return self.message
        return _("{problem}: {reason}").format(
            problem=self.message, reason=self.context
        )
