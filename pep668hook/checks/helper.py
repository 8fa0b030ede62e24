"""Whether the helper is alive, and what shells load is whole and of this version."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import __version__, first_aid, installation
from pep668hook.check import Check, Finding, State
from pep668hook.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pep668hook.check import Scene

_COMMAND: Final = "pep668hook"


def _look(scene: Scene) -> Iterator[Finding]:
    environ = scene.settings.environ
    for each in first_aid.examine(str(scene.helper), str(scene.share), environ):
        state = State.FAILURE if each.cure else State.OK
        yield Finding(each.about, state, each.seen, each.cure)
    if scene.share.is_dir():
        yield _version(scene.share)
    yield from _command(scene)


def _version(share: Path) -> Finding:
    old = installation.stale(share) if share != _own() else ()
    facts = {"version": __version__, "stale": list(old)}
    if old:
        seen = _("what shells load is not of {version}: {files}").format(
            version=__version__, files=", ".join(old)
        )
        cure = "pep668hook install"
        return Finding(N_("version"), State.WARNING, seen, cure, facts)
    return Finding(N_("version"), State.OK, __version__, facts=facts)


def _own() -> Path:
    """Tell where everything lies that has not been laid out: `init` loads it there."""
    return Path(__file__).resolve().parent.parent


def _command(scene: Scene) -> Iterator[Finding]:
    """Look at the command, where shells would find it if it could be run.

    Without it pip is caught and healed all the same, so nothing here is a failure.
    """
    home = scene.settings.home
    usual = () if home is None else (home / ".local" / "bin",)
    places: dict[str, Path] = {}
    for directory in (*scene.settings.path, *usual):  # /bin and /usr/bin may be one
        places.setdefault(os.path.realpath(directory), directory)
    for directory in places.values():
        command = directory / _COMMAND
        if not os.path.lexists(command):
            continue
        if os.access(command, os.X_OK):
            yield Finding(N_("command"), State.OK, str(command))
            return
        gone = not command.exists()
        seen = (
            _("{command} leads to {place}, which is not there").format(
                command=command, place=command.readlink()
            )
            if gone
            else _("{command} is not executable").format(command=command)
        )
        cure = _repair(scene) if gone else _made_executable(command.resolve(), scene)
        yield Finding(N_("command"), State.WARNING, seen, cure)


def _made_executable(file: Path, scene: Scene) -> str:
    words = ["chmod", "+x", str(file)]
    is_own = file.stat().st_uid == os.geteuid()
    return scene.command(words if is_own else ["sudo", *words])


def _repair(scene: Scene) -> str:
    environ = scene.settings.environ
    return first_aid.mend(str(scene.helper), str(scene.share), environ)


CHECK: Final = Check(N_("helper"), 30, _look)
