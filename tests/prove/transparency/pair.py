"""The same person at two shells side by side, one of them without the hook.

Both homes have names of the same length, which become the same name in all that is
compared. A line is typed into both at the same time; then everything that it could have
changed is collected, and what is not the same in both is a difference.
"""

from __future__ import annotations

import difflib
import re
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from tests.person import Person
from tests.prove.transparency import probe, state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tests.drivers import Driver
    from tests.machine import Machine
    from tests.person import Shell

    Act = Callable[["Side"], None]

# Aspect by aspect, what was seen of a line.
Seen: TypeAlias = dict[str, list[str]]

_TITLE: Final = re.compile(r"^\[(\w+)\]$")
_KEPT: Final = 1 << 20  # bytes of a file or a screen that are compared as lines


@dataclass(frozen=True)
class Difference:
    """A line of one aspect that is there in one of the shells only."""

    aspect: str
    sign: str
    """`-` without the hook only, `+` with it only."""
    line: str

    def __str__(self) -> str:
        return f"{self.aspect:<20} {self.sign} {self.line}"


@dataclass(frozen=True)
class Stage:
    """What two shells are started with."""

    lines: Sequence[str] = ()
    """Of the rc file, behind the hook."""
    before: Sequence[str] = ()
    environ: Mapping[str, str | None] | None = None
    size: tuple[int, int] = (120, 40)
    real: bool = False
    """Whether the pip is a real one, and not the one that writes down what it sees."""
    prepare: Callable[[Person], None] | None = None
    cwd: str = "work"

    @property
    def key(self) -> tuple[object, ...]:
        """What two that are alike have in common."""
        return self.real, tuple((self.environ or {}).items()), self.prepare


class Side:
    """One of the two."""

    def __init__(self, machine: Machine, driver: Driver, root: Path) -> None:
        root.mkdir()
        self.root = root
        self.machine = machine
        self.person = Person(machine, driver, root)
        self.record = root / "record"
        self.state = root / "state"
        self.tools = root / "tools"
        self.shell: Shell
        self._stage = Stage()
        probe.write_probe(root / "probe")
        self.tools.mkdir()

    def start(self, stage: Stage, *, hook: bool) -> None:
        self._stage = stage
        person = self.person
        first = [self.tools] if stage.real else [self.tools, self.root / "probe"]
        environ: dict[str, str] = {
            **person.environ,
            "PATH": self.machine.path(*first),
            "TEST_RECORD": str(self.record),
            "TEST_STATE": str(self.state),
        }
        for name, value in (stage.environ or {}).items():
            if value is None:
                environ.pop(name, None)
            else:
                environ[name] = value.replace("ROOT", str(self.root))
        person.environ = environ
        if stage.prepare:
            stage.prepare(person)
        driver = person.driver
        # What the last command of the rc file leaves in `$_` is not the hook's.
        last = ["true"] if driver.name in {"bash", "zsh"} else []
        before = [state.FUNCTIONS[driver.name], *stage.before]
        self.shell = person.start(
            hook=hook,
            before=[line.replace("ROOT", str(self.root)) for line in before],
            after=[
                line.replace("ROOT", str(self.root)) for line in [*stage.lines, *last]
            ],
            size=stage.size,
            cwd=person.home / stage.cwd,
        )

    def play(self, line: str, act: Act | None, follow: str) -> Seen:
        self.tidy_up()
        shell = self.shell
        shell.enter(line.replace("ROOT", str(self.root)))
        if act:
            act(self)
        status = shell.status()
        seen: Seen = {
            "screen": self.lines(shell.up_to_the_prompt),
            "status": [str(status)],
            "modes": [str(mode) for mode in shell.modes()],
        }
        shell.run(follow)
        seen["what follows"] = self.lines(shell.up_to_the_prompt)
        seen["files"] = list(self._files())
        if self.person.driver.name != "powershell":  # .NET has some of its own
            seen["the shell's descriptors"] = list(self._descriptors())
        seen |= self._recorded()
        return seen

    def tidy_up(self) -> None:
        cwd = self.person.home / self._stage.cwd
        for path in self.person.home.iterdir():
            if path not in {self.person.work, cwd}:
                remove(path)
        for path in [*self.person.work.iterdir(), *cwd.iterdir()]:
            if path.exists() and not path.name.startswith("keep"):
                remove(path)
        for path in (self.record, self.state):
            path.unlink(missing_ok=True)

    def lines(self, written: bytes) -> list[str]:
        """Make lines of bytes, with what is another in each run taken out."""
        if len(written) > _KEPT:
            written = b"%d bytes, %d" % (len(written), hash(written))
        text = written.decode("latin-1").replace(str(self.root), "ROOT")
        if self._stage.real:
            text = without_figures(text)
        if self.person.driver.name == "fish":
            # It goes to the line's begin once more if, by its clock, somebody
            # else has written there: so it does now and then, with or without the hook.
            text = text.replace("\r\x1b]777;prompt", "\x1b]777;prompt")
        text = re.sub(r"(\[\d+\]\s*[-+]?\s*(?:\d+/)?)\d{2,7}\b", r"\1PID", text)
        return [ascii(line)[1:-1] for line in text.split("\n")]

    def _files(self) -> Iterator[str]:
        places = [self.person.home, self.person.runtime, self.machine.wheels]
        for place in places:
            for path in sorted(place.rglob("*")):
                name = path.relative_to(place.parent)
                if "pep668hook" in name.parts or "__pycache__" in name.parts:
                    continue
                if name.name in self.person.driver.leaves:
                    continue
                how = path.lstat()
                yield f"{name}: {stat.filemode(how.st_mode)}"
                if path.is_symlink():
                    yield f"{name}: -> {path.readlink()}"
                elif path.is_file() and how.st_size < _KEPT:
                    for line in self.lines(path.read_bytes()):
                        yield f"{name}: {line}"

    def _descriptors(self) -> Iterator[str]:
        for path in sorted(Path(f"/proc/{self.shell.pid}/fd").iterdir()):
            yield self._settled(f"{path.name} -> {path.readlink()}")

    def _recorded(self) -> Seen:
        """Tell what pip and the shell have written down."""
        found: Seen = {}
        if self.record.exists():
            text = self.record.read_text("latin-1").replace(str(self.root), "ROOT")
            found |= probe.aspects(text, self.shell.pid)
        for place, line in self._of_the_shell():
            found.setdefault(f"the shell's {place}", []).append(line)
        for aspect, seen in found.items():
            seen[:] = map(self._settled, seen)
            if aspect == "the shell's functions":
                seen[:] = folded(seen)
        return found

    def _of_the_shell(self) -> Iterator[tuple[str, str]]:
        volatile = re.compile(state.VOLATILE[self.person.driver.name])
        for path in (self.state, self.state.with_suffix(".options")):
            place = "options"
            for line in self.lines(path.read_bytes()) if path.exists() else ():
                title = _TITLE.match(line)
                place = title[1] if title else place
                if not (title or volatile.match(line) or state.NAME in line):
                    yield place, line

    def _settled(self, line: str) -> str:
        line = re.sub(r"(pipe|socket|anon_inode):\[\d+\]", r"\1", line)
        line = re.sub(
            r"/dev/pts/\d+", "a terminal", line.replace(str(self.root), "ROOT")
        )
        line = re.sub(r"/proc/\d+/fd|/tmp/zsh\w{6}", "SOME", line)
        return re.sub(r"(TEST_TAG\b.*?)[0-9a-f]{32}", r"\1TAG", line)

    def close(self) -> None:
        self.person.leave()


class Pair:
    """Two shells that differ by the hook alone."""

    def __init__(
        self, machine: Machine, driver: Driver, root: Path, stage: Stage
    ) -> None:
        self.driver = driver
        self._machine = machine
        self._root = root
        self._stage = stage
        self._times = 0
        self._sides: list[Side] = []

    @property
    def sides(self) -> list[Side]:
        if not self._sides:
            self._times += 1
            roots = [self._root / f"{self._times}{end}" for end in "ab"]
            self._sides = [Side(self._machine, self.driver, root) for root in roots]
            self._of_both(
                lambda side: side.start(self._stage, hook=self._is_hooked(side))
            )
        return self._sides

    def play(self, line: str, act: Act | None = None) -> list[Difference]:
        """Run a line in both; list what is different."""
        follow = state.LINES[self.driver.name]
        try:
            without, with_hook = self._of_both(
                lambda side: side.play(line, act, follow)
            )
        except BaseException:
            self.close()
            raise
        return list(differences(without, with_hook))

    def _is_hooked(self, side: Side) -> bool:
        return side is self._sides[1]

    def _of_both(self, does: Callable[[Side], Seen | None]) -> list[Seen]:
        sides = self.sides
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(does, sides))  # type: ignore[arg-type]

    def close(self) -> None:
        for side in self._sides:
            side.close()
        self._sides = []


def differences(without: Seen, with_hook: Seen) -> Iterator[Difference]:
    for aspect in without | with_hook:
        first, second = without.get(aspect, []), with_hook.get(aspect, [])
        if first == second:
            continue
        if len(first) == len(second):
            pairs = zip(first, second, strict=True)
            lines = [
                f"{sign}{line}"
                for pair in pairs
                if pair[0] != pair[1]
                for sign, line in zip("-+", pair, strict=True)
            ]
        else:
            lines = list(difflib.unified_diff(first, second, n=0))[2:]
        for line in lines:
            if line[0] in "+-":
                yield Difference(aspect, line[0], line[1:])


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def without_figures(text: str) -> str:
    """Take out what no two runs of a real pip have alike: speeds, names of its own."""
    text = re.sub(r"pip-([a-z-]+-)\w{8}\b", r"pip-\1NAME", text)
    text = text.encode("latin-1").decode("utf-8", "surrogateescape")
    text = re.sub(
        r"[\u2501\u2578\u257a](?:[\u2501\u2578\u257a]|\x1b\[[\d;]*m)*", "BAR", text
    )
    text = re.sub(
        r"[\d.]+(?:/[\d.]+)? [kMG]?B(?:/s)?|\?(?=(?:\x1b\[0m)? eta)", "SIZE", text
    )
    text = re.sub(r"-:--:--|\d:\d\d:\d\d", "TIME", text)
    # How often a bar is drawn anew depends on the time.
    frames = re.split(r"(?<=\r)|(?=\x1b\[2K)", text)
    same = [
        frame for place, frame in enumerate(frames) if frame not in frames[:place][-4:]
    ]
    return "".join(same).encode("utf-8", "surrogateescape").decode("latin-1")


def folded(lines: Sequence[str]) -> Iterator[str]:
    """Make each function one line, so that a whole one is there or is not."""
    function: list[str] = []
    for line in lines:
        function.append(line.strip())
        if len(function) == 1 and not line.rstrip().endswith(("()", "() {")):
            yield function.pop()
        elif line == "}":
            yield " ".join(function)
            function = []
    yield from function
