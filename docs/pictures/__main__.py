"""Make the pictures of the documentation from real runs: `./dev pictures`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docs.pictures import drawing, house, scenes, screen, story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docs.pictures.scenes import Scene
    from docs.pictures.screen import Row

IMAGES: Final = Path(__file__).resolve().parent.parent / "images"
_PANEL_BEGINS: Final = ("╭", "pep668hook:")


def main() -> int:
    """Draw each scene, or those that are named."""
    parser = argparse.ArgumentParser(prog="./dev pictures", description=__doc__)
    parser.add_argument("name", nargs="*", help="of a picture; without one, all")
    parser.add_argument("--to", type=Path, default=IMAGES, metavar="DIRECTORY")
    chosen = parser.parse_args()
    reason = house.why_not()
    if reason:
        print(f"pictures: {reason}", file=sys.stderr)
        return 1
    chosen.to.mkdir(exist_ok=True)
    for scene in (*scenes.SCENES, scenes.STORY):
        if not chosen.name or scene.name in chosen.name:
            print(scene.name, flush=True)
            make(scene, chosen.to)
    return 0


def make(scene: Scene, to: Path) -> None:
    """Play a scene, and draw it in each theme into the directory `to`."""
    with house.built() as home:
        if scene is scenes.STORY:
            frames, poster = story.recorded(home, scene)
            for theme in drawing.THEMES:
                drawn = drawing.moving(frames, poster, story.COLUMNS, scene.alt, theme)
                _write(drawn, scene, theme, to)
            return
        rows = _without_pips_words(screen.played(home, scene))
    for theme in drawing.THEMES:
        _write(drawing.still(rows, screen.COLUMNS, scene.alt, theme), scene, theme, to)


def _without_pips_words(rows: Sequence[Row]) -> list[Row]:
    """Leave the line that was typed, and what we say; dots for what pip said."""
    texts = ["".join(cell.text for cell in row) for row in rows]
    ours = next(
        number for number, text in enumerate(texts) if text.startswith(_PANEL_BEGINS)
    )
    dots = tuple(
        screen.Cell(".", "brightblack", bold=False, italic=False) for _ in "..."
    )
    return [rows[0], dots, *rows[ours:]]


def _write(drawn: str, scene: Scene, theme: drawing.Theme, to: Path) -> None:
    (to / f"{scene.name}-{theme.name}.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
