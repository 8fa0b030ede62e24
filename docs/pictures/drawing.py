"""Screens drawn as SVG, still or moving, in a dark and a light theme."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docs.pictures.screen import Cell, Row

# The cell of a letter, so that frames have no gaps in the fonts that there may be.
_SIZE: Final = 14.0
_WIDTH: Final = 8.43
_HEIGHT: Final = 16.3
_MARGIN: Final = 14.0
_BAR: Final = 28.0  # the window's title
_FONTS: Final = (
    'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",'
    '"Liberation Mono",monospace'
)


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a terminal: each stands out from the background (WCAG: 4.5)."""

    name: str
    background: str
    foreground: str
    frame: str
    """Of the window, which says nothing."""
    colours: Mapping[str, str]
    """By pyte's names, for which yellow is brown."""


DARK: Final = Theme(
    "dark",
    background="#1e2026",
    foreground="#e6e8ee",
    frame="#4a4e5a",
    colours={
        "red": "#ff7b7b",
        "green": "#7ec878",
        "brown": "#e2be64",
        "blue": "#7fadff",
        "magenta": "#de96ee",
        "cyan": "#5fd0dc",
        "brightblack": "#a0a5b2",
    },
)
LIGHT: Final = Theme(
    "light",
    background="#ffffff",
    foreground="#1f2328",
    frame="#c6cbd1",
    colours={
        "red": "#b3202c",
        "green": "#116b30",
        "brown": "#7a5200",
        "blue": "#0b5ac8",
        "magenta": "#8a2aa0",
        "cyan": "#00636f",
        "brightblack": "#59636e",
    },
)
THEMES: Final = (DARK, LIGHT)


@dataclass(frozen=True, slots=True)
class Frame:
    """A screen, and for how long it is seen in a moving picture."""

    rows: tuple[Row, ...]
    seconds: float


def still(rows: Sequence[Row], columns: int, alt: str, theme: Theme) -> str:
    """Draw one screen."""
    body = "\n".join(
        _row(row, number * _HEIGHT, 0) for number, row in enumerate(rows) if row
    )
    return _window(columns, len(rows), alt, theme, body, "")


def moving(
    frames: Sequence[Frame], poster: int, columns: int, alt: str, theme: Theme
) -> str:
    """Draw frames beside one another, and move each in its turn into the window.

    It plays twice and stays at its end. Who asked for less motion sees frame number
    `poster` alone.
    """
    height = max(len(frame.rows) for frame in frames)
    step = columns * _WIDTH + 2 * _MARGIN
    total = sum(frame.seconds for frame in frames)
    distinct: dict[Row, str] = {}
    uses, stops, at = [], [], 0.0
    for place, frame in enumerate(frames):
        stops.append(f"{at / total:.3%}{{transform:translateX({-place * step:.1f}px)}}")
        at += frame.seconds
        for number, row in enumerate(frame.rows):
            if row:
                name = distinct.setdefault(row, f"r{len(distinct)}")
                x, y = place * step, number * _HEIGHT
                uses.append(f'<use href="#{name}" x="{x:.1f}" y="{y:.1f}"/>')
    rows = "\n".join(
        f'<g id="{name}">{_row(row, 0, 0)}</g>' for row, name in distinct.items()
    )
    stops.append(f"100%{{transform:translateX({-(len(frames) - 1) * step:.1f}px)}}")
    still_at = f"transform:translateX({-poster * step:.1f}px)"
    style = (
        f"@keyframes story{{{''.join(stops)}}}\n"
        f".strip{{animation:story {total:.2f}s steps(1,end) 2 forwards}}\n"
        "@media (prefers-reduced-motion:reduce)"
        f"{{.strip{{animation:none;{still_at}}}}}"
    )
    body = f'<defs>\n{rows}\n</defs>\n<g class="strip">\n' + "\n".join(uses) + "\n</g>"
    return _window(columns, height, alt, theme, body, style)


def _window(  # noqa: PLR0913, PLR0917 # what it is made of
    columns: int, rows: int, alt: str, theme: Theme, body: str, style: str
) -> str:
    inside = columns * _WIDTH
    width = inside + 2 * _MARGIN
    height = rows * _HEIGHT + _BAR + 2 * _MARGIN
    colours = "\n".join(
        f".{name}{{fill:{value}}}" for name, value in theme.colours.items()
    )
    dots = "".join(
        f'<circle cx="{18 + 18 * place}" cy="{_BAR / 2 + 2}" r="5"'
        f' fill="{theme.frame}"/>'
        for place in range(3)
    )
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label={quoteattr(alt)}
 viewBox="0 0 {width:.1f} {height:.1f}" width="{width:.0f}" height="{height:.0f}">
<title>{escape(alt)}</title>
<style>
text{{font:{_SIZE}px {_FONTS};white-space:pre;fill:{theme.foreground}}}
.b{{font-weight:bold}} .i{{font-style:italic}}
{colours}
{style}
</style>
<rect x=".5" y=".5" width="{width - 1:.1f}" height="{height - 1:.1f}" rx="8"
 fill="{theme.background}" stroke="{theme.frame}"/>
{dots}
<svg x="{_MARGIN}" y="{_BAR + _MARGIN}" width="{inside:.1f}"
 height="{rows * _HEIGHT:.1f}">
{body}
</svg>
</svg>
"""


def _row(row: Row, y: float, x: float) -> str:
    """Draw the runs of letters that look alike, each at its place and of its width."""
    baseline = y + _HEIGHT * 0.78
    return "".join(
        f'<text x="{x + start * _WIDTH:.1f}" y="{baseline:.1f}"'
        f' textLength="{len(text) * _WIDTH:.1f}"{look}>{escape(text)}</text>'
        for start, text, look in _runs(row)
    )


def _runs(row: Row) -> Iterator[tuple[int, str, str]]:
    start = 0
    for look, alike in groupby(row, _look):
        text = "".join(cell.text for cell in alike)
        kept = text.lstrip(" ")
        if kept.strip():
            yield start + len(text) - len(kept), kept.rstrip(" "), look
        start += len(text)


def _look(cell: Cell) -> str:
    classes = [cell.colour] if cell.colour else []
    classes += ["b"] if cell.bold else []
    classes += ["i"] if cell.italic else []
    return f' class="{" ".join(classes)}"' if classes else ""
