"""A cell of a notebook."""

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
            remedy="create-kernel",
            title=_(
                "make a kernel with an environment of its own, and {request} there"
            ).format(request=request(case)),
            commands=(
                f"{case.python} -m venv .venv",
                ".venv/bin/pip install ipykernel",
                ".venv/bin/python -m ipykernel install --user --name venv",
                f"%{run(case.again('pip'))}",
            ),
            why=_(
                "the first three in a terminal, then choose the kernel `venv`; "
                "in it `%pip` is its own environment's, where `!pip` is any that "
                "is on PATH"
            ),
        ),
    )


CONTEXT: Final = Context(
    name="notebook",
    suggest=_suggest,
    rank=10,
    command=re.compile(
        r"^(?:In \[[\d ]*\]: ?)?[!%](?P<command>(?:\S+/)?(?:pip|uv|python).*)"
    ),
    # The keys of a cell are sorted: its outputs, then its source.
    begins=re.compile(r'^\s*"cell_type": '),
    signs=re.compile(r'^\s*"(?:cell_type|output_type)": |^(?:In|Out)\s?\[\d+\]: '),
)
