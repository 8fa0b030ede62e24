from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.person import Person

pytestmark = pytest.mark.parametrize("driver", ["bash"], indirect=True)

# -- what the user or an administrator has made read-only


def test_a_prompt_command_that_is_read_only_stays_and_pip_is_wrapped(
    person: Person,
) -> None:
    lines = ["readonly PROMPT_COMMAND=:", "set -o posix"]
    shell = person.start(before=lines, after=["went=on"], size=(100, 40))
    assert shell.screen == ["$"]

    shell.run('echo "$went $PROMPT_COMMAND"')
    assert shell.said == "on :\n"
    shell.enter("pip install tinything")
    assert shell.answer("enter") == 0


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("name", ["IFS", "word"])
def test_where_a_name_of_ours_is_read_only_all_is_as_without_the_hook(
    person: Person, name: str, moment: str
) -> None:
    told = []
    for hook in (False, True):
        how = {moment: [f"readonly {name}"]}
        shell = person.start(hook=hook, size=(100, 40), **how)  # type: ignore[arg-type]
        told.append([shell.screen])
        for line in ("pip list", "pip install tinything", "python3 -m pip install x"):
            told[-1].append((shell.run(line), shell.said))

    assert told[1] == told[0]


def test_every_name_of_ours_is_asked_about(person: Person) -> None:
    text = person.machine.snippet("bash").read_text()
    asked, *others = re.findall(r"\\builtin local ([^-\n](?:\\\n|[^\n])*)", text)
    used = {
        name
        for words in others
        for name in re.findall(r"(?:^|\s)([a-z]\w*)", words, re.IGNORECASE)
    }
    used |= set(re.findall(r"for (\w+) in", text))

    assert used - {"PROMPT_COMMAND"} == set(re.findall(r"\w+", asked))
