"""Whether there is room for what is kept: records of refusals, caches, the journal."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import records
from pep668hook.check import Check, Finding, State
from pep668hook.files import is_directory
from pep668hook.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pep668hook.check import Scene

_TABLE: Final = Path("/proc/self/mountinfo")
_OCTAL: Final = re.compile(r"\\([0-7]{3})")  # a blank in a name, say


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
        seen = _("HOME is not set, so nothing can be kept")
        yield Finding(N_("home"), State.FAILURE, seen, "export HOME=~")
    yield _records(scene)
    if settings.state is not None:
        lost = _("`undo` and `log` know of nothing")
        yield _look_at(
            _Place(N_("state"), settings.state, "XDG_STATE_HOME", lost), scene
        )
    if settings.cache is not None:
        lost = _("environments are made more slowly")
        yield _look_at(
            _Place(N_("cache"), settings.cache, "XDG_CACHE_HOME", lost), scene
        )


def _records(scene: Scene) -> Finding:
    path = records.directory(scene.settings.environ)
    lost = _("nothing can be asked")
    if path is None or path == records.directory({}):  # without a home
        seen = _("there is no place for records of refusals, so {consequence}").format(
            consequence=lost
        )
        return Finding(N_("records"), State.FAILURE, seen, "export HOME=~")
    if is_directory(path) and not records.is_private(path):
        seen = _("others can look into {directory}, so {consequence}").format(
            directory=path, consequence=lost
        )
        cure = scene.command(["chmod", "700", str(path)])
        return Finding(N_("records"), State.FAILURE, seen, cure)
    place = _Place(N_("records"), path, "XDG_CACHE_HOME", lost, State.FAILURE)
    return _look_at(place, scene)


def _look_at(place: _Place, scene: Scene) -> Finding:
    """Say whether a directory is there to be written to, or could be made."""
    path = place.path
    nearest = next(each for each in (path, *path.parents) if os.path.lexists(each))
    facts = {"path": str(path)}
    if is_directory(nearest) and os.access(nearest, os.W_OK | os.X_OK):
        return Finding(place.about, State.OK, str(path), facts=facts)
    what, cure = _hindrance(nearest, place, scene)
    seen = _("{problem}, so {consequence}").format(problem=what, consequence=place.lost)
    return Finding(place.about, place.worst, seen, cure, facts)


def _hindrance(nearest: Path, place: _Place, scene: Scene) -> tuple[str, str]:
    """Tell why nothing can be written below `nearest`, and what would change that."""
    if not is_directory(nearest):
        what = _("{place} is no directory").format(place=nearest)
        return what, scene.command(["mv", str(nearest), f"{nearest}.old"])
    if os.statvfs(nearest).f_flag & os.ST_RDONLY:
        mount = mount_point(Path(os.path.realpath(nearest)), _mounts())
        what = _("{place} is on a file system that is mounted read-only").format(
            place=place.path
        )
        return what, scene.command(["sudo", "mount", "-o", "remount,rw", str(mount)])
    if nearest.stat().st_uid == os.geteuid():
        return _("{place} is read-only").format(place=nearest), scene.command(
            ["chmod", "u+rwx", str(nearest)]
        )
    home, what = scene.settings.home, _("{place} is not yours").format(place=nearest)
    if home is not None and nearest.is_relative_to(home):
        return what, scene.command(["sudo", "chown", str(os.geteuid()), str(nearest)])
    return what, scene.unset(place.variable)


def mount_point(path: Path, mounts: str) -> Path:
    """Find where the file system of a real path is mounted, by the kernel's table.

    A directory of the same one that is bound elsewhere has the device of both.
    """
    named = (line.split()[4:5] for line in mounts.splitlines())
    points = [Path(_OCTAL.sub(_decoded, name)) for names in named for name in names]
    above = [point for point in points if path.is_relative_to(point)]
    if above:
        return max(above, key=lambda point: len(point.parts))
    return next(each for each in (path, *path.parents) if each.is_mount())


def _decoded(found: re.Match[str]) -> str:
    return chr(int(found[1], 8))


def _mounts() -> str:
    try:
        return _TABLE.read_text("utf-8", "surrogateescape")
    except OSError:  # this is no Linux
        return ""


CHECK: Final = Check(N_("places"), 40, _look)
