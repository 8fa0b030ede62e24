"""Change the code in small ways, and count what no test notices: `./dev mutate`.

usage: ./dev mutate [WORD ...] [MUTMUT'S OPTIONS]

With words, only the modules whose names have one of them are changed.

It is what decides, quotes and trusts that is changed: one operator, word or argument of
a function at a time. mutmut does it in a copy below .dev/, where its results can be
looked at afterwards: `mutmut show NAME` prints the change of a survivor.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CHECKOUT: Final = Path(__file__).parent.parent
PLACE: Final = CHECKOUT / ".dev" / "mutate"
# What of the checkout the tests look at.
LINKED: Final = ("pep668hook", "tests", "shell", "pyproject.toml")
LEAST: Final = 90  # percent

# What quotes, and the lines of shell that are made of quoted words. The rest of a shell
# is text that only that shell can judge, and names of files.
_ALL: Final = ("*",)
_LINES: Final = (
    *("x__quoted__*", "*ǁquote__*", "*ǁrun__*", "*ǁrun_*", "*ǁactivate*"),
    *("*ǁextend_path__*", "*ǁchain__*", "*ǁload__*", "*ǁsource__*", "*ǁassign__*"),
    *("*ǁexport__*", "*ǁforget_*", "*ǁ_script__*"),
)
# Module by module, which functions: pip's stderr, its argument list, the order of the
# offers, what reaches a shell or a terminal, and whose files are run.
TARGETS: Final = {
    "recogniser": _ALL,
    "sighting": _ALL,
    "pip_command": _ALL,
    "pip_options": _ALL,
    "pip_rules": _ALL,
    "ranking": _ALL,
    "posix_words": _ALL,
    "shells.fish": _LINES,
    "shells.powershell": _LINES,
    "shells.zsh": _LINES,
    "plain_text": _ALL,
    "trust": _ALL,
}

# As mutmut writes what became of one; it takes a test that never ends for a kill, too.
KILLED: Final = frozenset({1, 3, 24, 36, 152, 255, -9, -11, -24})


def lay_out() -> None:
    """Make the directory that mutmut runs in; what it made there before is gone."""
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    for name in LINKED:
        (PLACE / name).symlink_to(CHECKOUT / name)


def patterns(module: str) -> list[str]:
    """Tell which mutants of a module are meant, as mutmut wants to be told."""
    return [f"pep668hook.{module}.{each}" for each in TARGETS[module]]


def outcomes(module: str) -> dict[str, int | None]:
    """Read what became of the mutants of a module: pytest's status of each."""
    path = PLACE / "mutants" / "pep668hook" / f"{module.replace('.', '/')}.py.meta"
    if not path.exists():
        return {}
    told = json.loads(path.read_text("utf-8"))["exit_code_by_key"]
    return {
        name: code
        for name, code in told.items()
        if any(fnmatchcase(name, wanted) for wanted in patterns(module))
    }


def percent(counted: Counter[bool]) -> float:
    return 100 * counted[True] / counted.total() if counted.total() else 0


def row(module: str, counted: Counter[bool]) -> str:
    numbers = (counted.total(), counted[True], counted[False])
    columns = "".join(f"{number:>10}" for number in numbers)
    return f"{module:<20}{columns}{percent(counted):>9.1f}"


def table(by_module: Mapping[str, Mapping[str, int | None]]) -> Iterable[str]:
    """Write a line for each module, one for all, and the survivors by name."""
    titles = ("mutants", "killed", "survived")
    yield f"{'module':<20}{''.join(f'{each:>10}' for each in titles)}{'percent':>9}"
    every: Counter[bool] = Counter()
    for module, codes in by_module.items():
        counted = Counter(code in KILLED for code in codes.values())
        every += counted
        yield row(module, counted)
    yield row("all", every)
    yield ""
    for codes in by_module.values():
        yield from (name for name, code in codes.items() if code not in KILLED)


def is_enough(by_module: Mapping[str, Mapping[str, int | None]]) -> bool:
    """Tell whether each module has as many killed as we ask for."""
    return all(
        percent(Counter(code in KILLED for code in codes.values())) >= LEAST
        for codes in by_module.values()
    )


def main() -> None:
    options = [each for each in sys.argv[1:] if each.startswith("-")]
    words = [each for each in sys.argv[1:] if each not in options]
    modules = [
        module
        for module in TARGETS
        if not words or any(word in module for word in words)
    ]
    if not modules or set(options) & {"-h", "--help"}:
        sys.exit(__doc__)
    lay_out()
    names = [each for module in modules for each in patterns(module)]
    with (PLACE / "log").open("wb") as log:
        ran = subprocess.run(
            [Path(sys.executable).with_name("mutmut"), "run", *options, *names],
            cwd=PLACE,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if ran.returncode:
        sys.exit(f"mutmut could not: see {PLACE / 'log'}")
    by_module = {module: outcomes(module) for module in modules}
    print("\n".join(table(by_module)))
    sys.exit(0 if is_enough(by_module) else 1)


if __name__ == "__main__":
    main()
