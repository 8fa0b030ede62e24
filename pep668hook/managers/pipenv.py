"""Pipenv: a Pipfile, and an environment in WORKON_HOME.

Where that is: VenvLocator of Pipenv 2026.10, which keeps to the names of old.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import toml_file
from pep668hook.files import is_directory, is_file
from pep668hook.manager import Commands, ManagedProject, Manager, Sign
from pep668hook.requirement import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pep668hook.manager import Project

_YES: Final = frozenset({"1", "true", "yes", "on"})

_COMMANDS: Final = Commands(
    sync=("pipenv", "install", "--dev"),
    add=("pipenv", "install"),
    develop=("pipenv", "install", "--dev"),
    upgrade=("pipenv", "update"),
    remove=("pipenv", "uninstall"),
    add_file="--requirements",
    add_editable="--editable",
    sync_installs_project=False,
    options={"--index-url": "--index", "--pre": "--pre"},
)


def _sign(project: Project) -> Sign:
    if not project.has("Pipfile"):
        return Sign.NONE
    return Sign.LOCK if project.has("Pipfile.lock") else Sign.SETTING


def _manage(project: Project) -> ManagedProject:
    pipfile = toml_file.read(project.root / "Pipfile")
    return ManagedProject(
        manager=MANAGER,
        root=project.root,
        commands=_COMMANDS,
        environment=_environment(project, pipfile),
        dependencies=_dependencies(pipfile),
    )


def _dependencies(pipfile: Mapping[str, object]) -> Mapping[str, tuple[str, ...]]:
    found = {
        normalise(name): ("--dev",) for name in toml_file.table(pipfile, "dev-packages")
    }
    packages = toml_file.table(pipfile, "packages")
    return {**found, **{normalise(name): () for name in packages}}


def _environment(project: Project, pipfile: Mapping[str, object]) -> Path | None:
    beside = project.root / ".venv"
    home = _workon_home(project)
    kept = home and home / _name(project)
    if is_file(beside):
        return _named_by_file(beside, home) or kept
    set_to = project.environ.get("PIPENV_VENV_IN_PROJECT")
    if set_to is not None:
        return beside if set_to.lower() in _YES else kept
    in_project = toml_file.flag(pipfile, "pipenv.venv_in_project")
    if in_project is not None:
        return beside if in_project else kept
    if is_directory(beside) and not (kept and is_directory(kept)):
        return beside
    return kept


def _named_by_file(file: Path, home: Path | None) -> Path | None:
    """Read a file `.venv`: a path from where it is, or a name in WORKON_HOME."""
    try:
        name = file.read_text("utf-8").strip()
    except (OSError, ValueError):
        return None
    if not name:
        return None
    return file.parent / name if "/" in name else home and home / name


def _workon_home(project: Project) -> Path | None:
    chosen = project.path_of("WORKON_HOME")
    data = project.environ.get("XDG_DATA_HOME") or "~/.local/share"
    if chosen is None and project.home is not None:
        return project.expanded(data) / "virtualenvs"
    return chosen


def _name(project: Project) -> str:
    from base64 import urlsafe_b64encode  # noqa: PLC0415 # only for Pipenv's projects
    from hashlib import sha256  # noqa: PLC0415

    custom = project.environ.get("PIPENV_CUSTOM_VENV_NAME")
    if custom:
        return custom
    root = Path(os.path.realpath(project.root))
    name = re.sub(r'[ &$`!*@"()\[\]\\\r\n\t]', "_", root.name)[:42]
    digest = sha256(os.fsencode(root / "Pipfile")).digest()[:6]
    python = Path(project.environ.get("PIPENV_PYTHON", "")).name
    words = [name, urlsafe_b64encode(digest).decode()[:8], python]
    return "-".join(filter(None, words))


MANAGER: Final = Manager(
    name="Pipenv", program="pipenv", rank=6, sign=_sign, manage=_manage
)
