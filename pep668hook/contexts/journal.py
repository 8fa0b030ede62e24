"""A service or a timed job, in the journal or in syslog."""

from __future__ import annotations

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
            title=_(
                "make /opt/venv for the service, and {request} with its pip"
            ).format(request=request(case)),
            commands=(
                f"{case.python} -m venv /opt/venv",
                BourneWords().run(case.again_in("/opt/venv")),
            ),
            why=_(
                "a service has no shell to activate it in: let it start "
                "/opt/venv/bin/python, and install before it starts"
            ),
        ),
    )


CONTEXT: Final = Context(
    name="journal",
    suggest=_suggest,
    rank=70,
    # `Nov 28 07:00:01 host name[123]: `, of journalctl and RFC 3164, and the same with
    # the times of rsyslog and `journalctl -o short-iso`.
    prefix=(
        r"(?:<\d+>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?"
        r"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:?\d\d)"
        r" \S+ [^\s\[:]+(?:\[\d+\])?:(?: |$)"
    ),
)
