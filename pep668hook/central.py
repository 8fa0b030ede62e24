"""Where an environment of a directory belongs, by the person's choice."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final

from pep668hook.files import is_file
from pep668hook.setting import ENVIRONMENT_NAME, ENVIRONMENT_PLACE

if TYPE_CHECKING:
    from pathlib import Path

    from pep668hook.settings import Settings

# Where the name itself is something else's: a file, say, or a link that leads nowhere.
_OTHERWISE: Final = (".venv", "venv", "env")
_DIGITS: Final = 8  # enough to tell two projects of the same name apart


def new_environment(root: Path, settings: Settings) -> Path:
    """Say where a new environment for the directory `root` is to be made."""
    personal = settings.personal_environment
    chosen = settings.preferences
    if personal is None or chosen.value(ENVIRONMENT_PLACE) == "project":
        names = (chosen.value(ENVIRONMENT_NAME), *_OTHERWISE)
        return next(filter(_is_free, (root / name for name in names)), root / names[0])
    digest = hashlib.sha256(os.fsencode(root)).hexdigest()[:_DIGITS]
    return personal.parent / f"{root.name}-{digest}"


def _is_free(path: Path) -> bool:
    """Say whether nothing is there, or an environment that can be made whole."""
    return not os.path.lexists(path) or is_file(path / "pyvenv.cfg")


def is_chosen(settings: Settings) -> bool:
    """Say whether somebody has chosen it, so that one found there comes first."""
    chosen = settings.preferences
    return any(
        chosen.value(setting) != setting.default
        for setting in (ENVIRONMENT_NAME, ENVIRONMENT_PLACE)
    )
