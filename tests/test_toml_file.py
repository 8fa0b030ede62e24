from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pep668hook.toml_file import flag, has, read, table, text, texts

if TYPE_CHECKING:
    from pathlib import Path

DATA = {"tool": {"uv": {}, "x": {"on": True, "name": "n", "list": ["a", 1, "b"]}}}


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("[tool.uv]\nname = 'é'\n", "utf-8")

    assert read(file) == {"tool": {"uv": {"name": "é"}}}


def test_what_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path / "a.toml") == {}


@pytest.mark.parametrize(
    "content",
    [b"[tool", b"\xff\xfe", b"a = " + b"[" * 9999, b"#" * 300_000],
    ids=["broken", "not UTF-8", "deep", "huge"],
)
def test_what_cannot_be_read_is_empty(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(content)

    assert read(file) == {}


def test_what_would_block_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    os.mkfifo(file)

    assert read(file) == {}


def test_a_table_is_found_by_its_dotted_name() -> None:
    assert table(DATA, "tool.x") == DATA["tool"]["x"]
    assert table(DATA, "") == DATA
    assert table(DATA, "tool.y") == {}
    assert table(DATA, "tool.x.name") == {}


def test_a_table_counts_though_it_is_empty() -> None:
    assert has(DATA, "tool.uv")
    assert has(DATA, "tool")
    assert not has(DATA, "tool.y")
    assert not has(DATA, "tool.x.name")


def test_values_of_another_kind_are_none() -> None:
    assert text(DATA, "tool.x.name") == "n"
    assert text(DATA, "tool.x.on") == ""
    assert flag(DATA, "tool.x.on") is True
    assert flag(DATA, "tool.x.name") is None
    assert texts(DATA, "tool.x.list") == ("a", "b")
    assert texts(DATA, "tool.x.name") == ()
