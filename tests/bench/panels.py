"""From a refusal to the panel: the facts, and what a person waits for."""

from __future__ import annotations

import statistics
import subprocess
from typing import TYPE_CHECKING, Final

from pep668hook.stage import PACKAGE
from tests.bench.figures import Figure, milliseconds
from tests.bench.played import LAST_WORDS, fresh, stub_pip, terminal

if TYPE_CHECKING:
    from pathlib import Path

    from pep668hook.stage import Stage

_MOST_FOR_THE_FACTS: Final = 40  # milliseconds
_MOST_TO_THE_PANEL: Final = 70  # milliseconds

# A project of a manager's, so that there is TOML to read.
_FACTS: Final = """
import sys, time
from pathlib import Path
from pep668hook import settings, surroundings
from pep668hook.failure import Failure
refused = Failure(("pip", "install", "x"), Path(sys.argv[1]), Path.cwd(), 1, "", False)
given = settings.current()
began, begun = time.perf_counter(), time.process_time()
assert surroundings.look_around(refused, given, ("activate",))
print(1000 * (time.perf_counter() - began), 1000 * (time.process_time() - begun))
"""


def gathering_facts(built: Stage, count: int) -> Figure:
    """Time from a refusal that is read to all the facts, in a helper just started."""
    helper = built.home / ".local/share/pep668hook/venv/bin/python"
    project = fresh(built.home / "facts")
    (project / "pyproject.toml").write_text("[project]\n[tool.poetry]\n")
    taken = []
    for _ in range(count):
        done = subprocess.run(
            [helper, "-I", "-c", _FACTS, built.pip],
            cwd=project,
            env=built.environ,
            capture_output=True,
            check=True,
        )
        taken.append([float(word) for word in done.stdout.split()])
    elapsed, worked = zip(*taken, strict=True)
    return Figure(
        f"{built.shell.name}: facts gathered",
        milliseconds(elapsed),
        f"of them at work {milliseconds(worked)}",
        "",
        f"<= {_MOST_FOR_THE_FACTS} ms",
        statistics.median(elapsed) <= _MOST_FOR_THE_FACTS,
    )


# The real pip, and when it had ended: most of its ending comes after its last word.
_STAMPED: Final = """\
#!{python} -IS
import os, sys, time
pid = os.posix_spawn({pip!r}, sys.argv, os.environ)
os.waitpid(pid, 0)
with open({stamp!r}, "w") as file:
    file.write(str(time.monotonic()))
os._exit(1)
"""

# What only refuses, and ends at once, so that nothing can be done meanwhile.
_STUB: Final = """\
#!{python} -IS
import os, time
os.write(2, open({refusal!r}, "rb").read())
with open({stamp!r}, "w") as file:
    file.write(str(time.monotonic()))
os._exit(1)
"""


def exit_to_panel(built: Stage, count: int) -> list[Figure]:
    """Time from pip's exit to the last byte of the panel."""
    refused = subprocess.run(
        [str(built.pip), "install", PACKAGE],
        env={**built.environ, "FORCE_COLOR": "1"},
        capture_output=True,
        check=False,
    )
    refusal = built.home.parent / "refusal"
    refusal.write_bytes(refused.stderr)
    stamp = built.home.parent / "stamp"
    figures = []
    for what, text in (("pip's", _STAMPED), ("a stub's", _STUB)):
        script = text.format(
            python=built.managed.executable,
            stamp=str(stamp),
            pip=str(built.pip),
            refusal=str(refusal),
        )
        first, *rest = panels(built, stub_pip(built, script), stamp, count + 1)
        figures.append(
            Figure(
                f"{built.kind.name}: {what} exit to panel drawn",
                milliseconds(rest),
                f"first {first:.0f} ms",
                "",
                f"<= {_MOST_TO_THE_PANEL} ms",
                statistics.median(rest) <= _MOST_TO_THE_PANEL,
            )
        )
    return figures


def panels(built: Stage, pip: Path, stamp: Path, count: int) -> list[float]:
    taken = []
    path = f"{pip.parent}:{built.environ['PATH']}"
    with terminal(built, built.directory, PATH=path) as opened:
        for _ in range(count):
            opened.type(f"pip install {PACKAGE}")
            opened.child.send("\r")
            opened.read_until(LAST_WORDS)
            drawn = opened.settle()
            ended = float(stamp.read_text(encoding="ascii"))
            taken.append((drawn - ended) * 1000)
            opened.child.send("q")
            opened.settle()
    return taken
