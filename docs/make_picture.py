# A script, not a package's part.  # noqa: INP001
"""Make the README's pictures of the panel from a real run.

    .dev/venv/bin/python docs/make_picture.py

plays the beginning of the demo at a pseudo-terminal, up to the panel, and writes what
is on the screen then to `docs/panel-dark.svg` and `docs/panel-light.svg`. With --png
rsvg-convert makes a PNG of each beside it, to look at.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess  # noqa: TID251 # for rsvg-convert, outside of the package
from contextlib import suppress
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pexpect
import pyte
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from pep668hook import settings, stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyte.screens import Char

    from pep668hook.stage import Stage

_DOCS: Final = Path(__file__).resolve().parent
_LAST_WORDS: Final = "leave it as it is"
_GUESS: Final = "looking it up"  # until the distribution has been asked
_ROWS: Final = 60  # more than the scene takes: the empty ones are cut off

_DARK: Final = TerminalTheme(
    (30, 32, 38),
    (214, 217, 224),
    [
        *[(30, 32, 38), (240, 98, 98), (126, 200, 120), (226, 190, 100)],
        *[(110, 160, 250), (206, 130, 220), (80, 200, 210), (214, 217, 224)],
    ],
    [
        *[(120, 124, 134), (255, 120, 120), (150, 220, 140), (240, 210, 130)],
        *[(140, 180, 255), (225, 155, 235), (110, 220, 230), (255, 255, 255)],
    ],
)
_LIGHT: Final = TerminalTheme(
    (255, 255, 255),
    (36, 41, 47),
    [
        *[(36, 41, 47), (190, 30, 40), (20, 120, 50), (140, 95, 0)],
        *[(10, 90, 200), (140, 40, 160), (0, 110, 125), (110, 118, 129)],
    ],
    [
        *[(90, 98, 108), (210, 40, 50), (30, 140, 60), (160, 110, 0)],
        *[(30, 110, 220), (160, 60, 180), (0, 130, 145), (36, 41, 47)],
    ],
)

# rich's own frame loads a font from the web; this one takes what the reader has.
_FRAME: Final = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}"
 xmlns="http://www.w3.org/2000/svg" role="img"
 aria-label="pip is refused, and the panel offers the way out">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono",
    "Liberation Mono", monospace;
  /* Frames have no gaps at this size, and letters the width that rich thinks of. */
  font-size: 21px;
  letter-spacing: -0.44px;
  white-space: pre;
  font-variant-east-asian: full-width;
}}
.{unique_id}-title {{ font-size: 18px; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})"
 clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g>
</g>
</svg>
"""


class FaintScreen(pyte.Screen):
    """A screen that knows faint text, unlike pyte's: it goes by the name of blink."""

    def select_graphic_rendition(self, *attributes: int) -> None:
        """Set the attributes: SGR 2 is faint, and 22 ends both bold and faint."""
        told = {2: (5,), 22: (22, 25)}
        changed = [number for one in attributes for number in told.get(one, (one,))]
        super().select_graphic_rendition(*changed)


def main() -> None:
    """Play, and write the pictures."""
    parser = argparse.ArgumentParser(description="Make the pictures of the panel.")
    parser.add_argument("--in", dest="shell", metavar="SHELL", default="bash")
    parser.add_argument("--columns", type=int, default=80)
    parser.add_argument("--to", type=Path, default=_DOCS, metavar="DIRECTORY")
    parser.add_argument("--png", action="store_true", help="PNGs too, to look at")
    chosen = parser.parse_args()
    with stage.built(chosen.shell, settings.current(), plain=False) as built:
        screen = _play(_at_home(built), chosen.columns)
    for name, theme in {"dark": _DARK, "light": _LIGHT}.items():
        picture = chosen.to / f"panel-{name}.svg"
        picture.write_text(_draw(screen, chosen.shell, theme), encoding="utf-8")
        converter = shutil.which("rsvg-convert")
        if chosen.png and converter is not None:
            png = str(picture.with_suffix(".png"))
            subprocess.run([converter, "--output", png, str(picture)], check=True)


def _at_home(built: Stage) -> Stage:
    """Give the same picture whatever terminal this is started from, and wherever.

    What is offered in a container that is thrown away is not what most people see.
    """
    kept = {key: text for key, text in built.environ.items() if key != "NO_COLOR"}
    lived_in = {"DISTROBOX_ENTER_PATH": "/usr/bin/distrobox-enter"}
    environ = {**kept, **lived_in, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    return replace(built, environ=environ)


def _play(built: Stage, columns: int) -> FaintScreen:
    """Type the chain, and stop where the panel asks."""
    screen = FaintScreen(columns, _ROWS)
    stream = pyte.ByteStream(screen)
    shell: pexpect.spawn[bytes] = pexpect.spawn(
        str(built.shell),
        list(built.manner.arguments),
        env=dict(built.environ),
        cwd=str(built.directory),
        dimensions=(_ROWS, columns),
        timeout=60,
    )
    try:
        for sign, answer in ((stage.PROMPT, f"{built.chain}\r"), (_LAST_WORDS, "")):
            shell.expect_exact(sign)
            stream.feed(shell.before + shell.after)
            shell.send(answer)
        stream.feed(shell.buffer)
        _feed_on(stream, shell)
        while any(_GUESS in line for line in screen.display):
            _feed_on(stream, shell)
    finally:
        shell.close(force=True)
    return screen


def _feed_on(stream: pyte.ByteStream, shell: pexpect.spawn[bytes]) -> None:
    """Show what comes until nothing has come for a second."""
    with suppress(pexpect.TIMEOUT):
        while True:
            stream.feed(shell.read_nonblocking(65536, timeout=1))


def _draw(screen: FaintScreen, shell: str, theme: TerminalTheme) -> str:
    lines = list(_lines(screen))
    while lines and not lines[-1].plain.strip():
        lines.pop()
    console = Console(
        record=True,
        width=screen.columns,
        file=io.StringIO(),
        color_system="truecolor",
        force_terminal=True,
        legacy_windows=False,
    )
    for line in lines:
        console.print(line, no_wrap=True, crop=True, end="\n")
    return console.export_svg(title=shell, theme=theme, code_format=_FRAME)


def _lines(screen: FaintScreen) -> Iterator[Text]:
    for row in range(screen.lines):
        cells = [screen.buffer[row][column] for column in range(screen.columns)]
        line = Text()
        for style, alike in groupby(cells, _style):
            line.append("".join(cell.data for cell in alike), style)
        line.rstrip()
        yield line


def _style(cell: Char) -> Style:
    return Style(
        color=_colour(cell.fg),
        bgcolor=_colour(cell.bg),
        bold=cell.bold,
        italic=cell.italics,
        underline=cell.underscore,
        reverse=cell.reverse,
        dim=cell.blink,
    )


def _colour(name: str) -> str | None:
    """Tell rich's name of one of pyte's colours."""
    if name == "default":
        return None
    if name.startswith("bright"):
        return f"bright_{name.removeprefix('bright').replace('brown', 'yellow')}"
    return "yellow" if name == "brown" else name


if __name__ == "__main__":
    main()
