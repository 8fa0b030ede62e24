"""Draw the offers; with rich, and nothing but drawing."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TextIO

from rich import box
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pep668hook.plain_text import strip_control
from pep668hook.wording import sentence
from pep668hook.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

_WIDEST: Final = 96  # columns: lines longer than this are hard to read
_ASKS: Final = N_("press a key; nothing has been done yet")
_NARROWEST_BOX: Final = 46  # columns: below this a frame costs more than it gives
# Words have the terminal's own colour, which alone is sure to stand out from its
# background: cyan on white does not, and neither does what is dimmed, on either.


@dataclass(frozen=True, slots=True)
class Choice:
    """One line to choose: its key, what happens, and how it would be typed."""

    key: str
    title: str
    note: str
    commands: Sequence[str]


@dataclass(frozen=True, slots=True)
class Screen:
    """What the terminal is: its size and what it can show."""

    columns: int
    rows: int
    encoding: str
    plain: bool
    """Whether it takes no control sequences at all."""
    coloured: bool

    @property
    def has_boxes(self) -> bool:
        """Whether it can show box-drawing characters; pip asks the same of it."""
        return self.encoding.lower().startswith("utf")


def draw(
    reason: str, choices: Sequence[Choice], screen: Screen, footnote: str = ""
) -> str:
    """Draw the panel as text with a line feed after every line.

    One that has scrolled off can be neither read nor taken off the screen again: what
    is too high is drawn without its commands, and then with its titles alone.
    """
    drawn = _drawn(reason, choices, screen, footnote)
    if height(drawn) >= screen.rows:
        brief = [_without_commands(choice) for choice in choices]
        drawn = _drawn(reason, brief, screen, footnote)
    return drawn if height(drawn) < screen.rows else _titles(choices, screen)


def _titles(choices: Sequence[Choice], screen: Screen) -> str:
    """Draw a line or two for each offer, and nothing else but what it waits for."""
    titles = Table.grid(padding=(0, 1))
    for choice in choices:
        titles.add_row(Text(choice.key, "bold"), Text(_plain(choice.title)))
    console = _console(screen)
    with console.capture() as captured:
        console.print(titles, Text(_(_ASKS)))
    return captured.get()


def _drawn(
    reason: str, choices: Sequence[Choice], screen: Screen, footnote: str
) -> str:
    """Draw everything, apart from pip's words by an empty line."""
    console = _console(screen)
    with console.capture() as captured:
        console.print()
        if screen.plain:
            console.print(*_lines(reason, choices, footnote), sep="\n")
        elif screen.columns >= _NARROWEST_BOX:
            console.print(_frame(_body(reason, choices, footnote, gap=2), screen))
        else:
            first, *others = choices
            brief = [first, *map(_without_commands, others)]
            console.print(Text("pep668hook", "bold"))
            console.print(_body(reason, brief, footnote, gap=1))
            console.print(Text(f"\n{_(_ASKS)}"))
    return captured.get()


def _body(
    reason: str, choices: Sequence[Choice], footnote: str, *, gap: int
) -> RenderableType:
    below = [Text(), Text(_plain(footnote))] if footnote else []
    return Group(Text(_plain(reason)), Text(), _table(choices, gap=gap), *below)


def _lines(reason: str, choices: Sequence[Choice], footnote: str) -> list[Text]:
    """Write it to be read aloud: no frame, no columns, and what a line is first."""
    words = [f"pep668hook: {reason}", sentence(_(_ASKS))]
    for number, choice in enumerate(choices, 1):
        other = "Esc" if choice is choices[-1] else str(number)
        key = choice.key
        if number > 1:
            # translators: two keys that do the same
            key = _("{key} or {other}").format(key=key, other=other)
        words.append(f"{key}: {choice.title}")
        words += [_("Note: {note}").format(note=choice.note)] if choice.note else []
        words += [_("That is: {command}").format(command=c) for c in choice.commands]
    return [Text(_plain(each)) for each in (*words, footnote) if each]


def _without_commands(choice: Choice) -> Choice:
    return Choice(choice.key, choice.title, choice.note, ())


def line(words: str, screen: Screen) -> str:
    """Write one line of ours, as pip's own notes look."""
    console = _console(screen)
    text = Text.assemble(("pep668hook", "bold"), ": ", _plain(words))
    with console.capture() as captured:
        console.print(text, soft_wrap=True)
    return captured.get()


def rendered(shown: RenderableType, screen: Screen, *, wrap: bool = True) -> str:
    """Draw anything of ours for a screen; unwrapped, the terminal breaks its lines."""
    console = _console(screen)
    with console.capture() as captured:
        console.print(shown, soft_wrap=not wrap)
    return captured.get()


def height(drawn: str) -> int:
    """Count the lines that a drawing takes."""
    return drawn.count("\n")


def erase(lines: int) -> str:
    """Write the sequences that take the last lines off the screen."""
    return f"\r\x1b[{lines}A\x1b[J" if lines else ""


def encode(drawn: str, screen: Screen) -> bytes:
    """Turn a drawing into the terminal's bytes; what it cannot show becomes `?`."""
    try:
        return drawn.encode(screen.encoding, "replace")
    except LookupError:
        return drawn.encode("ascii", "replace")


def screen_of(descriptor: int, encoding: str, *, plain: bool, coloured: bool) -> Screen:
    """Ask the terminal for its size; one that does not know it is taken for 80x24."""
    size = os.get_terminal_size(descriptor)
    return Screen(
        columns=size.columns or 80,
        rows=size.lines or 24,
        encoding=encoding,
        plain=plain,
        coloured=coloured,
    )


def _console(screen: Screen, file: TextIO | None = None) -> Console:
    return Console(
        file=file,
        color_system="standard" if screen.coloured else None,
        no_color=not screen.coloured,
        force_terminal=not screen.plain,
        force_interactive=not screen.plain,
        width=min(screen.columns, _WIDEST),
        height=screen.rows,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )


def _frame(body: RenderableType, screen: Screen) -> Panel:
    return Panel(
        body,
        title=Text("pep668hook", "bold default"),
        title_align="left",
        subtitle=Text(_(_ASKS), "default"),
        subtitle_align="left",
        border_style="cyan",
        box=box.ROUNDED if screen.has_boxes else box.ASCII,
        padding=(0, 1),
        safe_box=True,
    )


def _table(choices: Sequence[Choice], *, gap: int) -> Table:
    table = Table.grid(padding=(0, gap))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for choice in choices:
        table.add_row(choice.key, _words(choice))
        if choice is not choices[-1]:
            table.add_row()
    return table


def _plain(text: str) -> str:
    return strip_control(text).replace("\n", r"\n").replace("\t", " ")


def _words(choice: Choice) -> Text:
    words = Text(_plain(choice.title), "bold" if choice.key == "Enter" else "")
    if choice.note:
        words.append(f"\n{_plain(choice.note)}", "italic not bold")
    for command in choice.commands:
        words.append(f"\n$ {_plain(command)}", "not bold")
    return words


@contextmanager
def busy(words: str, screen: Screen) -> Iterator[None]:
    """Show a spinner with the step's name until the block ends, then nothing."""
    if screen.plain:
        yield
        return
    console = _console(screen, file=sys.stderr)
    spinner = "dots" if screen.has_boxes else "line"
    with console.status(Text(_plain(words)), spinner=spinner):
        yield
