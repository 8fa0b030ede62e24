"""PDM: `pdm.lock`, `[tool.pdm]`, and the Python that it saved in `.pdm-python`.

Sources: Project.resolve_interpreter of PDM 2.29.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import toml_file
from pep668hook.files import is_file
from pep668hook.manager import (
    Commands,
    Group,
    ManagedProject,
    Manager,
    Sign,
    declared,
    extras,
    names,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pep668hook.manager import Project

# What the build backend pdm.backend reads, whoever keeps the project.
_OF_ITS_BACKEND: Final = frozenset({"build", "version"})
_YES: Final = frozenset({"1", "true", "yes", "on"})  # ensure_boolean

_COMMANDS: Final = Commands(
    sync=("pdm", "install"),
    add=("pdm", "add"),
    develop=("pdm", "add", "--dev"),
    upgrade=("pdm", "update"),
    remove=("pdm", "remove"),
    add_editable="--editable",
    sync_extra="--group",
    options={"--pre": "--pre"},
)


def _sign(project: Project) -> Sign:
    # "The pyproject.toml has not been initialized yet."
    if not toml_file.has(project.pyproject, "project"):
        return Sign.NONE
    if project.has("pdm.lock"):
        return Sign.LOCK
    settings = toml_file.table(project.pyproject, "tool.pdm")
    is_its_own = toml_file.has(project.pyproject, "tool.pdm") and (
        not settings or settings.keys() - _OF_ITS_BACKEND
    )
    has_files = project.has(".pdm-python", "pdm.toml", ".pdm.toml")
    return Sign.SETTING if is_its_own or has_files else Sign.NONE


def _manage(project: Project) -> ManagedProject:
    return ManagedProject(
        manager=MANAGER,
        root=project.root,
        commands=_COMMANDS,
        environment=_environment(project),
        dependencies=_dependencies(project.pyproject),
        extras=extras(project.pyproject),
    )


def _dependencies(pyproject: Mapping[str, object]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    groups = toml_file.table(pyproject, "tool.pdm.dev-dependencies")
    for group, texts in groups.items():
        for name in names(toml_file.texts_in(texts)):
            found.setdefault(name, ("--dev", "--group", group))
    for name, kind, group in declared(pyproject):
        develops = ("--dev",) if kind is Group.DEVELOPMENT else ()
        found.setdefault(name, (*develops, "--group", group) if group else ())
    return found


def _environment(project: Project) -> Path | None:
    saved = _saved_python(project)
    if saved is not None:
        environment = saved.parent.parent
        # It may be one without an environment: PEP 582, or the system's.
        return environment if is_file(environment / "pyvenv.cfg") else None
    beside = [project.root / name for name in (".venv", "venv", "env")]
    made = (path for path in beside if is_file(path / "pyvenv.cfg"))
    uses = _flag(project, "python.use_venv", "PDM_USE_VENV")
    makes = uses and _flag(project, "venv.in_project", "PDM_VENV_IN_PROJECT")
    return next(made, beside[0] if makes else None) if uses else None


def _saved_python(project: Project) -> Path | None:
    value = project.environ.get("PDM_PYTHON", "")
    file = project.root / ".pdm-python"
    if not value and is_file(file):
        try:
            value = file.read_text("utf-8").strip()
        except (OSError, ValueError):
            return None
    return Path(value) if value else None


def _flag(project: Project, name: str, variable: str) -> bool:
    """Read a setting that is on unless it is turned off."""
    value = project.environ.get(variable)
    if value is not None:
        return value.lower() in _YES
    place = project.path_of("PDM_CONFIG_FILE")
    config = project.place("config")
    if place is None and config is not None:
        place = config / "pdm" / "config.toml"
    files = [project.root / "pdm.toml", *([] if place is None else [place])]
    found = (toml_file.flag(toml_file.read(file), name) for file in files)
    return next((each for each in found if each is not None), True)


MANAGER: Final = Manager(name="PDM", program="pdm", rank=3, sign=_sign, manage=_manage)
