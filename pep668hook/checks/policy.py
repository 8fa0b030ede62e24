"""Which settings are in force, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook import configuring
from pep668hook.check import Check, Finding, State
from pep668hook.setting import MODE
from pep668hook.words import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pep668hook.check import Scene
    from pep668hook.complaint import Complaint
    from pep668hook.configuring import Row

_OFF: Final = "off"


def _look(scene: Scene) -> Iterator[Finding]:
    chosen = scene.settings.preferences
    table = configuring.rows(chosen)
    facts = {row.name: {"value": row.value, "where": row.where} for row in table}
    said = [row for row in table if chosen.file_of(row.name) is not None]
    for row in said:
        if row.name != MODE.name:
            seen = _("{setting} is {value} ({source})").format(
                setting=row.name, value=row.shown, source=row.where
            )
            yield Finding(N_("setting"), State.OK, seen)
    yield _mode(scene, next(row for row in table if row.name == MODE.name))
    rest = len(table) - len(said)
    words = (
        ngettext(
            "the other {number} are built in", "the other {number} are built in", rest
        )
        if said
        else ngettext("all {number} are built in", "all {number} are built in", rest)
    )
    seen = words.format(number=rest)
    yield Finding(N_("settings"), State.OK, seen, facts=facts)
    for complaint in chosen.complaints:
        cure = _editing(complaint, scene)
        yield Finding(N_("settings"), State.WARNING, complaint, cure)


def _editing(complaint: Complaint, scene: Scene) -> str:
    """Write how to get to the line, or rid of the variable, that is complained of."""
    if complaint.file:
        return scene.edit(complaint.file, complaint.line)
    return scene.unset(complaint.variable)


def _mode(scene: Scene, row: Row) -> Finding:
    where = row.where
    told = scene.told.mode if scene.told is not None else ""
    file = scene.settings.preferences.file_of(row.name)
    if told == _OFF and file != "":
        file = ""
        where = _("{variable}, which is not exported").format(variable=MODE.variable)
    if _OFF not in {told, row.shown}:
        seen = _("{value} ({source})").format(value=row.shown, source=where)
        return Finding(N_("mode"), State.OK, seen)
    seen = _("{value} ({source}): nobody is asked").format(value=_OFF, source=where)
    return Finding(N_("mode"), State.FAILURE, seen, _on(scene, file))


def _on(scene: Scene, file: str | None) -> str:
    """Write the command that lets people be asked again."""
    if not file:
        if scene.shell is None:
            return f"unset {MODE.variable}"
        return scene.shell.export(MODE.variable, "ask")
    own = scene.settings.configuration_file
    if own is not None and file == str(own):
        return f"pep668hook config unset {MODE.name}"
    return scene.command(["sudoedit", file])


CHECK: Final = Check(N_("policy"), 50, _look)
