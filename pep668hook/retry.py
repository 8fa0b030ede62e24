"""What to run again in an environment: the user's words, less what is refused there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pep668hook.plan import Retry

if TYPE_CHECKING:
    from pep668hook.pip_command import PipCommand


def in_environment(command: PipCommand) -> Retry:
    """Repeat the command for the environment's own pip.

    `--user` is refused in a virtual environment ("User site-packages are not visible",
    pip 20.3 and later), and `--python` would lead back to the interpreter that refused.
    """
    return Retry(argv=command.without("--user", "--python"))
