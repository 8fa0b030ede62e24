"""What the hook costs, and what it saves: `./dev bench [--quick]`.

Every figure comes from pairs of runs, with and without, one after the other and in
turn first, so that what else the machine does falls on both alike. A figure is the
median of its pairs; the smallest is beside it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from pep668hook import settings, stage
from tests.bench.enter_to_done import enter_to_done, find_uv
from tests.bench.figures import Figure, milliseconds, show
from tests.bench.install_size import install_size
from tests.bench.log_reading import log_reading
from tests.bench.panels import exit_to_panel, gathering_facts
from tests.bench.pass_through import memory, pass_through
from tests.bench.processes import processes
from tests.bench.start_up import prompts, start_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pep668hook.stage import Stage


def bare_python(built: Stage, count: int) -> Figure:
    """Tell how fast the machine is now: what every start of a helper costs at least."""
    helper = built.home / ".local/share/pep668hook/venv/bin/python"
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        subprocess.run([str(helper), "-I", "-S", "-c", "pass"], check=True)
        taken.append((time.perf_counter() - began) * 1000)
    return Figure("a bare start of Python", milliseconds(taken), "", "")


def measure(name: str, *, quick: bool, parts: str) -> Iterator[Figure]:
    with stage.built(name, settings.current(), plain=False) as started:
        # What is measured must not depend on the terminal that this was started from.
        same = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        built = replace(started, environ={**started.environ, **same})
        yield bare_python(built, 10 if quick else 50)
        if "s" in parts:
            yield from start_up(built, 40 if quick else 300)
            yield from prompts(built, 200 if quick else 2000)
            yield from processes(built)
        if "p" in parts:
            yield from pass_through(built, 5 if quick else 20)
            yield memory(built)
        if "x" in parts:
            yield gathering_facts(built, 5 if quick else 25)
            yield from exit_to_panel(built, 5 if quick else 25)
        if "e" in parts:
            yield enter_to_done(built, 3 if quick else 10, None, 0.35)
            uv = find_uv()
            yield (
                enter_to_done(built, 3 if quick else 10, uv, 0.15)
                if uv
                else Figure(
                    f"{name}: Enter to done, with uv", "", "no uv to be had", ""
                )
            )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer runs")
    parser.add_argument("--in", dest="shells", action="append", metavar="SHELL")
    parser.add_argument("--parts", default="lspxe", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    figures = []
    present = stage.shells_to_play(stage.ALL, None, settings.current())
    if "l" in chosen.parts:
        figures.append(log_reading(20 if chosen.quick else 200))
        figures.append(install_size())
    for name in chosen.shells or stage.MANNERS:
        if name not in present:
            figures.append(Figure(f"{name}: all", "", "", f"no {name} here"))
            continue
        for figure in measure(name, quick=chosen.quick, parts=chosen.parts):
            print(".", end="", file=sys.stderr, flush=True)
            figures.append(figure)
    print(file=sys.stderr)
    show(figures)
    return 1 if any(figure.met is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
