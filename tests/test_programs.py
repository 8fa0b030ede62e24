from __future__ import annotations

from typing import TYPE_CHECKING

from pep668hook.programs import find, run
from tests.users import as_root, become

if TYPE_CHECKING:
    from pathlib import Path


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_the_first_along_the_path_is_found(tmp_path: Path) -> None:
    first = script(tmp_path / "one" / "tool", "")
    second = script(tmp_path / "two" / "tool", "")

    assert find("tool", [first.parent, second.parent]) == first
    assert find("tool", [second.parent, first.parent]) == second


def test_what_is_no_program_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "one" / "tool").mkdir(parents=True)
    script(tmp_path / "two" / "tool", "").chmod(0o644)
    tool = script(tmp_path / "three" / "tool", "")

    assert find("tool", [tmp_path / name for name in ("one", "two", "three")]) == tool


def test_what_is_nowhere_is_not_found(tmp_path: Path) -> None:
    assert find("tool", [tmp_path, tmp_path / "missing"]) is None


@as_root
def test_a_directory_that_the_user_may_not_enter_is_passed_over() -> None:
    with become("nobody") as place:
        script(place / "closed" / "tool", "")
        tool = script(place / "open" / "tool", "")
        (place / "closed").chmod(0)

        assert find("tool", [place / "closed", place / "open"]) == tool


def test_a_program_tells_its_status_and_all_that_it_says(tmp_path: Path) -> None:
    tool = script(tmp_path / "tool", 'echo "$1, $NAME"; echo bad >&2; exit 3')

    done = run([tool, "two words"], environ={"NAME": "me"}, seconds=10)

    assert done.status == 3
    assert done.output == "two words, me\nbad\n"


def test_a_program_has_nothing_to_read(tmp_path: Path) -> None:
    tool = script(tmp_path / "tool", "exec /bin/cat")

    assert run([tool], environ={}, seconds=10).status == 0


def test_what_is_no_text_is_read_all_the_same(tmp_path: Path) -> None:
    tool = script(tmp_path / "tool", r"printf '\377'")

    assert run([tool], environ={}, seconds=10).output == "\ufffd"


def test_a_program_that_cannot_be_started_has_failed(tmp_path: Path) -> None:
    done = run([tmp_path / "missing"], environ={}, seconds=10)

    assert done.status != 0
    assert "No such file" in done.output


def test_a_program_that_takes_too_long_has_failed(tmp_path: Path) -> None:
    tool = script(tmp_path / "tool", "exec /bin/sleep 60")

    done = run([tool], environ={}, seconds=0.05)

    assert done.status != 0
    assert "timed out" in done.output
