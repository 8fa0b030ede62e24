from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from pep668hook import records
from pep668hook.records import ToldLine
from tests.builders import AWKWARD, failure
from tests.users import NOBODY, as_root, become

if TYPE_CHECKING:
    from pep668hook.failure import Failure

NO_PROCESS = 2**22 + 1  # more than Linux has
HERE = os.getpid()
TOLD = ToldLine("pip install x", (0, 1), Path("/work") / AWKWARD)


def write(path: Path, facts: Failure | None = None) -> Path:
    facts = facts or failure()
    fields = [
        *(str(facts.program), str(facts.cwd), str(facts.status)),
        *("suspended" if facts.suspended else "", facts.text, *facts.argv, ""),
    ]
    path.write_bytes(os.fsencode("\0".join(fields)))
    return path


def age(path: Path, seconds: float) -> Path:
    changed = path.stat().st_mtime - seconds
    os.utime(path, (changed, changed))
    return path


# -- where


def test_they_lie_where_the_snippets_put_them(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path / "home")}
    runtime = {**home, "XDG_RUNTIME_DIR": str(tmp_path)}
    cache = {**home, "XDG_CACHE_HOME": str(tmp_path / "cache")}

    assert records.directory(runtime) == tmp_path / "pep668hook"
    assert records.directory(cache) == tmp_path / "cache" / "pep668hook" / "run"
    assert records.directory(home) == tmp_path / "home/.cache/pep668hook/run"
    assert records.directory({}) == Path("/.cache/pep668hook/run")
    assert records.directory({"HOME": "home"}) is None


@as_root
def test_the_runtime_directory_of_another_is_not_used(tmp_path: Path) -> None:
    os.chown(tmp_path, NOBODY, -1)
    environ = {"HOME": "/home/me", "XDG_RUNTIME_DIR": str(tmp_path)}

    assert records.directory(environ) == Path("/home/me/.cache/pep668hook/run")


@pytest.mark.parametrize("mode", [0o701, 0o710, 0o702, 0o720, 0o755, 0o777])
def test_a_place_that_others_can_look_into_is_not_private(
    tmp_path: Path, mode: int
) -> None:
    tmp_path.chmod(mode)

    assert not records.is_private(tmp_path)


def test_a_place_is_private_that_is_a_directory_of_the_users_alone(
    tmp_path: Path,
) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / "file").touch(mode=0o600)

    assert records.is_private(tmp_path)
    assert not records.is_private(tmp_path / "link")
    assert not records.is_private(tmp_path / "file")
    assert not records.is_private(tmp_path / "nowhere")


@as_root
def test_a_place_of_another_is_not_private(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    os.chown(tmp_path, NOBODY, -1)

    assert not records.is_private(tmp_path)


# -- a failure


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    facts = failure(
        argv=("pip", "install", "a b", "", "\udcff", "c\nd"),
        cwd=Path("/work") / AWKWARD,
        status=2,
        suspended=True,
    )

    assert records.read(write(tmp_path / "record", facts)) == facts


def test_a_path_for_a_name_is_that_of_powershell_and_not_typed(tmp_path: Path) -> None:
    facts = failure(argv=("/usr/bin/pip3", "install", "./six"))

    read = records.read(write(tmp_path / "record", facts))

    assert read is not None
    assert read.argv == ("pip3", "install", "./six")


def test_a_record_that_is_gone_is_none(tmp_path: Path) -> None:
    assert records.read(tmp_path / "record") is None


@pytest.mark.parametrize(
    "content", [b"", b"\0\0\0", b"/pip\0/\0one\0\0error\0pip\0", b"\0" * 9]
)
def test_what_is_no_record_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "record").write_bytes(content)

    assert records.read(tmp_path / "record") is None
    assert records.read_line(tmp_path / "record") is None


def test_a_record_of_no_refusal_is_none(tmp_path: Path) -> None:
    facts = failure(text="error: no such package")

    assert records.read(write(tmp_path / "record", facts)) is None


@as_root
def test_a_record_of_another_s_is_none(tmp_path: Path) -> None:
    path = write(tmp_path / "record")
    os.chown(path, NOBODY, -1)

    assert records.read(path) is None
    assert records.read_line(path) is None


def test_a_link_to_a_record_is_told_by_its_own_owner(tmp_path: Path) -> None:
    path = write(tmp_path / "record")
    (tmp_path / "link").symlink_to(path)

    assert records.read(tmp_path / "link") == failure()


# -- a line


def test_a_line_is_kept_for_the_users_eyes_only(tmp_path: Path) -> None:
    path = records.keep_line(TOLD, tmp_path / "1-2")

    assert records.read_line(path) == TOLD
    assert path.stat().st_mode & 0o777 == 0o600
    assert records.read(path) is None


def test_a_line_that_is_gone_is_none(tmp_path: Path) -> None:
    assert records.read_line(tmp_path / "1-2.line") is None


# -- what a shell has left


def test_what_a_shell_has_left_is_listed_the_newest_first(tmp_path: Path) -> None:
    first = write(tmp_path / f"{HERE}.7-1")
    second = write(tmp_path / f"{HERE}-2.answered")
    write(tmp_path / f"{os.getppid()}-3")
    write(tmp_path / "other")
    age(second, 1)
    age(first, 2)
    born = psutil.Process().create_time()
    os.utime(first, (born, born))

    assert records.of_shell(HERE, tmp_path) == [second, first]


def test_what_is_older_than_the_shell_is_another_s(tmp_path: Path) -> None:
    born = psutil.Process().create_time() - 60
    os.utime(write(tmp_path / f"{HERE}-1"), (born, born))

    assert records.of_shell(HERE, tmp_path) == []


def test_a_shell_that_is_gone_has_left_nothing(tmp_path: Path) -> None:
    write(tmp_path / f"{NO_PROCESS}-1")

    assert records.of_shell(NO_PROCESS, tmp_path) == []
    assert records.of_shell(HERE, tmp_path / "gone") == []


def test_a_fresh_record_is_open_until_somebody_is_asked(tmp_path: Path) -> None:
    record = write(tmp_path / f"{HERE}-1")
    here = tmp_path / f"{HERE}-2"
    assert records.unanswered(here) == record
    assert not records.is_settled(here)

    answered = records.answered(record)

    assert records.answered(answered) == answered
    assert records.unanswered(here) is None
    assert records.is_settled(here)


@pytest.mark.parametrize("name", ["suspended", "empty", "a line", "old", "another's"])
def test_nothing_else_is_open(tmp_path: Path, name: str) -> None:
    record = write(tmp_path / f"{HERE}-1", failure(suspended=name == "suspended"))
    if name == "empty":
        record.write_bytes(b"")
    elif name == "a line":
        record.unlink()
        records.keep_line(TOLD, record)
    elif name == "old":
        now = record.stat().st_mtime
        os.utime(record, (now - 90, now - 90))
    elif name == "another's":
        record.rename(tmp_path / f"{os.getppid()}-1")

    assert records.unanswered(tmp_path / f"{HERE}-2") is None
    assert not records.is_settled(tmp_path / f"{HERE}-2")


def test_without_a_number_there_is_no_shell(tmp_path: Path) -> None:
    assert records.unanswered(tmp_path / "record") is None
    assert not records.is_settled(tmp_path / "record")


# -- what others have left


def test_records_of_this_shell_and_of_gone_ones_are_swept(tmp_path: Path) -> None:
    gone, alive = NO_PROCESS, os.getppid()
    record = write(tmp_path / f"{HERE}-1")
    for name in (f"{HERE}-0", f"{gone}-7", f"{gone}-7.bash", f"{alive}-3", "other"):
        write(tmp_path / name)
    (tmp_path / f"{gone}-8").mkdir()

    records.sweep(record)

    left = {path.name for path in tmp_path.iterdir()}
    assert left == {f"{alive}-3", "other", record.name, f"{gone}-8"}


@as_root
def test_another_user_s_shell_is_alive_too() -> None:
    with become("nobody"):
        assert records._is_alive(os.getppid())
    assert not records._is_alive(NO_PROCESS)
