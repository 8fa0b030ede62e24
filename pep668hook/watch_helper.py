"""The helper as the watch sees it: another process, called, then told to go or ended.

What it costs to import is a price on every `pip install`, as in watch_pty.py.
"""

from __future__ import annotations

import os
import sys
import termios

TYPE_CHECKING = False  # without the cost of `typing`
if TYPE_CHECKING:
    import signal
else:
    import _signal as signal  # `signal` imports enum: a third of the start

_INTERRUPTED = 130  # the helper's status after Ctrl-C, as a shell would give it
# What the keyboard sends reaches pip and the helper by itself; what somebody sends to
# the watch alone is meant for who runs below it.
PASSED_ON = {signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2}
# With one of these PEP 668 refuses nothing.
_BYPASSES = (
    *("--break-system-packages", "--target", "-t", "--prefix", "--root", "--dry"),
    *("--help", "-h"),
)


class Helper:
    """The helper, which draws the panel: another process, in the same job."""

    def __init__(self, record: str, shell: str, depth: str) -> None:
        self._words = [record, shell, depth]
        self._pid = 0
        self._go = -1

    def call(self) -> None:
        """Start it once; it waits for the word to go, and without that does nothing."""
        if self._words[1] and not self._pid:
            try:
                self._start(*self._words)
            except OSError:  # no descriptor or process left: nobody is asked
                pass

    def _start(self, record: str, shell: str, depth: str) -> None:
        wait, self._go = os.pipe()
        terminal = os.dup(2)
        for descriptor in (wait, terminal):
            os.set_inheritable(descriptor, True)  # noqa: FBT003 # takes no keyword
        words = [shell, record, depth, str(wait), str(terminal)]
        self._pid = os.posix_spawn(
            sys.executable,
            [sys.executable, "-I", "-m", "pep668hook", "rescue", *words],
            os.environ,
            # One that cannot even begin, half uninstalled, say, does so in silence.
            file_actions=[(os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)],
            # What the keyboard sends meanwhile is for pip.
            setsigmask=[signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP],
        )
        os.close(wait)
        os.close(terminal)

    def go(self) -> bool:
        """Give it the word, and wait until it is done; tell whether Ctrl-C ended it."""
        if not self._pid:
            return False
        for number in PASSED_ON:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._pass_on)
        modes = termios.tcgetattr(0)
        try:
            os.write(self._go, b"!")
        except BrokenPipeError:  # it has ended before its turn
            return False
        _, status = os.waitpid(self._pid, 0)
        if os.WIFSIGNALED(status):  # killed while it was reading a key, perhaps
            termios.tcsetattr(0, termios.TCSANOW, modes)
        return os.waitstatus_to_exitcode(status) == _INTERRUPTED

    def dismiss(self) -> None:
        """End it where there is nothing to go for: it has done nothing yet."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)

    def _pass_on(self, number: int, _frame: object) -> None:
        try:
            os.kill(self._pid, number)
        except ProcessLookupError:  # it has just ended
            pass


def is_expected(program: str, argv: list[str]) -> bool:
    """Tell at a glance that pip is about to be refused, to have the helper ready then.

    A wrong answer costs a start too many, or a person a tenth of a second.
    """
    if any(word.startswith(_BYPASSES) for word in argv):
        return False
    if "PIP_BREAK_SYSTEM_PACKAGES" in os.environ:
        return False
    try:
        with open(program, "rb") as script:
            shebang = script.readline(256)
        python = os.path.realpath(os.fsdecode(shebang[2:].split(None, 1)[0]))
        prefix, _, name = python.rpartition("/bin/")
        os.stat(f"{prefix}/lib/{name}/EXTERNALLY-MANAGED")
    except (OSError, ValueError, IndexError):
        return False
    return shebang.startswith(b"#!")
