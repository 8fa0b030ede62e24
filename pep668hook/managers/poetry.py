"""Poetry: `poetry.lock`, `[tool.poetry]`, and an environment in its cache.

Where that is: EnvManager and Config of Poetry 1.8 to 2.5.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import toml_file
from pep668hook.files import is_directory
from pep668hook.manager import Commands, ManagedProject, Manager, Sign, declared, extras
from pep668hook.requirement import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pep668hook.manager import Project

_COMMANDS: Final = Commands(
    sync=("poetry", "install"),
    add=("poetry", "add"),
    develop=("poetry", "add", "--group", "dev"),
    upgrade=("poetry", "update"),
    remove=("poetry", "remove"),
    add_editable="--editable",
    sync_extra="--extras",
    options={"--pre": "--allow-prereleases"},
)
_TELL: Final = ("poetry", "env", "info", "--path")


def _sign(project: Project) -> Sign:
    backend = toml_file.text(project.pyproject, "build-system.build-backend")
    is_its_own = toml_file.has(project.pyproject, "tool.poetry")
    if project.has("poetry.lock") and (is_its_own or project.has("pyproject.toml")):
        return Sign.LOCK
    is_built_by_it = backend.startswith(("poetry.core.", "poetry.masonry."))
    return Sign.SETTING if is_its_own or is_built_by_it else Sign.NONE


def _manage(project: Project) -> ManagedProject:
    return ManagedProject(
        manager=MANAGER,
        root=project.root,
        commands=_COMMANDS,
        environment=_environment(project),
        dependencies=dict.fromkeys(_dependencies(project.pyproject), ()),
        extras=(
            *extras(project.pyproject),
            *toml_file.table(project.pyproject, "tool.poetry.extras"),
        ),
        tell=_TELL if _Settings(project).flag("create") is not False else (),
        enter="poetry run",
    )


def _dependencies(pyproject: Mapping[str, object]) -> Iterator[str]:
    for name, _, _ in declared(pyproject):
        yield name
    groups = toml_file.table(pyproject, "tool.poetry.group")
    tables = ["dependencies", "dev-dependencies"]
    tables += [f"group.{group}.dependencies" for group in groups if "." not in group]
    for name in tables:
        for each in toml_file.table(pyproject, f"tool.poetry.{name}"):
            if each != "python":
                yield normalise(each)


def _environment(project: Project) -> Path | None:
    settings = _Settings(project)
    beside = project.root / ".venv"
    in_project = settings.flag("in-project")
    if in_project or (in_project is None and is_directory(beside)):
        return beside
    folder = settings.path()
    if settings.flag("create") is False or folder is None:
        return None
    base = _base_name(project)
    if "/" in base:  # then it is no name, and Poetry would make nothing by it
        return None
    made = {each.name: each for each in folder.glob(f"{_escaped(base)}-py3.*")}
    # What `poetry env use` was told.
    minor = toml_file.text(toml_file.read(folder / "envs.toml"), f"{base}.minor")
    chosen = made.get(f"{base}-py{minor}")
    # One of several is that of the Python that Poetry would find now.
    return chosen or (next(iter(made.values())) if len(made) == 1 else None)


def _base_name(project: Project) -> str:
    from base64 import urlsafe_b64encode  # noqa: PLC0415 # only for Poetry's projects
    from hashlib import sha256  # noqa: PLC0415

    tables = project.pyproject
    name = toml_file.text(tables, "project.name")
    name = name or toml_file.text(tables, "tool.poetry.name")
    # A project of dependencies only needs no name.
    name = normalise(name) if name else "non-package-mode"
    name = re.sub(r'[ $`!*@"\\\r\n\t]', "_", name)[:42]
    place = os.fsencode(os.path.realpath(project.root))
    return f"{name}-{urlsafe_b64encode(sha256(place).digest()).decode()[:8]}"


def _escaped(name: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", name)


class _Settings:
    """Poetry's settings for a project: variables, its poetry.toml, the user's file."""

    def __init__(self, project: Project) -> None:
        self._project = project
        config = project.path_of("POETRY_CONFIG_DIR")
        place = project.place("config")
        if config is None and place is not None:
            config = place / "pypoetry"
        files = [project.root / "poetry.toml"]
        files += [] if config is None else [config / "config.toml"]
        self._files = [toml_file.read(file) for file in files]

    def flag(self, name: str) -> bool | None:
        """Read a setting of `virtualenvs` that is true or false."""
        variable = "POETRY_VIRTUALENVS_" + name.upper().replace("-", "_")
        value = self._project.environ.get(variable)
        if value is not None:
            return value in {"true", "1"}  # boolean_normalizer
        found = (toml_file.flag(data, f"virtualenvs.{name}") for data in self._files)
        return next((each for each in found if each is not None), None)

    def path(self) -> Path | None:
        """Tell the directory that holds all of its environments."""
        cache = self._cache()
        value = self._project.environ.get("POETRY_VIRTUALENVS_PATH", "")
        texts = (toml_file.text(data, "virtualenvs.path") for data in self._files)
        value = value or next(filter(None, texts), "{cache-dir}/virtualenvs")
        if "{cache-dir}" not in value:
            return self._project.expanded(value)
        return cache and Path(value.replace("{cache-dir}", str(cache)))

    def _cache(self) -> Path | None:
        texts = (toml_file.text(data, "cache-dir") for data in self._files)
        value = self._project.environ.get("POETRY_CACHE_DIR") or next(
            filter(None, texts), ""
        )
        if value:
            return self._project.expanded(value)
        place = self._project.place("cache")
        return place and place / "pypoetry"


MANAGER: Final = Manager(
    name="Poetry", program="poetry", rank=2, sign=_sign, manage=_manage
)
