from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pep668hook.installed_files import listed, there
from tests.users import as_root, become

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(name="metadata")
def _metadata(tmp_path: Path) -> Path:
    path = tmp_path / "site-packages" / "six-1.0.dist-info"
    path.mkdir(parents=True)
    return path


def names(metadata: Path) -> list[str]:
    return [os.path.relpath(path, metadata.parent) for path in listed(metadata)]


def test_what_is_listed_is_made_whole(metadata: Path) -> None:
    (metadata / "RECORD").write_bytes(
        b'six.py,sha256=x,3\r\n\r\n"a ""b"",c",,\r\n../bin/\xff\xc2\x85,,\r\n'
    )

    assert names(metadata) == ["six.py", 'a "b",c', "../bin/\udcff\x85"]


def test_without_a_list_there_is_nothing(metadata: Path) -> None:
    assert listed(metadata) == ()
    (metadata / "RECORD").mkdir()
    assert listed(metadata) == ()


def test_a_list_that_cannot_be_read_to_its_end_lists_nothing(metadata: Path) -> None:
    (metadata / "RECORD").write_text('six.py,,\n"' + "x" * 200_000)

    assert listed(metadata) == ()


@as_root
def test_nor_does_one_that_may_not_be_read() -> None:
    with become("nobody") as place:
        (place / "RECORD").write_text("six.py,,\n")
        (place / "RECORD").chmod(0)

        assert listed(place) == ()


def test_what_is_there_is_files_and_links_but_nothing_compiled(tmp_path: Path) -> None:
    for name in ("a/b/c", "__pycache__/x.pyc", "__pycache__/y", "z.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "link").symlink_to("a")

    found = sorted(os.path.relpath(path, tmp_path) for path in there(tmp_path))

    assert found == ["__pycache__/y", "a/b/c", "link", "z.pyc"]
