"""Count what the suites have compared, and print one table at the end.

A plugin of pytest. A suite is a directory beside this file. A test is one case, unless
it says by `record_property("cases", n)` how many it has tried; one that fails is one
difference, unless it says so by `record_property("differences", n)`. A difference that
the documentation lists is told by `record_property("allowed", name)`, once a case; the
column `listed` tells how many of them have been met.
"""

from __future__ import annotations

import shlex
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pytest

_PLACE: Final = "tests/prove/"


@dataclass
class Suite:
    """What has been counted of one suite."""

    cases: int = 0
    differences: int = 0
    skipped: int = 0
    allowed: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    """Of all processors together."""
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, report: pytest.TestReport) -> None:
        self.seconds += report.duration
        if report.skipped:
            self.skipped += 1
            self.reasons[_reason(report)] += 1
        elif report.when == "call" or report.failed:
            self._count(report)

    def _count(self, report: pytest.TestReport) -> None:
        told = report.user_properties
        numbers = {name: value for name, value in told if isinstance(value, int)}
        is_run = report.when == "call"
        self.cases += numbers.get("cases", 1) if is_run else 0
        if report.failed:
            self.differences += numbers.get("differences", 1) if is_run else 1
        if is_run:
            self.allowed.update(str(value) for name, value in told if name == "allowed")


class Table:
    """The plugin proper."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._suites: dict[str, Suite] = {}
        self._began = time.monotonic()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.nodeid.startswith(_PLACE):
            return
        name = report.nodeid.removeprefix(_PLACE).split("/")[0]
        self._suites.setdefault(name, Suite()).add(report)
        if report.failed:
            # At once, for who waits need not wait for all.
            self._write(f"\n{report.longreprtext}")
            self._write(f"once more: ./dev prove {shlex.quote(report.nodeid)}\n")

    def pytest_sessionfinish(self) -> None:
        write = self._write
        write("")
        for line in table(self._suites):
            write(line)
        for name, suite in sorted(self._suites.items()):
            for reason, times in suite.reasons.most_common():
                write(f"{name}: {times} skipped: {reason}")
            for listed, times in sorted(suite.allowed.items()):
                write(f"{name}: listed, in {times} of the cases: {listed}")
        write(f"{time.monotonic() - self._began:.0f} seconds by the clock")

    def _write(self, line: str) -> None:
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            reporter.write_line(line)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("prove")
    group.addoption("--quick", action="store_true", help="a part of each suite")
    group.addoption("--in", dest="shell", metavar="SHELL", help="in this shell alone")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # which counts for itself only
        config.pluginmanager.register(Table(config), "tests.prove.table")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Function]
) -> None:
    shell = config.getoption("--in")
    if not shell:
        return
    left_out = [item for item in items if _shell_of(item) not in {shell, None}]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def table(suites: dict[str, Suite]) -> list[str]:
    """Draw the table, one suite a line."""
    form = "{:<16}{:>8}{:>13}{:>9}{:>9}{:>9}"
    lines = [
        form.format("suite", "cases", "differences", "listed", "skipped", "seconds")
    ]
    whole = Suite()
    for name, suite in sorted(suites.items()):
        lines.append(form.format(name, *_figures(suite)))
        whole.cases += suite.cases
        whole.differences += suite.differences
        whole.skipped += suite.skipped
        whole.allowed += suite.allowed
        whole.seconds += suite.seconds
    return [*lines, form.format("together", *_figures(whole))]


def _figures(suite: Suite) -> tuple[int, int, int, int, str]:
    listed = len(suite.allowed)
    seconds = f"{suite.seconds:.0f}"
    return suite.cases, suite.differences, listed, suite.skipped, seconds


def _reason(report: pytest.TestReport) -> str:
    told = report.longrepr
    return str(told[2] if isinstance(told, tuple) else told).removeprefix("Skipped: ")


def _shell_of(item: pytest.Function) -> str | None:
    call = getattr(item, "callspec", None)
    shell = call.params.get("driver", call.params.get("shell")) if call else None
    return getattr(shell, "name", shell)
