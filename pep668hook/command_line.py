"""A command line as far as it is plain: simple commands and what joins them.

What it takes for one word is the shell's own (`Grammar`). Whatever is more than plain
words, an expansion, a substitution, a pattern or a compound command, makes all of it
unread: then only the shell can know what it does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_JOINTS: Final = frozenset({";", "\n", "&&", "||", "|", "|&"})
# stdout to a file, or stderr to where stdout goes. What else is led elsewhere takes the
# command out of the person's sight.
_SIGN: Final = re.compile(r"&&|\|\||\|&?|[;\n]|1?>>?(?=[ \t]*[^&>|<\s(])|2>&1(?!\S)")
_BLANK: Final = re.compile(r"(?:[ \t]|\\\n)+")
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*(?==)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a shell writes plain words."""

    bare: re.Pattern[str]
    """A part of a word that stands for itself."""
    quoted: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...]
    """Other ways to write a part, with what each means."""
    keywords: frozenset[str]
    """The words that begin what is no simple command."""
    assigns: bool
    """Whether `NAME=value` before a command sets a variable for it."""


@dataclass(frozen=True, slots=True)
class Command:
    """A simple command."""

    joint: str
    """What stands between the command before it and this one."""
    assignments: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    is_bare: bool
    """Whether it is its words and nothing else: no assignment, no redirection."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    bare: int
    """How many letters of it, from the first on, are not quoted."""


class _NotPlainError(Exception):
    """Here begins what is more than a plain word."""


def read(line: str, grammar: Grammar) -> tuple[Command, ...] | None:
    """Take the line apart, or None where it is not plain."""
    try:
        return tuple(_commands(_tokens(line, grammar), grammar))
    except _NotPlainError:
        return None


def rest_of_chain(commands: tuple[Command, ...]) -> tuple[tuple[str, ...], ...]:
    """Give the words of what `&&` alone joins to the first command, if all is bare.

    None of it has run where the first has failed. Behind a `||` something else has.
    """
    rest: list[tuple[str, ...]] = []
    for command in commands[1:]:
        if command.joint in {";", "\n"}:
            break
        if command.joint != "&&" or not command.is_bare:
            return ()
        rest.append(command.words)
    return tuple(rest)


def _tokens(line: str, grammar: Grammar) -> Iterator[_Word | str]:
    position = 0
    while position < len(line):
        if blank := _BLANK.match(line, position):
            position = blank.end()
        elif sign := _SIGN.match(line, position):
            position = sign.end()
            yield sign[0]
        else:
            word, position = _word(line, position, grammar)
            yield word


def _word(line: str, start: int, grammar: Grammar) -> tuple[_Word, int]:
    text, bare, position = "", 0, start
    while True:
        if found := grammar.bare.match(line, position):
            bare += found.end() - position if bare == len(text) else 0
            text += found[0]
        else:
            ways = ((form.match(line, position), says) for form, says in grammar.quoted)
            found, meaning = next((way for way in ways if way[0]), (None, str))
            if found is None:
                break
            text += meaning(found[0])
        position = found.end()
    is_number = text.isdigit() and line[position : position + 1] in {"<", ">"}
    if position == start or is_number:  # the number would be a descriptor's
        raise _NotPlainError
    return _Word(text, bare), position


def _commands(tokens: Iterator[_Word | str], grammar: Grammar) -> Iterator[Command]:
    joint, words, redirected, target = "", list[_Word](), False, False
    for token in tokens:
        if isinstance(token, _Word):
            if not target:
                words.append(token)
            target = False
        elif token not in _JOINTS:
            if redirected and token == "2>&1":  # to a file, which nobody looks at
                raise _NotPlainError
            redirected, target = True, token[-1] == ">"
        elif words:
            yield _command(joint, words, grammar, redirected=redirected)
            joint, words, redirected = token, [], False
        elif token not in {";", "\n"}:
            raise _NotPlainError
    if words:
        yield _command(joint, words, grammar, redirected=redirected)


def _command(
    joint: str, words: list[_Word], grammar: Grammar, *, redirected: bool
) -> Command:
    assignments: list[tuple[str, str]] = []
    while grammar.assigns and words and (name := _ASSIGNMENT.match(words[0].text)):
        if name.end() >= words[0].bare:
            break
        assignments.append((name[0], words.pop(0).text[name.end() + 1 :]))
    if not words or (words[0].bare and words[0].text in grammar.keywords):
        raise _NotPlainError
    return Command(
        joint=joint,
        assignments=tuple(assignments),
        words=tuple(word.text for word in words),
        is_bare=not assignments and not redirected,
    )
