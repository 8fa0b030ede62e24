"""The keepers of programs that we know, one a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pep668hook.catalogue import variants
from pep668hook.keeper import Keeper

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pep668hook.keeper import Kept


def known() -> tuple[Keeper, ...]:
    """List every keeper, by name."""
    return variants(__name__, "KEEPER", Keeper)


def look(environ: Mapping[str, str], home: Path | None) -> Mapping[str, Kept]:
    """Read what each has, by its name; of nobody nothing is known."""
    if home is None:
        return {}
    return {keeper.name: keeper.look(environ, home) for keeper in known()}
