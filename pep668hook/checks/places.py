"""Whether there is room for what is kept: records of refusals, caches, the journal."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pep668hook import records
from pep668hook.check import Check, Finding, State
from pep668hook.files import is_directory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pep668hook.check import Scene


@dataclass(frozen=True, slots=True)
class _Place:
    """One that something is kept in."""

    about: str
    path: Path
    variable: str
    """What leads there, where it is not below the home directory."""
    lost: str
    """What there is not where nothing can be kept."""
    worst: State = State.WARNING


def _look(scene: Scene) -> Iterator[Finding]:
    settings = scene.settings
    if settings.home is None:
        seen = "HOME is not set, so nothing can be kept"
        yield Finding("home", State.FAILURE, seen, "export HOME=~")
    yield _records(scene)
    if settings.state is not None:
        lost = "`undo` and `log` know of nothing"
        yield _look_at(_Place("state", settings.state, "XDG_STATE_HOME", lost), scene)
    if settings.cache is not None:
        lost = "environments are made more slowly"
        yield _look_at(_Place("cache", settings.cache, "XDG_CACHE_HOME", lost), scene)


def _records(scene: Scene) -> Finding:
    path = records.directory(scene.settings.environ)
    lost = "nothing can be asked"
    if path is None or path == records.directory({}):  # without a home
        seen = f"there is no place for records of refusals, so {lost}"
        return Finding("records", State.FAILURE, seen, "export HOME=~")
    if is_directory(path) and not records.is_private(path):
        seen = f"others can look into {path}, so {lost}"
        cure = scene.command(["chmod", "700", str(path)])
        return Finding("records", State.FAILURE, seen, cure)
    place = _Place("records", path, "XDG_CACHE_HOME", lost, State.FAILURE)
    return _look_at(place, scene)


def _look_at(place: _Place, scene: Scene) -> Finding:
    """Say whether a directory is there to be written to, or could be made."""
    path = place.path
    nearest = next(each for each in (path, *path.parents) if os.path.lexists(each))
    facts = {"path": str(path)}
    if is_directory(nearest) and os.access(nearest, os.W_OK | os.X_OK):
        return Finding(place.about, State.OK, str(path), facts=facts)
    what, cure = _hindrance(nearest, place, scene)
    seen = f"{what}, so {place.lost}"
    return Finding(place.about, place.worst, seen, cure, facts)


def _hindrance(nearest: Path, place: _Place, scene: Scene) -> tuple[str, str]:
    """Tell why nothing can be written below `nearest`, and what would change that."""
    if not is_directory(nearest):
        what = f"{nearest} is no directory"
        return what, scene.command(["mv", str(nearest), f"{nearest}.old"])
    if os.statvfs(nearest).f_flag & os.ST_RDONLY:
        mount = next(path for path in (nearest, *nearest.parents) if path.is_mount())
        what = f"{place.path} is on a file system that is mounted read-only"
        return what, scene.command(["sudo", "mount", "-o", "remount,rw", str(mount)])
    if nearest.stat().st_uid == os.geteuid():
        return f"{nearest} is read-only", scene.command(
            ["chmod", "u+rwx", str(nearest)]
        )
    home, what = scene.settings.home, f"{nearest} is not yours"
    if home is not None and nearest.is_relative_to(home):
        return what, scene.command(["sudo", "chown", str(os.geteuid()), str(nearest)])
    return what, scene.unset(place.variable)


CHECK: Final = Check("places", 40, _look)
