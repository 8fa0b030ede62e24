"""The trial: the person's own shell meets a refusal, for real, and is healed by a key.

It is their shell with their rc files and their home directory. All else is made for the
trial and gone with it: the directory, the Python that refuses, the package, and what
the helper keeps. The shell reads their files first and is sent there afterwards.
"""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pexpect

from pep668hook import directory, managed_python, stage
from pep668hook.directory import Standing
from pep668hook.managed_python import NoManagedPythonError
from pep668hook.prompt import LEAVE_IT
from pep668hook.typist import Hands
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pep668hook.settings import Settings
    from pep668hook.shell import Shell

_ROWS, _COLUMNS = 50, 100
_REFUSED: Final = "externally-managed-environment"
_HEALED: Final = re.compile(
    rf"<module '{stage.PACKAGE}' from '([^']+)'> in ([^\r\n]*) end"
)
_PROOF: Final = f"""\
import os
import {stage.PACKAGE}
print({stage.PACKAGE}, "in", os.environ.get("VIRTUAL_ENV"), "end")
"""
_A_LOOK: Final = 0.6  # seconds: a key that comes sooner is typed without looking
_AFTER_REFUSAL: Final = 15.0  # seconds that a panel may take
# What would lead the pip of the trial elsewhere, or keep the hook out of the way.
_EMPTIED: Final = (
    *("CI", "VIRTUAL_ENV", "PIP_BREAK_SYSTEM_PACKAGES", "PIP_TARGET", "PIP_PREFIX"),
    *("PIP_ROOT", "PIP_PYTHON", "PIP_USER", "PIP_REQUIRE_VIRTUALENV", "PIP_DRY_RUN"),
    *("PIP_REQUIRE_HASHES", "PIP_CONSTRAINT", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"),
    *("PIP_LOG", "PIP_REPORT", "PIP_NO_DEPS", "PIP_CACHE_DIR", "UV_CACHE_DIR"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait at most, in seconds."""

    start: float = 30.0
    """For the end of the rc files."""
    refuse: float = 60.0
    heal: float = 120.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the trial went: what is not None was reached, after so many seconds."""

    started: float | None = None
    """From the start of the shell to its prompt."""
    refused: float | None = None
    """From Enter behind the command to pip's refusal."""
    offered: float | None = None
    """From there to the panel."""
    healed: float | None = None
    """From the key to the end of the command line."""
    fault: str = ""
    """What did not come; empty if all went well."""

    @property
    def seconds(self) -> float:
        """Add up what it took."""
        steps = (self.started, self.refused, self.offered, self.healed)
        return sum(step for step in steps if step is not None)


def run(
    shell: Shell, program: Path, settings: Settings, limits: Limits | None = None
) -> Outcome:
    """Play it once, and take everything away again, whatever happens."""
    with _place() as place:
        standing = directory.judge(place / "project", settings.home)
        if standing is not Standing.OWN:
            why = _("nothing could be tried: {directory} is {standing}").format(
                directory=place.parent, standing=_(standing.value)
            )
            return Outcome(fault=why)
        with _playing(shell, program, settings, place) as hands:
            return _play(hands, place, limits or Limits())


def _play(hands: Hands, place: Path, limits: Limits) -> Outcome:
    started = hands.wait((place / "ready").exists, limits.start)
    if started is None:
        why = _("its rc files did not come to an end: {line}").format(
            line=hands.last_line()
        )
        return Outcome(fault=why)
    hands.settle(limits.start)
    # With a blank in front, which many keep out of their history. Where the panel comes
    # by way of the prompt that keeps it away, too.
    refused = offered = None
    for blank in (" ", ""):
        hands.enter(f"{blank}pip install {stage.PACKAGE} && python ../proof.py")
        refused = hands.await_(lambda: _is_refused(hands), limits.refuse)
        if refused is None:
            why = _("pip was not refused: {line}").format(line=hands.last_line())
            return Outcome(started=started, fault=why)
        offered = hands.await_(lambda: LEAVE_IT in hands.text, _AFTER_REFUSAL)
        if offered is not None:
            break
    else:
        why = _("pip was refused, and nothing was offered")
        return Outcome(started=started, refused=refused, fault=why)
    hands.wait(lambda: False, _A_LOOK)
    hands.press_enter()
    healed = hands.await_(lambda: _HEALED.search(hands.text) is not None, limits.heal)
    fault = _fault(hands, place)
    return Outcome(started, refused, offered, healed, fault)


def _is_refused(hands: Hands) -> bool:
    """Say whether pip was: by its own words, or by a panel where these go elsewhere."""
    return _REFUSED in hands.text or LEAVE_IT in hands.text


def _fault(hands: Hands, place: Path) -> str:
    """Tell what is not as it was promised at the end."""
    found = _HEALED.search(hands.text)
    if found is None:
        return _("the command line was not carried on: {line}").format(
            line=hands.last_line()
        )
    module, environment = found[1], found[2]
    project = str(place / "project")
    if not module.startswith(project):
        return _("the package was loaded from {file}").format(file=module)
    return "" if environment.startswith(project) else _("no environment is active")


@contextmanager
def _playing(
    shell: Shell, program: Path, settings: Settings, place: Path
) -> Iterator[Hands]:
    """Start the shell, and hang up in the end, as a window that is closed does."""
    pip = _pip(place, settings)
    lines = [
        *(shell.export(*each) for each in _environ(place).items()),
        shell.extend_path(pip.parent),
        shell.run_unwrapped(["touch", str(place / "ready")]),
    ]
    given = settings.environ
    home = settings.home or place
    session = shell.session(shell.rc_file(home, given), place / "session", lines, given)
    for file, text in session.files.items():
        file.write_bytes(text.encode("utf-8", "surrogateescape"))
    child: pexpect.spawn[bytes] = pexpect.spawn(
        str(program),
        list(session.arguments),
        env={**_kept(given, pip.parent), **session.environ},
        cwd=str(place / "project"),
        dimensions=(_ROWS, _COLUMNS),
    )
    child.delaybeforesend = None
    try:
        yield Hands(child)
    finally:
        child.close(force=True)


def _pip(place: Path, settings: Settings) -> Path:
    """Make a Python whose pip is refused; where that cannot be, take the system's."""
    try:
        return managed_python.make(place / "python", settings)[0]
    except NoManagedPythonError:
        found = managed_python.find(settings)
        if found is None:
            raise
        return found[0]


def _environ(place: Path) -> dict[str, str]:
    """List what is set once the rc files have been read."""
    return {
        **dict.fromkeys(_EMPTIED, ""),
        "LANGUAGE": "C",  # what is awaited on the screen is as it is written here
        "PEP668HOOK": "ask",
        # Enter is a yes to the first offer, whatever that is.
        "PEP668HOOK_REMEDIES_ALLOWED": "create-venv, leave-it-alone",
        "PEP668HOOK_ENVIRONMENT_PLACE": "project",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": (
            place / "wheels"
        ).as_uri(),  # a path would be split at spaces
        "UV_OFFLINE": "1",
        "WORKON_HOME": str(place / "environments"),
        "XDG_CACHE_HOME": str(place / "cache"),
        "XDG_RUNTIME_DIR": str(place / "run"),
        "XDG_STATE_HOME": str(place / "state"),
    }


def _kept(given: Mapping[str, str], bin_directory: Path) -> dict[str, str]:
    """Give what the person's shell is started with: their variables, but for ours."""
    kept = {
        name: value
        for name, value in given.items()
        if name not in _EMPTIED and not name.startswith("PEP668HOOK")
    }
    path = os.pathsep.join(filter(None, (str(bin_directory), given.get("PATH", ""))))
    return {**kept, "PATH": path, "TERM": given.get("TERM") or "dumb"}


@contextmanager
def _place() -> Iterator[Path]:
    """Make the directory that everything is in, and take it away again.

    The project has a file that tells it from one that may lie above it.
    """
    place = Path(os.path.realpath(tempfile.mkdtemp(prefix="pep668hook-doctor-")))
    try:
        for name in ("project", "wheels", "session", "cache", "run", "state"):
            (place / name).mkdir(mode=0o700)
        (place / "project" / "setup.cfg").touch()
        (place / "proof.py").write_text(_PROOF, encoding="ascii")
        stage.write_wheel(place / "wheels")
        yield place
    finally:
        stage.remove(place)
