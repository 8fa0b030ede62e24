"""A case set up on disk: its home and directory, its Python, its PATH."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.advice import shops
from tests.advice.case import OS_RELEASES
from tests.machine import NAME, write_script

if TYPE_CHECKING:
    from tests.advice.case import Case
    from tests.machine import Machine

_PIP: Final = "#!{python}\nfrom pip._internal.cli.main import main\nmain()\n"
_DEAD: Final = "/nowhere/bin/python3"


@dataclass(frozen=True)
class Scene:
    """Where everything of one case is."""

    case: Case
    machine: Machine
    directory: Path
    """Which is the case's alone."""

    @property
    def home(self) -> Path:
        return self.directory / "home"

    @property
    def cwd(self) -> Path:
        return self.place(self.case.where)

    @property
    def root(self) -> Path:
        """What the machine's `/` is for the signs of a container."""
        return self.directory / "root"

    @property
    def prefix(self) -> Path:
        """Of the Python that refused, which stands for one at the machine's prefix."""
        return self.directory / "python"

    @property
    def lists(self) -> Path:
        return self.directory / "lists"

    @property
    def was_run(self) -> Path:
        """What tells that a tool was run, which advising must not."""
        return self.directory / "was-run"

    def place(self, path: str) -> Path:
        """Find what a case calls `~`, or a path from where the person is."""
        if path.startswith("~"):
            return Path(f"{self.home}{path.removeprefix('~')}")
        return Path(path) if path.startswith("/") else self.cwd / path

    @property
    def argv(self) -> list[str]:
        """The words of the command, as a shell hands them on."""
        words = shlex.split(self.case.command)
        return [str(self.place(w)) if w.startswith("~/") else w for w in words]

    def environ(self) -> dict[str, str]:
        tools = self.directory / "bin"
        os_release = self.case.box.os_release
        file = OS_RELEASES / os_release if os_release else self.directory / "none"
        return {
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            # Nothing of this machine's own: what it has would be offered.
            "PATH": f"{tools}:{self.prefix / 'bin'}",
            "PEP668HOOK_OS_RELEASE": str(file),
            "SHELL": "/bin/bash",
            "TERM": "xterm-256color",
            **{
                name: value.replace("~", str(self.home))
                for name, value in self.case.environ.items()
            },
        }

    def build(self) -> None:
        self.home.mkdir(mode=0o700)
        if not self.case.where.startswith("/"):
            self.cwd.mkdir(parents=True, exist_ok=True)
        self._build_python()
        self._build_tools()
        for name, text in self.case.files.items():
            path = self.place(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            if name in self.case.aged:
                os.utime(path, (0, 0))
        for name, state in self.case.environments.items():
            self._build_environment(self.place(name), state)
        for name in self.case.user_site:
            site = self.home / ".local" / "lib" / NAME / "site-packages"
            _install(name, site)
        self.root.mkdir()
        if self.case.container:
            (self.root / ".dockerenv").touch()

    def _build_python(self) -> None:
        """Make a Python by its files: nothing runs it, and all is told from them."""
        library = self.prefix / "lib" / NAME
        binary = self.prefix / "bin" / NAME
        binary.parent.mkdir(parents=True)
        library.mkdir(parents=True)
        os.link(self.machine.python, binary)
        for name in ("python", "python3"):
            binary.with_name(name).symlink_to(NAME)
        for name in ("pip", "pip3"):
            write_script(binary.with_name(name), _PIP.format(python=binary))
        marker = self.machine.python.parent.parent / "lib" / NAME / "EXTERNALLY-MANAGED"
        shutil.copy(marker, library)
        (library / "os.py").touch()
        for name in self.case.distribution_site:
            _install(name, self.prefix / "lib" / "python3" / "dist-packages")

    def _build_tools(self) -> None:
        tools = self.directory / "bin"
        tools.mkdir()
        (tools / "env").symlink_to("/usr/bin/env")
        stock = self.directory / "stock"
        python = "{}{}".format(*sys.version_info[:2]), "{}.{}".format(*sys.version_info)
        lines = [
            line.replace("{xy}", python[0]).replace("{x.y}", python[1])
            for line in self.case.packages
        ]
        stock.write_text("\n".join(lines))
        self.lists.mkdir()
        if self.case.lists:
            (self.lists / "main_Packages").touch()
        for name in (*self.case.box.tools, *self.case.tools):
            words = [sys.executable, "-I", "-S", shops.__file__, str(stock), name]
            line = f'exec {shlex.join(words)} "$@"'
            if name not in shops.SHOPS:
                line = f"echo {name} >>{shlex.quote(str(self.was_run))}; exit 1"
            write_script(tools / name, f"#!/bin/sh\n{line}\n")

    def _build_environment(self, path: Path, state: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name("made-elsewhere") if state == "moved" else path
        options = ["-I", "-m", "venv", "--without-pip", made]
        subprocess.run([self.machine.python, *options], check=True)
        (site,) = made.glob("lib/python*/site-packages")
        if state != "without-pip":
            (site / "pip").mkdir()
            (site / "pip" / "__init__.py").touch()
        if state == "moved":
            made.rename(path)
        elif state == "gone":
            (path / "bin" / "python").unlink()
            (path / "bin" / "python").symlink_to(_DEAD)
        elif state == "half-made":  # as Debian without python3-venv leaves it
            for script in path.glob("bin/[aA]ctivate*"):
                script.unlink()
        elif state == "open":
            path.chmod(0o777)
        else:
            words = state.split()
            assert words[0] in {"healthy", "without-pip"}, state
            for name in words[1:]:
                _install(name, site)


def _install(name: str, site: Path) -> None:
    """Write what pip leaves of a project with one module in it."""
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (site / f"{name}.py").touch()
    (info / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n")
    rows = [f"{name}.py", f"{info.name}/METADATA", f"{info.name}/RECORD"]
    (info / "RECORD").write_text("".join(f"{row},,\n" for row in rows))
