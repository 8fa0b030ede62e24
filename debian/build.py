"""Build the Debian package from the checkout: `./dev deb` runs this.

Each requirement of pyproject.toml is Debian's own package where the one that can be
installed here is new enough; else a copy of what the tests run with goes into the
helper's environment. The rest is laid out as `install.sh` does.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from datetime import UTC, datetime
from email.utils import format_datetime
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hatchling.build import build_wheel
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pep668hook import __version__, cli, grammar, installation, removal
from pep668hook.shells import named, names
from pep668hook.words import spoken_by

if TYPE_CHECKING:
    from collections.abc import Iterable

CHECKOUT: Final = Path(__file__).resolve().parent.parent
HERE: Final = CHECKOUT / "debian"
PYTHON: Final = "3.11"  # the oldest that will do
SHARE: Final = "usr/share/pep668hook"
COMPLETIONS: Final = {
    "bash": "usr/share/bash-completion/completions/pep668hook",
    "fish": "usr/share/fish/vendor_completions.d/pep668hook.fish",
    "zsh": "usr/share/zsh/vendor-completions/_pep668hook",
}
# The doctor works where this Python does not.
COMMAND: Final = """\
#!/bin/sh
if [ "${{1-}}" = doctor ] && [ -r {share}/doctor.sh ]; then
    shift
    exec sh {share}/doctor.sh {python} "$@"
fi
exec {python} -I -m pep668hook "$@"
"""
CONTROL: Final = """\
Package: pep668hook
Version: {version}
Architecture: all
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Enhances: python3-pip
Section: utils
Priority: optional
Description: one key where PEP 668 refuses a pip install
 Debian's Python refuses `pip install` by the error that is called
 externally-managed-environment. This waits in the shell for that moment and
 offers the way out: with one key the package is in an environment that
 belongs to the directory, active in the very shell that one is in, and the
 rest of the command line goes on.
 .
 It works in bash, zsh, fish and PowerShell, and does nothing until
 `pep668hook install` has added a line to the rc file of a shell.
"""
COPYRIGHT: Final = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: {holder}
License: Expat
{licence}
"""
VENDORED: Final = """\

Files: usr/share/pep668hook/venv/lib/python3/site-packages/{name}*
Copyright: the authors of {name}
License: {name}
 {licence}; its text is beside its METADATA.
"""


class Needs:
    """What of the requirements is Debian's, and what has to come along."""

    def __init__(self, requirements: Iterable[str]) -> None:
        self._debians: dict[str, str] = {}
        self.copied: set[str] = set()
        for requirement in requirements:
            self._meet(Requirement(requirement))

    @property
    def depends(self) -> list[str]:
        """Write the packages as a field of the control file has them."""
        ours = {
            name: word
            for name, word in self._debians.items()
            if name not in self.copied
        }
        return [f"python3 (>= {PYTHON})", *(ours[name] for name in sorted(ours))]

    def _meet(self, requirement: Requirement) -> None:
        name = canonicalize_name(requirement.name)
        if requirement.marker is not None and not requirement.marker.evaluate(
            {"extra": ""}
        ):
            return
        there = _version_in_debian(f"python3-{name}")
        if there is not None and requirement.specifier.contains(
            there, prereleases=True
        ):
            least = [s.version for s in requirement.specifier if s.operator == ">="]
            bound = f" (>= {least[0]})" if least else ""
            self._debians[name] = f"python3-{name}{bound}"
        elif name not in self.copied:
            self.copied.add(name)
            for each in distribution(name).requires or ():
                self._meet(Requirement(each))


def main() -> None:
    """Build it into dist/, or another directory, and say what it requires."""
    os.umask(0o022)
    place = Path(*sys.argv[1:2] or [CHECKOUT / "dist"]).absolute()
    os.chdir(CHECKOUT)  # where hatchling looks for the project
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
    needs = Needs(project["dependencies"])
    place.mkdir(exist_ok=True)
    made = place / f"pep668hook_{__version__}_all.deb"
    with tempfile.TemporaryDirectory() as directory:
        tree = Path(directory) / "pep668hook"
        _lay_out(tree, needs.copied)
        _document(tree, needs.copied)
        _describe(tree, needs.depends)
        subprocess.run(
            ["dpkg-deb", "--build", "--root-owner-group", "-Zxz", tree, made],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    print(f"Debian's own: {', '.join(needs.depends)}")
    print(f"too old or not there, so it comes along: {', '.join(sorted(needs.copied))}")
    print(f"built; to install it: sudo apt install {made}")


def _version_in_debian(package: str) -> str | None:
    """Tell the upstream version of what can be installed here."""
    shown = subprocess.run(
        ["apt-cache", "policy", package],
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        check=True,
        text=True,
    )
    found = re.search(r"Candidate: (?:\d+:)?(\d[\d.]*)", shown.stdout)
    return found[1].rstrip(".") if found else None


def _lay_out(tree: Path, copied: Iterable[str]) -> None:
    share = tree / SHARE
    environment = share / "venv"
    packages = environment / "lib" / "python3" / "site-packages"
    packages.mkdir(parents=True)
    (environment / "bin").mkdir()
    (environment / "bin" / "python").symlink_to("../../../../bin/python3")
    _write(
        environment / "pyvenv.cfg",
        "home = /usr/bin\ninclude-system-site-packages = true\n",
    )
    with tempfile.TemporaryDirectory() as directory:
        wheel = Path(directory) / build_wheel(directory)
        zipfile.ZipFile(wheel).extractall(packages)
    for data in packages.glob("pep668hook-*.data"):
        shutil.rmtree(data)
    for name in copied:
        _copy(name, packages)
    installation.lay_out(share, helper=environment)
    shutil.rmtree(share / "__pycache__", ignore_errors=True)  # that is the rtupdate's
    _write(share / removal.REMOVED_BY, "sudo apt remove pep668hook\n")
    python = f"/{SHARE}/venv/bin/python"
    command = tree / "usr" / "bin" / "pep668hook"
    _write(command, COMMAND.format(python=python, share=f"/{SHARE}"), mode=0o755)
    update = tree / "usr/share/python3/runtime.d/pep668hook.rtupdate"
    _write(update, (HERE / "rtupdate").read_text(), mode=0o755)


def _copy(name: str, packages: Path) -> None:
    """Copy an installed project, which has to be Python alone."""
    installed = distribution(name)
    if "Root-Is-Purelib: true" not in (installed.read_text("WHEEL") or ""):
        sys.exit(f"{name} has compiled parts: it has to come from Debian")
    for file in installed.files or ():
        target = packages / file
        if ".." not in file.parts and file.suffix != ".pyc":
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file.locate(), target)
            target.chmod(0o644)


def _document(tree: Path, copied: Iterable[str]) -> None:
    """Write the page, the completions, and what Debian wants to be told."""
    with spoken_by(None):  # for whoever installs it, in whatever language it is built
        words = grammar.candidates(cli._parser(), names())  # noqa: SLF001 # no other way
    for name, place in COMPLETIONS.items():
        shell = named(name)
        text = shell.complete(words) if shell else ""
        if name == "zsh":  # loaded at its first use, and called by this name
            text = f'#compdef pep668hook\n\n{text}__pep668hook_complete "$@"\n'
        _write(tree / place, text)
    documents = tree / "usr/share/doc/pep668hook"
    page = Path("docs/pep668hook.1").read_text("utf-8")
    _compress(tree / "usr/share/man/man1/pep668hook.1.gz", page)
    _compress(documents / "changelog.gz", _changelog())
    _write(documents / "README.Debian", (HERE / "README.Debian").read_text())
    _write(documents / "copyright", _copyright(copied))


def _changelog() -> str:
    now = os.environ.get("SOURCE_DATE_EPOCH")
    when = datetime.fromtimestamp(int(now), UTC) if now else datetime.now(UTC)
    return (
        f"pep668hook ({__version__}) unstable; urgency=medium\n\n"
        "  * Built from the project's files; CHANGELOG.md tells what is new.\n\n"
        f" -- {_maintainer()}  {format_datetime(when)}\n"
    )


def _copyright(copied: Iterable[str]) -> str:
    licence = Path("LICENSE").read_text("utf-8")
    holder = re.search(r"Copyright \(c\) (.*)", licence)
    lines = licence.partition("Permission")[1:]
    text = "".join(lines).splitlines()
    parts = [
        COPYRIGHT.format(
            holder=holder[1] if holder else "The pep668hook authors",
            licence="\n".join(f" {line}" if line else " ." for line in text),
        )
    ]
    for name in sorted(copied):
        of_it = distribution(name).metadata
        said = of_it.get("License-Expression") or of_it.get("License") or "see there"
        parts.append(VENDORED.format(name=name, licence=said))
    return "".join(parts)


def _maintainer() -> str:
    name = os.environ.get("DEBFULLNAME", "The pep668hook authors")
    address = os.environ.get("DEBEMAIL") or f"root@{os.uname().nodename}"
    return f"{name} <{address}>"


def _describe(tree: Path, depends: Iterable[str]) -> None:
    files = sorted(p for p in tree.rglob("*") if p.is_file() and not p.is_symlink())
    size = sum(file.stat().st_size for file in files) // 1024
    control = tree / "DEBIAN"
    sums = [f"{_md5(file)}  {file.relative_to(tree)}\n" for file in files]
    _write(control / "md5sums", "".join(sums))
    described = CONTROL.format(
        version=__version__,
        maintainer=_maintainer(),
        size=size,
        depends=", ".join(depends),
    )
    _write(control / "control", described)
    for name in ("postinst", "prerm"):
        _write(control / name, (HERE / name).read_text(), mode=0o755)


def _md5(file: Path) -> str:
    return hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()


def _write(path: Path, text: str, *, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def _compress(path: Path, text: str) -> None:
    """Compress it as Debian's policy asks: as far as can be, and without a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main()
