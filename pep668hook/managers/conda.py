"""conda: environment.yml, and an environment that environments.txt knows of.

conda's own shell function activates it, which no script of ours can; but `conda run`
reaches its pip. Sources: conda.core.envs_manager, and the layouts of conda 4.4 to 25.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.files import is_directory, is_file
from pep668hook.manager import Commands, ManagedProject, Manager, Sign

if TYPE_CHECKING:
    from pep668hook.manager import Project

_FILES: Final = ("environment.yml", "environment.yaml")
# Where people and editors make one inside a project (`conda create --prefix`).
_BESIDE: Final = (".conda", "env", "envs", "venv", ".venv")
_MOST_CHARACTERS: Final = 65_536
_NAME: Final = re.compile(
    r"""^name:[ \t]*["']?([\w.-]+)["']?[ \t]*(?:#.*)?$""", re.MULTILINE
)
_PLAIN: Final = re.compile(r"[\w./@+-]+")


def _sign(project: Project) -> Sign:
    beside = any(_is_made(project.root / name) for name in _BESIDE)
    return Sign.SETTING if beside or project.has(*_FILES) else Sign.NONE


def _manage(project: Project) -> ManagedProject:
    environment = _environment(project)
    if environment is not None:
        in_it = ("--prefix", str(environment))
        commands = _commands(in_it) if _has_pip(environment) else Commands()
        # It is shown to be typed, and which quotes the shell wants is not known here.
        is_plain = _PLAIN.fullmatch(str(environment)) is not None
        enter = f"conda activate {environment}" if is_plain else ""
        return ManagedProject(MANAGER, project.root, commands, enter=enter)
    name, file = _described(project)
    if not name:
        return ManagedProject(MANAGER, project.root, Commands())
    prepare = ("conda", "env", "create", "--file", str(project.root / file))
    commands = _commands(("--name", name))
    return ManagedProject(
        MANAGER,
        project.root,
        commands,
        prepare=prepare,
        enter=f"conda activate {name}",
    )


def _commands(in_it: tuple[str, str]) -> Commands:
    pip = ("conda", "run", "--no-capture-output", *in_it, "python", "-m", "pip")
    add = (*pip, "install")
    return Commands(
        add=add,
        develop=add,
        add_file="--requirement",
        add_editable="--editable",
        options={name: name for name in _OF_PIP},
    )


_OF_PIP: Final = (
    *("--constraint", "--extra-index-url", "--find-links", "--index-url", "--no-deps"),
    *("--no-index", "--pre", "--trusted-host", "--upgrade"),
)


def _described(project: Project) -> tuple[str, str]:
    """Read the environment's name, and the file that has it."""
    for file in _FILES:
        name = _NAME.search(_text(project.root / file))
        if name is not None:
            return name[1], file
    return "", ""


def _environment(project: Project) -> Path | None:
    beside = (project.root / name for name in _BESIDE)
    within = next(filter(_is_made, beside), None)
    name, _ = _described(project)
    if within is not None or project.home is None or not name:
        return within
    known = _text(project.home / ".conda" / "environments.txt").splitlines()
    paths = (Path(line.strip()) for line in known)
    named = (path for path in paths if path.name == name and path.parent.name == "envs")
    return next(filter(_is_made, named), None)


def _is_made(path: Path) -> bool:
    return is_file(path / "conda-meta" / "history")


def _has_pip(environment: Path) -> bool:
    meta = environment / "conda-meta"
    return is_directory(meta) and any(meta.glob("pip-[0-9]*.json"))


def _text(path: Path) -> str:
    if not is_file(path):
        return ""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_MOST_CHARACTERS)
    except OSError:
        return ""


MANAGER: Final = Manager(
    name="conda", program="conda", rank=7, sign=_sign, manage=_manage
)
