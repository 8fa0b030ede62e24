"""A terminal, or whatever else nothing tells more of."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.context import Context, Suggestion
from pep668hook.suggestions import application, reason, request, system_package

if TYPE_CHECKING:
    from pep668hook.context import Case

_ENVIRONMENT: Final = Path(".venv")


def _suggest(case: Case) -> tuple[Suggestion, ...]:
    shell = case.shell
    environment = Suggestion(
        remedy="create-venv",
        title=f"make {_ENVIRONMENT}, activate it and {request(case)}",
        commands=(
            shell.run((case.python, "-m", "venv", str(_ENVIRONMENT))),
            shell.activate(_ENVIRONMENT),
            shell.run(case.again("pip")),
        ),
        why=reason(case, "what is installed there, and no more, is found there"),
    )
    return (*application(case), environment, *system_package(case))


CONTEXT: Final = Context(
    name="terminal",
    suggest=_suggest,
    rank=100,
    # Times, and what else has no meaning of its own: `[12:00:01] `, Ansible's `:stderr:`.
    prefix=(
        r"\[?(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?"
        r"(?: |$)|\s*:stderr: "
    ),
    command=re.compile(
        # A prompt of sh, bash, zsh, fish, PowerShell or root, `+` of `set -x`, a task.
        r"^(?:(?:\([^)]+\) ?)?(?:\[?[\w.-]+@[\w.-]+[^$#%>]{0,80}|PS [^>]{1,80}|[~/]\S{0,80})?"
        r" ?(?:[$#%] |[❯➜›»λ] ?|(?<=[\w/~\\:])> ?)(?=\S)|[└╰]─+ ?[$#%❯➜] ?|\++ (?=\S)"
        r"|(?:task: \[[^\]]+\]|\[command\]) ?)(?P<command>.+)"
    ),
)
