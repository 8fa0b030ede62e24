"""What `Shell.quote` writes is that very word to the real shell, and to a program."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from pep668hook.shells import named
from tests.drivers import require
from tests.prove.hostile.names import ACTS, MEANS, RUNS, executions
from tests.prove.scale import cases

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.drivers import Driver

WORDS: Final = 10_000
A_TIME: Final = 2_500  # of them go to one process
LONGEST: Final = 100_000  # bytes: Linux takes 131072 in a word

# What a script of a shell's starts with nothing of the user's.
START: Final = {
    "bash": ("--noprofile", "--norc"),
    "zsh": ("-f",),
    "fish": ("--no-config",),
    "powershell": ("-NoLogo", "-NoProfile", "-File"),
}
# How a shell writes words that are its own, each ended by NUL.
BY_ITSELF: Final = {
    "bash": "printf '%s\\0' {}",
    "zsh": "printf '%s\\0' {}",
    "fish": "printf '%s\\0' {}",
    "powershell": 'foreach ($each in @({})) {{ [Console]::Write("$each`0") }}',
}
STRICT: Final = {
    "powershell": "Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'\n"
    "[Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)\n"
}
SHOW: Final = "import json, sys; print(json.dumps(sys.argv[1:]))"


def words(number: int) -> list[str]:
    """Every character that means something, pairs of them, and ever longer mixtures."""
    chance = random.Random(668)  # noqa: S311 # a repeatable choice, no secret
    single = [chr(code) for code in range(1, 0x250)]
    single += [chr(code) for code in range(0x2000, 0x2070)]
    signs = [*" \t\n\r\x1b'\"`$\\!#%&()*,-./09:;<=>?@A[]^_z{|}~\u2018\u201d", "\udcff"]
    pairs = ["".join(pair) for pair in itertools.product(signs, repeat=2)]
    pieces = [*RUNS, *ACTS[:-1], *MEANS, *signs, *single]
    long = [each * (LONGEST // len(os.fsencode(each))) for each in ("'", "$(x)", "é ")]
    known = ["", *single, *pairs, *RUNS, *ACTS[:-1], *MEANS, *long]
    mixed = (
        "".join(chance.choices(pieces, k=chance.randrange(1, 12)))
        for _ in itertools.count()
    )
    return [*known, *itertools.islice(mixed, max(0, number - len(known)))][:number]


def portable(driver: Driver, word: str) -> str:
    """Give the word as bytes come back; PowerShell's own text is UTF-8 alone."""
    decoded = os.fsdecode(word.encode("utf-8", "surrogateescape"))
    if driver.name != "powershell":
        return decoded
    return decoded.encode("utf-8", "replace").decode()


def run(driver: Driver, place: Path, script: str) -> bytes:
    path = place / f"script.{driver.extension}"
    signature = named(driver.name).signature  # type: ignore[union-attr]
    path.write_bytes(signature + os.fsencode(STRICT.get(driver.name, "") + script))
    done = subprocess.run(
        [require(driver), *START[driver.name], path],
        cwd=place,
        env={
            "PATH": os.defpath,
            "HOME": str(place),
            "LC_ALL": "C.UTF-8",
            "POWERSHELL_TELEMETRY_OPTOUT": "1",
            "POWERSHELL_UPDATECHECK": "Off",
        },
        capture_output=True,
        check=False,
    )
    assert done.stderr == b"", done.stderr[:2000]
    assert done.returncode == 0, done.stdout[:2000]
    return done.stdout


def round_trip(
    driver: Driver, place: Path, through: Callable[[Sequence[str]], list[str]]
) -> int:
    tried = [portable(driver, word) for word in words(cases(WORDS))]
    for start in range(0, len(tried), A_TIME):
        some = tried[start : start + A_TIME]
        seen = through(some)
        wrong = [pair for pair in zip(some, seen, strict=True) if pair[0] != pair[1]]
        assert wrong == []
    assert executions(place) == []
    return len(tried)


def test_a_quoted_word_is_that_word_to_the_shell_itself(
    driver: Driver, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    shell = named(driver.name)
    assert shell is not None
    joint = ", " if driver.name == "powershell" else " "

    def through(some: Sequence[str]) -> list[str]:
        quoted = [shell.quote(word) for word in some]
        if driver.name == "powershell":  # there a bare word is an expression no more
            quoted = [driver.quote(w) if q == w else q for q, w in zip(quoted, some)]  # noqa: B905
        said = run(driver, tmp_path, BY_ITSELF[driver.name].format(joint.join(quoted)))
        return [os.fsdecode(word) for word in said.split(b"\0")[:-1]]

    record_property("cases", round_trip(driver, tmp_path, through))


def test_a_quoted_word_is_that_word_to_a_program(
    driver: Driver, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    shell = named(driver.name)
    assert shell is not None

    def through(some: Sequence[str]) -> list[str]:
        line = shell.run_unwrapped(["python3", "-I", "-c", SHOW, *some])
        if driver.name == "powershell":
            line = shell.run([sys.executable, "-I", "-c", SHOW, *some])
        else:
            line = line.replace("python3", shell.quote(sys.executable), 1)
        seen: list[str] = json.loads(run(driver, tmp_path, f"{line}\n"))
        return seen

    record_property("cases", round_trip(driver, tmp_path, through))


def test_a_variable_is_set_to_that_word(
    driver: Driver, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    shell = named(driver.name)
    assert shell is not None
    written = {
        "powershell": '[Console]::Write("$x`0")\n',
        "fish": "printf '%s\\0' $x\n",
    }

    def through(some: Sequence[str]) -> list[str]:
        tell = written.get(driver.name, "printf '%s\\0' \"$x\"\n")
        said = run(
            driver, tmp_path, "".join(shell.assign("x", word) + tell for word in some)
        )
        return [os.fsdecode(word) for word in said.split(b"\0")[:-1]]

    record_property("cases", round_trip(driver, tmp_path, through))
