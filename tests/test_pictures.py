"""The pictures of the documentation say what the program says today."""

from __future__ import annotations

import platform
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Final

import pytest

from docs.pictures import house, scenes
from docs.pictures.__main__ import IMAGES, make
from docs.pictures.drawing import DARK, LIGHT, Frame, moving, still
from docs.pictures.screen import COLUMNS, Cell

if TYPE_CHECKING:
    from pathlib import Path

    from docs.pictures.scenes import Scene

SVG: Final = "{http://www.w3.org/2000/svg}"
# Of packages, which the distribution brings up to date.
VERSION: Final = re.compile(r"\d+(?:\.\d+)+\S*")
# A few, which have little in common: each takes seconds.
TAKEN: Final = ("create-venv", "install-system-package", "leave-it-alone", "story")
BY_NAME: Final = {scene.name: scene for scene in (*scenes.SCENES, scenes.STORY)}


def why_not() -> str:
    """Say why the pictures cannot be taken here as they were."""
    system = platform.freedesktop_os_release()
    if (system["ID"], system.get("VERSION_ID")) != ("debian", "12"):
        return "they are of Debian 12"
    return house.why_not()


def words(picture: Path) -> list[str]:
    """List the words of a picture, in the order of their places."""
    root = ET.parse(picture).getroot()  # noqa: S314 # our own
    texts = [
        (float(each.get("y", 0)), float(each.get("x", 0)), each.text or "")
        for each in root.iter(f"{SVG}text")
    ]
    if picture.name.startswith("story-"):  # distinct rows, as they came first
        return [text for _, _, text in texts]
    return [VERSION.sub("N", text) for _, _, text in sorted(texts)]


def row(text: str, colour: str = "", *, bold: bool = False) -> tuple[Cell, ...]:
    return tuple(Cell(letter, colour, bold=bold, italic=False) for letter in text)


@pytest.mark.skipif(bool(why_not()), reason=why_not())
@pytest.mark.parametrize("scene", [BY_NAME[name] for name in TAKEN], ids=TAKEN)
def test_a_picture_taken_today_has_the_same_words(scene: Scene, tmp_path: Path) -> None:
    make(scene, tmp_path)

    for theme in (DARK, LIGHT):
        name = f"{scene.name}-{theme.name}.svg"
        assert words(tmp_path / name) == words(IMAGES / name)


def test_letters_that_look_alike_are_one_text_at_their_place() -> None:
    drawn = still([row("$ ") + row("error", "red", bold=True)], COLUMNS, "it", DARK)

    assert ">$</text>" in drawn
    assert 'class="red b">error</text>' in drawn


def test_what_is_on_the_screen_is_no_markup() -> None:
    drawn = still([row("a <b> & c")], COLUMNS, 'say "<it>"', LIGHT)

    root = ET.fromstring(drawn)  # noqa: S314 # our own
    assert [each.text for each in root.iter(f"{SVG}text")] == ["a <b> & c"]
    assert root.get("aria-label") == 'say "<it>"'


def test_a_moving_picture_has_each_row_once_and_ends_at_its_last_frame() -> None:
    frames = [
        Frame((row("one"),), 1.0),
        Frame((row("one"), row("two")), 1.0),
        Frame((row("one"), row("three")), 2.0),
    ]

    drawn = moving(frames, 1, COLUMNS, "it", DARK)

    assert drawn.count(">one</text>") == 1
    assert drawn.count("<use ") == 5
    last = re.findall(r"([\d.]+)%\{transform:translateX\(([-\d.]+)px\)", drawn)
    assert [share for share, _ in last] == ["0.000", "25.000", "50.000", "100"]
    assert last[-1][1] == last[-2][1]
