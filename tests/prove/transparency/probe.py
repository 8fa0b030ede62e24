"""A program called pip that writes down all that it can see of how it was started."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tests.machine import write_script

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# Everything is read from the shell that is this program, in as few processes as will
# do. It writes to both streams in turns, does what a word `eval:...` says, and ends by
# the status that a word `exit:...` names.
_SCRIPT: Final = r"""#!/bin/sh
if [ "$*" = --version ]; then
    printf '[questions]\nits version\n' >>"$TEST_RECORD"
    exit 1
fi
{
    echo '[argv]'
    tr '\0' '\n' </proc/$$/cmdline
    echo '[environment]'
    tr '\0' '\n' </proc/$$/environ
    echo '[signals]'
    grep -E '^(Sig[BI]|Cap|NoNew|Seccomp:|Groups)' /proc/self/status
    echo '[family]'
    echo "self $$"
    cat /proc/$$/stat /proc/$PPID/comm
    echo '[limits]'
    umask
    cat /proc/$$/limits /proc/$$/oom_score_adj
    echo '[place]'
    readlink /proc/$$/cwd /proc/$$/root
    echo '[descriptors]'
} >>"$TEST_RECORD" 2>&1
# Each of these is a process that has its own place to write to, and this one none.
ls -l /proc/$$/fd >>"$TEST_RECORD" 2>&1
grep -s flags /proc/$$/fdinfo/* >>"$TEST_RECORD" 2>&1
{
    for stream in 0 7 8; do
        test -t $stream && echo "terminal $stream"
    done
    echo '[modes]'
    stty -a <&0
    stty -a <&7
    stty -a <&8
} 7>&1 8>&2 >>"$TEST_RECORD" 2>&1
status=0
# What has a pipe to go through comes when that and its reader get round to it.
turn() {
    for stream in 1 2; do
        ! test -p "/proc/$$/fd/$stream" || sleep 0.1
    done
}
echo 'out 1'
turn
echo 'err 1' >&2
turn
printf 'out 2\n'
turn
printf 'err 2\nerr 3\n' >&2
for word in "$@"; do
    case $word in
        eval:*) eval "${word#eval:}" ;;
        exit:*) status=${word#exit:} ;;
    esac
done
exit $status
"""

_IDS: Final = ("parent", "group", "session", "terminal", "foreground")


def write_probe(directory: Path) -> None:
    directory.mkdir(exist_ok=True)
    for name in ("pip", "pip3"):
        write_script(directory / name, _SCRIPT)


def aspects(record: str, shell: int) -> dict[str, list[str]]:
    """Sort a record by what it is about; process ids become what they stand for."""
    found: dict[str, list[str]] = {}
    for title, text in _sections(record):
        lines = text.splitlines()
        if title == "family":
            lines = list(_family(lines, shell))
        elif title == "signals":
            lines = [told for line in lines for told in _signals(line)]
        elif title == "environment":
            lines.sort()
        elif title == "descriptors":
            lines = list(_named_terminals(filter(None, map(descriptor, lines))))
        found.setdefault(f"pip's {title}", []).extend(lines)
    return found


def descriptor(line: str) -> str:
    """Keep of a line of `ls -l` or of `fdinfo` what does not name a process."""
    return (
        line.split("/", 4)[-1] if line.startswith("/") else line.partition(":")[2][3:]
    )


def _named_terminals(lines: Iterable[str]) -> Iterator[str]:
    """Tell the terminals from each other, but not what they are called."""
    names: dict[str, str] = {}
    for line in lines:
        found = re.search(r"/dev/(?:pts/\d+|tty\S+)", line)
        if found:
            name = names.setdefault(found[0], f"terminal {'ABCDE'[len(names)]}")
            yield line.replace(found[0], name)
        else:
            yield line


def _sections(record: str) -> Iterator[tuple[str, str]]:
    pieces = re.split(r"^\[(\w+)\]\n", record, flags=re.MULTILINE)
    return zip(pieces[1::2], pieces[2::2], strict=True)


def _signals(line: str) -> Iterator[str]:
    """Name each signal of a mask on a line of its own."""
    name, _, mask = line.partition(":\t")
    if not name.startswith("Sig"):
        yield line
        return
    for number in range(64):
        if int(mask, 16) >> number & 1:
            yield f"{name} {number + 1}"


def _family(lines: list[str], shell: int) -> Iterator[str]:
    """Tell of the ids in `/proc/PID/stat` what they are, but not how many."""
    own, stat, parent = lines
    ids = stat.rpartition(")")[2].split()[1:]
    names = {own.removeprefix("self "): "pip itself", str(shell): "the shell"}
    for what, pid in zip(_IDS, ids, strict=False):
        yield f"{what}: {names.get(pid, 'another')}"
    yield f"in the foreground: {ids[1] == ids[4]}"
    yield f"priority and niceness: {ids[14]} {ids[15]}"
    yield f"parent is called {parent}"
