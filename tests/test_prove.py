from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.drivers import named
from tests.machine import CHECKOUT, Machine, install_hook
from tests.prove.report import Suite, table
from tests.prove.transparency.listed import LISTED, Listed, unlisted
from tests.prove.transparency.pair import Pair, Stage
from tests.prove.transparency.stages import stage
from tests.prove.transparency.table import cases

if TYPE_CHECKING:
    from pathlib import Path

    from tests.drivers import Driver


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


# -- a part of the transparency suite, which is whole in `./dev prove transparency`

SAMPLE = ("passed-and", "watched", "failed-its-status")


@pytest.mark.parametrize("name", SAMPLE)
def test_a_line_is_as_without_the_hook(
    machine: Machine, driver: Driver, tmp_path: Path, name: str
) -> None:
    where = (driver.name, "plain", name)
    case = next(c for c in cases() if (c.shell, c.stage, c.name) == where)
    pair = Pair(machine, driver, tmp_path, stage(driver, "plain"))

    found, names = unlisted(driver.name, case.line, pair.play(case.line))
    pair.close()

    assert found == []
    assert "our own names" in names


class Spoiled(Machine):
    """A machine with a hook that lets something slip."""

    @property
    def share(self) -> Path:
        return self.root / "spoiled"


@pytest.mark.parametrize(
    ("line", "aspect", "seen"),
    [
        ("export SLIPPED=1", "pip's environment", "SLIPPED=1"),
        ("exec 7</dev/null", "pip's descriptors", "7 -> /dev/null"),
        ("trap '' USR1", "pip's signals", "SigIgn 10"),
        ("umask 027", "pip's limits", "0027"),
        ("shopt -s dotglob", "the shell's options", r"dotglob        \ton"),
        ("slipped() { :; }", "the shell's functions", "slipped () { : }"),
        ("alias slipped=x", "the shell's aliases", "alias slipped='x'"),
        ("stty -ixon", "modes", "0"),
        ('PS1="! $PS1"', "screen", None),
    ],
    ids=lambda value: str(value).split("=")[0],
)
def test_what_slips_out_of_the_hook_is_seen(
    machine: Machine, tmp_path: Path, line: str, aspect: str, seen: str | None
) -> None:
    spoiled = Spoiled(tmp_path)
    for name in ("python", "tools", "wheels", "recorder"):
        (tmp_path / name).symlink_to(machine.root / name)
    install_hook(spoiled.share, machine.share / "venv")
    with spoiled.snippet("bash").open("a") as snippet:
        snippet.write(f"{line}\n")
    (tmp_path / "pair").mkdir()
    pair = Pair(spoiled, named("bash"), tmp_path / "pair", Stage())

    found, _ = unlisted("bash", "pip install x", pair.play("pip install x"))
    pair.close()

    assert aspect in {difference.aspect for difference in found}
    if seen:
        assert seen in {difference.line for difference in found}


def test_the_documentation_lists_the_differences_that_are_allowed() -> None:
    text = (CHECKOUT / "docs" / "guarantees.md").read_text()
    section = text.partition("## Differences\n")[2]
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+) \|$", section, re.MULTILINE)

    assert rows[1:] == [(row.name, where(row), row.reason) for row in LISTED]


def where(row: Listed) -> str:
    return "all" if row.shells == ".*" else row.shells.replace("|", ", ")


def test_the_suite_has_the_cases_that_were_promised() -> None:
    assert len(list(cases())) >= 400
