"""What to run again in an environment: the user's words, less what is refused there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pep668hook.plan import Activate, Retry

if TYPE_CHECKING:
    from pep668hook.pip_command import PipCommand
    from pep668hook.plan import Plan, ShellStep

_OVERRIDE: Final = "--break-system-packages"


def in_environment(command: PipCommand) -> Retry:
    """Repeat the command for the environment's own pip.

    `--user` is refused in a virtual environment ("User site-packages are not visible",
    pip 20.3 and later); `--python`, and uv's `--system`, would lead back to the
    interpreter that refused.
    """
    return Retry(argv=command.without("--user", "--python", "--system"))


def overruling_user(plan: Plan) -> Plan:
    """Overrule a setting, PIP_USER or pip.conf's, that asks for `--user` every time.

    An environment refuses that as well. pip has had the option since 7.0, unlisted.
    """
    if not any(isinstance(step, Activate) for step in plan.steps):
        return plan
    return replace(plan, steps=tuple(map(_overruling_user, plan.steps)))


def _overruling_user(step: ShellStep) -> ShellStep:
    if not isinstance(step, Retry) or "install" not in step.argv:
        return step
    place = step.argv.index("install") + 1
    return Retry((*step.argv[:place], "--no-user", *step.argv[place:]))


def with_override(command: PipCommand) -> Retry:
    """Repeat the command with the option that overrides the protection.

    It goes to the end: before that it could be taken for the value of an option, and
    only a `--` ends what is an option.
    """
    words = list(command.argv)
    words.insert(words.index("--") if "--" in words else len(words), _OVERRIDE)
    return Retry(argv=tuple(words))
