"""How a story ends: what its status tells the snippet, and what signals do to it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

NOTHING_DONE: Final = 1
"""The exit status that lets pip's own status stand."""
INTERRUPTED: Final = 130
"""The exit status that ends the command line as Ctrl-C in pip would."""

_ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _TerminatedError(BaseException):
    """We were asked to end; no library's `except Exception` may get in between."""


def interruptible(story: Callable[[], int]) -> int:
    """Tell a story that Ctrl-C, a hang-up or a request to end ends as a no does."""
    for number in _ENDING:
        signal.signal(number, _leave)
    # Stopped, it would be continued when the shell waits for it no more.
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        return story()
    except KeyboardInterrupt:
        return INTERRUPTED
    except _TerminatedError:
        return NOTHING_DONE


def _leave(number: int, _frame: object) -> None:
    """Leave by an exception, once, so that all that must be put back is.

    A hang-up comes from the kernel, the shell and the watch, and Ctrl-C from impatient
    people more than once; the second would break off the putting back.
    """
    for each in _ENDING:
        # Not SIG_IGN: of one that has come by then Python says that it was ignored.
        signal.signal(each, _stay)
    raise KeyboardInterrupt if number == signal.SIGINT else _TerminatedError


def _stay(_number: int, _frame: object) -> None:
    """Go on with the putting back."""
