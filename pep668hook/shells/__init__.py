"""The shells, one a file."""

from __future__ import annotations

import importlib
import pkgutil

from pep668hook.shell import Shell


def names() -> tuple[str, ...]:
    """List the shells that there is a file for."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def by_program() -> dict[str, str]:
    """Map the names of processes to the shells that they are."""
    shells = [shell for shell in map(named, names()) if shell]
    return {program: shell.name for shell in shells for program in shell.programs}


def named(name: str) -> Shell | None:
    """Find a shell by its name, importing no other."""
    if name not in names():
        return None
    shell: object = importlib.import_module(f"{__name__}.{name}").SHELL
    return shell if isinstance(shell, Shell) else None
