"""Pixi: `pixi.lock`, pixi.toml or `[tool.pixi]`; conda's packages and PyPI's.

Its environments have no script to activate them: `pixi shell` starts a shell in one.
Sources: https://pixi.sh/latest/reference/cli/; it was not carried out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook import toml_file
from pep668hook.manager import Commands, ManagedProject, Manager, Sign, declared
from pep668hook.requirement import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pep668hook.manager import Project

_COMMANDS: Final = Commands(
    sync=("pixi", "install"),
    add=("pixi", "add", "--pypi"),
    develop=("pixi", "add", "--pypi"),
    upgrade=("pixi", "update"),
    remove=("pixi", "remove"),
)


def _sign(project: Project) -> Sign:
    is_its_own = toml_file.has(project.pyproject, "tool.pixi")
    if not (is_its_own or project.has("pixi.toml")):
        return Sign.NONE
    return Sign.LOCK if project.has("pixi.lock") else Sign.SETTING


def _manage(project: Project) -> ManagedProject:
    own = toml_file.read(project.root / "pixi.toml")
    tables = own or toml_file.table(project.pyproject, "tool.pixi")
    from_conda = toml_file.table(tables, "dependencies")
    # Without a Python of its own it takes nothing from PyPI; for a pyproject.toml it
    # takes one by `requires-python`.
    has_python = "python" in from_conda or bool(
        toml_file.text(project.pyproject, "project.requires-python")
    )
    return ManagedProject(
        manager=MANAGER,
        root=project.root,
        commands=_COMMANDS if has_python else Commands(sync=_COMMANDS.sync),
        dependencies=_dependencies(project.pyproject, tables),
        enter="pixi shell",
    )


def _dependencies(
    pyproject: Mapping[str, object], tables: Mapping[str, object]
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {
        normalise(name): () for name in toml_file.table(tables, "dependencies")
    }
    for name in toml_file.table(tables, "pypi-dependencies"):
        found.setdefault(normalise(name), ("--pypi",))
    for name, _, group in declared(pyproject):
        found.setdefault(name, ("--pypi", "--feature", group) if group else ("--pypi",))
    return found


MANAGER: Final = Manager(
    name="Pixi", program="pixi", rank=1, sign=_sign, manage=_manage
)
