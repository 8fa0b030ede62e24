"""A terminal, or whatever else nothing tells more of."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.context import Context, Suggestion
from pep668hook.suggestions import application, reason, request, system_package
from pep668hook.words import _

if TYPE_CHECKING:
    from pep668hook.context import Case

_ENVIRONMENT: Final = Path(".venv")
# What prompts say of where they are, and what they end with besides `$`, `#` and `%`.
_PLACE: Final = r"(?:\[?[\w.-]+@[\w.-]+[^$#%>]{0,80}|PS [^>]{1,80}|[~/]\S{0,80})"
_SIGNS: Final = "\u276f\u279c\u203a\u00bb\u03bb"


def _suggest(case: Case) -> tuple[Suggestion, ...]:
    shell = case.shell
    environment = Suggestion(
        remedy="create-venv",
        title=_("make {environment}, activate it and {request}").format(
            environment=_ENVIRONMENT, request=request(case)
        ),
        commands=(
            shell.run((case.python, "-m", "venv", str(_ENVIRONMENT))),
            shell.activate(_ENVIRONMENT),
            shell.run(case.again("pip")),
        ),
        why=reason(case, _("what is installed there, and no more, is found there")),
    )
    return (*application(case), environment, *system_package(case))


CONTEXT: Final = Context(
    name="terminal",
    suggest=_suggest,
    rank=100,
    # What tells nothing of the place: times, and the word before an output.
    prefix=(
        r"\[?(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?"
        r"(?: |$)|\s*:stderr: "
    ),
    command=re.compile(
        rf"^(?:(?:\([^)]+\) ?)?{_PLACE}? ?"
        rf"(?:[$#%] |[{_SIGNS}] ?|(?<=[\w/~\\:])> ?)(?=\S)"
        rf"|[└╰]─+ ?[$#%{_SIGNS}] ?|\++ (?=\S)|(?:task: \[[^\]]+\]|\[command\]) ?)"
        r"(?P<command>.+)"
    ),
)
