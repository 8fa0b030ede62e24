from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pep668hook import journal
from pep668hook.journal import append, mark_undone, read
from tests.builders import AWKWARD, entry, made

MANY = """\
import sys
from pathlib import Path
from pep668hook.journal import append
from tests.builders import entry
for number in range(50):
    append(entry(when=f"{sys.argv[1]}-{number}", done="x" * 3000), Path(sys.argv[2]))
"""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state" / "pep668hook"


def test_what_is_written_is_read(state: Path) -> None:
    first = entry(when="1")
    second = entry(when="2", made=made(), ran=[("uv", "add", "six")], had_pip=False)

    append(first, state)
    append(second, state)

    assert read(state) == (first, second)


def test_whatever_a_directory_is_called_it_is_kept(state: Path) -> None:
    strange = entry(cwd=f"/work/{AWKWARD}\udcff", argv=("pip", "install", "\udcfe"))

    append(strange, state)

    assert read(state) == (strange,)


def test_it_is_its_user_s_alone(state: Path) -> None:
    append(entry(), state)

    assert state.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in state.iterdir()] == [0o600]


def test_what_was_taken_back_is_marked(state: Path) -> None:
    append(entry(when="1"), state)
    append(entry(when="2"), state)

    mark_undone(entry(when="1"), state)

    assert [each.undone for each in read(state)] == [True, False]


def test_without_a_journal_nothing_was_done(state: Path) -> None:
    assert read(state) == ()
    assert read(None) == ()
    assert not state.exists()


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "7", "{}", '{"when": 7}', '{"when": ""}', "\x00\xff"]
)
def test_what_is_no_entry_is_passed_over(state: Path, line: str) -> None:
    append(entry(when="1"), state)
    with (state / "journal.jsonl").open("a") as file:
        file.write(f"{line}\n")
    append(entry(when="2"), state)

    assert [each.when for each in read(state)] == ["1", "2"]


def test_a_row_that_was_cut_off_costs_no_other_one(state: Path) -> None:
    append(entry(when="1"), state)
    with (state / "journal.jsonl").open("a") as file:
        file.write('{"when": "1.5", "argv": ["pi')  # the disk was full, and is no more
    append(entry(when="2"), state)
    append(entry(when="3"), state)

    assert [each.when for each in read(state)] == ["1", "2", "3"]


def test_what_an_entry_lacks_is_empty(state: Path) -> None:
    append(entry(), state)
    (state / "journal.jsonl").write_text('{"when": "1", "ran": 7, "argv": ["a", 1]}\n')

    (found,) = read(state)

    assert found.argv == ("a",)
    assert found.ran == ()
    assert found.had_pip


def test_a_secret_in_an_address_is_not_kept(state: Path) -> None:
    argv = ("pip", "install", "--index-url=https://me:hush@example.org/simple", "six")

    append(entry(argv=argv, retried=argv, ran=[argv]), state)

    assert "hush" not in (state / "journal.jsonl").read_text()
    assert read(state)[0].argv[2] == "--index-url=https://****@example.org/simple"


def test_a_full_journal_is_set_aside_and_still_read(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "_MOST_BYTES", 1000)

    for number in range(9):
        append(entry(when=str(number)), state)

    names = sorted(path.name for path in state.iterdir())
    assert set(names) <= {"journal.1.jsonl", "journal.jsonl"}
    assert "journal.1.jsonl" in names
    assert read(state)[-1] == entry(when="8")
    assert all(path.stat().st_size < 3000 for path in state.iterdir())


def test_shells_that_write_at_the_same_time_lose_nothing(state: Path) -> None:
    checkout = Path(__file__).resolve().parent.parent
    writers = [
        subprocess.Popen([sys.executable, "-c", MANY, name, state], cwd=checkout)
        for name in ("a", "b")
    ]

    assert [writer.wait() for writer in writers] == [0, 0]
    kept = [each.when for each in read(state)]
    assert len(kept) == len(set(kept))
    assert {"a-49", "b-49"} <= set(kept)


def test_a_link_in_the_journal_s_place_is_not_written_through(
    state: Path, tmp_path: Path
) -> None:
    state.mkdir(parents=True)
    (state / "journal.jsonl").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OSError, match="symbolic links"):
        append(entry(), state)

    assert not (tmp_path / "elsewhere").exists()
