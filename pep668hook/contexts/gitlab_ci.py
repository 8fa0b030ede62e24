"""A job of GitLab CI."""

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
    run = BourneWords().run
    return (
        Suggestion(
            remedy="create-venv",
            title=_("make .venv in the job's script, and {request} there").format(
                request=request(case)
            ),
            commands=(
                "script:",
                f"  - {case.python} -m venv .venv",
                "  - . .venv/bin/activate",
                f"  - {run(case.again('pip'))}",
            ),
            why=_("the lines of a job share one shell, so that it stays active"),
        ),
        Suggestion(
            remedy="use-python-image",
            title=_("run the job in Python's own image"),
            commands=("image: python:3",),
            why=_("its Python is kept by no distribution, so its pip refuses nothing"),
        ),
    )


CONTEXT: Final = Context(
    name="gitlab-ci",
    suggest=_suggest,
    rank=60,
    # Since 17.0 a job's log has times: `2026-01-01T00:00:00.000000Z 01O `.
    prefix=r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z \d\d[OE]\+? ?",
    signs=re.compile(
        r"^Running with gitlab-runner|section_(?:start|end):\d+:"
        r"|^Executing \"step_script\" stage"
    ),
)
