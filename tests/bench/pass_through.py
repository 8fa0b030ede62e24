"""What a pip costs that is not refused: one that is passed on, one that is watched."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

from tests.bench.figures import Figure, Pairs, milliseconds
from tests.bench.played import stub_pip, terminal

if TYPE_CHECKING:
    from pep668hook.stage import Stage

_MOST_OF_A_WATCH: Final = 8  # milliseconds
_MOST_IN_PASSING: Final = 1.01  # of the time without
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
        is_real = where == path
        figures.append(
            Figure(
                f"{name}: {what}",
                milliseconds(pairs.ours),
                f"{milliseconds(pairs.without)} without",
                f"{pairs.added:+.2f} ms, x{pairs.ratio:.3f}",
                f"<= x{_MOST_IN_PASSING}" if is_real else "",
                pairs.ratio <= _MOST_IN_PASSING if is_real else None,
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
                f"<= +{_MOST_OF_A_WATCH} ms",
                pairs.added <= _MOST_OF_A_WATCH,
            )
        )
    return figures


# The most that it has held, told by the kernel while pip still runs.
_HELD: Final = """\
#!/bin/sh
grep VmHWM "/proc/$PPID/status" >"$0.held"
"""


def memory(built: Stage) -> Figure:
    """Ask what the watcher holds, beside a Python that does nothing."""
    stub = stub_pip(built, _HELD)
    path = f"{stub.parent}:{built.environ['PATH']}"
    with terminal(built, built.directory, PATH=path) as opened:
        opened.run("pip install --help")
    bare = [built.managed.executable, "-I", "-S", "-c", _OWN_PEAK]
    without = subprocess.run(bare, capture_output=True, check=True, text=True).stdout
    ours = int(stub.with_name("pip.held").read_text(encoding="ascii").split()[1])
    return Figure(
        f"{built.kind.name}: memory of the watcher",
        f"{ours / 1024:.1f} MiB",
        f"a Python that does nothing {int(without.split()[1]) / 1024:.1f} MiB",
        "",
    )


_OWN_PEAK: Final = "print([l for l in open('/proc/self/status') if 'VmHWM' in l][0])"
