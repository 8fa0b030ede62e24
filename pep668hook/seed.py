"""A pip for an environment: unpacked and compiled once, and copied into each.

The wheel is the one that virtualenv carries, so that this needs neither a network nor
the ensurepip that Debian leaves out. Compiling pip takes a second, which every first
`pip install` of a fresh environment would pay for.
"""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from pep668hook import environment, programs
from pep668hook.errors import HookError
from pep668hook.posix_words import BourneWords
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from pep668hook.settings import Settings

_PATIENCE: Final = 180  # seconds, on a slow card
_LONGEST_LINE: Final = 124  # bytes: 127 before Linux 5.1, less `#!` and line feed
# What pip's entry point is since 19.3; the name that it goes by in its messages is that
# of the file.
_CALL: Final = """\
import sys
from pip._internal.cli.main import main
if __name__ == "__main__":
    sys.exit(main())
"""


class NoPipError(HookError):
    """An environment could not be given a pip."""

    reference = "no-pip"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            message=_("could not put a pip into `{path}`").format(path=path),
            context=why,
        )


def add_pip(path: Path, settings: Settings) -> None:
    """Put a pip into the environment at `path`, or only its commands if it has one."""
    packages = environment.site_packages(path)
    if packages is None:
        raise NoPipError(path, _("it has no site-packages"))
    python = path / "bin" / "python"
    names = ("pip", "pip3", f"pip{_version(packages)}")
    if environment.has_pip(packages):
        _write_commands(path, names)
        return
    with _workshop(settings) as workshop:
        image = _image(python, packages, Path(workshop), settings)
        _write_commands(path, names)
        try:
            _put(image, packages, names)
        except shutil.Error as error:  # it lists every file
            raise NoPipError(path, _first_reason(error)) from error


def _write_commands(path: Path, names: Iterable[str]) -> None:
    for name in names:
        command = path / "bin" / name
        text = _command(path / "bin" / "python")
        command.write_text(text, encoding="utf-8", errors="surrogateescape")
        command.chmod(0o755)


def _put(image: Path, packages: Path, names: Iterable[str]) -> None:
    """Copy the packages; pip itself comes last, and whole.

    Whatever ends this, an environment that seems to have a pip has one that works.
    """
    unfinished = packages / "pip.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    for each in image.iterdir():
        to = unfinished if each.name == "pip" else packages / each.name
        shutil.copytree(each, to, dirs_exist_ok=True)
    _record(packages, names)
    shutil.rmtree(packages / "pip", ignore_errors=True)
    unfinished.replace(packages / "pip")


def _first_reason(error: shutil.Error) -> str:
    """Say why the first of all the files could not be copied."""
    reason = error.args[0][0][2]
    return re.sub(r"^\[Errno \d+\] ([^:]*).*", r"\1", str(reason), flags=re.DOTALL)


def _version(packages: Path) -> str:
    """Tell `3.11` from `lib/python3.11`, `lib/python3.13t` or `lib/pypy3.10`."""
    return re.sub(r"[^\d.]", "", packages.parent.name)


def _workshop(settings: Settings) -> AbstractContextManager[str]:
    """Make a directory to work in, where what is made can be kept by renaming it."""
    if settings.cache is not None:
        with suppress(OSError):
            settings.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
            return TemporaryDirectory(dir=settings.cache)
    return TemporaryDirectory()


def _image(python: Path, packages: Path, workshop: Path, settings: Settings) -> Path:
    """Find the unpacked and compiled pip for this Python, or make it.

    It is kept where there is a cache, under a name that another pip or another Python
    does not share.
    """
    from virtualenv.seed.wheels.embed import get_embed_wheel  # noqa: PLC0415 # slow

    wheel = get_embed_wheel("pip", _version(packages))
    if wheel is None:
        raise NoPipError(python.parents[1], _("virtualenv carries none for its Python"))
    cache = settings.cache or workshop
    kept = cache / f"{wheel.name.removesuffix('.whl')}-{packages.parent.name}"
    if kept.is_dir():
        return kept
    new = workshop / "pip"
    with zipfile.ZipFile(wheel.path) as archive:
        archive.extractall(new)
    programs.run(
        [python, "-I", "-m", "compileall", "-q", "-j", "0", new],
        environ=settings.environ,
        seconds=_PATIENCE,
    )
    try:
        return new.rename(kept)
    except OSError:  # another of us was faster, or the cache cannot be written to
        return kept if kept.is_dir() else new


def _command(python: Path) -> str:
    """Write the script that bin/pip is.

    The kernel takes the first line for a path and one argument, up to a length. Where
    that does not do, the shell starts the same file as Python, for which the line is
    a string. The path is quoted for the shell there, as not every maker of scripts
    does; a backslash in it would mean something to Python.
    """
    path = str(python)
    if len(os.fsencode(path)) <= _LONGEST_LINE and not re.search(r"\s", path):
        first = f"#!{path}"
    else:
        strange = "\\" in path or not path.isprintable()
        quoted = '"${0%/*}/python"' if strange else BourneWords().quote(path)
        first = f"""#!/bin/sh\n'''exec' {quoted} "$0" "$@"\n' '''"""
    return f"{first}\n{_CALL}"


def _record(packages: Path, names: Iterable[str]) -> None:
    """Let pip know of its commands, so that it can upgrade or remove itself."""
    for record in packages.glob("pip-*.dist-info/RECORD"):
        with record.open("a", encoding="utf-8") as lines:
            lines.writelines(f"../../../bin/{name},,\n" for name in names)
