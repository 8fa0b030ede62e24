"""An externally managed Python for the demo: the system's, or one made on the spot."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import interpreter
from pep668hook.errors import HookError
from pep668hook.words import _

if TYPE_CHECKING:
    from pep668hook.interpreter import Interpreter
    from pep668hook.settings import Settings

_MARKER: Final = """\
[externally-managed]
Error=This Python was made for the demo of pep668hook, and marked as a
 distribution marks its own: pip is not to install into it.
"""


class NoManagedPythonError(HookError):
    """Neither has the system an externally managed Python, nor could one be made."""

    reference = "no-managed-python"

    def __init__(self, base: Path) -> None:
        super().__init__(
            message=_("could not play the demo"),
            context=_(
                "could not make an externally managed Python of `{python}`"
            ).format(python=base),
        )


def find(settings: Settings) -> tuple[Path, Interpreter] | None:
    """Find a pip that PEP 668 refuses, and the system's Python that it runs under."""
    for directory in (*settings.path, Path("/usr/bin")):
        for name in ("pip", "pip3"):
            pip = directory / name
            python = interpreter.of_script(pip, settings.path)
            if python is not None and python.externally_managed:
                return pip, python
    return None


def make(place: Path, settings: Settings) -> tuple[Path, Interpreter]:
    """Make an externally managed Python of the one that this runs on, with a pip.

    A copy of the program finds its library beside itself, so that it takes links to
    the files of the base installation for a whole installation. Its pip is the one that
    virtualenv carries, as the base may have none.
    """
    from virtualenv.seed.wheels.embed import get_embed_wheel  # noqa: PLC0415 # slow

    base = Path(os.path.realpath(getattr(sys, "_base_executable", sys.executable)))
    stdlib = Path(sysconfig.get_path("stdlib"))
    library = place / sys.platlibdir / stdlib.name
    packages = library / "site-packages"
    python = place / "bin" / f"python{sysconfig.get_python_version()}"
    packages.mkdir(parents=True)
    python.parent.mkdir()
    shutil.copy2(base, python)
    for name in ("python3", "python"):
        (python.parent / name).symlink_to(python.name)
    for shared in base.parent.parent.glob("lib/libpython*"):
        (place / "lib").mkdir(exist_ok=True)
        (place / "lib" / shared.name).symlink_to(shared)
    for entry in stdlib.iterdir():
        if entry.name not in {"site-packages", "dist-packages", "EXTERNALLY-MANAGED"}:
            (library / entry.name).symlink_to(entry)
    # Where Debian's own Python looks for packages.
    (library / "dist-packages").symlink_to("site-packages")
    (library / "EXTERNALLY-MANAGED").write_text(_MARKER, encoding="ascii")
    wheel = get_embed_wheel("pip", sysconfig.get_python_version())
    if wheel is not None:
        with zipfile.ZipFile(wheel.path) as archive:
            archive.extractall(packages)
    pip = _write_pip(python)
    made = interpreter.of_script(pip, settings.path)
    if made is None or not made.externally_managed or wheel is None:
        raise NoManagedPythonError(base)
    return pip, made


def _write_pip(python: Path) -> Path:
    """Write `pip` with the long first lines that a path of any length or kind needs."""
    script = (
        f"#!/bin/sh\n'''exec' '{python}' \"$0\" \"$@\"\n' '''\n"
        "import sys\nfrom pip._internal.cli.main import main\nsys.exit(main())\n"
    )
    pip = python.parent / "pip"
    pip.write_text(script, encoding="utf-8")
    pip.chmod(0o755)
    return pip
