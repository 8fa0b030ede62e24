"""A build of Jenkins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pep668hook.context import Context, Suggestion
from pep668hook.posix_words import BourneWords
from pep668hook.suggestions import request
from pep668hook.words import _

if TYPE_CHECKING:
    from pep668hook.context import Case


def _suggest(case: Case) -> tuple[Suggestion, ...]:
    return (
        Suggestion(
            remedy="create-venv",
            title=_("make .venv in the workspace, and {request} with its pip").format(
                request=request(case)
            ),
            commands=(
                f"{case.python} -m venv .venv",
                BourneWords().run(case.again_in(".venv")),
            ),
            why=_(
                "each `sh` is a shell of its own, so nothing stays active between two"
            ),
        ),
    )


CONTEXT: Final = Context(
    name="jenkins",
    suggest=_suggest,
    rank=61,
    # The Timestamper's.
    prefix=r"\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\](?: |$)",
    signs=re.compile(
        r"^Started by (?:user|timer|an SCM)|^\[Pipeline\] |^Building in work"
    ),
)
