"""Draw what the doctor has found: a line for each finding, and below it its cure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

from pep668hook import panel
from pep668hook.check import State
from pep668hook.plain_text import strip_control
from pep668hook.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pep668hook.check import Finding
    from pep668hook.panel import Screen

_NARROW: Final = 60  # columns: below this what a line is about stands in front of it
_WIDTH: Final = 12  # columns of what a line is about
# The sign tells the state where there is no colour: each has a shape of its own.
_SIGNS: Final = {
    State.OK: ("\N{CHECK MARK}", "+", "green"),
    State.WARNING: ("!", "!", "yellow"),
    State.FAILURE: ("\N{BALLOT X}", "x", "bold red"),
}


def draw(
    title: str, findings: Sequence[Finding], screen: Screen, home: str = ""
) -> str:
    """Draw what one check has found; `home` is written as a shell does."""
    if screen.plain:
        return "".join(map(_spoken, findings))
    title = _(title)
    lines = [panel.rendered(Text(title[:1].upper() + title[1:], "bold"), screen)]
    for finding in findings:
        seen = finding.seen.replace(f"{home}/", "~/") if home else finding.seen
        row = _row(finding, seen, screen)
        lines += panel.rendered(row, screen).splitlines(keepends=True)
        if finding.cure:
            lines.append(panel.rendered(_cure(finding), screen, wrap=False))
    return "".join(f"{line.rstrip()}\n" for line in (*lines, ""))


def draw_end(findings: Sequence[Finding], seconds: float, screen: Screen) -> str:
    """Draw what it comes to."""
    failures = sum(finding.state is State.FAILURE for finding in findings)
    warnings = sum(finding.state is State.WARNING for finding in findings)
    words = _end(failures, warnings).format(
        seconds=seconds,
        failures=_failures(failures),
        warnings=_warnings(warnings),
    )
    if screen.plain:
        return f"{words}\n"
    style = "bold red" if failures else "bold green"
    return panel.rendered(Text(words, style), screen)


def _row(finding: Finding, words: str, screen: Screen) -> Table:
    sign, ascii_sign, style = _SIGNS[finding.state]
    mark = Text(sign if screen.has_boxes else ascii_sign, style)
    seen = Text(_plain(words), "" if finding.state is State.OK else "bold")
    table = Table.grid(padding=(0, 1))
    table.add_column(width=2, justify="right")
    if screen.columns < _NARROW:
        table.add_column(overflow="fold")
        table.add_row(mark, Text.assemble(f"{_plain(_(finding.about))}: ", seen))
    else:
        table.add_column(width=_WIDTH, overflow="fold")
        table.add_column(overflow="fold")
        table.add_row(mark, _plain(_(finding.about)), seen)
    return table


def _cure(finding: Finding) -> Text:
    """Draw the command in one piece, so that it can be copied whatever its length."""
    return Text(f"   $ {_plain(finding.cure)}")


def _spoken(finding: Finding) -> str:
    """Write it to be read aloud: what a line is comes first."""
    lines = [
        _("{state}: {subject}: {seen}").format(
            state=_(finding.state.value), subject=_(finding.about), seen=finding.seen
        )
    ]
    lines += [_("cure: {command}").format(command=finding.cure)] if finding.cure else []
    return "".join(f"{line[:1].upper()}{_plain(line)[1:]}\n" for line in lines)


def _end(failures: int, warnings: int) -> str:
    if failures and warnings:
        return _(
            "Not healthy after {seconds:.1f} s: {failures} and {warnings};"
            " below each stands what cures it."
        )
    if failures:
        return _(
            "Not healthy after {seconds:.1f} s: {failures};"
            " below each stands what cures it."
        )
    if warnings:
        return _(
            "Healthy after {seconds:.1f} s: {warnings};"
            " below each stands what cures it."
        )
    return _("Healthy after {seconds:.1f} s: nothing is wrong.")


def _failures(number: int) -> str:
    words = ngettext("{number} failure", "{number} failures", number)
    return words.format(number=number)


def _warnings(number: int) -> str:
    words = ngettext("{number} warning", "{number} warnings", number)
    return words.format(number=number)


def _plain(text: str) -> str:
    return strip_control(text).replace("\n", " ").replace("\t", " ")
