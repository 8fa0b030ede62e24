"""Hatch: environments in `[tool.hatch.envs]` or hatch.toml, kept in its data directory.

It has no command that adds a dependency. Where its environments are:
VirtualEnvironment of Hatch 1.18.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import toml_file
from pep668hook.files import is_file
from pep668hook.manager import Commands, ManagedProject, Manager, Sign
from pep668hook.requirement import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pep668hook.manager import Project

_CREATE: Final = ("hatch", "env", "create")


def _sign(project: Project) -> Sign:
    # `[tool.hatch.build]` is hatchling's, which projects of all managers are built by.
    is_its_own = toml_file.has(project.pyproject, "tool.hatch.envs")
    return Sign.SETTING if is_its_own or project.has("hatch.toml") else Sign.NONE


def _manage(project: Project) -> ManagedProject:
    settings = _default_environment(project)
    is_usual = toml_file.text(settings, "type") in {"", "virtual"}
    # One made by uv has no pip.
    has_pip = is_usual and toml_file.text(settings, "installer") in {"", "pip"}
    environment = _environment(project, settings) if is_usual else None
    made = environment is not None and is_file(environment / "pyvenv.cfg")
    return ManagedProject(
        manager=MANAGER,
        root=project.root,
        commands=Commands(sync=_CREATE),
        environment=environment,
        prepare=() if made else _CREATE,
        adds_by_pip=has_pip,
    )


def _default_environment(project: Project) -> Mapping[str, object]:
    own = toml_file.read(project.root / "hatch.toml")
    return {
        **toml_file.table(project.pyproject, "tool.hatch.envs.default"),
        **toml_file.table(own, "envs.default"),
    }


def _environment(project: Project, settings: Mapping[str, object]) -> Path | None:
    chosen = project.environ.get("HATCH_ENV_TYPE_VIRTUAL_PATH")
    chosen = chosen or toml_file.text(settings, "path")
    if chosen:
        return project.root / chosen
    folder = _folder(project)
    if folder is None:
        return None
    root = Path(os.path.realpath(project.root))
    mark = _mark(root, project.platform)
    name = toml_file.text(project.pyproject, "project.name")
    name = normalise(name) if name else f"{mark}-unmanaged"
    shared = project.home is not None and folder == project.home / ".virtualenvs"
    if shared or Path(os.path.realpath(folder)).is_relative_to(root):
        return folder / name
    return folder / name / mark / name


def _folder(project: Project) -> Path | None:
    """Tell where it keeps its virtual environments."""
    place = project.path_of("HATCH_CONFIG")
    config = project.place("config")
    if place is None and config is not None:
        place = config / "hatch" / "config.toml"
    settings = {} if place is None else toml_file.read(place)
    chosen = toml_file.text(settings, "dirs.env.virtual")
    if chosen:
        return project.expanded(chosen)
    data = project.path_of("HATCH_DATA_DIR")
    value = toml_file.text(settings, "dirs.data")
    if data is None and value:
        data = project.expanded(value)
    usual = project.place("data")
    data = data or (usual and usual / "hatch")
    return data and data / "env" / "virtual"


def _mark(root: Path, platform: str) -> str:
    from base64 import urlsafe_b64encode  # noqa: PLC0415 # only for Hatch's projects
    from hashlib import sha256  # noqa: PLC0415

    text = str(root).casefold() if platform == "darwin" else str(root)
    digest = sha256(text.encode("utf-8", "surrogateescape")).digest()
    return urlsafe_b64encode(digest).decode()[:8]


MANAGER: Final = Manager(
    name="Hatch", program="hatch", rank=5, sign=_sign, manage=_manage
)
