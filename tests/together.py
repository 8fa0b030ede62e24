"""Which tests one process does, as what they look at takes long to make.

The groups of pytest-xdist's own (`--dist loadgroup`) are none under pytest 9.2, which
takes no other name for a test than its own.
"""

from __future__ import annotations

import re
from typing import Final

from xdist.scheduler import LoadScopeScheduling

# All of a file, where the file makes one thing for all of its tests.
_FILES: Final = ("tests/test_deb.py", "tests/live/test_install_script.py")
# What is asked of one case, where the file makes one thing for each of its cases.
_CASES: Final = re.compile(
    r"(tests/(?:advice/test_advice|test_other_language)\.py)::.*?\[(.*?)(?:-[48]0)?\]"
)


def group(test: str) -> str:
    """Name the group that a test is in; a test that stands alone is its own."""
    file = test.partition("::")[0]
    if file in _FILES:
        return file
    case = _CASES.fullmatch(test)
    return f"{case[1]}: {case[2]}" if case else test


class Together(LoadScopeScheduling):
    """Gives each process group after group, and the largest first of all."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)
