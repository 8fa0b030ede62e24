"""The man page, written from the grammar and the table of the settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pep668hook import __version__
from pep668hook.grammar import options, synopsis, verbs
from pep668hook.setting import SETTINGS, OneOf

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

_DESCRIPTION: Final = """\
It waits in an interactive shell until pip is refused by an externally managed Python
(PEP 668). Then it offers the ways out; one key makes or activates an environment, runs
the same command again in it, and lets the rest of the command line go on. Nothing is
done without the key, and whatever is not refused runs as it would without it.
"""
_KEYS: Final = {
    "Enter": "the first offer",
    "the letter shown": "the offer that it stands beside",
    "a number": "the offer in that place, where a keyboard has no such letters",
    "q, n, Esc, Ctrl-C, Ctrl-D": "nothing: pip's own status stands",
}
_FILES: Final = {
    "${XDG_CONFIG_HOME:-~/.config}/pep668hook/config.toml": "your settings",
    "/etc/xdg/pep668hook/config.toml": "the site's settings and its policy",
    "${XDG_STATE_HOME:-~/.local/state}/pep668hook/journal.jsonl": (
        "what was done after a key; undo and log read it"
    ),
}
_ENVIRONMENT: Final = {
    "PEP668HOOK": "the mode: off, hint, ask or auto",
    "PEP668HOOK_PANEL_STYLE, and the like": "any other setting by its name",
    "NO_COLOR": "no colours, where it is set to anything",
    "CI": "not asked, where it is set to anything",
}
_STATUSES: Final = {
    "0": "it is done",
    "1": "it could not be done, or something is wrong",
    "2": "the command line could not be understood",
}


def page(parser: ArgumentParser) -> str:
    """Write the page for section 1."""
    sections = {
        "NAME": iter([r"pep668hook \- turn pip's refusal into one keystroke"]),
        "SYNOPSIS": iter([r"\fBpep668hook\fR \fIVERB\fR [\fIARGUMENT\fR ...]"]),
        "DESCRIPTION": iter([_text(" ".join(_DESCRIPTION.split()))]),
        "KEYS": _listed(_KEYS),
        "VERBS": _verbs(parser),
        "SETTINGS": _settings(),
        "FILES": _listed(_FILES),
        "ENVIRONMENT": _listed(_ENVIRONMENT),
        "EXIT STATUS": _listed(_STATUSES),
        "SEE ALSO": iter([r"\fBpip\fR(1), \fBpipx\fR(1), \fBuv\fR(1)"]),
    }
    lines = [f'.TH PEP668HOOK 1 "" "pep668hook {__version__}" "User Commands"']
    for title, section in sections.items():
        lines += [f'.SH "{title}"', *section]
    return "\n".join([*lines, ""])


def _verbs(parser: ArgumentParser) -> Iterator[str]:
    for verb in verbs(parser):
        yield f".SS {_quoted(synopsis(verb))}"
        yield _text(f"{verb.parser.description}")
        listed = options(verb.parser)
        listed.pop("--help", None)
        yield from _listed(listed)
        if verb.parser.epilog:
            yield from (".PP", "Example:", ".RS", ".nf")
            yield _text(verb.parser.epilog.partition("\n")[2].strip())
            yield from (".fi", ".RE")


def _settings() -> Iterator[str]:
    for setting in SETTINGS:
        yield f".SS {_quoted(setting.name)}"
        yield _text(f"{setting.meaning[0].upper()}{setting.meaning[1:]}.")
        if isinstance(setting.kind, OneOf):
            yield from _listed(
                {
                    f"{word} (built in)" if word == setting.default else word: meaning
                    for word, meaning in setting.kind.words.items()
                }
            )
        else:
            yield _text(f"It can be {setting.kind.expects}.")


def _listed(items: dict[str, str]) -> Iterator[str]:
    for item, meaning in items.items():
        yield from (".TP", rf"\fB{_text(item)}\fR", _text(meaning))


def _quoted(text: str) -> str:
    return '"' + _text(text).replace('"', '""') + '"'


def _text(text: str) -> str:
    """Write text so that roff takes each character for itself."""
    written = text.replace("\\", r"\e").replace("-", r"\-").replace("`", r"\(ga")
    written = re.sub("~", r"\\(ti", re.sub("\\^", r"\\(ha", written))
    return rf"\&{written}" if written.startswith((".", "'")) else written
