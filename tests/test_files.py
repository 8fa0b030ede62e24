from __future__ import annotations

import os
from pathlib import Path

from pep668hook.files import is_directory, is_file, is_program, subdirectories
from tests.users import as_root, become


def test_a_file_is_a_file_and_no_directory(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    assert is_file(file)
    assert not is_directory(file)


def test_a_directory_is_a_directory_and_no_file(tmp_path: Path) -> None:
    assert is_directory(tmp_path)
    assert not is_file(tmp_path)


def test_a_link_is_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)

    assert is_directory(tmp_path / "link")


def test_what_is_not_there_is_neither(tmp_path: Path) -> None:
    assert not is_file(tmp_path / "missing")
    assert not is_directory(tmp_path / "missing")


def test_a_name_that_no_file_can_have_is_neither() -> None:
    assert not is_file(Path("\0"))


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert not is_file(tmp_path / "pipe")


def test_a_program_is_a_file_that_may_be_executed(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.touch(mode=0o755)
    text = tmp_path / "text"
    text.touch(mode=0o644)

    assert is_program(program)
    assert not is_program(text)
    assert not is_program(tmp_path)


@as_root
def test_what_may_not_be_looked_at_is_neither() -> None:
    with become("nobody") as place:
        (place / "closed").mkdir()
        (place / "closed" / "file").touch()
        (place / "closed").chmod(0)

        assert not is_file(place / "closed" / "file")
        assert not is_program(place / "closed" / "file")
        (place / "closed").chmod(0o700)


def test_the_directories_in_a_place_are_listed(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").touch()

    assert subdirectories(tmp_path) == ("one",)
    assert subdirectories(tmp_path / "two") == subdirectories(tmp_path / "none") == ()


def test_a_link_that_leads_nowhere_hides_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "loop").symlink_to("loop")

    assert subdirectories(tmp_path) == ("one",)
