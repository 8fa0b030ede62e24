"""A container that runs: `docker compose`, and the logs that engines keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook.context import Context, Suggestion
from pep668hook.suggestions import in_image, request
from pep668hook.words import _

if TYPE_CHECKING:
    from pep668hook.context import Case


def _suggest(case: Case) -> tuple[Suggestion, ...]:
    return (
        Suggestion(
            remedy="create-venv",
            title=_(
                "make /opt/venv when the image is built, and {request} there"
            ).format(request=request(case)),
            commands=in_image(case),
            why=_(
                "what a container installs when it starts is gone when it is made anew"
            ),
        ),
    )


CONTEXT: Final = Context(
    name="container",
    suggest=_suggest,
    rank=40,
    # Compose's `app-1  | `, and CRI's `2026-01-01T00:00:00.000000000Z stderr F `, which
    # `docker logs --timestamps` has without the rest.
    prefix=(
        r"[\w.-]+\s*\| ?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{8,9}(?:Z|[+-]\d\d:\d\d)"
        r"(?: std(?:out|err) [FP])?(?: |$)"
    ),
)
