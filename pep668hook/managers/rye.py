"""Rye, which uv has taken the place of: `[tool.rye]`, and a `.venv` beside it.

Sources: https://rye.astral.sh/guide/; it was not carried out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook import toml_file
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

_COMMANDS: Final = Commands(
    sync=("rye", "sync"),
    add=("rye", "add", "--sync"),
    develop=("rye", "add", "--sync", "--dev"),
    upgrade=("rye", "sync", "--update"),
    remove=("rye", "remove", "--sync"),
    sync_extra="--features",
    options={"--pre": "--pre"},
)


def _sign(project: Project) -> Sign:
    is_its_own = toml_file.has(project.pyproject, "tool.rye")
    return Sign.SETTING if is_its_own else Sign.NONE


def _manage(project: Project) -> ManagedProject:
    return ManagedProject(
        manager=MANAGER,
        root=project.root,
        commands=_COMMANDS,
        environment=project.root / ".venv",
        dependencies=_dependencies(project.pyproject),
        extras=extras(project.pyproject),
    )


def _dependencies(pyproject: Mapping[str, object]) -> Mapping[str, tuple[str, ...]]:
    dev = names(toml_file.texts(pyproject, "tool.rye.dev-dependencies"))
    found: dict[str, tuple[str, ...]] = dict.fromkeys(dev, ("--dev",))
    for name, kind, group in declared(pyproject):
        if kind is not Group.DEVELOPMENT:  # it has no dependency groups
            found.setdefault(name, ("--optional", group) if group else ())
    return found


MANAGER: Final = Manager(name="Rye", program="rye", rank=4, sign=_sign, manage=_manage)
