from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook.catalogue import NotAVariantError, variants

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / f"fruits_of_{tmp_path.name}"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    return folder


def test_collects_the_constant_of_each_module_by_file_name(folder: Path) -> None:
    (folder / "pear.py").write_text("FRUIT = 'a pear'\n")
    (folder / "apple.py").write_text("FRUIT = 'an apple'\n")

    assert variants(folder.name, "FRUIT", str) == ("an apple", "a pear")


def test_an_empty_folder_holds_no_variants(folder: Path) -> None:
    assert variants(folder.name, "FRUIT", str) == ()


@pytest.mark.parametrize("text", ["", "FRUIT = 3\n"])
def test_a_module_that_does_not_define_it_is_named(folder: Path, text: str) -> None:
    (folder / "stone.py").write_text(text)

    with pytest.raises(NotAVariantError) as error:
        variants(folder.name, "FRUIT", str)

    assert str(error.value) == f"{folder.name}.stone must define FRUIT as a str"
