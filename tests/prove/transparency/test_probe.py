"""A pip that tells how it was started, in every way that a line may start it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.prove.transparency import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.prove.transparency.table import Case

CASES: Final = list(table.cases())


@pytest.mark.parametrize(
    ("shell", "case"),
    [pytest.param(case.shell, case, id=case.id) for case in CASES],
)
def test_a_line_is_as_without_the_hook(
    compare: Callable[..., None], shell: str, case: Case
) -> None:
    compare(shell, case.stage, case.line)
