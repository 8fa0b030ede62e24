"""Our own command line's grammar, which its help, completions and man page follow."""

from __future__ import annotations

import sys
from argparse import (
    SUPPRESS,
    ArgumentParser,
    RawDescriptionHelpFormatter,
    _SubParsersAction,
)
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pep668hook.errors import HookError
from pep668hook.setting import SETTINGS, OneOf, SomeOf
from pep668hook.wording import sentence
from pep668hook.words import _

if TYPE_CHECKING:
    from argparse import Action
    from collections.abc import Iterator, Mapping, Sequence

    from _typeshed import SupportsWrite

# argparse tells nobody what it was told, so its private parts are read in this module.
# ruff: noqa: SLF001


class UnknownVerbError(HookError):
    """There is no such verb."""

    reference = "unknown-verb"
    exit_code = 2

    def __init__(self, name: str, nearest: str | None) -> None:
        super().__init__(
            message=_("no such verb: `{verb}`").format(verb=name),
            context=_("did you mean `{verb}`?").format(verb=nearest)
            if nearest
            else None,
            hint=None if nearest else _("`pep668hook --help` lists them"),
        )


class Parser(ArgumentParser):
    """A parser whose help can be written to any terminal."""

    def _print_message(
        self, message: str, file: SupportsWrite[str] | None = None
    ) -> None:
        """Write a message; a letter that the stream does not know becomes `?`."""
        stream = file or sys.stderr
        encoding = getattr(stream, "encoding", None) or "utf-8"
        stream.write(message.encode(encoding, "replace").decode(encoding))


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb, or a verb's verb."""

    name: str
    """With a space between two words."""
    meaning: str
    parser: ArgumentParser


def options(parser: ArgumentParser) -> dict[str, str]:
    """List its long options, each with what it does."""
    return {
        action.option_strings[-1]: action.help or ""
        for action in parser._actions
        if action.option_strings and action.help != SUPPRESS
    }


def synopsis(verb: Verb) -> str:
    """Write how the verb is called."""
    words = [verb.name]
    for action in verb.parser._actions:
        if action.help == SUPPRESS:
            continue
        if isinstance(action, _SubParsersAction):
            words.append(f"[{action.metavar}]")
        elif action.option_strings:
            value = f" {action.metavar}" if action.metavar else ""
            words.append(f"[{action.option_strings[-1]}{value}]")
        else:
            name = str(action.metavar)
            words.append(f"[{name}]" if action.nargs == "?" else name)
    return " ".join(word for word in words if word != "[--help]")


def verbs(parser: ArgumentParser, before: str = "") -> Iterator[Verb]:
    """List the verbs, each before its own."""
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            helps = {each.dest: each.help or "" for each in action._choices_actions}
            for name, inner in action.choices.items():
                yield Verb(before + name, helps.get(name, ""), inner)
                yield from verbs(inner, f"{before}{name} ")


def teach(parser: ArgumentParser, examples: Mapping[str, str]) -> None:
    """Let the help of every verb say what it does, and show it in use."""
    for verb in verbs(parser):
        verb.parser.formatter_class = RawDescriptionHelpFormatter
        verb.parser.description = sentence(verb.meaning)
        if verb.name in examples:
            words = _("example:")
            verb.parser.epilog = f"{words}\n  {examples[verb.name]}"


def check(parser: ArgumentParser, arguments: Sequence[str]) -> None:
    """Raise an error with the nearest verb where there is none of that name."""
    names = [verb.name for verb in verbs(parser) if " " not in verb.name]
    word = arguments[0] if arguments else "-"
    if word.startswith("-") or word in names:
        return
    from difflib import get_close_matches  # noqa: PLC0415 # for a mistake only

    raise UnknownVerbError(word, next(iter(get_close_matches(word, names, 1)), None))


def candidates(
    parser: ArgumentParser, shells: Sequence[str]
) -> dict[str, dict[str, str]]:
    """List what can follow: by the words before it, the words with their meanings."""
    found: dict[str, dict[str, str]] = {"": {}}
    for verb in verbs(parser):
        before, _space, word = verb.name.rpartition(" ")
        found[before][word] = verb.meaning
        found[verb.name] = {}
        for words in _takes_a_shell(verb):
            found.setdefault(words, {}).update(dict.fromkeys(shells, ""))
    for words, each in [
        ("", parser),
        *((each.name, each.parser) for each in verbs(parser)),
    ]:
        found[words].update(options(each))
    return {**found, **_of_config(found)}


def _takes_a_shell(verb: Verb) -> Iterator[str]:
    for action in verb.parser._actions:
        if action.metavar == "SHELL":
            yield " ".join([verb.name, *_last(action)])


def _last(action: Action) -> Sequence[str]:
    return action.option_strings[-1:]


def _of_config(found: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """List the settings, and the values of those that have a choice."""
    names = {setting.name: _(setting.meaning) for setting in SETTINGS}
    listed = {
        words: {**found[words], **names}
        for words in ("config set", "config unset")
        if words in found
    }
    for setting in SETTINGS:
        if isinstance(setting.kind, OneOf):
            words = {word: _(text) for word, text in setting.kind.words.items()}
            listed[f"config set {setting.name}"] = words
        elif isinstance(setting.kind, SomeOf):
            listed[f"config set {setting.name}"] = dict.fromkeys(setting.kind.words, "")
    return listed
