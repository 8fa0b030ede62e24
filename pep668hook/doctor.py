"""The doctor: looks at everything, one check after the other, and tells.

A check that fails itself is a finding, and no other one is the worse for it.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import (
    __version__,
    chart,
    checks,
    installation,
    plain_text,
    settings,
    shells,
)
from pep668hook.check import Finding, Scene, State, Told
from pep668hook.chosen_shell import in_use
from pep668hook.errors import HookError
from pep668hook.panel import Screen
from pep668hook.setting import STYLE
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pep668hook.check import Check
    from pep668hook.settings import Settings

SELF_TEST: Final = "self-test"
"""The check that takes some seconds, by its name."""


def scene(
    shell: str | None, told: Sequence[str], share: Path | None, helper: Path | None
) -> Scene:
    """Gather what the checks need.

    `told` is what the shell's own function has told: `alias.pip=...` and the like.
    """
    current = settings.current()
    name = shell or in_use()
    where = share or installation.share_directory(
        current.environ, helper=Path(sys.prefix)
    )
    return Scene(
        settings=current,
        cwd=Path.cwd(),
        shell=shells.named(name) if name else None,
        told=read_told(told) if shell else None,
        share=where,
        helper=helper or where / "venv" / "bin" / "python",
    )


def read_told(told: Sequence[str]) -> Told:
    """Read what the shell has told, each as `name=text`; an empty text says nothing."""
    found = dict(each.partition("=")[::2] for each in told)

    def below(kind: str) -> dict[str, str]:
        return {
            name.removeprefix(kind): text
            for name, text in found.items()
            if name.startswith(kind) and text
        }

    return Told(
        aliases=below("alias."),
        functions=below("function."),
        prompt=found.get("prompt"),
        mode=found.get("mode", ""),
    )


def look(check: Check, where: Scene) -> list[Finding]:
    """Make one check; what goes wrong in it is what it has found."""
    found: list[Finding] = []
    try:
        found.extend(check.look(where))
    except HookError as error:
        cure = error.hint or f"pep668hook doctor --json  # {error.reference}"
        found.append(Finding(check.name, State.FAILURE, str(error), cure))
    except Exception as error:  # noqa: BLE001 # of whatever kind, the others go on
        seen = _("this could not be looked at: {error!r}").format(error=error)
        cure = f"{where.helper} -I -m pep668hook doctor"
        found.append(Finding(check.name, State.FAILURE, seen, cure))
    return found


def examine(
    where: Scene,
    *,
    self_test: bool,
    tell: Callable[[Check, list[Finding] | None], None],
) -> list[tuple[Check, list[Finding]]]:
    """Make every check; `tell` is called before each, with None, and after it."""
    done: list[tuple[Check, list[Finding]]] = []
    for check in checks.known():
        if check.name == SELF_TEST and not self_test:
            continue
        tell(check, None)
        found = look(check, where)
        tell(check, found)
        done.append((check, found))
    return done


def is_healthy(findings: Sequence[Finding]) -> bool:
    """Say whether what it was installed for happens."""
    return all(finding.state is not State.FAILURE for finding in findings)


def to_json(done: Sequence[tuple[Check, Sequence[Finding]]], seconds: float) -> str:
    """Write the findings for a program; docs/doctor.md holds the names stable."""
    findings = [
        {
            "check": check.name,
            "about": finding.about,
            "state": finding.state.value,
            "seen": finding.seen,
            "cure": finding.cure,
            "facts": finding.facts,
        }
        for check, found in done
        for finding in found
    ]
    document = {
        "healthy": is_healthy([finding for _check, found in done for finding in found]),
        "complete": True,
        "version": __version__,
        "seconds": round(seconds, 2),
        "findings": findings,
    }
    return plain_text.to_json(document)


def doctor(where: Scene, *, as_json: bool, self_test: bool) -> int:
    """Look at everything, print it as it comes, and return the exit status."""
    begin = time.monotonic()
    screen = _screen(where.settings)
    home = str(where.settings.home or "")
    takes_notes = sys.stderr.isatty() and not screen.plain

    def tell(check: Check, found: list[Finding] | None) -> None:
        if takes_notes and check.name == SELF_TEST:
            _note("" if found is not None else _("trying it in a new shell ..."))
        if found and not as_json:
            _write(chart.draw(check.name, found, screen, home))

    try:
        done = examine(where, self_test=self_test, tell=tell)
    finally:
        if takes_notes:
            _note("")
    seconds = time.monotonic() - begin
    findings = [finding for _check, found in done for finding in found]
    if as_json:
        _write(f"{to_json(done, seconds)}\n")
    else:
        _write(chart.draw_end(findings, seconds, screen))
    return 0 if is_healthy(findings) else 1


def _screen(current: Settings) -> Screen:
    """Tell what stdout is; a file gets what a terminal of its width would, in ink."""
    size = shutil.get_terminal_size()
    return Screen(
        columns=size.columns,
        rows=size.lines,
        encoding=sys.stdout.encoding or "ascii",
        plain=_wants_plain(current) or (current.plain and sys.stdout.isatty()),
        coloured=current.coloured and sys.stdout.isatty(),
    )


def _wants_plain(current: Settings) -> bool:
    return current.preferences.value(STYLE) == "plain"


def _note(words: str) -> None:
    """Write what is going on, in the place of what was written so before."""
    sys.stderr.write(f"\r\x1b[K{words}")
    sys.stderr.flush()


def _write(text: str) -> None:
    encoding = sys.stdout.encoding or "ascii"
    try:
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
