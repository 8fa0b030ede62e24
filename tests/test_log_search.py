from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pep668hook.log_search import sightings

if TYPE_CHECKING:
    from pep668hook.log_search import Place

ERROR = "error: externally-managed-environment"
TITLE = "This environment is externally managed"
REFUSED = f"{ERROR}\n\n{TITLE}\n\nHands off.\n\nnote: If you believe this is a mistake"


def places(log: str) -> list[Place]:
    return [
        replace(place, before=tuple(place.before), after=tuple(place.after))
        for place, _ in sightings([log.encode()])
    ]


def test_tells_where_and_what_is_around() -> None:
    (place,) = places(f"first\nsecond\n{REFUSED}\nlast\n")

    assert place.line.number == 3
    assert [line.text for line in place.before] == ["first", "second"]
    assert place.after[-1].text == "last"
    assert place.head[0].text == "first"
    assert place.since == 0


def test_tells_where_the_one_before_was() -> None:
    first, second = places(f"{REFUSED}\n{REFUSED}\n")

    assert second.since == first.line.number == 1


def test_nothing_before_a_gap_is_around() -> None:
    dull = "nothing of interest\n" * 20_000
    first, second = places(f"{REFUSED}\n{dull}{REFUSED}\n")

    assert first.line.number < second.before[0].number
    assert len(second.before) <= 1000
    assert len(first.after) <= 401


def test_long_lines_are_around_in_small_number() -> None:
    long = f"{'x' * 50_000}\n"
    (place,) = places(f"{long * 100}{REFUSED}\n{long * 100}")

    assert 1 <= len(place.before) <= 3
    assert len(place.after) <= 60


@pytest.mark.parametrize(
    "log",
    [
        ERROR,
        f"{ERROR}\n\n\n",
        f"$ pip install six\n{ERROR}\nand more",
        f"#8 2.007 {ERROR}\n#8 ERROR: process did not complete",
    ],
)
def test_a_line_alone_is_believed_where_it_can_only_be_pips(log: str) -> None:
    assert len(places(log)) == 1


@pytest.mark.parametrize(
    "log",
    [
        f"{ERROR}\nand more",
        "$ pip install six\n" + "...\n" * 20 + f"{ERROR}\nand more",
        f'{{"title": "{ERROR}"}}',
    ],
)
def test_elsewhere_it_is_not(log: str) -> None:
    assert places(log) == []


def test_a_list_has_to_be_a_member_of_an_object() -> None:
    items = "\n".join(f'    "{line}",' for line in REFUSED.splitlines())

    assert len(places(f'  "text": [\n{items}\n  ]')) == 1
    assert places(f"LINES = [\n{items}\n]") == []
    assert places(items) == []
