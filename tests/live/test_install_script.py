"""The installer as it is run: with a real pip, its own environment, and no network."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests import repack
from tests.machine import CHECKOUT, NAME, _build_python, _pip_wheel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.machine import Machine

TOOLS = ("chmod", "dirname", "id", "ln", "mkdir", "mktemp", "rm", "rmdir", "sed", "cat")
SCRIPT = CHECKOUT / "install.sh"
LINE = "alias ll='ls -l'"


class Newcomer:
    """Somebody with a home, a Python that PEP 668 protects, and our checkout."""

    def __init__(self, machine: Machine, wheels: Path, root: Path) -> None:
        self.root = root
        self.home = root / "home"
        self.python = root / "python"
        self.share = self.home / ".local" / "share" / "pep668hook"
        self.command = self.home / ".local" / "bin" / "pep668hook"
        self.home.mkdir()
        (self.home / ".bashrc").write_text(LINE)
        _build_python(self.python)
        tools = root / "tools"
        tools.mkdir()
        for name in ("sh", "bash", *TOOLS):
            (tools / name).symlink_to(str(shutil.which(name, path="/usr/bin:/bin")))
        self.environ = {
            "HOME": str(self.home),
            "PATH": f"{self.python}/bin:{machine.python.parent}:{tools}",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(wheels),
            "LANG": "C.UTF-8",
        }

    def run(self, *argv: str | Path) -> str:
        done = subprocess.run(
            [*argv],
            env=self.environ,
            cwd="/",
            capture_output=True,
            check=False,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def install(self, *options: str) -> str:
        return self.run("sh", SCRIPT, *options)

    def base(self) -> Path:
        """Tell the Python that the helper stands on."""
        return (self.share / "venv" / "bin" / "python").resolve()

    def loses_python(self) -> None:
        shutil.rmtree(self.python)

    def left(self) -> list[str]:
        return sorted(str(p.relative_to(self.home)) for p in self.home.rglob("*"))


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wheels = tmp_path_factory.mktemp("index") / "wheels"
    repack.fill(wheels)
    shutil.copy(_pip_wheel(), wheels)
    return wheels


@pytest.fixture
def newcomer(machine: Machine, wheels: Path, tmp_path: Path) -> Newcomer:
    return Newcomer(machine, wheels, tmp_path)


@dataclass(frozen=True)
class Installed:
    """What a newcomer's installation said, and a copy of all that it made."""

    newcomer: Newcomer
    said: str
    copy: Path


@pytest.fixture(scope="module")
def first(
    machine: Machine, wheels: Path, tmp_path_factory: pytest.TempPathFactory
) -> Installed:
    root = tmp_path_factory.mktemp("newcomer")
    newcomer = Newcomer(machine, wheels, root)
    said = newcomer.install("--shell", "bash")
    copy = root.with_name("as-installed")
    shutil.copytree(root, copy, symlinks=True)
    return Installed(newcomer, said, copy)


@pytest.fixture
def installed(first: Installed) -> Iterator[Newcomer]:
    """Somebody who has it; where it lies it is put again, as it was, for the next."""
    yield first.newcomer
    shutil.rmtree(first.newcomer.root)
    shutil.copytree(first.copy, first.newcomer.root, symlinks=True)


def test_it_installs_upgrades_repairs_and_leaves_no_trace(
    first: Installed, installed: Newcomer
) -> None:
    newcomer = installed
    assert f"added a line to {newcomer.home / '.bashrc'}" in first.said
    before = (newcomer.share / "venv").readlink()
    assert newcomer.base() == newcomer.python / "bin" / NAME
    assert newcomer.run(newcomer.command, "--version")

    # Again, in place: a new environment, and nothing of the one before.
    said = newcomer.install("--shell", "bash")
    assert f"the line is already in {newcomer.home / '.bashrc'}" in said
    second = (newcomer.share / "venv").readlink()
    assert second != before
    assert [p.name for p in newcomer.share.glob("venv-*")] == [second.name]

    # Its Python has gone, as by an upgrade of the system's.
    newcomer.loses_python()
    assert not (newcomer.share / "venv" / "bin" / "python").exists()
    newcomer.install("--shell", "bash")
    assert newcomer.base().is_file()
    assert newcomer.run(newcomer.command, "--version")
    assert len([*newcomer.share.glob("venv-*")]) == 1

    said = newcomer.run(newcomer.command, "uninstall")
    assert f"took the line out of {newcomer.home / '.bashrc'}" in said
    assert newcomer.left() == [".bashrc"]
    assert (newcomer.home / ".bashrc").read_text() == LINE


def test_what_has_lost_its_python_is_uninstalled_by_another(
    installed: Newcomer,
) -> None:
    installed.loses_python()

    installed.install("--uninstall")

    assert installed.left() == [".bashrc"]
    assert (installed.home / ".bashrc").read_text() == LINE


def test_what_fails_leaves_the_installation_before_at_work(
    installed: Newcomer,
) -> None:
    newcomer = installed
    before = (newcomer.share / "venv").readlink()
    nothing = {"PIP_FIND_LINKS": str(newcomer.root / "nothing")}

    done = subprocess.run(
        ["sh", SCRIPT, "--no-rc"],
        env={**newcomer.environ, **nothing},
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 1
    assert "could not install; what was there before is as it was" in done.stderr
    assert (newcomer.share / "venv").readlink() == before
    assert newcomer.run(newcomer.command, "--version")
    assert [p.name for p in newcomer.share.glob("venv-*")] == [before.name]


def test_what_fails_behind_the_installation_leaves_one_at_work(
    newcomer: Newcomer, tmp_path: Path
) -> None:
    root = tmp_path / "machine"
    (root / "etc").mkdir(parents=True)
    system = ["--system", "--root", str(root)]
    newcomer.install(*system)
    shutil.rmtree(root / "etc" / "xdg")
    (root / "etc" / "xdg").touch()

    done = subprocess.run(
        ["sh", SCRIPT, *system],
        env=newcomer.environ,
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 1
    assert newcomer.run(root / "usr" / "local" / "bin" / "pep668hook", "--version")


def test_for_all_users_it_is_root_s_and_goes_without_a_trace(
    newcomer: Newcomer,
) -> None:
    root = newcomer.root / "machine"
    for name in ("zsh", "fish"):
        (root / "etc" / name).mkdir(parents=True)
    (root / "etc" / "bash.bashrc").write_text("# Debian's\n")
    newcomer.environ["PYTHON"] = str(newcomer.python / "bin" / "python3")

    said = newcomer.install("--system", "--root", str(root))

    share = root / "opt" / "pep668hook"
    for name in ("bash.bashrc", "zsh/zshrc", "fish/conf.d/pep668hook.fish"):
        assert f"loaded in {root}/etc/{name}" in said
        assert str(share) in (root / "etc" / name).read_text()
    can_be_changed = [
        path
        for path in (share, *share.rglob("*"))
        if not path.is_symlink() and path.stat().st_mode & 0o022
    ]
    assert can_be_changed == []
    assert newcomer.left() == [".bashrc"]
    loaded = newcomer.run(
        *("bash", "--rcfile", root / "etc" / "bash.bashrc", "-ic", "type -t pip")
    )
    assert loaded.splitlines()[0] == "function"

    newcomer.run(
        *(root / "usr/local/bin/pep668hook", "uninstall", "--system", "--root", root)
    )

    kept = [str(p.relative_to(root)) for p in root.rglob("*") if not p.is_dir()]
    assert kept == ["etc/bash.bashrc"]
    assert (root / "etc" / "bash.bashrc").read_text() == "# Debian's\n"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--root", "/x"], "--root is for --system"),
        (["--system", "--home", "/x"], "--system goes with neither"),
        (["--shell"], "--shell needs a value"),
        (["--sistem"], "no such option: --sistem"),
    ],
)
def test_what_does_not_fit_is_said_before_anything_is_done(
    options: list[str], why: str
) -> None:
    done = subprocess.run(
        ["sh", SCRIPT, *options], capture_output=True, check=False, text=True
    )

    assert done.returncode == 1
    assert why in done.stderr
