"""How many processes are started, by the kernel's own word."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.bench.figures import Figure
from tests.bench.played import at, stub_pip, terminal
from tests.bench.start_up import homes

if TYPE_CHECKING:
    from pep668hook.stage import Stage

# The first watched pip in a home makes the directory of the records; the second counts.
_TRACED: Final = (
    *("", "", "", "pip list", "pip --version"),
    *("pip install -h", "pip install -h"),
)


def processes(built: Stage) -> list[Figure]:
    """Count what is started, by the kernel's own word."""
    name = built.kind.name
    if shutil.which("strace") is None:
        return [Figure(f"{name}: processes", "", "no strace here", "")]
    places = homes(built)
    without, ours = (traced(at(places[kind], built)) for kind in ("empty", "ours"))
    figures = []
    for what, begin, end in (
        ("at load", 0, 1),
        ("at three prompts", 1, 4),
        ("by `pip list` and `pip --version`", 4, 6),
        ("by a watched pip", 7, 8),
    ):
        base, mine = without[end] - without[begin], ours[end] - ours[begin]
        watched = what == "by a watched pip"
        figures.append(
            Figure(
                f"{name}: processes {what}",
                f"{mine}",
                f"{base} without",
                f"{mine - base:+d}",
                "" if watched else "none more",
                None if watched else mine == base,
            )
        )
    return figures


def traced(built: Stage) -> list[int]:
    """Count the processes started by the time of each prompt, from nothing on."""
    stub = stub_pip(built, "#!/bin/sh\nexit 0\n")
    trace = built.home / "trace"
    watching = ("-f", "-qq", "-o", str(trace), "-e", "trace=process", str(built.shell))
    arguments = (*watching, *built.manner.arguments)
    strace = Path(shutil.which("strace") or "strace")
    under = replace(
        built, shell=strace, manner=replace(built.manner, arguments=arguments)
    )
    path = f"{stub.parent}:{built.environ['PATH']}"
    with terminal(under, built.directory, PATH=path) as opened:
        counted = [0, started(trace)]
        for line in _TRACED:
            opened.run(line)
            counted.append(started(trace))
    return counted


def started(trace: Path) -> int:
    """Count the processes, and not the threads, that the trace tells of."""
    text = trace.read_text(encoding="utf-8", errors="replace")
    calls = re.findall(r"^\d+ +(?:clone3?|v?fork)\(.*", text, re.MULTILINE)
    return sum("CLONE_THREAD" not in call for call in calls)
