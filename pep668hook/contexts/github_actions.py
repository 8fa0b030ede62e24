"""A job of GitHub Actions, or of what runs the same workflows."""

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
            remedy="use-setup-python",
            title=_(
                "let actions/setup-python bring a Python, and {request} there"
            ).format(request=request(case)),
            commands=(
                "- uses: actions/setup-python@v6",
                "  with:",
                '    python-version: "3.x"',
                f"- run: {run(case.again('pip'))}",
            ),
            why=_("that Python is kept by no distribution, so its pip refuses nothing"),
        ),
        Suggestion(
            remedy="create-venv",
            title=_("make .venv in a step, and {request} with it from then on").format(
                request=request(case)
            ),
            commands=(
                "- run: |",
                f"    {case.python} -m venv .venv",
                '    echo "$PWD/.venv/bin" >> "$GITHUB_PATH"',
                f"- run: {run(case.again('pip'))}",
            ),
            why=_("a step that activates an environment does so for itself alone"),
        ),
    )


CONTEXT: Final = Context(
    name="github-actions",
    suggest=_suggest,
    rank=50,
    # The raw log's times have seven digits. `gh run view --log` puts job, step and time
    # first; act puts `[workflow/job]   | `.
    prefix=(
        r"(?:[^\t]{1,100}\t[^\t]{1,100}\t)?"
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z(?: |$)"
        r"|##\[error\](?:Error: )?|\[[A-Za-z][^\]\s]*/[^\]]+\]\s+(?:\| ?)?"
    ),
    command=re.compile(
        r"^(?:##\[group\]|::group::|▼ ?|⭐ )?Run (?:Main )?(?P<command>.+)"
    ),
    has_script=True,
    signs=re.compile(
        r"^Current runner version: |##\[(?:group|endgroup|debug)\]"
        r"|^Error: Process completed with exit code"
    ),
)
