"""From Enter to a package that is there and active, beside the recipe by hand."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.stage import PACKAGE, PROMPT
from tests.bench.figures import Figure, Pairs, in_turn, milliseconds
from tests.bench.played import LAST_WORDS, fresh, terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pep668hook.stage import Stage
    from tests.bench.played import Terminal

_ROOT: Final = Path(__file__).resolve().parents[2]


def enter_to_done(built: Stage, count: int, uv: Path | None, bar: float) -> Figure:
    """Time from Enter to the prompt, with the package installed and active."""
    changes = {"PATH": built.environ["PATH"], "UV_OFFLINE": "0"}
    if uv is not None:
        tools = built.home.parent / "tools"
        tools.mkdir()
        (tools / "uv").symlink_to(uv)
        changes["PATH"] += f":{tools}"
    first = rescued(built, changes)
    taken = in_turn(
        count, [lambda: by_recipe(built, changes), lambda: rescued(built, changes)]
    )
    pairs = Pairs(*taken)
    return Figure(
        f"{built.kind.name}: Enter to done, {'with' if uv else 'without'} uv",
        f"{milliseconds(pairs.ours)}, first {first:.0f} ms",
        f"recipe {milliseconds(pairs.without)}",
        f"{pairs.ratio:.2f} of the recipe",
        f"<= {bar}",
        pairs.ratio <= bar,
    )


def by_recipe(built: Stage, changes: Mapping[str, str]) -> float:
    python = built.managed.executable.name
    shell = built.kind
    activate = shell.activate(Path(".venv"))
    line = shell.chain([f"{python} -m venv .venv", activate, f"pip install {PACKAGE}"])
    place = fresh(built.directory)
    with terminal(built, place, PEP668HOOK="off", **changes) as opened:
        taken = opened.run(line)
        check(opened)
    return taken


def rescued(built: Stage, changes: Mapping[str, str]) -> float:
    with terminal(built, fresh(built.directory), **changes) as opened:
        opened.type(f"pip install {PACKAGE}")
        opened.child.send("\r")
        opened.read_until(LAST_WORDS)
        opened.settle()
        began = time.perf_counter()
        opened.child.send("\r")
        opened.child.expect_exact(PROMPT)
        taken = (time.perf_counter() - began) * 1000
        check(opened)
    return taken


def check(opened: Terminal) -> None:
    """Fail unless the package is there and active."""
    opened.child.send(f"python -c 'import {PACKAGE}; print(6 * 7, {PACKAGE})'\r")
    number = opened.child.expect([rb"42 .*/\.venv/", b"rror"])
    if number != 0:
        message = "the package is not there"
        raise RuntimeError(message)


def find_uv() -> Path | None:
    """Find uv, or install it into .dev."""
    found = shutil.which("uv")
    if found:
        return Path(found)
    place = _ROOT / ".dev" / "bench-uv"
    uv = place / "bin" / "uv"
    if not uv.exists():
        for argv in (
            [sys.executable, "-m", "venv", str(place)],
            [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"],
        ):
            if subprocess.run(argv, check=False, capture_output=True).returncode != 0:
                return None
    return uv
