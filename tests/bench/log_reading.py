"""How fast `explain` reads a log, and in how much memory."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.bench.figures import Figure

_ROOT: Final = Path(__file__).resolve().parents[2]
_MOST_MEMORY: Final = 60  # MiB


def log_reading(megabytes: int) -> Figure:
    """Time `explain` on a log with a refusal in the middle, and what memory it took."""
    half = b"[ 42%] Building CXX object src/lib/core.dir/module.cpp.o\n" * 1000
    refused = (_ROOT / "tests" / "logs" / "github-raw.txt").read_bytes()
    with tempfile.NamedTemporaryFile() as log:
        for middle in (refused, b""):
            for _ in range(megabytes * 500_000 // len(half)):
                log.write(half)
            log.write(middle)
        log.flush()
        size = log.tell() / 1e6
        argv = [sys.executable, "-m", "pep668hook", "explain", "--json", log.name]
        began = time.perf_counter()
        subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
        taken = time.perf_counter() - began
    # In KiB on Linux: the largest of all children until now, so this has to come first.
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Figure(
        f"explain, a log of {size:.0f} MB",
        f"{taken * 1000:.0f} ms",
        "",
        f"{size / taken:.0f} MB/s, {memory:.0f} MiB",
        f"<= {_MOST_MEMORY} MiB",
        memory <= _MOST_MEMORY,
    )
