from __future__ import annotations

from types import SimpleNamespace

from tests.prove.report import Suite, table


def report(when: str = "call", outcome: str = "passed", **told: object) -> object:
    return SimpleNamespace(
        when=when,
        failed=outcome == "failed",
        skipped=outcome == "skipped",
        duration=0.5,
        user_properties=list(told.items()),
        longrepr=("file", 1, "Skipped: no such shell"),
    )


def counted(*reports: object) -> Suite:
    suite = Suite()
    for each in reports:
        suite.add(each)  # type: ignore[arg-type]
    return suite


def test_a_test_is_a_case_unless_it_says_how_many() -> None:
    suite = counted(report("setup"), report(), report("teardown"), report(cases=500))

    assert (suite.cases, suite.differences) == (501, 0)


def test_what_fails_is_a_difference_wherever_it_fails() -> None:
    suite = counted(
        report("setup", "failed"),
        report("call", "failed", cases=10),
        report("call", "failed", cases=10, differences=3),
        report("teardown", "failed"),
    )

    assert (suite.cases, suite.differences) == (20, 6)


def test_what_is_skipped_is_no_case_and_has_its_reason() -> None:
    suite = counted(report("setup", "skipped"))

    assert (suite.cases, suite.skipped) == (0, 1)
    assert suite.reasons == {"no such shell": 1}


def test_the_table_has_a_line_for_each_suite_and_one_for_all() -> None:
    first = counted(report(cases=3, allowed="fish times functions"))
    second = counted(report("call", "failed"))

    lines = [line.split() for line in table({"one": first, "two": second})]

    assert lines[0] == ["suite", "cases", "differences", "listed", "skipped", "seconds"]
    assert lines[1:] == [
        ["one", "3", "0", "1", "0", "0"],
        ["two", "1", "1", "0", "0", "0"],
        ["together", "4", "1", "1", "0", "1"],
    ]
