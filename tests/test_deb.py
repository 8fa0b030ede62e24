"""The Debian package: what is in it, where, and for whom."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pep668hook import __version__
from tests.machine import CHECKOUT, NAME

OURS = "usr/share/pep668hook"
PACKAGES = f"{OURS}/venv/lib/python3/site-packages"
DEBIANS = {"python3-pexpect", "python3-psutil", "python3-rich", "python3-tomlkit"}


def run(*argv: str | Path) -> str:
    done = subprocess.run([*argv], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def knows_debian_s_packages() -> bool:
    tools = all(map(shutil.which, ("dpkg-deb", "apt-cache")))
    return tools and "Candidate: 5" in run("apt-cache", "policy", "python3-psutil")


pytestmark = pytest.mark.skipif(
    not knows_debian_s_packages(),
    reason="this is no Debian 12 that knows its packages",
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("deb")
    run(sys.executable, "-I", CHECKOUT / "debian" / "build.py", place)
    (made,) = place.iterdir()
    return made


@pytest.fixture(scope="module")
def tree(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("tree")
    run("dpkg-deb", "-R", package, tree)
    return tree


def field(package: Path, name: str) -> str:
    return run("dpkg-deb", "-f", package, name).strip()


def test_it_depends_on_debian_s_own_where_they_are_new_enough(package: Path) -> None:
    assert field(package, "Version") == __version__
    depends = re.findall(r"python3-[a-z]+", field(package, "Depends"))
    assert set(depends) == DEBIANS


def test_what_is_too_old_in_debian_comes_along_with_its_licence(tree: Path) -> None:
    copied = {path.name for path in (tree / PACKAGES).iterdir() if path.is_dir()}
    assert {"virtualenv", "platformdirs", "pep668hook"} <= copied
    assert not {"rich", "psutil", "pexpect", "tomlkit"} & copied
    written = (tree / "usr/share/doc/pep668hook/copyright").read_text()
    assert "License: virtualenv" in written
    assert "without restriction" in written
    for line in written.splitlines():
        assert re.match(r"(| .*|[A-Z][\w-]+: .*)$", line), line


def test_the_share_is_laid_out_as_everywhere(tree: Path) -> None:
    for snippet in (CHECKOUT / "shell").glob("pep668hook.*"):
        assert (tree / OURS / snippet.name).read_bytes() == snippet.read_bytes()
    removed_by = tree / OURS / "removed-by"
    assert removed_by.read_text() == "sudo apt remove pep668hook\n"
    python = tree / OURS / "venv" / "bin" / "python"
    assert os.path.normpath(python.parent / python.readlink()) == str(
        tree / "usr" / "bin" / "python3"
    )


def test_all_is_root_s_and_no_other_can_change_it(package: Path) -> None:
    for line in run("dpkg-deb", "-c", package).splitlines():
        mode, owner, *_ = line.split()
        assert owner == "root/root"
        assert mode[0] == "l" or mode[5] == mode[8] == "-", line


def test_nothing_compiled_and_nothing_of_this_machine_is_in_it(tree: Path) -> None:
    for path in tree.rglob("*"):
        assert path.suffix != ".pyc"
        if path.is_file() and path.suffix in {"", ".cfg", ".pth", ".py", ".sh"}:
            assert str(CHECKOUT).encode() not in path.read_bytes()


def test_shells_find_the_completions_and_people_the_page(tree: Path) -> None:
    zsh = tree / "usr/share/zsh/vendor-completions/_pep668hook"
    assert zsh.read_text().startswith("#compdef pep668hook\n")
    assert (tree / "usr/share/bash-completion/completions/pep668hook").is_file()
    assert (tree / "usr/share/fish/vendor_completions.d/pep668hook.fish").is_file()
    assert (tree / "usr/share/man/man1/pep668hook.1.gz").is_file()


def test_it_runs_with_whatever_python_is_debian_s(tree: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    shutil.copytree(tree, there, symlinks=True)
    base = Path(sys.executable).resolve()
    (there / "usr" / "bin" / "python3").symlink_to(base)
    (there / OURS / "venv" / "lib" / NAME).symlink_to("python3")
    config = there / OURS / "venv" / "pyvenv.cfg"
    config.write_text(config.read_text().replace("/usr/bin", str(base.parent)))

    python = there / OURS / "venv" / "bin" / "python"
    assert run(python, "-I", "-m", "pep668hook", "--version") == f"{__version__}\n"


def test_to_configure_it_again_gives_it_its_python(tree: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    shutil.copytree(tree, there, symlinks=True)
    python = there / OURS / "venv" / "bin" / "python"
    whole = python.readlink()
    python.unlink()
    python.symlink_to("/no/such/python3")
    postinst = (there / "DEBIAN" / "postinst").read_text()
    update = "/usr/share/python3/runtime.d/pep668hook.rtupdate"
    assert f"{update} rtupdate" in postinst
    script = (there / update.lstrip("/")).read_text()
    script = script.replace(f"=/{OURS}", f"={there}/{OURS}")
    # They compile what belongs to a package that is installed.
    script = script.replace("py3clean", "true").replace("py3compile", "true")

    run("sh", "-c", script, "rtupdate", "rtupdate")

    assert python.readlink() == whole
