"""The managers of projects that we know, one a file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pep668hook import toml_file
from pep668hook.catalogue import variants
from pep668hook.manager import Manager, Project, Sign

if TYPE_CHECKING:
    from pathlib import Path

    from pep668hook.manager import ManagedProject
    from pep668hook.settings import Settings


def known() -> tuple[Manager, ...]:
    """List every manager, what people move to before what they move from."""
    return tuple(
        sorted(variants(__name__, "MANAGER", Manager), key=lambda each: each.rank)
    )


def managed(root: Path, settings: Settings) -> ManagedProject | None:
    """Find the manager that the project at `root` has chosen, by its files.

    A lock file, which a manager writes, says more than a table, which may be left over.
    """
    project = Project(
        root=root,
        pyproject=toml_file.read(root / "pyproject.toml"),
        environ=settings.environ,
        home=settings.home,
        platform=sys.platform,
    )
    signs = {manager: manager.sign(project) for manager in known()}
    chosen = max(signs, key=lambda manager: signs[manager])
    return chosen.manage(project) if signs[chosen] > Sign.NONE else None
