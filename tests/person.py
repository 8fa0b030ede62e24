from __future__ import annotations

import contextlib
import os
import re
import time
import uuid
from typing import TYPE_CHECKING, Final

import psutil

from tests.terminal import Terminal, plain, squashed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.drivers import Driver
    from tests.machine import Machine

# Where what a line writes begins, if the shell draws the line once more after Enter.
RUN: Final = b"\x1b]777;run\x07"
# PowerShell's own, where Ctrl-C came so late that it broke off the prompt's function.
_BROKEN_PROMPT: Final = b"PS>"
_PROMPT: Final = re.compile(
    rb"\x1b\]777;prompt;(\d+)\x07(?:\x1b\[[0-9;?]*[a-zA-Z])*\$ "
)
# A key that comes sooner after the panel was typed without looking.
_A_LOOK: Final = 0.4  # seconds
_LINGER: Final = 20.0  # seconds that a process may take to end
_TAG: Final = "TEST_TAG"


class Shell(Terminal):
    """A shell at its prompt, with a person in front of it."""

    def __init__(self, argv: Sequence[str], **rest: object) -> None:
        super().__init__(argv, **rest)  # type: ignore[arg-type]
        self._mended = 0
        self.status()
        self.mark()

    def enter(self, line: str) -> None:
        """Type a line and press Enter; the mark is behind its echo."""
        self.mark()
        self.type(line)
        echo = _unspaced(line)
        self.wait_until(
            lambda: _unspaced("".join(self.screen)).endswith(echo), f"echo of {line}"
        )
        self.mark()
        self.press("enter")

    def run(self, line: str) -> int:
        """Run a line to the next prompt; give its status."""
        self.enter(line)
        return self.status()

    def status(self) -> int:
        """Wait for the next prompt since the mark; give the status that it tells."""
        self.wait_until(self._has_prompt, "a prompt")
        found = _PROMPT.search(self.bytes)
        assert found is not None
        return int(found[1])

    def _has_prompt(self) -> bool:
        if self.bytes.endswith(_BROKEN_PROMPT) and len(self.output) > self._mended:
            self._mended = len(self.output)
            self.press("enter")
        return bool(_PROMPT.search(self.bytes))

    @property
    def up_to_the_prompt(self) -> bytes:
        found = _PROMPT.search(self.bytes)
        written = self.bytes[: found.end()] if found else self.bytes
        return written.rpartition(RUN)[2]

    @property
    def said(self) -> str:
        """What the line wrote, up to the prompt, without control sequences."""
        found = _PROMPT.search(self.bytes)
        written = self.bytes[: found.start()] if found else self.bytes
        text = plain(written.rpartition(RUN)[2])
        # What comes after the last line's end is the environment's name in the prompt.
        return text[: text.rfind("\n") + 1].removeprefix("\n")

    @property
    def asked(self) -> bool:
        return "leaveitasitis" in squashed(self.text)

    def wait_for_panel(self) -> None:
        self.wait_until(lambda: self.asked, "the panel")
        time.sleep(_A_LOOK)
        self.read()

    def answer_if_asked(self, *keys: str) -> None:
        """Wait for the prompt, and before it answer a panel if there is one."""
        self.wait_until(
            lambda: self.asked or self._has_prompt(), "the panel or the prompt"
        )
        if self.asked:
            self.answer(*keys)

    def answer(self, *keys: str) -> int:
        """Wait for the panel, press keys, and give the status at the next prompt."""
        self.wait_for_panel()
        self.press(*keys)
        return self.status()


class Person:
    """Somebody with a home and a project on a machine, who uses one shell."""

    def __init__(self, machine: Machine, driver: Driver, root: Path) -> None:
        self.machine = machine
        self.driver = driver
        self.home = root / "home"
        self.work = self.home / "work"
        self.runtime = root / "run"
        self.share = machine.share
        self.records = self.runtime / "pep668hook"
        self.rc = root / "rc"
        self._tag = uuid.uuid4().hex
        self._others = set(psutil.pids())
        self._shells: list[Shell] = []
        for path in (self.home, self.work, self.runtime, self.rc):
            path.mkdir(mode=0o700)
        self.environ = {
            **machine.environ(),
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.runtime),
            _TAG: self._tag,
        }

    @property
    def venv(self) -> Path:
        return self.work / ".venv"

    def start(  # noqa: PLR0913 # each by its name only
        self,
        *,
        hook: bool = True,
        before: Sequence[str] = (),
        after: Sequence[str] = (),
        size: tuple[int, int] = (80, 40),
        environ: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Shell:
        """Start the shell in the project, with the hook loaded from its rc file."""
        load = [self.driver.load(self.share / f"pep668hook.{self.driver.extension}")]
        lines = [*before, *(load if hook else ()), *after]
        argv, variables = self.driver.start(self.rc, lines)
        shell = Shell(
            argv,
            cwd=cwd or self.work,
            environ={**self.environ, **variables, **(environ or {})},
            size=size,
        )
        self._shells.append(shell)
        return shell

    def processes(self) -> list[psutil.Process]:
        """List what runs of all that these shells have started."""
        return [
            process
            for pid in set(psutil.pids()) - self._others
            if (process := self._ours(pid)) is not None
        ]

    def leave(self) -> None:
        for shell in self._shells:
            shell.close()

    def wait_until_nothing_runs(self) -> list[str]:
        """Wait for the end of it all; list what stays nevertheless."""
        end = time.monotonic() + _LINGER
        while (left := self.processes()) and time.monotonic() < end:
            time.sleep(0.02)
        return list(map(str, left))

    def _ours(self, pid: int) -> psutil.Process | None:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            if process.environ().get(_TAG) == self._tag:
                return process
        return None


def _unspaced(text: str) -> str:
    """Keep all to the last quote: what comes later would pass for the line's output."""
    return "".join(text.split())


def files_below(directory: Path) -> set[str]:
    return {
        os.path.relpath(f"{where}/{name}", directory)
        for where, folders, files in os.walk(directory)
        for name in (*folders, *files)
    }
