"""TOML that others wrote: what of it can be read, and nothing for what cannot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pep668hook.files import is_file

if TYPE_CHECKING:
    from pathlib import Path

# A pyproject.toml of 50 kB is a large one; tomllib takes 10 ms for that.
_MOST_BYTES: Final = 262_144


def read(path: Path) -> Mapping[str, object]:
    """Read the file; it is empty if it is not there, too large, or no TOML."""
    if not is_file(path):
        return {}
    import tomllib  # noqa: PLC0415 # 3 ms, and only where there is something to read

    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        # RecursionError: arrays within arrays, a thousand deep.
        return {} if len(content) > _MOST_BYTES else tomllib.loads(content.decode())
    except (OSError, ValueError, RecursionError):
        return {}


def has(data: Mapping[str, object], name: str) -> bool:
    """Say whether there is a table `name`, such as `tool.uv`, be it empty."""
    *way, last = name.split(".")
    return isinstance(table(data, ".".join(way)).get(last), Mapping)


def table(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    """Find the table `name`, such as `tool.uv`; empty if there is none."""
    for key in filter(None, name.split(".")):
        value = data.get(key)
        if not isinstance(value, Mapping):
            return {}
        data = value
    return data


def text(data: Mapping[str, object], name: str) -> str:
    """Find the text under the dotted `name`; empty if there is none."""
    *way, last = name.split(".")
    value = table(data, ".".join(way)).get(last)
    return value if isinstance(value, str) else ""


def flag(data: Mapping[str, object], name: str) -> bool | None:
    """Find what is true or false under the dotted `name`; None if it is neither."""
    *way, last = name.split(".")
    value = table(data, ".".join(way)).get(last)
    return value if isinstance(value, bool) else None


def texts(data: Mapping[str, object], name: str) -> tuple[str, ...]:
    """List the texts in the array under the dotted `name`; none if there is none."""
    *way, last = name.split(".")
    return texts_in(table(data, ".".join(way)).get(last))


def texts_in(value: object) -> tuple[str, ...]:
    """List the texts in an array; none if the value is something else."""
    items = value if isinstance(value, list) else []
    return tuple(item for item in items if isinstance(item, str))
