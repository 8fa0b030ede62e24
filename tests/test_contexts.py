from __future__ import annotations

import re
from pathlib import Path

import pytest

from pep668hook.contexts import known, named, strip_prefixes
from tests.builders import case


def test_a_terminal_is_what_remains() -> None:
    *others, last = known()

    assert last.name == "terminal"
    assert all(context.prefix or context.command or context.signs for context in others)


def test_no_two_share_a_name_or_a_rank() -> None:
    assert len({context.name for context in known()}) == len(known())
    assert len({context.rank for context in known()}) == len(known())


def test_each_has_its_row_in_the_documentation_in_that_order() -> None:
    page = Path(__file__).parent.parent / "docs" / "logs.md"
    _, table = page.read_text("utf-8").split("## Contexts")

    assert re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE) == [
        context.name for context in known()
    ]


def test_each_is_found_by_its_name() -> None:
    assert all(named(context.name) is context for context in known())


@pytest.mark.parametrize("context", known(), ids=lambda context: context.name)
def test_no_prefix_has_a_group_of_its_own(context: object) -> None:
    assert re.compile(getattr(context, "prefix", "")).groups == 0


@pytest.mark.parametrize("context", known(), ids=lambda context: context.name)
@pytest.mark.parametrize("tool", ["pip", "uv", "ensurepip", "get-pip"])
@pytest.mark.parametrize("is_known", [True, False])
def test_each_has_something_to_say_of_each_refusal(
    context: object, tool: str, *, is_known: bool
) -> None:
    suggest = getattr(context, "suggest")  # noqa: B009 # typed as object for its id
    said = suggest(case(tool=tool, is_known=is_known))

    assert said
    assert all(each.remedy and each.title and each.why for each in said)
    first = said[0].title
    assert first[0].islower()
    assert not first.endswith(".")


@pytest.mark.parametrize(
    ("text", "body", "names"),
    [
        ("error: x", "error: x", set()),
        ("#8 2.007 error: x", "error: x", {"dockerfile"}),
        ("#8 [4/5] RUN pip", "[4/5] RUN pip", {"dockerfile"}),
        ("0.639 error: x", "error: x", {"dockerfile"}),
        ("0.639", "", {"dockerfile"}),
        ("app-1  | error: x", "error: x", {"container"}),
        (
            "2024-11-28T07:00:01.123456789Z stderr F error: x",
            "error: x",
            {"container"},
        ),
        ("2024-10-15T08:00:01.1234567Z error: x", "error: x", {"github-actions"}),
        ("2024-10-15T08:00:01.1234567Z", "", {"github-actions"}),
        (
            "build\tInstall\t2024-10-15T08:00:01.1234567Z x",
            "x",
            {"github-actions"},
        ),
        ("##[error]error: x", "error: x", {"github-actions"}),
        ("[CI/build]   | error: x", "error: x", {"github-actions"}),
        ("2024-11-02T10:11:12.123456Z 01O error: x", "error: x", {"gitlab-ci"}),
        ("[2024-11-02T10:11:12.123Z] error: x", "error: x", {"jenkins"}),
        ("Nov 28 07:00:01 web1 deploy.sh[71]: error: x", "error: x", {"journal"}),
        ("<3>Nov  8 07:00:01 web1 pip: error: x", "error: x", {"journal"}),
        (
            "2024-11-28T07:00:01.1+01:00 web1 cron[9]: error: x",
            "error: x",
            {"journal"},
        ),
        ("[12:00:01] error: x", "error: x", {"terminal"}),
        ("2024-11-28 12:00:01,123 error: x", "error: x", {"terminal"}),
        ("   :stderr: error: x", "error: x", {"terminal"}),
        (
            "2024-10-15T08:00:01.1234567Z #8 2.007 error: x",
            "error: x",
            {"github-actions", "dockerfile"},
        ),
        ("12:00:01 12:00:01 12:00:01 12:00:01 12:00:01 x", "12:00:01 x", {"terminal"}),
    ],
)
def test_takes_away_what_is_put_before_a_line(
    text: str, body: str, names: set[str]
) -> None:
    assert strip_prefixes(text) == (body, names)
