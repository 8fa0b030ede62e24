"""The shells, one a file."""

from __future__ import annotations

import importlib
import pkgutil

from pep668hook.shell import Shell


def names() -> tuple[str, ...]:
    """List the shells that there is a file for."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def named(name: str) -> Shell | None:
    """Find a shell by its name, importing no other."""
    if name not in names():
        return None
    shell: object = importlib.import_module(f"{__name__}.{name}").SHELL
    return shell if isinstance(shell, Shell) else None
