from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from pep668hook import __version__
from tests import drivers
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.drivers import Driver
    from tests.person import Person, Shell

STRICT = [
    pytest.param(name, mode, id=f"{name}: {mode}")
    for name in drivers.names()
    for mode in drivers.named(name).strict
]


@pytest.fixture
def strict(person: Person, mode: str) -> Sequence[str]:
    return person.driver.strict[mode]


def heals(shell: Shell, person: Person) -> None:
    shell.enter(person.driver.and_then("pip install tinything", "echo went-on"))
    assert shell.answer("enter") == 0
    assert person.venv.exists()
    # pip's own words, one line of ours, pip's own words again, and nothing else.
    refusal = shell.screen.index("hint: See PEP 668 for the detailed specification.")
    after = [line for line in shell.screen[refusal + 1 : -1] if line[:1] != " "]
    told = [line for line in after if not re.search(r"^Processing|\.whl$", line)]
    assert [line.split()[0] for line in told] == [
        *("pep668hook:", "Looking", "Installing", "Successfully", "went-on")
    ]


@pytest.mark.parametrize(("driver", "mode"), STRICT, indirect=["driver"])
def test_it_heals_in_a_shell_made_strict_later(
    person: Person, strict: Sequence[str]
) -> None:
    shell = person.start(after=strict, size=(100, 50))
    assert plain_prompt(shell)

    heals(shell, person)


@pytest.mark.parametrize(("driver", "mode"), STRICT, indirect=["driver"])
def test_it_loads_in_silence_in_a_strict_shell_which_is_as_ever_after_a_no(
    person: Person, strict: Sequence[str]
) -> None:
    seen = []
    line = person.driver.or_else("pip install tinything", "echo refused")
    for hook in (False, True):
        shell = person.start(hook=hook, before=strict, size=(100, 50))
        assert plain_prompt(shell)
        shell.enter(line)
        if hook:
            shell.wait_for_panel()
            shell.press("q")
        seen.append((shell.status(), shell.screen))

    assert seen[0] == seen[1]


def test_errexit_ends_the_shell_after_a_no_as_without_the_hook(person: Person) -> None:
    seen = []
    for hook in (False, True):
        shell = person.start(hook=hook, after=["set -e"])
        shell.enter("pip install tinything")
        if hook:
            shell.wait_for_panel()
            shell.press("q")
        seen.append(shell.wait_for_the_end())

    assert seen == [1, 1]


def plain_prompt(shell: Shell) -> bool:
    """Say whether nothing was written before the first prompt."""
    return shell.screen == ["$"]


def test_loading_says_nothing(person: Person) -> None:
    assert plain_prompt(person.start())


def test_loading_twice_is_loading_once(person: Person) -> None:
    load = person.driver.load(person.machine.snippet(person.driver.extension))
    shell = person.start(after=[load, load], size=(200, 50))
    assert plain_prompt(shell)

    assert shell.run(load) == 0
    assert shell.said == ""
    heals(shell, person)


# Not what `activate` itself uses, which has to bear the user's aliases without us.
ALIASES = [
    f"alias {name}='echo PWNED'"
    for name in (
        *("command", "source", "builtin", "cd", "read", "rm", "return", "set", "local"),
        *("declare", "typeset", "emulate", "setopt", "mkdir", "whence", "type"),
    )
]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_no_alias_gets_in_between(person: Person, moment: str) -> None:
    shell = person.start(
        before=ALIASES if moment == "before" else (),
        after=ALIASES if moment == "after" else (),
        size=(100, 50),
    )
    if moment == "before":  # load it past the aliases
        load = person.driver.load(person.machine.snippet(person.driver.extension))
        shell.run(f"\\{load}")

    shell.enter("pip install tinything")
    assert shell.answer("q") == 1
    assert "PWNED" not in shell.said

    shell.run("unalias local")  # that of virtualenv 21.15 does
    shell.enter("pip install tinything")

    assert shell.answer("enter") == 0
    assert "PWNED" not in shell.said
    assert person.venv.exists()


OWN: dict[str, Callable[[Driver], str]] = {
    "a function": lambda d: d.function("pip", "echo my-own"),
    "an alias": lambda _: "alias pip='echo my-own'",
}


@pytest.mark.parametrize("write", OWN.values(), ids=OWN)
def test_a_pip_of_the_users_own_is_left_alone(
    person: Person, write: Callable[[Driver], str]
) -> None:
    shell = person.start(before=[write(person.driver)])

    assert shell.run("pip install tinything") == 0

    assert shell.said.startswith("my-own")


def test_an_alias_made_later_still_works(person: Person) -> None:
    shell = person.start(after=["alias pip='pip --no-color'"])

    heals(shell, person)


def test_without_a_pip_no_function_is_made(person: Person) -> None:
    person.environ["PATH"] = str(person.machine.tools)
    seen = []
    for hook in (False, True):
        shell = person.start(hook=hook)
        seen.append((shell.run("pip install tinything"), shell.said))

    assert seen[0] == seen[1]
    assert seen[0][0] == person.driver.not_found


@pytest.mark.parametrize(
    "line", ["pip --version", "pip install --target ../t --quiet nosuchthing"]
)
def test_tracing_shows_what_a_plain_shell_shows(person: Person, line: str) -> None:
    seen = []
    for hook in (False, True):
        shell = person.start(hook=hook, after=["set -x"], size=(200, 50))
        shell.run(line)
        seen.append([text for text in shell.said.splitlines() if "hook" not in text])
        assert not [text for text in shell.said.splitlines() if "__pep668" in text]

    # A function is one more level, and zsh names it in front of the command.
    traced = [re.sub(r"^\++[^>]*> |^\+ (command )?", "+ ", text) for text in seen[1]]
    expected = [re.sub(r"^\++[^>]*> |^\+ ", "+ ", text) for text in seen[0]]
    assert [t for t in traced if t in expected] == expected
    assert len(traced) - len(expected) <= 2


def test_tracing_is_on_again_after_a_rescue(person: Person) -> None:
    shell = person.start(after=["set -x"], size=(100, 60))
    shell.enter("pip install tinything")
    assert shell.answer("enter") == 0

    shell.run("true")

    assert "true" in shell.said
    assert shell.said.startswith("+")


def test_the_users_options_are_as_before_after_a_rescue(person: Person) -> None:
    ask = "set -o >../options; shopt >>../options 2>/dev/null; trap >>../options"
    shell = person.start()
    seen = []
    for answer in ("q", "enter"):
        shell.run(ask)
        seen.append((person.home / "options").read_text())
        shell.enter("pip install tinything")
        shell.answer(answer)
    shell.run(ask)
    seen.append((person.home / "options").read_text())

    assert seen[0] == seen[1] == seen[2]


def test_the_users_variables_are_as_before_after_a_rescue(person: Person) -> None:
    shell = person.start()
    ask = "(set -o posix; set) >../variables"
    shell.run(ask)
    shell.enter("pip install tinything")
    shell.answer("q")
    shell.run(ask)
    before = names_in(person.home / "variables")
    shell.enter("pip install tinything")
    shell.answer("enter")
    shell.run(ask)

    new = names_in(person.home / "variables") - before
    assert {name for name in new if not name.startswith("_OLD_VIRTUAL")} <= {
        "BASH_CMDS",
        "PKG_CONFIG_PATH",
        "_OLD_PKG_CONFIG_PATH",
        "VIRTUAL_ENV",
        "VIRTUAL_ENV_PROMPT",
    }


def names_in(variables: Path) -> set[str]:
    return set(re.findall(r"^(\w+)=", variables.read_text(), re.MULTILINE))


COMPLETION = {
    "bash": [
        "_pip() { COMPREPLY=(from-completion); }",
        "complete -o default -F _pip pip",
    ],
    "zsh": [
        "autoload -Uz compinit && compinit -D -u",
        "_mypip() { compadd from-completion }",
        "compdef _mypip pip",
    ],
}


@pytest.mark.parametrize("moment", ["before", "after"])
def test_the_completion_of_pip_goes_on_working(person: Person, moment: str) -> None:
    if person.driver.name not in COMPLETION:
        pytest.skip("its completion is tested with its own snippet")
    lines = COMPLETION[person.driver.name]
    shell = person.start(
        before=lines if moment == "before" else (),
        after=lines if moment == "after" else (),
    )

    shell.type("pip from-c\t")

    shell.wait_for("pip from-completion")


def test_pip_is_in_the_history_as_it_was_typed(person: Person) -> None:
    shell = person.start()
    shell.enter("pip install   tinything")
    assert shell.answer("enter") == 0

    shell.run(person.driver.last_in_history)

    assert "pip install   tinything" in shell.said


# -- no process but pip's own


STRACE = shutil.which("strace")


@pytest.fixture
def traced(tmp_path: Path) -> Path:
    if sys.platform != "linux" or STRACE is None:
        pytest.skip("strace is not installed")
    return tmp_path / "trace"


def trace(
    person: Person, traced: Path, lines: Sequence[str], *, hook: bool
) -> list[str]:
    """List the programs and forks of a shell that runs some lines."""
    load = [person.driver.load(person.machine.snippet(person.driver.extension))]
    argv, variables = person.driver.start(person.rc, load if hook else [])
    assert STRACE is not None
    strace = [STRACE, "-f", "-q", "-o", str(traced), "-e"]
    strace += ["trace=execve,fork,vfork,clone,clone3"]
    terminal = Terminal(
        [*strace, *argv], cwd=person.work, environ={**person.environ, **variables}
    )
    for line in ("true", *lines, "exit 0"):
        terminal.wait_for("$ ")
        terminal.mark()
        terminal.type(f"{line}\r")
    terminal.wait_for_the_end()
    terminal.close()
    calls = traced.read_text().splitlines()
    return [
        re.sub(r"^\d+ +", "", call).split("(")[0]
        for call in calls
        if not re.search(r" = -1 |resumed|\+\+\+|---|CLONE_THREAD|\?\?\?", call)
    ]


def test_no_process_is_started_but_pips_own(person: Person, traced: Path) -> None:
    # For loading and prompts, for a listing, for one that is switched off.
    off = person.driver.export("PEP668HOOK", "off")
    lines = ["true", "true", "pip list", off, "pip install --no-such-option"]
    plain = trace(person, traced, lines, hook=False)
    hooked = trace(person, traced, lines, hook=True)

    assert hooked == plain
    assert "execve" in plain


def test_our_own_command_is_found_though_it_is_not_on_path(person: Person) -> None:
    shell = person.start()

    assert shell.run("pep668hook --version") == 0
    assert shell.said == f"{__version__}\n"
    assert shell.run("pep668hook nonsense") == 2
