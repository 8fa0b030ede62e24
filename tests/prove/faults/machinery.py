"""What faults are made with, and what has to be true after each."""

from __future__ import annotations

import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from pep668hook import environment
from pep668hook.shells import named
from tests.machine import write_script
from tests.person import files_below

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psutil

    from tests.person import Person, Shell

PIP: Final = "pip install tinything"
PATIENCE: Final = 30.0  # seconds
SOURCE: Final = Path(__file__).with_name("faulty.c")
_TRACE: Final = "Traceback (most recent call last)"

# As pip refuses, of a real Python, without the fifth of a second that pip takes to.
QUICK_PIP: Final = """\
#!{python} -IS
import os, sys, time
if os.path.exists("/proc/self/fd/2"):
    time.sleep(float(os.environ.get("TEST_PAUSE", "0")))
sys.stderr.write({text!r})
sys.exit(1)
"""
REFUSED: Final = """\
error: externally-managed-environment

\u00d7 This environment is externally managed
\u2570\u2500> To install Python packages system-wide, try apt install
    python3-xyz, where xyz is the package you are trying to
    install.

note: If you believe this is a mistake, please contact your Python installation or OS \
distribution provider. You can override this, at the risk of breaking your Python \
installation or OS, by passing --break-system-packages.
hint: See PEP 668 for the detailed specification.
"""

# Makes something, and never the rest.
SLOW_UV: Final = """\
#!/bin/sh
for path; do :; done
mkdir -p "$path/bin"
touch "$path/pyvenv.cfg" "$path/bin/activate"
touch "$TEST_BEGUN"
while :; do sleep 0.05; done
"""


def set_quick_pip(person: Person, root: Path) -> None:
    """Put a pip there that refuses at once."""
    (root / "quick").mkdir()
    text = QUICK_PIP.format(python=person.machine.python, text=REFUSED)
    for name in ("pip", "pip3"):
        write_script(root / "quick" / name, text)
    person.environ["PATH"] = person.machine.path(root / "quick")


def set_slow_uv(person: Person, root: Path) -> Path:
    """Put a uv there that never ends; the file tells that it has begun."""
    (root / "slow").mkdir()
    write_script(root / "slow" / "uv", SLOW_UV)
    person.environ["PATH"] = person.machine.path(root / "slow")
    person.environ["TEST_BEGUN"] = str(root / "begun")
    return root / "begun"


def set_faulty(person: Person, root: Path) -> Path:
    """Let the person's programs meet faults; give the directory that tells which."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler to make faults with")
    library, faults = root / "faulty.so", root / "faults"
    faults.mkdir()
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"], check=True
    )
    person.environ["FAULTS"] = str(faults)
    person.environ["LD_PRELOAD"] = str(library)
    return faults


def one(person: Person, part: str) -> psutil.Process:
    """Find the process whose command line holds this, as soon as it is there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for each in person.processes():
            try:
                if part in " ".join(each.cmdline()):
                    return each
            except Exception:  # noqa: BLE001, S112 # it has just ended
                continue
        time.sleep(0.01)
    message = f"no {part} came"
    raise AssertionError(message)


def modes(person: Person, shell: Shell, name: str) -> str:
    """Let the shell write the terminal's modes down."""
    shell.run(f"stty -a >{person.home}/{name}")
    return (person.home / name).read_text()


def said_no_trace(shell: Shell) -> None:
    assert _TRACE not in shell.output.decode("utf-8", "replace")


def ours(text: str) -> list[str]:
    """List the lines that are ours, and no part of a panel."""
    lines = [line for line in text.splitlines() if line.startswith("pep668hook: ")]
    return [line for line in lines if "pep668hook: The Python under" not in line]


def is_usable(person: Person, path: Path) -> bool:
    shell = named(person.driver.name)
    assert shell is not None
    return environment.inspect(path, shell.activate_scripts).usable


def nothing_half_made(person: Person, *, steps_stay: bool = False) -> None:
    """Nothing is there, or an environment that can be activated; no steps are left."""
    if person.venv.exists():
        assert is_usable(person, person.venv), files_below(person.venv)
    left = {Path(name).suffix for name in files_below(person.records)}
    steps = set() if steps_stay else {f".{person.driver.extension}"}
    assert not left & {".part", *steps}


def works_again(person: Person, **how: object) -> None:
    """The same person in a new shell is asked, and one key does it."""
    shell = person.start(**how)  # type: ignore[arg-type]
    shell.enter(PIP)
    shell.answer_if_asked("enter")
    assert shell.status() == 0, "\n".join(shell.screen)
    line = "python -c 'import tinything'"
    assert shell.run(line) == 0, "\n".join(shell.screen)


@contextmanager
def mounted(place: Path, size: str) -> Iterator[Path]:
    """Have a small file system of its own there; skip where none can be had."""
    place.mkdir(parents=True, exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "none", place]
    if subprocess.run(words, check=False, capture_output=True).returncode != 0:
        pytest.skip("only root can mount a tmpfs")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def grow(place: Path, size: str) -> None:
    options = f"remount,size={size}"
    subprocess.run(["mount", "-o", options, place], check=True)
