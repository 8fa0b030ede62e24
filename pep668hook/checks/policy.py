"""Which settings are in force, and who says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pep668hook import configuring
from pep668hook.check import Check, Finding, State
from pep668hook.preferences import NOTHING_SAID
from pep668hook.setting import MODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pep668hook.check import Scene
    from pep668hook.configuring import Row

_BUILT_IN: Final = NOTHING_SAID.where("")
_OFF: Final = "off"
# How complaints begin, and how one ends about a file that cannot be read.
_PLACE: Final = re.compile(r"(?P<file>/.*), line (?P<line>\d+): ")
_UNREADABLE: Final = re.compile(r"(?:line (?P<line>\d+) of )?`(?P<file>/[^`]*)`")


def _look(scene: Scene) -> Iterator[Finding]:
    chosen = scene.settings.preferences
    table = configuring.rows(chosen)
    facts = {row.name: {"value": row.value, "where": row.where} for row in table}
    said = [row for row in table if row.where != _BUILT_IN]
    for row in said:
        if row.name != MODE.name:
            seen = f"{row.name} is {row.shown} ({row.where})"
            yield Finding("setting", State.OK, seen)
    yield _mode(scene, next(row for row in table if row.name == MODE.name))
    rest = len(table) - len(said)
    seen = f"all {rest} are built in" if not said else f"the other {rest} are built in"
    yield Finding("settings", State.OK, seen, facts=facts)
    for complaint in chosen.complaints:
        cure = _editing(complaint, scene)
        yield Finding("settings", State.WARNING, complaint, cure)


def _editing(complaint: str, scene: Scene) -> str:
    """Write how to get to the line, or rid of the variable, that is complained of."""
    place = _PLACE.match(complaint) or _UNREADABLE.search(complaint)
    if place is not None:
        editor = scene.settings.environ.get("EDITOR") or "vi"
        line = place["line"] or "1"
        return scene.command([*editor.split(), f"+{line}", place["file"]])
    return scene.unset(complaint.partition(":")[0])


def _mode(scene: Scene, row: Row) -> Finding:
    where = row.where
    told = scene.told.mode if scene.told is not None else ""
    if told == _OFF and where != MODE.variable:
        where = f"{MODE.variable}, which is not exported"
    if _OFF not in {told, row.shown}:
        return Finding("mode", State.OK, f"{row.shown} ({where})")
    seen = f"{_OFF} ({where}): nobody is asked"
    return Finding("mode", State.FAILURE, seen, _on(scene, where))


def _on(scene: Scene, where: str) -> str:
    """Write the command that lets people be asked again."""
    if where.startswith(MODE.variable):
        if scene.shell is None:
            return f"unset {MODE.variable}"
        return scene.shell.export(MODE.variable, "ask")
    own = scene.settings.configuration_file
    if own is not None and where.startswith(str(own)):
        return f"pep668hook config unset {MODE.name}"
    place = where.removeprefix("the policy in ").partition(", line ")[0]
    return scene.command(["sudoedit", place])


CHECK: Final = Check("policy", 50, _look)
