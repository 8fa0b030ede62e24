"""Run pip with its stderr watched, and call for help where PEP 668 refuses it.

Only the standard library is there, and of that as little as possible is imported: it
is a price on every `pip install`. The bytes that pip writes reach the terminal as they
are, and it ends as pip ended, whatever happens to the help.

A refusal is left at RECORD. Unless SHELL is empty it is also told to the helper, which
is called as soon as a refusal is to be expected, or else as pip begins to say it: what
it takes to start costs nobody any time then.
"""

from __future__ import annotations

import fcntl
import os
import select
import sys
import termios

TYPE_CHECKING = False  # without the cost of `typing`
if TYPE_CHECKING:
    import signal

    from pep668hook.watch_helper import PASSED_ON, Helper, is_expected
else:
    import _signal as signal  # `signal` imports enum: a third of the start

    from watch_helper import PASSED_ON, Helper, is_expected  # watch.py says where from

# pip's reference for the error since 23.0. The words round it differ by version,
# colour, width and distribution; this one is never translated, split or wrapped.
_REFERENCE = b"externally-managed-environment"
_KEPT = 16384  # bytes of stderr from the reference on: ten times the longest seen
_TYPE_AND_OTHERS, _PRIVATE = 0o170077, 0o040000  # a directory of the user's alone
_NOTED = (
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGTSTP,
    signal.SIGTTIN,
    signal.SIGCONT,
    signal.SIGCHLD,
    signal.SIGWINCH,
    signal.SIGTERM,
    signal.SIGHUP,
    signal.SIGUSR1,
    signal.SIGUSR2,
)
# What the keyboard sends reaches pip by itself, as it is in the same process group;
# what somebody sends to this process alone is meant for pip.
_ENDING = {signal.SIGINT, signal.SIGQUIT}


class Watch:
    """The real pip as a child whose stderr goes through a pseudo-terminal.

    Where stdout is the same terminal it goes through the same pseudo-terminal, so
    that the order in which pip wrote to the two cannot change on the screen.
    """

    def __init__(self, program: str, argv: list[str], helper: Helper) -> None:
        self.suspended = False
        self.interrupted = False
        self.seen = b""
        self._found = False
        self._helper = helper
        self._status: int | None = None
        self._wake, wake_end = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(wake_end, False)
        signal.set_wakeup_fd(wake_end, warn_on_full_buffer=False)
        self._master, slave = os.openpty()
        attributes = termios.tcgetattr(2)
        attributes[1] &= ~termios.OPOST  # the real terminal does this, once
        termios.tcsetattr(slave, termios.TCSANOW, attributes)
        self._copy_size()
        # Caught, never ignored: an ignored signal would stay ignored in pip.
        for number in _NOTED:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, _note)
        streams = [1, 2] if _same_terminal(1, 2) else [2]
        self._pid = os.posix_spawn(
            program,
            argv,
            _environment(program),
            file_actions=[(os.POSIX_SPAWN_DUP2, slave, stream) for stream in streams],
            # Python itself ignores these two from its start on.
            setsigdef=[signal.SIGPIPE, signal.SIGXFSZ],
        )
        os.close(slave)

    def run(self) -> int:
        """Copy until pip has ended; return its status as `os.waitpid` gives it."""
        poller = select.poll()
        poller.register(self._wake, select.POLLIN)
        poller.register(self._master, select.POLLIN)
        while self._status is None:
            for descriptor, _ in poller.poll():
                if descriptor == self._wake:
                    self._attend(os.read(self._wake, 512))
                elif not self._copy():
                    poller.unregister(descriptor)
        if self._drain():
            self._stay_for_the_others()
        return self._status

    def _attend(self, signals: bytes) -> None:
        for number in set(signals):
            if number == signal.SIGWINCH:
                # pip had its own signal from the kernel, maybe before the new size.
                if self._copy_size() and self._status is None:
                    os.kill(self._pid, number)
            elif number in PASSED_ON and self._status is None:
                os.kill(self._pid, number)
            elif number in _ENDING:
                self.interrupted = True
            elif number == signal.SIGCHLD:
                self._reap()

    def _reap(self) -> None:
        pid, status = os.waitpid(self._pid, os.WNOHANG | os.WUNTRACED)
        if pid == 0:
            return
        if os.WIFSTOPPED(status):
            self._stop_likewise(os.WSTOPSIG(status))
        else:
            self._status = status

    def _stop_likewise(self, number: int) -> None:
        """Stop as pip stopped, so that the shell sees its job stopped."""
        self._drain()
        self.suspended = True
        if number != signal.SIGSTOP:
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        if number != signal.SIGSTOP:
            signal.signal(number, _note)
        self._copy_size()
        os.kill(self._pid, signal.SIGCONT)

    def _copy_size(self) -> bool:
        """Give the pseudo-terminal the window size of the real one, if it differs."""
        if self._master < 0:
            return False
        size = fcntl.ioctl(2, termios.TIOCGWINSZ, b"\0" * 8)
        if size == fcntl.ioctl(self._master, termios.TIOCGWINSZ, b"\0" * 8):
            return False
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)
        return True

    def _drain(self) -> bool:
        """Copy what is there; return whether somebody may still write more."""
        if self._master < 0:
            return False
        poller = select.poll()
        poller.register(self._master, select.POLLIN)
        while poller.poll(0):
            if not self._copy():
                return False
        return True

    def _copy(self) -> bool:
        """Pass one piece on; return False when there is no writer or reader left."""
        try:
            piece = os.read(self._master, 65536)
            _write(piece)
        except OSError:
            # EIO: on Linux the last writer has gone, or the terminal itself has, which
            # pip has to meet as well.
            piece = b""
        self._look(piece)
        if not piece:
            os.close(self._master)
            self._master = -1
        return piece != b""

    def _look(self, piece: bytes) -> None:
        if self._found:
            self.seen = (self.seen + piece)[:_KEPT]
            return
        window = self.seen + piece
        at = window.find(_REFERENCE)
        self._found = at >= 0
        self.seen = window[max(0, at - 64) :] if self._found else window[-64:]
        if self._found:
            self._helper.call()

    def was_interrupted(self) -> bool:
        """Tell whether Ctrl-C has been pressed since pip has ended."""
        try:
            return signal.SIGINT in os.read(self._wake, 512)
        except BlockingIOError:
            return False

    @property
    def refused(self) -> bool:
        """Whether the reference was among the bytes that passed."""
        return self._found

    def _stay_for_the_others(self) -> None:
        """Go on copying in the background for what pip left running."""
        try:
            process = os.fork()
        except OSError:  # no process left: they meet a terminal that has gone
            return
        if process == 0:
            poller = select.poll()
            poller.register(self._master, select.POLLIN)
            while poller.poll() and self._copy():
                pass
            os._exit(0)


def main(arguments: list[str]) -> None:
    """Run pip, tell of a refusal, and end as pip ended; this never returns."""
    record, shell, depth, program, *argv = arguments
    _forget(record)
    if not _same_terminal(0, 2):  # a watched pip's child, or nobody there to ask
        _become(program, argv, record)
    # Whoever has started the shell has left it so, and pip's end would go unnoticed.
    if signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN:
        _become(program, argv, record)
    helper = Helper(record, shell, depth)
    try:
        watch = Watch(program, argv, helper)
    except (OSError, termios.error):  # no pseudo-terminal or no descriptor left
        _become(program, argv, record)
        return
    if shell and is_expected(program, argv):
        helper.call()
    status = watch.run()
    refused = status != 0 and watch.refused
    # The status of what was stopped is of use to a shell that has forgotten it (zsh).
    if refused or watch.suspended:
        # Ctrl-C is a no: then nobody is to be asked about it later.
        is_answered = watch.interrupted and not watch.suspended
        name = f"{record}.answered" if is_answered else record
        left = _leave(name, program, argv, status, watch)
        # Who has pressed Ctrl-C meanwhile wants none of it.
        if refused and left and not (watch.suspended or watch.interrupted):
            # Ctrl-C ends what stands behind pip on the line, too, as in pip itself.
            interrupted = helper.go() or watch.was_interrupted()
            _end(signal.SIGINT if interrupted else status)
    helper.dismiss()
    _end(status)


def _become(program: str, argv: list[str], record: str) -> None:
    """Be pip itself, with nobody watching.

    What cannot be executed is left to the shell, which has words of its own for it
    and runs a file without a first line as a script: the empty record asks it to.
    """
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    try:
        os.execve(program, argv, _environment(program))  # noqa: S606 # it is the point
    except OSError:
        try:
            os.close(os.open(record, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        finally:
            os._exit(126)


def _note(_number: int, _frame: object) -> None:
    """Let the wake-up descriptor tell of the signal."""


def _same_terminal(first: int, second: int) -> bool:
    if not (os.isatty(first) and os.isatty(second)):
        return False
    return os.fstat(first).st_rdev == os.fstat(second).st_rdev


def _environment(program: str) -> dict[str, str]:
    """Give pip the environment that the shell would have given it."""
    environment = dict(os.environ)
    # Not every shell sets it: PowerShell hands on the one that it was started with.
    if environment.get("_") == sys.executable:
        environment["_"] = program
    # In the C locale, and in one that is not there, Python sets LC_CTYPE for its
    # children (PEP 538), and -I leaves no way to forbid it. The kernel keeps what the
    # process was started with.
    if environment.get("LC_CTYPE") in {"C.UTF-8", "C.utf8", "UTF-8"}:
        try:
            with open("/proc/self/environ", "rb") as started_with:
                _, was_set, rest = (b"\0" + started_with.read()).partition(
                    b"\0LC_CTYPE="
                )
            if was_set:
                environment["LC_CTYPE"] = os.fsdecode(rest.partition(b"\0")[0])
            else:
                del environment["LC_CTYPE"]
        except OSError:
            pass
    return environment


def _write(piece: bytes) -> None:
    while piece:
        try:
            piece = piece[os.write(2, piece) :]
        except BlockingIOError:
            room = select.poll()
            room.register(2, select.POLLOUT)
            room.poll()


def _forget(record: str) -> None:
    try:
        os.unlink(record)
    except OSError:
        pass


def _leave(
    record: str, program: str, argv: list[str], status: int, watch: Watch
) -> bool:
    """Write the record, if its directory is the user's alone; say whether it was.

    Its fields end in NUL, which no argument and no path can hold.
    """
    try:
        cwd = os.getcwd()
    except OSError:  # it has been removed
        return False
    facts = [
        os.fsencode(program),
        os.fsencode(cwd),
        b"%d" % os.waitstatus_to_exitcode(status),
        b"suspended" if watch.suspended else b"",
        watch.seen.replace(b"\0", b""),
        *map(os.fsencode, argv),
    ]
    try:
        directory = os.lstat(os.path.dirname(record))
        if directory.st_uid != os.geteuid():
            return False
        if directory.st_mode & _TYPE_AND_OTHERS != _PRIVATE:
            return False
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        descriptor = os.open(record, flags, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.writelines(fact + b"\0" for fact in facts)
    except OSError:
        _forget(record)
        return False
    return True


def _end(status: int) -> None:
    """End by the same exit status or the same signal."""
    if os.WIFSIGNALED(status):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # the core is pip's
        number = os.WTERMSIG(status)
        if number not in {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
