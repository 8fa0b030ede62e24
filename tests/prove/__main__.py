"""Run the suites that prove what is promised, and print one table of them.

usage: ./dev prove [SUITE ...] [--in SHELL] [--quick] [PYTEST'S OPTIONS]

A suite is a directory of tests beside this file. In place of one, one of its tests may
be named, as pytest does: `tests/prove/SUITE/test_x.py::test_y[z]`.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent


def suites() -> list[str]:
    return sorted({path.parent.name for path in HERE.glob("*/test_*.py")})


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="./dev prove",
        description="prove what is promised; other options go to pytest (-k, -x, ...)",
    )
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=", ".join(suites()))
    parser.add_argument(
        "--in", metavar="SHELL", dest="shell", help="in this shell alone"
    )
    parser.add_argument("--quick", action="store_true", help="a part of each suite")
    asked, rest = parser.parse_known_args()
    for name in asked.suites:
        if name not in suites() and "::" not in name:
            parser.error(f"no such suite: {name}")
    words = ["-p", "tests.prove.report", "--quiet", "--no-header", "--no-summary"]
    words += ["-n", str(os.cpu_count() or 1), "--dist", "worksteal"]
    words += ["--in", asked.shell] if asked.shell else []
    words += ["--quick"] if asked.quick else []
    places = [
        name if "::" in name else str(HERE / name) for name in asked.suites or suites()
    ]
    os.execv(  # noqa: S606 # it is what the task runner has asked for
        sys.executable, [sys.executable, "-m", "pytest", *words, *rest, *places]
    )


if __name__ == "__main__":
    main()
