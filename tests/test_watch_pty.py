from __future__ import annotations

import os
import re
import shlex
import signal
import stat
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from pep668hook import rescue
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.machine import Machine

WATCH = Path(rescue.__file__).with_name("watch.py")
REFERENCE = "externally-managed-environment"
PYTHON = os.path.realpath(sys.executable)
REFUSAL = f"printf 'error: {REFERENCE}\\n\\nwords\\n' >&2; "

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals", allow_module_level=True)


class Harness:
    """A watch with a program of a few lines in the place of pip."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.runtime = directory / "run"
        self.runtime.mkdir(mode=0o700)
        self.record = self.runtime / "record"
        self.environ = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm"}
        self._terminals: list[Terminal] = []

    def argv(self, program: str, *arguments: str, shell: str = "") -> list[str]:
        watch = [sys.executable, "-I", "-S", str(WATCH)]
        return [*watch, str(self.record), shell, "0", program, "pip", *arguments]

    def start(self, argv: Sequence[str], size: tuple[int, int] = (80, 40)) -> Terminal:
        terminal = Terminal(argv, cwd=self.directory, environ=self.environ, size=size)
        self._terminals.append(terminal)
        return terminal

    def sh(self, script: str, **how: tuple[int, int]) -> Terminal:
        """Watch a script of sh."""
        return self.start(self.argv("/bin/sh", "-c", script), **how)

    def py(self, script: str) -> Terminal:
        """Watch a script of Python."""
        return self.start(self.argv(PYTHON, "-I", "-S", "-c", script))

    def plain_sh(self, script: str) -> Terminal:
        """Run a script of sh with nobody watching."""
        return self.start(["/bin/sh", "-c", script])

    def in_sh(self, script: str, around: str) -> Terminal:
        """Put a watched script into the place of WATCH in another."""
        watched = shlex.join(self.argv("/bin/sh", "-c", script))
        return self.plain_sh(around.replace("WATCH", watched))

    def fields(self) -> list[str]:
        return self.record.read_bytes().decode().split("\0")

    def close(self) -> None:
        for terminal in self._terminals:
            terminal.close()


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Harness]:
    harness = Harness(tmp_path)
    yield harness
    harness.close()


# -- how it ends


def test_every_exit_status_is_pips(watch: Harness) -> None:
    watched = shlex.join(watch.argv("/bin/sh", "-c"))
    terminal = watch.plain_sh(
        "i=0; while [ $i -lt 256 ]; do "
        f'{watched} "exit $i"; [ $? = $i ] || echo "wrong: $i"; i=$((i + 1)); done'
    )

    assert terminal.wait_for_the_end() == 0
    assert terminal.text == ""


@pytest.mark.parametrize(
    "number",
    [
        "HUP",
        "INT",
        "QUIT",
        "KILL",
        "TERM",
        "PIPE",
        "SEGV",
        "ABRT",
        "ALRM",
        "USR1",
        "XFSZ",
    ],
)
def test_a_pip_that_dies_by_a_signal_dies_so_before_the_shell(
    watch: Harness, number: str
) -> None:
    terminal = watch.sh(f"kill -s {number} $$")

    assert terminal.wait_for_the_end() == 128 + signal.Signals[f"SIG{number}"]


def test_a_core_of_pip_is_not_followed_by_one_of_the_watch(watch: Harness) -> None:
    terminal = watch.sh("ulimit -c 0; kill -s SEGV $$")

    assert terminal.wait_for_the_end() == 128 + signal.SIGSEGV
    assert not list(watch.directory.glob("core*"))


# -- the bytes


def test_stdout_and_stderr_keep_their_order_on_one_terminal(watch: Harness) -> None:
    terminal = watch.py(
        "import os\n"
        "for number in range(2000):\n"
        "    os.write(1 + number % 2, b'%d\\n' % number)\n"
    )

    assert terminal.wait_for_the_end() == 0
    assert terminal.text.split() == [str(number) for number in range(2000)]


def test_bytes_of_every_kind_pass_unchanged(watch: Harness) -> None:
    script = (
        "import os\n"
        "os.write(2, bytes(range(256)) + b'\\xff\\xfe\\r\\n\\n\\t\\x1b[31m' * 9)"
    )
    plain = watch.start([PYTHON, "-I", "-S", "-c", script])
    watched = watch.py(script)
    plain.wait_for_the_end()
    watched.wait_for_the_end()

    assert watched.output == plain.output


def test_twenty_megabytes_arrive_whole(watch: Harness) -> None:
    terminal = watch.py(
        "import os\n"
        "for number in range(20):\n"
        "    os.write(1 + number % 2, b''\n"
        "        .join(b'%07d\\n' % (number * 131072 + i) for i in range(131072)))\n"
    )
    terminal.show = False
    end = time.monotonic() + 60
    while terminal.read(0.5) and time.monotonic() < end:
        pass

    assert terminal.wait_for_the_end() == 0
    numbers = terminal.output.split()
    assert len(numbers) == 20 * 131072
    assert numbers == [b"%07d" % number for number in range(20 * 131072)]


def test_what_pip_wrote_last_is_not_lost(watch: Harness) -> None:
    for _ in range(20):
        terminal = watch.sh("printf first; printf last >&2")
        assert terminal.wait_for_the_end() == 0
        assert terminal.text == "firstlast"


def test_stdout_to_a_file_stays_there(watch: Harness) -> None:
    terminal = watch.in_sh(
        "echo out; echo err >&2; test -t 1 || echo file >&2", "WATCH >out"
    )

    assert terminal.wait_for_the_end() == 0
    assert (watch.directory / "out").read_text() == "out\n"
    assert terminal.text == "err\nfile\n"


def test_output_to_a_reader_that_goes_away_ends_pip_as_without_the_watch(
    watch: Harness,
) -> None:
    script = "trap '' TERM; while :; do echo y || exit; done"
    around = "{ WATCH; echo status $? >&2; } | head -n 1"
    plain = watch.plain_sh(around.replace("WATCH", f"sh -c {shlex.quote(script)}"))
    watched = watch.in_sh(script, around)
    plain.wait_for_the_end()
    watched.wait_for_the_end()

    assert re.sub(r"sh: .*\n", "", watched.text) == re.sub(r"sh: .*\n", "", plain.text)


# -- the terminal that pip sees


def test_all_three_streams_are_terminals(watch: Harness) -> None:
    terminal = watch.sh("for n in 0 1 2; do test -t $n && echo $n; done")

    assert terminal.wait_for_the_end() == 0
    assert terminal.text == "0\n1\n2\n"


def test_the_size_is_the_terminals(watch: Harness) -> None:
    terminal = watch.sh("stty size <&2", size=(123, 45))

    assert terminal.wait_for_the_end() == 0
    assert terminal.text == "45 123\n"


def test_a_resize_reaches_pip(watch: Harness) -> None:
    terminal = watch.py(
        "import os, signal\n"
        "def show(*_): os.write(1, b'%d %d\\n' % os.get_terminal_size(2))\n"
        "signal.signal(signal.SIGWINCH, show)\n"
        "os.write(1, b'ready\\n')\n"
        "while True: signal.pause()\n"
    )
    terminal.wait_for("ready")

    terminal.resize(101, 33)

    terminal.wait_for("101 33")


def test_keys_reach_pip_by_the_terminal_itself(watch: Harness) -> None:
    terminal = watch.sh("echo ready; read -r line; echo got $line")
    terminal.wait_for("ready")

    terminal.type("an answer\r")

    terminal.wait_for("got an answer")
    assert terminal.wait_for_the_end() == 0


def test_stdin_is_left_unread_for_the_shell(watch: Harness) -> None:
    terminal = watch.in_sh(
        "echo ready; sleep 0.3", "WATCH; read -r line; echo got $line"
    )
    terminal.wait_for("ready")

    terminal.type("typed ahead\r")

    terminal.wait_for("got typed ahead")


def test_a_password_that_is_asked_for_is_not_shown(watch: Harness) -> None:
    terminal = watch.sh(
        "stty -echo </dev/tty; echo ready; read -r line; "
        "stty echo </dev/tty; echo $line"
    )
    terminal.wait_for("ready")

    terminal.type("secret\r")

    terminal.wait_for_the_end()
    assert terminal.text.count("secret") == 1


def test_the_terminals_modes_are_not_touched(watch: Harness) -> None:
    terminal = watch.plain_sh(
        "stty -a >before; "
        + shlex.join(watch.argv("/bin/sh", "-c", "stty -a <&0 >during; exit 3"))
        + "; stty -a >after"
    )
    terminal.wait_for_the_end()

    before = (watch.directory / "before").read_text()
    assert (watch.directory / "during").read_text() == before
    assert (watch.directory / "after").read_text() == before


# -- what pip inherits


@pytest.mark.parametrize(
    ("before", "after"),
    [(sys.executable, PYTHON), ("/usr/bin/before", "/usr/bin/before")],
    ids=["set by the shell", "handed on by it"],
)
def test_the_environment_is_the_users(watch: Harness, before: str, after: str) -> None:
    watch.environ |= {"ODD": "a=b\nc", "EMPTY": "", "_": before}
    terminal = watch.py("import os; print(sorted(os.environ.items()), flush=True)")
    terminal.wait_for_the_end()

    expected = watch.environ | {"_": after}
    assert terminal.text.replace("\n", "") == str(sorted(expected.items()))


@pytest.mark.parametrize("locale", [{}, {"LC_ALL": "C"}, {"LANG": "C"}])
def test_no_locale_is_made_up(watch: Harness, locale: dict[str, str]) -> None:
    del watch.environ["LANG"]
    watch.environ |= locale

    terminal = watch.start(watch.argv("/usr/bin/env"))
    terminal.wait_for_the_end()

    assert "LC_CTYPE" not in terminal.text


def test_a_locale_of_the_users_own_is_kept(watch: Harness) -> None:
    watch.environ = {"LC_CTYPE": "C.UTF-8", "PATH": "/usr/bin:/bin"}

    terminal = watch.start(watch.argv("/usr/bin/env"))
    terminal.wait_for_the_end()

    assert "LC_CTYPE=C.UTF-8\n" in terminal.text


def test_no_descriptor_of_the_watch_reaches_pip(watch: Harness) -> None:
    terminal = watch.py(
        "import os\n"
        "def there(n):\n"
        "    try: os.fstat(n)\n"
        "    except OSError: return False\n"
        "    return True\n"
        "print([n for n in range(3, 200) if there(n)])"
    )
    terminal.wait_for_the_end()

    assert terminal.text == "[]\n"


def test_a_descriptor_of_the_users_own_reaches_pip(watch: Harness) -> None:
    terminal = watch.in_sh("echo through >&7", "WATCH 7>seven")
    terminal.wait_for_the_end()

    assert (watch.directory / "seven").read_text() == "through\n"


def test_umask_directory_and_priority_are_the_users(watch: Harness) -> None:
    terminal = watch.in_sh("umask; nice; pwd", "umask 0137; nice -n 7 WATCH")
    terminal.wait_for_the_end()

    lowered = min(os.nice(0) + 7, 19)
    assert terminal.text == f"0137\n{lowered}\n{watch.directory}\n"


def test_the_arguments_are_the_users_and_the_name_is_as_typed(watch: Harness) -> None:
    awkward = ["", " ", "a\nb", "'\"$`\\", "-x", "größe", "*"]
    script = "import sys; print(sys.argv[1:], sys.orig_argv[0])"

    terminal = watch.start(watch.argv(PYTHON, "-I", "-S", "-c", script, *awkward))
    terminal.wait_for_the_end()

    assert terminal.text.replace("\n", "") == f"{awkward} pip"


def test_signals_are_neither_blocked_nor_ignored(watch: Harness) -> None:
    terminal = watch.sh(
        "grep -E '^Sig(Blk|Ign)' /proc/self/status | grep -o '.......$'"
    )
    if sys.platform != "linux":
        pytest.skip("no /proc")
    terminal.wait_for_the_end()

    assert terminal.text == "0000000\n0000000\n"


def test_what_the_user_ignores_stays_ignored(watch: Harness) -> None:
    terminal = watch.in_sh(
        "kill -s INT $$; kill -s HUP $$; echo alive", "trap '' INT HUP; WATCH"
    )

    assert terminal.wait_for_the_end() == 0
    assert terminal.text == "alive\n"


def test_pip_is_in_the_process_group_that_the_terminals_keys_go_to(
    watch: Harness,
) -> None:
    terminal = watch.py(
        "import os; group = os.getpgrp()\n"
        "print(os.tcgetpgrp(0) == group, os.getsid(0) == group)"
    )
    terminal.wait_for_the_end()

    assert terminal.text == "True True\n"


# -- signals while it runs


@pytest.mark.parametrize(("key", "number"), [("ctrl-c", 2), ("ctrl-\\", 3)])
def test_a_key_that_ends_pip_ends_the_watch_alike(
    watch: Harness, key: str, number: int
) -> None:
    terminal = watch.sh("ulimit -c 0; echo ready; while :; do sleep 0.05; done")
    terminal.wait_for("ready")

    terminal.press(key)

    assert terminal.wait_for_the_end() == 128 + number


def test_ctrl_c_that_pip_handles_leaves_its_status(watch: Harness) -> None:
    terminal = watch.sh(
        "trap 'echo handled; exit 42' INT; echo ready; while :; do sleep 0.05; done"
    )
    terminal.wait_for("ready")

    terminal.press("ctrl-c")

    assert terminal.wait_for_the_end() == 42
    assert "handled" in terminal.text


@pytest.mark.parametrize("number", ["TERM", "HUP", "USR1", "USR2"])
def test_a_signal_to_the_watch_is_for_pip(watch: Harness, number: str) -> None:
    terminal = watch.sh(
        f"trap 'echo got {number}; exit 9' {number}; echo ready; "
        "while :; do sleep 0.05; done"
    )
    terminal.wait_for("ready")

    os.kill(terminal.pid, signal.Signals[f"SIG{number}"])

    assert terminal.wait_for_the_end() == 9
    assert f"got {number}" in terminal.text


def test_a_terminal_that_hangs_up_ends_pip(watch: Harness) -> None:
    pids = watch.directory / "pid"
    terminal = watch.sh(f"echo $$ >{pids}; echo ready; while :; do sleep 0.05; done")
    terminal.wait_for("ready")
    pid = int(pids.read_text())

    terminal.hang_up()

    end = time.monotonic() + 10
    while time.monotonic() < end and Path(f"/proc/{pid}").exists():
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}").exists()


def test_stopping_and_continuing_stops_and_continues_both(watch: Harness) -> None:
    script = "echo ready; while [ ! -e go ]; do sleep 0.05; done; echo done; exit 6"
    terminal = watch.start(["bash", "--norc", "--noprofile", "-i"])
    terminal.type(
        f"PS1='at-the-''prompt '; {shlex.join(watch.argv('/bin/sh', '-c', script))}\r"
    )
    terminal.wait_for("ready\n")

    terminal.press("ctrl-z")
    terminal.wait_for("at-the-prompt")
    terminal.mark()
    terminal.type("fg; echo status-$?\r")
    terminal.wait_for("watch.py")
    (watch.directory / "go").touch()

    terminal.wait_for("status-6")
    assert "done\n" in terminal.text


def test_what_pip_leaves_running_keeps_its_terminal(watch: Harness) -> None:
    terminal = watch.in_sh(
        "(sleep 0.5; echo later >&2; touch later) & exit 5",
        "WATCH; echo status $?; while [ ! -e later ]; do sleep 0.05; done; sleep 0.1",
    )
    started = time.monotonic()
    terminal.wait_for("status 5")
    waited = time.monotonic() - started
    terminal.wait_for("later")

    assert waited < 0.5


def test_where_no_process_is_left_for_that_pips_status_stands(watch: Harness) -> None:
    argv = watch.argv("/bin/sh", "-c", "sleep 1 & exit 5")
    script = (
        "import errno, os, sys\n"
        "def fails(): raise BlockingIOError(errno.EAGAIN, 'no process left')\n"
        "os.fork = fails\n"
        f"sys.path.insert(0, {str(WATCH.parent)!r})\n"
        "import watch_pty\n"
        "watch_pty.main(sys.argv[1:])\n"
    )
    terminal = watch.start([*argv[:3], "-c", script, *argv[4:]])

    assert terminal.wait_for_the_end() == 5
    assert terminal.text == ""


def test_what_pip_leaves_running_in_silence_leaves_no_process_of_ours(
    watch: Harness,
) -> None:
    terminal = watch.in_sh(
        "exec >/dev/null 2>&1 </dev/null; sleep 5 & exit 0",
        "WATCH; echo ended; read -r line",
    )
    terminal.wait_for("ended")
    time.sleep(0.2)

    running = [process.info["cmdline"] for process in psutil.process_iter(["cmdline"])]
    assert not [
        line
        for line in running
        if line and line[:4] == watch.argv("")[:4] and line[4] == str(watch.record)
    ]


# -- the record


def test_a_refusal_is_recorded(watch: Harness) -> None:
    terminal = watch.sh(REFUSAL + "exit 1")
    assert terminal.wait_for_the_end() == 1

    program, cwd, status, suspended, text, *argv = watch.fields()
    assert (program, cwd, status, suspended) == (
        "/bin/sh",
        str(watch.directory),
        "1",
        "",
    )
    assert text == f"error: {REFERENCE}\n\nwords\n"
    assert argv == ["pip", "-c", REFUSAL + "exit 1", ""]
    assert stat.S_IMODE(watch.record.stat().st_mode) == 0o600


def test_the_record_is_private_whatever_the_umask(watch: Harness) -> None:
    terminal = watch.in_sh(REFUSAL + "exit 1", "umask 0; WATCH")
    terminal.wait_for_the_end()

    assert stat.S_IMODE(watch.record.stat().st_mode) == 0o600


NO_REFUSALS = {
    "another failure": "echo 'ERROR: No matching distribution' >&2; exit 1",
    "a success that tells of it": REFUSAL + "exit 0",
    "half of the words": "printf 'externally-managed' >&2; exit 1",
    "nothing": "exit 1",
}


@pytest.mark.parametrize("script", NO_REFUSALS.values(), ids=NO_REFUSALS)
def test_what_is_no_refusal_leaves_no_record(watch: Harness, script: str) -> None:
    watch.sh(script).wait_for_the_end()

    assert not watch.record.exists()


def test_the_words_are_found_where_two_pieces_meet(watch: Harness) -> None:
    for at in (1, 10, 29):
        first, second = REFERENCE[:at], REFERENCE[at:]
        watch.sh(
            f"printf 'error: {first}' >&2; sleep 0.1; echo '{second}' >&2; exit 1"
        ).wait_for_the_end()
        assert watch.fields()[4] == f"error: {REFERENCE}\n"
        watch.record.unlink()


def test_the_words_are_found_in_the_midst_of_a_flood(watch: Harness) -> None:
    terminal = watch.py(
        "import os\n"
        "for n in range(200):\n"
        "    os.write(2, b'x' * 9973 + b'\\n')\n"
        f"    if n == 100: os.write(2, b'error: {REFERENCE}\\n')\n"
        "os._exit(1)\n"
    )
    terminal.show = False
    assert terminal.wait_for_the_end() == 1

    assert f"error: {REFERENCE}" in watch.fields()[4]
    assert len(watch.record.read_bytes()) < 40_000


def test_words_on_stdout_alone_are_no_refusal(watch: Harness) -> None:
    terminal = watch.in_sh(f"echo 'error: {REFERENCE}'; exit 1", "WATCH >out")
    terminal.wait_for_the_end()

    assert not watch.record.exists()


def test_a_stale_record_is_gone_before_pip_begins(watch: Harness) -> None:
    watch.record.write_text("stale")

    terminal = watch.sh(f"test -e '{watch.record}' && echo there; exit 1")
    terminal.wait_for_the_end()

    assert terminal.text == ""
    assert not watch.record.exists()


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o777, 0o1777])
def test_a_directory_that_others_can_enter_gets_no_record(
    watch: Harness, mode: int
) -> None:
    watch.runtime.chmod(mode)

    assert watch.sh(REFUSAL + "exit 1").wait_for_the_end() == 1

    assert not watch.record.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory away")
def test_a_directory_of_another_user_gets_no_record(watch: Harness) -> None:
    os.chown(watch.runtime, 65534, 65534)

    assert watch.sh(REFUSAL + "exit 1").wait_for_the_end() == 1

    assert not watch.record.exists()


def test_a_link_in_the_place_of_the_directory_gets_no_record(watch: Harness) -> None:
    watch.runtime.rename(watch.directory / "elsewhere")
    watch.runtime.symlink_to(watch.directory / "elsewhere")

    assert watch.sh(REFUSAL + "exit 1").wait_for_the_end() == 1

    assert not watch.record.exists()


def test_without_the_directory_pip_runs_all_the_same(watch: Harness) -> None:
    watch.runtime.rmdir()

    assert watch.sh(REFUSAL + "exit 1").wait_for_the_end() == 1


def test_a_directory_that_has_gone_ends_as_pip_ended(watch: Harness) -> None:
    terminal = watch.in_sh(
        'rmdir "$PWD"; ' + REFUSAL + "exit 1", "mkdir gone; cd gone; WATCH"
    )

    assert terminal.wait_for_the_end() == 1
    assert "Traceback" not in terminal.text


# -- where nothing can be watched


def test_with_stdin_elsewhere_it_becomes_pip_itself(watch: Harness) -> None:
    terminal = watch.in_sh("echo $PPID; exit 3", "echo $$; WATCH </dev/null; echo $?")
    terminal.wait_for_the_end()

    first, second, status = terminal.text.split()
    assert first == second
    assert status == "3"


def test_where_the_end_of_children_goes_unnoticed_it_becomes_pip_itself(
    watch: Harness,
) -> None:
    # Whoever has started the shell may have ignored it, and bash hands that on.
    watched = watch.argv("/bin/sh", "-c", "echo $$; exit 3")
    script = "trap '' CHLD; echo $$; exec \"$@\""

    terminal = watch.start(["/bin/bash", "-c", script, "bash", *watched])

    assert terminal.wait_for_the_end() == 3
    first, second = terminal.text.split()
    assert first == second


def test_without_a_descriptor_left_pip_runs_all_the_same(watch: Harness) -> None:
    echo = shlex.join(watch.argv("/bin/echo", "ran"))
    for limit in (5, 6, 7, 8):
        terminal = watch.plain_sh(f"ulimit -n {limit}; {echo}")
        status = terminal.wait_for_the_end()
        # With fewer it may not even begin, which the shell sees by its own record.
        if limit > 5:
            assert (status, terminal.text) == (0, "ran\n")


def test_what_cannot_be_executed_is_left_to_the_shell(watch: Harness) -> None:
    script = watch.directory / "pip"
    script.write_text("echo without a first line\n")
    script.chmod(0o755)

    terminal = watch.start(watch.argv(str(script)))
    terminal.wait_for_the_end()

    assert terminal.text == ""
    assert watch.record.read_bytes() == b""


# -- a refusal that is to be expected


@pytest.mark.parametrize(
    ("shell", "words", "is_called"),
    [
        ("bash", ["tinything"], True),
        ("", ["tinything"], False),
        ("bash", ["--target=here", "tinything"], False),
    ],
    ids=["refused", "nobody to ask", "not refused"],
)
def test_the_helper_is_called_before_pip_has_said_a_word(
    watch: Harness, machine: Machine, shell: str, words: list[str], *, is_called: bool
) -> None:
    go_on = watch.directory / "go-on"
    watch.environ |= machine.environ() | {"TEST_STALL": str(go_on)}
    pip = str(machine.python.with_name("pip"))
    terminal = watch.start(watch.argv(pip, "install", *words, shell=shell))
    terminal.wait_for("pip is slow")

    children = psutil.Process(terminal.pid).children()

    assert any("rescue" in child.cmdline() for child in children) is is_called
    terminal.press("ctrl-c")
    terminal.wait_for_the_end()
    assert psutil.wait_procs(children, timeout=10)[1] == []
