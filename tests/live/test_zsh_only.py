from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.person import Person, Shell

pytestmark = pytest.mark.parametrize("driver", ["zsh"], indirect=True)

PIP: Final = "pip install tinything"

# -- a line in which nobody could be asked is run without the functions


def told(shell: Shell, line: str) -> tuple[int, str]:
    """Play a line; give its status and what it says, without the figures."""
    status = shell.run(line)
    return status, re.sub(r"\d+([.:]\d+)*", "N", shell.said)


LINES: Final = {
    "timed": ("true", "time pip list", "pip list  Ns user"),
    "timed, in a pipeline": ("true", "time pip list | cat", "pip list  Ns user"),
    "of a report of time": (
        "REPORTTIME=0",
        "pip list >/dev/null",
        "pip list > /dev/null  Ns user",
    ),
    "of a failure": (
        "setopt print_exit_value",
        "pip list --no-such-option",
        "exit N     pip list --no-such-option",
    ),
    "which": ("true", "which pip", "/pip\n"),
    "an alias": ("alias listing='pip list'", "time listing", "pip list  Ns user"),
}


@pytest.mark.parametrize(("before", "line", "part"), LINES.values(), ids=LINES)
def test_it_is_told_of_as_without_the_hook(
    person: Person, before: str, line: str, part: str
) -> None:
    plain = person.start(hook=False, size=(200, 40))
    hooked = person.start(size=(200, 40))
    for shell in (plain, hooked):
        shell.run(before)

    expected = told(plain, line)

    assert part in expected[1]
    assert told(hooked, line) == expected


def test_an_installation_into_an_environment_is_timed(person: Person) -> None:
    shell = person.start(size=(200, 40))
    shell.enter(PIP)
    assert shell.answer("enter") == 0

    assert shell.run("time pip install otherthing") == 0

    assert re.search("pip install otherthing  .* total\n", shell.said)


def test_the_next_line_asks_again(person: Person) -> None:
    shell = person.start()
    assert shell.run("pip list") == 0

    shell.enter(PIP)

    assert shell.answer("enter") == 0


def test_a_function_that_asks_for_a_pip_still_does(person: Person) -> None:
    shell = person.start(after=[f"getpip() {{ pip --version; {PIP}; }}"])

    shell.enter("time getpip")

    assert shell.answer("enter") == 0


def test_what_the_line_itself_makes_of_the_names_stays(person: Person) -> None:
    shell = person.start()

    shell.run("pip --version; pip3() { echo of-my-own; }")
    assert shell.run("pip3 install tinything") == 0
    assert shell.said == "of-my-own\n"

    shell.run("unfunction pip")
    assert shell.run("echo $+functions[pip]") == 0
    assert shell.said == "0\n"


def test_a_pip_of_the_users_own_is_called_in_every_line(person: Person) -> None:
    shell = person.start(after=["pip() { echo my $*; }"])

    shell.run("pip list")

    assert shell.said == "my list\n"


@pytest.mark.parametrize("line", ["functions pip", "x=$functions[pip]; eval $x; pip"])
def test_a_line_about_functions_finds_them(person: Person, line: str) -> None:
    shell = person.start()

    shell.run(line)

    assert "not found" not in shell.said
    assert shell.run("echo $+functions[pip]") == 0
    assert shell.said == "1\n"


def test_strange_options_keep_none_of_it(person: Person) -> None:
    options = "ksh_arrays sh_word_split glob_subst no_unset no_clobber sh_glob"
    strange = [f"setopt {options} err_return", "IFS=pi"]
    shell = person.start(after=strange, size=(200, 40))

    shell.run("time pip list")
    assert " total\n" in shell.said
    shell.enter(PIP)

    assert shell.answer("enter") == 0
