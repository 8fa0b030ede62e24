"""Wheels of what is installed here, so that an installation needs no network."""

from __future__ import annotations

import re
import zipfile
from importlib.metadata import Distribution, distributions
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def fill(directory: Path) -> None:
    """Make a wheel of each project that the tests run with, but for our own."""
    directory.mkdir()
    for project in distributions():
        if project.name != "pep668hook" and project.read_text("WHEEL"):
            _repack(project, directory)


def _repack(project: Distribution, directory: Path) -> None:
    tags = re.findall(r"^Tag: (.*)$", project.read_text("WHEEL") or "", re.MULTILINE)
    python, abi, _ = (sorted({tag.split("-")[at] for tag in tags}) for at in range(3))
    platforms = ".".join(dict.fromkeys(tag.split("-")[2] for tag in tags))
    name = re.sub(r"[-_.]+", "_", project.name)
    stem = f"{name}-{project.version}-{'.'.join(python)}-{'.'.join(abi)}-{platforms}"
    with zipfile.ZipFile(directory / f"{stem}.whl", "w") as wheel:
        for file in project.files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                wheel.write(file.locate(), file)
