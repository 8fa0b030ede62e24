"""What the user asked pip to do, read from the argument list with pip's own grammar.

pip parses with optparse, twice: the options before the sub-command by themselves,
then all of them together with the sub-command's own. `uv pip` is read the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pep668hook import uv_options
from pep668hook.pip_options import GENERAL, SUBCOMMANDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pep668hook.pip_options import Grammar

# How `python -m pip` begins; all else that is not uv begins with pip's own name.
_MODULE: Final = ("-m", "pip")


@dataclass(frozen=True, slots=True)
class OptionUse:
    """One option, where it stands in the argument list."""

    name: str
    """The canonical long name, `--requirement`; as typed if no pip knows it."""
    value: str | None
    indices: tuple[int, ...]
    """The arguments that it takes: the option's own, then its value's if apart."""
    span: tuple[int, int]
    """Its part of the first of them, which is all unless it is one of `-qUr`."""


@dataclass(frozen=True, slots=True)
class PipCommand:
    """A pip command line, understood."""

    argv: tuple[str, ...]
    subcommand: str | None
    requirements: tuple[str, ...]
    """What stands free: names, paths, addresses."""
    options: tuple[OptionUse, ...]

    @property
    def name(self) -> str:
        """Name the pip that was typed."""
        return self.argv[0] if self.argv else "pip"

    @property
    def way(self) -> tuple[str, ...]:
        """Tell what leads to pip behind the program: `-m pip`, or nothing."""
        return _MODULE if self.argv[1:3] == _MODULE else ()

    @property
    def is_of_uv(self) -> bool:
        """Tell whether it is uv that does pip's work."""
        return self.argv[:1] == ("uv",)

    @property
    def requirement_files(self) -> tuple[str, ...]:
        """List the files named by -r."""
        return self.values("--requirement")

    @property
    def constraints(self) -> tuple[str, ...]:
        """List the files named by -c."""
        return self.values("--constraint")

    @property
    def editables(self) -> tuple[str, ...]:
        """List the projects named by -e."""
        return self.values("--editable")

    def has(self, option: str) -> bool:
        """Tell whether `option`, by its canonical long name, was given."""
        return any(use.name == option for use in self.options)

    def values(self, option: str) -> tuple[str, ...]:
        """List the values that `option` was given, in order."""
        return tuple(
            use.value
            for use in self.options
            if use.name == option and use.value is not None
        )

    def without(self, *options: str) -> tuple[str, ...]:
        """Return the argument list with `options` and their values taken out."""
        gone = [use for use in self.options if use.name in options]
        values = {index for use in gone for index in use.indices[1:]}
        kept: list[str] = []
        for index, word in enumerate(self.argv):
            spans = [use.span for use in gone if use.indices[0] == index]
            rest = _cut(word, spans)
            if index not in values and not (spans and rest in {"", "-"}):
                kept.append(rest)
        return tuple(kept)

    def renamed(self, names: Mapping[str, str]) -> PipCommand:
        """Ask for other requirements: by their words, an empty one for none."""
        of_options = {index for use in self.options for index in use.indices}
        asked = {
            index
            for index, word in enumerate(self.argv)
            if word in self.requirements and index not in {0, *of_options}
        }
        words = (
            names.get(word, word) if index in asked else word
            for index, word in enumerate(self.argv)
        )
        return parse([word for word in words if word])


def _cut(word: str, spans: Sequence[tuple[int, int]]) -> str:
    return "".join(
        letter
        for position, letter in enumerate(word)
        if not any(start <= position < end for start, end in spans)
    )


def _following(
    argv: Sequence[str], index: int, name: str, span: tuple[int, int]
) -> OptionUse:
    """Give an option the next argument for its value, whatever that looks like."""
    if index + 1 < len(argv):
        return OptionUse(name, argv[index + 1], (index, index + 1), span)
    return OptionUse(name, None, (index,), span)


def _long(argv: Sequence[str], index: int, grammar: Grammar) -> list[OptionUse]:
    word, equals, value = argv[index].partition("=")
    name = grammar.complete(word)
    span = (0, len(argv[index]))
    if not equals and name in grammar.valued:
        return [_following(argv, index, name, span)]
    return [OptionUse(name, value if equals else None, (index,), span)]


def _cluster(argv: Sequence[str], index: int, grammar: Grammar) -> list[OptionUse]:
    word = argv[index]
    uses: list[OptionUse] = []
    for position, letter in enumerate(word[1:], start=1):
        name = grammar.canonical.get(f"-{letter}", f"-{letter}")
        if name in grammar.valued:
            span = (position, len(word))
            value = word[position + 1 :]
            use = OptionUse(name, value, (index,), span)
            uses.append(use if value else _following(argv, index, name, span))
            break
        uses.append(OptionUse(name, None, (index,), (position, position + 1)))
    return uses


@dataclass(frozen=True, slots=True)
class _Scan:
    """What one pass of a parser found."""

    options: tuple[OptionUse, ...]
    free: tuple[int, ...]
    """Where the arguments stand that are no option."""
    literal: bool
    """Whether a `--` ended the options."""


def _scan(
    argv: Sequence[str], start: int, grammar: Grammar, *, interspersed: bool
) -> _Scan:
    """Tell options from the rest, as OptionParser._process_args does."""
    options: list[OptionUse] = []
    free: list[int] = []
    index = start
    while index < len(argv) and (interspersed or not free):
        word = argv[index]
        if word == "--":
            rest = range(index + 1, len(argv))
            return _Scan(tuple(options), (*free, *rest), literal=True)
        if word.startswith("-") and word != "-":
            read = _long if word.startswith("--") else _cluster
            options += read(argv, index, grammar)
            index = options[-1].indices[-1]
        else:
            free.append(index)
        index += 1
    return _Scan(tuple(options), tuple(free), literal=False)


def parse(argv: Sequence[str]) -> PipCommand:
    """Understand `argv`, which begins with `pip`, `python -m pip` or `uv`.

    What no pip knows is kept as it is.
    """
    argv = tuple(argv)
    if argv[1:3] == _MODULE:
        return _parse(argv, 3, GENERAL, SUBCOMMANDS)
    if argv[:1] != ("uv",):
        return _parse(argv, 1, GENERAL, SUBCOMMANDS)
    general = _scan(argv, 1, uv_options.GENERAL, interspersed=False)
    if not general.free or argv[general.free[0]] != "pip":
        return PipCommand(argv, None, (), general.options)
    start = general.free[0] + 1
    found = _parse(argv, start, uv_options.GENERAL, uv_options.SUBCOMMANDS)
    return replace(found, options=general.options + found.options)


def _parse(
    argv: tuple[str, ...],
    start: int,
    before: Grammar,
    subcommands: Mapping[str, Grammar],
) -> PipCommand:
    general = _scan(argv, start, before, interspersed=False)
    if not general.free:
        return PipCommand(argv, None, (), general.options)
    place, *literal = general.free
    subcommand = argv[place]
    # No other sub-command is ever refused, so their own options are not told apart.
    grammar = subcommands.get(subcommand, before)
    if general.literal:
        # pip hands the `--` on, so the sub-command sees no option either.
        scan = _Scan((), tuple(literal), literal=True)
    else:
        scan = _scan(argv, place + 1, grammar, interspersed=True)
    return PipCommand(
        argv,
        subcommand,
        tuple(argv[index] for index in scan.free),
        general.options + scan.options,
    )
