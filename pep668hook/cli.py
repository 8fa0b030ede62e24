"""The command line: argv to a verb, errors to words, exit statuses."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit status.

    `rescue` is the snippets' own and waits in front of a person, so it comes before
    everything that costs time.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["rescue"]:
        from pep668hook import rescue  # noqa: PLC0415 # see above

        return rescue.main(arguments[1:])
    from pep668hook import verbs  # noqa: PLC0415 # see above

    return verbs.main(arguments)
