"""What keeps pip from being refused here, or the hook from asking."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from pep668hook import configuration, interpreter, pip_command, pip_rules, programs
from pep668hook.check import Check, Finding, State
from pep668hook.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pep668hook.check import Scene
    from pep668hook.pip_command import PipCommand

# What PEP 668 refuses, if nothing else is set.
_COMMANDS: Final = (
    ("pip", "install", "x"),
    ("uv", "pip", "install", "--system", "x"),
)
# By the keys of a file that stand for one of them.
_KEYS: Final = {"UV_BREAK_SYSTEM_PACKAGES": "break-system-packages|target|prefix"}


def _look(scene: Scene) -> Iterator[Finding]:
    ci = scene.settings.environ.get("CI")
    if ci:
        seen = _("CI={ci} is set, so nobody is asked").format(ci=ci)
        yield Finding("CI", State.FAILURE, seen, scene.unset("CI"))
    commands = list(map(pip_command.parse, _COMMANDS))
    found = [
        finding
        for command in commands
        for finding in (*_variables(command, scene), *_files(command, scene))
    ]
    yield from found
    if not found:
        seen = _("no variable and no file keeps pip or uv from the marker")
        yield Finding(N_("overrides"), State.OK, seen)
    active = scene.settings.active_environment
    if active is not None:
        seen = _("{environment} is active: pip is not refused there").format(
            environment=active
        )
        yield Finding(N_("active"), State.OK, seen, facts={"path": str(active)})


def _variables(command: PipCommand, scene: Scene) -> Iterator[Finding]:
    environ = scene.settings.environ
    for name in sorted(environ):
        # Each by itself: of two that do the same, one is enough.
        if pip_rules.bypasses(command, {name: environ[name]}):
            set_to = f"{name}={environ[name]}"
            seen = _("with {variable} {tool} does not look for the marker").format(
                variable=set_to, tool=command.name
            )
            facts = {"variable": name, "value": environ[name]}
            yield Finding(command.name, State.WARNING, seen, scene.unset(name), facts)


def _files(command: PipCommand, scene: Scene) -> Iterator[Finding]:
    for file, variables in configuration.by_file(
        command,
        scene.settings.environ,
        home=scene.settings.home,
        cwd=scene.cwd,
        prefix=_prefix(scene),
    ):
        for name, value in variables.items():
            if pip_rules.bypasses(command, {name: value}):
                yield _of_file(command.name, file, name, scene)


def _of_file(tool: str, file: Path, variable: str, scene: Scene) -> Finding:
    option = variable.partition("_")[2].lower().replace("_", "-")
    keys = _KEYS.get(variable, option)
    seen = _("by {file} ({keys}) {tool} does not look for the marker").format(
        file=file, keys=keys.replace("|", ", "), tool=tool
    )
    # It leaves the file as it was beside it.
    take_out = ["sed", "-E", "-i.bak", f"/^ *({keys}) *=/d", str(file)]
    sudo = [] if os.access(file, os.W_OK) else ["sudo"]
    cure = scene.command([*sudo, *take_out])
    facts = {"file": str(file), "option": option}
    return Finding(tool, State.WARNING, seen, cure, facts)


def _prefix(scene: Scene) -> Path:
    """Find where the Python of the pip on PATH lies, as a pip.conf may lie there."""
    path = scene.settings.path
    pip = programs.find("pip", path)
    python = None if pip is None else interpreter.of_script(pip, path)
    return scene.cwd if python is None else python.prefix


CHECK: Final = Check(N_("bypasses"), 60, _look)
