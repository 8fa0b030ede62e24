from __future__ import annotations

from typing import TYPE_CHECKING

from pep668hook import tables

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_row_is_a_line_that_is_no_comment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "names.tsv").write_text("# é\none\nzwei\tdeux é\t3\n", "utf-8")
    monkeypatch.setattr(tables, "_PLACE", tmp_path)

    assert list(tables.rows("names.tsv")) == [["one"], ["zwei", "deux é", "3"]]
