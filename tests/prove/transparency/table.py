"""The table of cases: each command in each form on the plain stage, a few on all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests import drivers
from tests.prove.transparency.forms import COMMANDS, FORMS, MORE_COMMANDS, write
from tests.prove.transparency.stages import names

if TYPE_CHECKING:
    from collections.abc import Iterator

# What is run on every stage but the plain one, where it is all.
_ABOUT_STATUSES: Final = re.compile(
    r"\b(?:and|or|not|status|condition|while|until|loop|function|reader|captured|subshell"
    r"|evaluated|then|twice|caught|error|trap|trace|background|exchanged|files)\b"
)
_ON_EVERY_STAGE: Final = ("stdout-to-a-file", "and")


@dataclass(frozen=True)
class Case:
    """One line in one shell on one stage."""

    shell: str
    stage: str
    name: str
    line: str

    @property
    def id(self) -> str:
        return f"{self.shell}-{self.stage}-{self.name}"


def cases() -> Iterator[Case]:
    for shell in drivers.names():
        yield from _on_the_plain_stage(shell)
        for name in names(drivers.named(shell)):
            yield from _on_stage(shell, name)


def _on_the_plain_stage(shell: str) -> Iterator[Case]:
    for name, command in {**COMMANDS, **MORE_COMMANDS}.items():
        yield Case(shell, "plain", name, command)
    for form, words in FORMS.items():
        for name, command in COMMANDS.items():
            line = write(shell, words, command)
            if line and (name != "failed" or _ABOUT_STATUSES.search(form)):
                yield Case(shell, "plain", f"{name}-{form}", line)


def _on_stage(shell: str, stage: str) -> Iterator[Case]:
    for name, command in COMMANDS.items():
        # What fails there ends the shell, whoever has loaded what.
        if not (name == "failed" and stage.lower().startswith(("errexit", "err_exit"))):
            yield Case(shell, stage, name, command)
    for form in _ON_EVERY_STAGE:
        line = write(shell, FORMS[form], COMMANDS["watched"])
        assert line
        yield Case(shell, stage, f"watched-{form}", line)
