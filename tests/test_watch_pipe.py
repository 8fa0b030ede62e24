from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook import records

if TYPE_CHECKING:
    from collections.abc import Mapping

WATCH = Path(records.__file__).with_name("watch_pipe.py")
REFUSED = "echo 'error: externally-managed-environment' >&2; echo words >&2; exit 1"


class Harness:
    """A watch with a script of sh in the place of pip."""

    def __init__(self, directory: Path) -> None:
        self.runtime = directory / "run"
        self.runtime.mkdir(mode=0o700)
        self.record = self.runtime / "record"
        self.directory = directory

    def argv(
        self, script: str, program: str = "/bin/sh", ask_in: str = ""
    ) -> list[str]:
        watch = [sys.executable, "-I", "-S", str(WATCH), str(self.record), ask_in, "0"]
        return [*watch, program, "pip", "-c", script, "a b", ""]

    def run(
        self,
        script: str,
        *,
        program: str = "/bin/sh",
        ask_in: str = "",
        environ: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            self.argv(script, program, ask_in),
            cwd=self.directory,
            env={"PATH": os.defpath, **(environ or {})},
            input=b"typed\n",
            capture_output=True,
            check=False,
        )


@pytest.fixture
def watch(tmp_path: Path) -> Harness:
    return Harness(tmp_path)


def test_streams_and_words_and_status_are_the_programs_own(watch: Harness) -> None:
    done = watch.run('cat; echo "$0|$1"; printf "\\377\\r\\0x" >&2; exit 7')

    assert done.stdout == b"typed\na b|\n"
    assert done.stderr == b"\xff\r\0x"
    assert done.returncode == 7
    assert not watch.record.exists()


def test_a_program_that_a_signal_ended_is_told_as_a_shell_does(watch: Harness) -> None:
    assert watch.run("kill -s TERM $$").returncode == 128 + 15


def test_a_refusal_is_recorded_as_watch_records_it(watch: Harness) -> None:
    done = watch.run(REFUSED)

    assert done.returncode == 1
    assert done.stderr == b"error: externally-managed-environment\nwords\n"
    assert stat.S_IMODE(watch.record.stat().st_mode) == 0o600
    failure = records.read(watch.record)
    assert failure is not None
    assert failure.argv == ("pip", "-c", REFUSED, "a b", "")
    assert failure.program == Path("/bin/sh")
    assert failure.cwd == watch.directory
    assert (failure.status, failure.suspended) == (1, False)


def test_a_refusal_in_pieces_is_recognised(watch: Harness) -> None:
    watch.run(
        "printf 'error: externally-mana' >&2; sleep 0.2;"
        " echo ged-environment >&2; exit 1"
    )

    assert records.read(watch.record) is not None


def test_a_success_is_no_refusal_whatever_it_says(watch: Harness) -> None:
    watch.run(f"({REFUSED})\nexit 0")

    assert not watch.record.exists()


def test_what_follows_a_refusal_is_kept_up_to_a_bound(watch: Harness) -> None:
    watch.run(f"({REFUSED}); head -c 100000 /dev/zero | tr '\\0' x >&2; exit 1")

    failure = records.read(watch.record)
    assert failure is not None
    assert 16000 < len(failure.text) <= 16384


def test_a_directory_that_others_may_write_to_gets_no_record(watch: Harness) -> None:
    watch.runtime.chmod(0o777)

    assert watch.run(REFUSED).returncode == 1

    assert not watch.record.exists()


def test_the_record_of_a_run_that_began_is_gone_before_it_runs(watch: Harness) -> None:
    watch.record.touch()

    done = watch.run(f"test ! -e '{watch.record}'")

    assert done.returncode == 0


def test_what_cannot_be_run_is_left_to_the_shell(watch: Harness) -> None:
    watch.record.touch()

    done = watch.run("", program=str(watch.directory / "gone"))

    assert done.returncode == 126
    assert watch.record.read_bytes() == b""
    assert done.stderr == b""


def test_it_does_not_wait_for_what_the_program_left_running(watch: Harness) -> None:
    started = time.monotonic()

    done = watch.run("sleep 20 >/dev/null & echo $!")
    took = time.monotonic() - started

    os.kill(int(done.stdout), 15)
    assert took < 10


def test_an_interrupt_ends_the_program_and_its_status_stands(watch: Harness) -> None:
    script = (
        "trap 'echo interrupted >&2; exit 130' INT; echo ready;"
        " while :; do sleep 0.05; done"
    )
    process = subprocess.Popen(
        watch.argv(script),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"

    os.killpg(process.pid, 2)
    _, errors = process.communicate()

    assert process.returncode == 130
    assert errors == b"interrupted\n"


def test_a_reader_that_goes_away_does_not_stop_the_program(watch: Harness) -> None:
    script = (
        "i=0; while [ $i -lt 2000 ]; do echo line >&2 || exit 3; i=$((i + 1)); done"
    )
    reading, writing = os.pipe()
    process = subprocess.Popen(watch.argv(script), stderr=writing)
    os.close(writing)
    os.close(reading)

    assert process.wait(20) != 0


def test_the_helper_is_called_with_the_record(watch: Harness) -> None:
    # Nobody is at a terminal here, so that it does nothing and says nothing.
    done = watch.run(REFUSED, ask_in="bash")

    assert done.returncode == 1
    assert done.stderr == b"error: externally-managed-environment\nwords\n"
    assert watch.record.exists()


def test_it_starts_without_a_module_of_ours() -> None:
    imported = re.findall(r"^(?:import|from) (\w+)", WATCH.read_text(), re.MULTILINE)

    assert set(imported) <= sys.stdlib_module_names
