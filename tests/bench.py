"""What the hook costs, and what it saves: `./dev bench [--quick]`.

Every figure comes from pairs of runs, with and without, one after the other and in
turn first, so that what else the machine does falls on both alike. A figure is the
median of its pairs; the smallest is beside it.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pexpect

from pep668hook import settings, stage
from pep668hook.stage import PACKAGE, PROMPT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pep668hook.stage import Stage

_ROOT: Final = Path(__file__).resolve().parent.parent
_LAST_WORDS: Final = b"leave it as it is"
_QUIET: Final = 0.4  # seconds without a byte: the panel is drawn
_PATIENCE: Final = 60


@dataclass
class Figure:
    """A line of the table."""

    name: str
    ours: str
    beside: str
    result: str
    bar: str = ""
    met: bool | None = None


@dataclass
class Pairs:
    """Milliseconds of the two ways of doing one thing, pair by pair."""

    without: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)

    @property
    def added(self) -> float:
        return statistics.median(
            mine - other for mine, other in zip(self.ours, self.without, strict=True)
        )

    @property
    def added_at_best(self) -> float:
        """What is added when the machine does nothing else: the smallest of each."""
        return min(self.ours) - min(self.without)

    @property
    def ratio(self) -> float:
        return statistics.median(
            mine / other for mine, other in zip(self.ours, self.without, strict=True)
        )


def milliseconds(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} (min {min(values):.2f}) ms"


def in_turn(count: int, ways: Sequence[Callable[[], float]]) -> list[list[float]]:
    """Run the ways round and round, each time beginning with another."""
    taken: list[list[float]] = [[] for _ in ways]
    for number in range(count):
        for step in range(len(ways)):
            way = (number + step) % len(ways)
            taken[way].append(ways[way]())
    return taken


class Terminal:
    """A shell on a pseudo-terminal, played by machine."""

    def __init__(self, built: Stage, environ: Mapping[str, str], cwd: Path) -> None:
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            str(built.shell),
            list(built.manner.arguments),
            env=dict(environ),
            cwd=str(cwd),
            dimensions=(24, 80),
            timeout=_PATIENCE,
        )
        self.child.delaybeforesend = None
        self.child.expect_exact(PROMPT)
        self._begins = built.manner.begins

    def run(self, line: str) -> float:
        """Type a line, press Enter, wait for the prompt; return the milliseconds."""
        if line:
            self.type(line)
        began = time.perf_counter()
        self.child.send("\r")
        if line and self._begins:  # else the prompt may be that of the line drawn again
            self.child.expect_exact(self._begins)
        self.child.expect_exact(PROMPT)
        return (time.perf_counter() - began) * 1000

    def type(self, line: str) -> None:
        self.child.send(line)
        self.settle()

    def settle(self) -> float:
        """Read until nothing more comes; return when the last byte came."""
        last = time.monotonic()
        while select.select([self.child.child_fd], [], [], _QUIET)[0]:
            os.read(self.child.child_fd, 65536)
            last = time.monotonic()
        return last

    def read_until(self, words: bytes) -> None:
        seen = b""
        while words not in seen:
            if not select.select([self.child.child_fd], [], [], _PATIENCE)[0]:
                message = f"{words!r} never came: {seen[-400:]!r}"
                raise RuntimeError(message)
            seen += os.read(self.child.child_fd, 65536)

    def close(self) -> None:
        self.child.close(force=True)


@contextmanager
def terminal(built: Stage, cwd: Path, **changes: str) -> Iterator[Terminal]:
    opened = Terminal(built, {**built.environ, **changes}, cwd)
    try:
        yield opened
    finally:
        opened.close()


# ---------------------------------------------------------------------------
# Start-up and prompt.
# ---------------------------------------------------------------------------


_ZOXIDE: Final = {
    "bash": 'eval "$(zoxide init bash)"',
    "zsh": 'eval "$(zoxide init zsh)"',
    "fish": "zoxide init fish | source",
    "powershell": 'Invoke-Expression ((zoxide init powershell) -join "`n")',
}

# How each is started to read its rc file and to end then, as if somebody sat there.
_START: Final = {
    "bash": ("--noprofile", "-i", "-c", "exit"),
    "zsh": ("-d", "-i", "-c", "exit"),
    "fish": ("-i", "-c", "exit"),
    "powershell": ("-NoLogo", "-NoExit", "-Command", "exit"),
}


def homes(built: Stage) -> dict[str, Path]:
    """Lay out a home each with nothing in the rc file, with ours and with zoxide's."""
    shell = built.kind
    share = built.home / ".local/share/pep668hook"
    lines = {
        "empty": "",
        "ours": shell.load(share / f"pep668hook.{shell.extension}"),
        "zoxide": _ZOXIDE[shell.name],
    }
    made = {}
    for kind, line in lines.items():
        home = built.home.parent / f"home-{kind}"
        rc = home / built.manner.rc
        rc.parent.mkdir(parents=True, exist_ok=True)
        rc.write_text(f"{built.manner.prompt}\n{line}\n", encoding="utf-8")
        made[kind] = home
    return made


def at(home: Path, built: Stage) -> Stage:
    """Move the stage to another home."""
    environ = {**built.environ, "HOME": str(home), "ZDOTDIR": str(home)}
    directory = fresh(home / built.directory.name)
    return replace(built, home=home, directory=directory, environ=environ)


def start(built: Stage) -> Callable[[], float]:
    """Tell how to start the shell in this home and let it end."""
    argv = [str(built.shell), *_START[built.kind.name]]

    def once() -> float:
        began = time.perf_counter()
        subprocess.run(
            argv,
            env=built.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        return (time.perf_counter() - began) * 1000

    return once


def start_up(built: Stage, count: int) -> Figure:
    places = homes(built)
    kinds = [kind for kind in places if kind != "zoxide" or shutil.which("zoxide")]
    ways = [start(at(places[kind], built)) for kind in kinds]
    taken = dict(zip(kinds, in_turn(count, ways), strict=True))
    ours = Pairs(taken["empty"], taken["ours"])
    name = f"{built.kind.name}: start-up added"
    if "zoxide" not in taken:
        return Figure(name, f"{ours.added:+.2f} ms", "no zoxide here", "")
    theirs = Pairs(taken["empty"], taken["zoxide"])
    return Figure(
        name,
        f"{ours.added:+.2f} ms",
        f"zoxide {theirs.added:+.2f} ms (empty {milliseconds(taken['empty'])})",
        f"{ours.added / theirs.added:.2f} of zoxide's",
        "<= zoxide's",
        ours.added <= theirs.added,
    )


def prompts(built: Stage, count: int) -> Figure:
    """Time empty lines, in two terminals in turn."""
    places = homes(built)
    plain, hooked = at(places["empty"], built), at(places["ours"], built)
    with (
        terminal(plain, plain.directory) as empty,
        terminal(hooked, hooked.directory) as ours,
    ):
        pairs = Pairs(*in_turn(count, [lambda: empty.run(""), lambda: ours.run("")]))
    return Figure(
        f"{built.kind.name}: a prompt added",
        f"{pairs.added * 1000:+.0f} us",
        f"{statistics.median(pairs.without) * 1000:.0f} us a prompt without",
        "",
    )


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


# ---------------------------------------------------------------------------
# A pip that is not refused.
# ---------------------------------------------------------------------------


def stub_pip(built: Stage, text: str) -> Path:
    directory = built.home.parent / "stub"
    directory.mkdir(exist_ok=True)
    pip = directory / "pip"
    pip.write_text(text, encoding="utf-8")
    pip.chmod(0o755)
    return pip


# Each writes four times a pair in seconds: begin and end without us, and with us.
_BOURNE_LOOP: Final = """\
[ -z "${{ZSH_VERSION-}}" ] || zmodload zsh/datetime
number=0
while [ "$number" -lt {count} ]; do
    number=$((number + 1))
    if [ $((number % 2)) -eq 0 ]; then
        a=$EPOCHREALTIME; command pip {words}
        b=$EPOCHREALTIME; pip {words}
        c=$EPOCHREALTIME
        echo "$a $b $b $c" >>{out}
    else
        a=$EPOCHREALTIME; pip {words}
        b=$EPOCHREALTIME; command pip {words}
        c=$EPOCHREALTIME
        echo "$b $c $a $b" >>{out}
    fi
done
"""
_LOOPS: Final = {
    "bash": _BOURNE_LOOP,
    "zsh": _BOURNE_LOOP,
    # fish has no clock of its own, so that each time has a start of `date` in it.
    "fish": """\
for number in (seq {count})
    if test (math $number % 2) -eq 0
        set a (date +%s.%N); command pip {words}
        set b (date +%s.%N); pip {words}
        set c (date +%s.%N)
        echo $a $b $b $c >>{out}
    else
        set a (date +%s.%N); pip {words}
        set b (date +%s.%N); command pip {words}
        set c (date +%s.%N)
        echo $b $c $a $b >>{out}
    end
end
""",
    "powershell": """\
$real = (Get-Command pip -CommandType Application -TotalCount 1).Path
$clock = [Diagnostics.Stopwatch]::StartNew()
foreach ($number in 1..{count}) {{
    if ($number % 2) {{
        $a = $clock.Elapsed.TotalSeconds; & $real {words}
        $b = $clock.Elapsed.TotalSeconds; pip {words}
        $c = $clock.Elapsed.TotalSeconds
        "$a $b $b $c" >>{out}
    }} else {{
        $a = $clock.Elapsed.TotalSeconds; pip {words}
        $b = $clock.Elapsed.TotalSeconds; & $real {words}
        $c = $clock.Elapsed.TotalSeconds
        "$b $c $a $b" >>{out}
    }}
}}
""",
}


def pip_pairs(built: Stage, words: str, count: int, path: str) -> Pairs:
    """Time the real pip and ours in turn, inside one interactive shell."""
    shell = built.kind
    out = built.home.parent / "out"
    out.unlink(missing_ok=True)
    script = built.home.parent / f"loop.{shell.extension}"
    loop = _LOOPS[shell.name].format(count=count, words=words, out=out)
    script.write_text(loop, encoding="ascii")
    with terminal(built, built.directory, PATH=path) as opened:
        opened.run(shell.source(script))
    pairs = Pairs()
    for line in out.read_text(encoding="ascii").splitlines():
        begin, end, our_begin, our_end = map(float, line.split())
        pairs.without.append((end - begin) * 1000)
        pairs.ours.append((our_end - our_begin) * 1000)
    return pairs


def pass_through(built: Stage, count: int) -> list[Figure]:
    name = built.kind.name
    path = built.environ["PATH"]
    stub = stub_pip(built, "#!/bin/sh\nexit 0\n")
    with_stub = f"{stub.parent}:{path}"
    figures = []
    for what, words, where, runs in (
        ("`pip list`", "list >/dev/null", path, count),
        ("`pip list`, a stub pip", "list", with_stub, count * 20),
    ):
        pairs = pip_pairs(built, words, runs, where)
        figures.append(
            Figure(
                f"{name}: {what}",
                milliseconds(pairs.ours),
                f"{milliseconds(pairs.without)} without",
                f"{pairs.added:+.2f} ms, x{pairs.ratio:.3f}",
            )
        )
    for what, words, where, runs in (
        ("watched `pip install --help`", "install --help", path, count),
        (
            "watched `pip install --help`, a stub pip",
            "install --help",
            with_stub,
            count * 10,
        ),
    ):
        pairs = pip_pairs(built, words, runs, where)
        figures.append(
            Figure(
                f"{name}: {what}",
                milliseconds(pairs.ours),
                f"{milliseconds(pairs.without)} without",
                f"{pairs.added:+.2f} (at best {pairs.added_at_best:+.2f}) ms",
                "<= +10 ms",
                pairs.added <= 10,
            )
        )
    return figures


# ---------------------------------------------------------------------------
# A pip that is refused.
# ---------------------------------------------------------------------------


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
                "<= 90 ms",
                statistics.median(rest) <= 90,
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
            opened.read_until(_LAST_WORDS)
            drawn = opened.settle()
            ended = float(stamp.read_text(encoding="ascii"))
            taken.append((drawn - ended) * 1000)
            opened.child.send("q")
            opened.settle()
    return taken


def enter_to_done(built: Stage, count: int, uv: Path | None, bar: float) -> Figure:
    """Time from Enter to the prompt, with the package installed and active."""
    changes = {"PATH": built.environ["PATH"], "UV_OFFLINE": ""}
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
        opened.read_until(_LAST_WORDS)
        opened.settle()
        began = time.perf_counter()
        opened.child.send("\r")
        opened.child.expect_exact(PROMPT)
        taken = (time.perf_counter() - began) * 1000
        check(opened)
    return taken


def fresh(directory: Path) -> Path:
    """Give an empty directory, of the same name each time."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    return directory


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


# ---------------------------------------------------------------------------
# The table.
# ---------------------------------------------------------------------------


def show(figures: Sequence[Figure]) -> None:
    """Print the table, with what is measured of each shell side by side."""
    kinds = list(dict.fromkeys(one.name.rpartition(": ")[2] for one in figures))
    figures = sorted(figures, key=lambda one: kinds.index(one.name.rpartition(": ")[2]))
    met = {None: "", True: "yes", False: "NO"}
    rows = [("figure", "with the hook", "beside it", "result", "bar", "met")]
    rows += [
        (one.name, one.ours, one.beside, one.result, one.bar, met[one.met])
        for one in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def bare_python(built: Stage, count: int) -> Figure:
    """Tell how fast the machine is now: what every start of a helper costs at least."""
    helper = built.home / ".local/share/pep668hook/venv/bin/python"
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        subprocess.run([str(helper), "-I", "-S", "-c", "pass"], check=True)
        taken.append((time.perf_counter() - began) * 1000)
    return Figure("a bare start of Python", milliseconds(taken), "", "")


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
        "<= 40 ms",
        statistics.median(elapsed) <= 40,
    )


def measure(name: str, *, quick: bool, parts: str) -> Iterator[Figure]:
    with stage.built(name, settings.current(), plain=False) as started:
        # What is measured must not depend on the terminal that this was started from.
        same = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        built = replace(started, environ={**started.environ, **same})
        yield bare_python(built, 10 if quick else 50)
        if "s" in parts:
            yield start_up(built, 40 if quick else 300)
            yield prompts(built, 200 if quick else 2000)
            yield from processes(built)
        if "p" in parts:
            yield from pass_through(built, 5 if quick else 20)
        if "x" in parts:
            yield gathering_facts(built, 5 if quick else 25)
            yield from exit_to_panel(built, 5 if quick else 25)
        if "e" in parts:
            yield enter_to_done(built, 3 if quick else 10, None, 0.6)
            uv = find_uv()
            yield (
                enter_to_done(built, 3 if quick else 10, uv, 0.3)
                if uv
                else Figure(
                    f"{name}: Enter to done, with uv", "", "no uv to be had", ""
                )
            )


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
        "<= 60 MiB",
        memory <= 60,
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
