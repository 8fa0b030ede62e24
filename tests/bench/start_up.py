"""What loading costs at a start, and a prompt; beside others that live in shells."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import time
from typing import TYPE_CHECKING, Final

from tests.bench.figures import Figure, Pairs, in_turn, milliseconds
from tests.bench.played import at, terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pep668hook.stage import Stage

# What their documentation has people write into the rc file.
_PEERS: Final = {
    "zoxide": {
        "bash": 'eval "$(zoxide init bash)"',
        "zsh": 'eval "$(zoxide init zsh)"',
        "fish": "zoxide init fish | source",
        "powershell": 'Invoke-Expression ((zoxide init powershell) -join "`n")',
    },
    "direnv": {
        "bash": 'eval "$(direnv hook bash)"',
        "zsh": 'eval "$(direnv hook zsh)"',
        "fish": "direnv hook fish | source",
    },
    "starship": {
        "bash": 'eval "$(starship init bash)"',
        "zsh": 'eval "$(starship init zsh)"',
        "fish": "starship init fish | source",
        "powershell": "Invoke-Expression (&starship init powershell)",
    },
    "thefuck": {
        "bash": 'eval "$(thefuck --alias)"',
        "zsh": 'eval "$(thefuck --alias)"',
        "fish": "thefuck --alias | source",
        "powershell": 'Invoke-Expression ((thefuck --alias) -join "`n")',
    },
    "pay-respects": {
        "bash": 'eval "$(pay-respects bash --alias)"',
        "zsh": 'eval "$(pay-respects zsh --alias)"',
        "fish": "pay-respects fish --alias | source",
        "powershell": 'Invoke-Expression ((pay-respects pwsh --alias) -join "`n")',
    },
}
_MOST_OF_A_PROMPT: Final = 30  # microseconds

# How each is started to read its rc file and to end then, as if somebody sat there.
_START: Final = {
    "bash": ("--noprofile", "-i", "-c", "exit"),
    "zsh": ("-d", "-i", "-c", "exit"),
    "fish": ("-i", "-c", "exit"),
    "powershell": ("-NoLogo", "-NoExit", "-Command", "exit"),
}


def homes(built: Stage) -> dict[str, Path]:
    """Lay out a home each: nothing in its rc file, ours, and each peer that is here."""
    shell = built.kind
    share = built.home / ".local/share/pep668hook"
    lines = {
        "empty": "",
        "ours": shell.load(share / f"pep668hook.{shell.extension}"),
        **{
            name: lines[shell.name]
            for name, lines in _PEERS.items()
            if shell.name in lines and shutil.which(name)
        },
    }
    made = {}
    for kind, line in lines.items():
        home = built.home.parent / f"home-{kind}"
        rc = home / built.manner.rc
        rc.parent.mkdir(parents=True, exist_ok=True)
        rc.write_text(f"{built.manner.prompt}\n{line}\n", encoding="utf-8")
        made[kind] = home
    return made


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


def start_up(built: Stage, count: int) -> list[Figure]:
    """Compare what it adds to a start with what each peer adds, in one run."""
    places = homes(built)
    ways = [start(at(home, built)) for home in places.values()]
    taken = dict(zip(places, in_turn(count, ways), strict=True))
    empty = taken.pop("empty")
    ours = Pairs(empty, taken.pop("ours"))
    figures = [
        Figure(
            f"{built.kind.name}: start-up added",
            f"{ours.added:+.2f} ms",
            f"empty {milliseconds(empty)}",
            "",
        )
    ]
    for name, other in taken.items():
        theirs = Pairs(empty, other)
        is_bar = name == "zoxide"
        figures.append(
            Figure(
                f"{built.kind.name}: start-up beside {name}",
                f"{ours.added:+.2f} ms",
                f"{theirs.added:+.2f} ms",
                f"{ours.added / theirs.added:.2f} of it",
                "<= 1" if is_bar else "",
                ours.added <= theirs.added if is_bar else None,
            )
        )
    return figures


def prompts(built: Stage, count: int) -> list[Figure]:
    """Time empty lines, in two terminals in turn; then each peer's."""
    places = homes(built)
    empty = places.pop("empty")
    figures = []
    for kind, home in places.items():
        pairs = _prompts_of(at(empty, built), at(home, built), count)
        added = pairs.added * 1000
        is_ours = kind == "ours"
        figures.append(
            Figure(
                f"{built.kind.name}: a prompt added{'' if is_ours else f' by {kind}'}",
                f"{added:+.0f} us",
                f"{statistics.median(pairs.without) * 1000:.0f} us a prompt without",
                "",
                f"<= {_MOST_OF_A_PROMPT} us" if is_ours else "",
                added <= _MOST_OF_A_PROMPT if is_ours else None,
            )
        )
    return figures


def _prompts_of(plain: Stage, other: Stage, count: int) -> Pairs:
    with (
        terminal(plain, plain.directory) as empty,
        terminal(other, other.directory) as hooked,
    ):
        ways = [lambda: empty.run(""), lambda: hooked.run("")]
        return Pairs(*in_turn(count, ways))
