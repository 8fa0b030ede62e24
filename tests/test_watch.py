from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pep668hook import rescue

PACKAGE = Path(rescue.__file__).parent
SCRIPT = "printf 'a word\\n'; exit 3"

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals", allow_module_level=True)


@pytest.fixture
def watch(tmp_path: Path) -> Path:
    """Give a watch as it lies in a share: its files, and nothing compiled."""
    for path in PACKAGE.glob("watch*.py"):
        shutil.copy(path, tmp_path)
    return tmp_path / "watch.py"


def run(watch: Path, *options: str) -> subprocess.CompletedProcess[str]:
    record = watch.with_name("record")
    record.touch()
    words = [str(record), "", "0", "/bin/sh", "pip", "-c", SCRIPT]
    return subprocess.run(
        [sys.executable, "-I", "-S", *options, watch, *words],
        capture_output=True,
        check=False,
        text=True,
    )


def test_pip_runs_and_ends_by_its_own_status(watch: Path) -> None:
    done = run(watch)

    assert (done.returncode, done.stdout, done.stderr) == (3, "a word\n", "")
    assert not watch.with_name("record").exists()


@pytest.mark.parametrize("lost", ["watch_pty.py", "watch_helper.py"])
def test_half_uninstalled_it_is_silent_and_leaves_pip_to_the_shell(
    watch: Path, lost: str
) -> None:
    watch.with_name(lost).unlink()

    done = run(watch)

    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert watch.with_name("record").read_bytes() == b""


def test_so_is_one_that_a_full_disk_has_cut_off(watch: Path) -> None:
    watch.with_name("watch_pty.py").write_text("import os\nos.path.join(\n")

    done = run(watch)

    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


# -- its price


def test_it_is_compiled_once(watch: Path) -> None:
    compiled = watch.with_name("__pycache__")
    run(watch)
    before = {path: path.stat().st_mtime_ns for path in compiled.iterdir()}
    run(watch)

    assert len(before) == 2
    assert {path: path.stat().st_mtime_ns for path in compiled.iterdir()} == before


def test_it_imports_nothing_that_is_slow(watch: Path) -> None:
    done = run(watch, "-X", "importtime")

    assert "| watch_pty\n" in done.stderr
    for module in ("pathlib", "re", "enum", "typing", "subprocess", "json", "signal"):
        assert not re.search(rf"\| +{module}\n", done.stderr), module
