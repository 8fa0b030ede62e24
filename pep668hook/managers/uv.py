"""uv, by Astral: `uv.lock`, `[tool.uv]`, and a `.venv` beside them.

Sources: https://docs.astral.sh/uv/concepts/projects/; carried out with uv 0.13.
"""

from __future__ import annotations

from pathlib import PurePath
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
    from pathlib import Path

    from pep668hook.manager import Project

# What other tools read, or `uv pip`: no sign that uv keeps the project.
_OF_OTHERS: Final = frozenset({"build-backend", "cache-keys", "pip"})

_COMMANDS: Final = Commands(
    sync=("uv", "sync"),
    add=("uv", "add"),
    develop=("uv", "add", "--dev"),
    upgrade=("uv", "sync", "--upgrade-package"),
    remove=("uv", "remove"),
    add_file="--requirements",
    add_editable="--editable",
    sync_extra="--extra",
    options={
        "--constraint": "--constraints",
        "--extra-index-url": "--index",
        "--find-links": "--find-links",
        "--index-url": "--default-index",
        "--no-index": "--no-index",
        "--pre": "--prerelease=allow",
        "--trusted-host": "--allow-insecure-host",
    },
)


def _sign(project: Project) -> Sign:
    if _workspace(project) is not None:
        return Sign.LOCK
    tables = project.pyproject
    # Without `[project]` it manages nothing but a workspace of other projects.
    if not any(
        toml_file.has(tables, each) for each in ("project", "tool.uv.workspace")
    ):
        return Sign.NONE
    if project.has("uv.lock"):
        return Sign.LOCK
    settings = toml_file.table(tables, "tool.uv")
    is_its_own = toml_file.has(tables, "tool.uv") and not (settings.keys() & _OF_OTHERS)
    is_its_own |= bool(settings.keys() - _OF_OTHERS)
    return Sign.SETTING if is_its_own or _is_built_by_it(project) else Sign.NONE


def _is_built_by_it(project: Project) -> bool:
    return toml_file.text(project.pyproject, "build-system.build-backend") == "uv_build"


def _workspace(project: Project) -> Path | None:
    """Find the workspace above that the project is a member of."""
    if not toml_file.has(project.pyproject, "project"):
        return None
    for parent in project.root.parents:
        if parent == project.home:
            return None
        if not is_file(parent / "uv.lock"):
            continue
        data = toml_file.read(parent / "pyproject.toml")
        inside = project.root.relative_to(parent)
        if _matches(inside, data, "exclude") or not _matches(inside, data, "members"):
            return None
        return parent
    return None


def _matches(inside: PurePath, data: Mapping[str, object], key: str) -> bool:
    patterns = toml_file.texts(data, f"tool.uv.workspace.{key}")
    return any(
        len(PurePath(pattern).parts) == len(inside.parts) and inside.match(pattern)
        for pattern in patterns
    )


def _manage(project: Project) -> ManagedProject:
    root = _workspace(project) or project.root
    # "Either an absolute path, or a path relative to the workspace root".
    environment = root / (project.environ.get("UV_PROJECT_ENVIRONMENT") or ".venv")
    only_sync = Commands(sync=_COMMANDS.sync, sync_extra=_COMMANDS.sync_extra)
    can_add = toml_file.has(project.pyproject, "project")
    return ManagedProject(
        manager=MANAGER,
        root=root,
        commands=_COMMANDS if can_add else only_sync,
        environment=environment,
        dependencies=_dependencies(project.pyproject),
        extras=extras(project.pyproject),
    )


def _dependencies(pyproject: Mapping[str, object]) -> Mapping[str, tuple[str, ...]]:
    dev = names(toml_file.texts(pyproject, "tool.uv.dev-dependencies"))
    found: dict[str, tuple[str, ...]] = dict.fromkeys(dev, ("--dev",))
    options = {Group.EXTRA: "--optional", Group.DEVELOPMENT: "--group"}
    for name, kind, group in declared(pyproject):
        found.setdefault(name, (options[kind], group) if kind in options else ())
    return found


MANAGER: Final = Manager(name="uv", program="uv", rank=0, sign=_sign, manage=_manage)
