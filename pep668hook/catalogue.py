"""The variants in a folder of ours: one a file, found by being there."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TypeVar

Kind = TypeVar("Kind")


class NotAVariantError(TypeError):
    """A module of the folder does not define what each of them must."""

    def __init__(self, module: str, constant: str, kind: type) -> None:
        super().__init__(f"{module} must define {constant} as a {kind.__name__}")


def variants(package: str, constant: str, kind: type[Kind]) -> tuple[Kind, ...]:
    """Collect `constant` from every module of our own `package`, by file name."""
    folder = importlib.import_module(package)
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    found: list[Kind] = []
    for name in names:
        module = importlib.import_module(f"{package}.{name}")
        value: object = getattr(module, constant, None)
        if not isinstance(value, kind):
            raise NotAVariantError(module.__name__, constant, kind)
        found.append(value)
    return tuple(found)
