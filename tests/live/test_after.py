from __future__ import annotations

import re
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from tests.machine import UV, write_script
from tests.person import files_below
from tests.terminal import squashed
from tests.turns import in_turn_but_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tests.drivers import Driver
    from tests.person import Person, Shell
    from tests.turns import Deal

SHOW = "python -c 'import tinything; print(tinything.__file__)'"

# What no function of the shell's can wrap.
LAUNCHERS: dict[str, Callable[[Driver], str]] = {
    "a Python": lambda _: "python3 -m pip install tinything",
    "a path": lambda _: "{bin}/pip install tinything",
    "a Python's path": lambda _: "{bin}/python3 -I -m pip install tinything",
    "another name": lambda _: "pip3.{minor} install tinything",
    "sudo": lambda _: "sudo {bin}/python3 -m pip install tinything",
    "uv": lambda _: "uv pip install --system tinything",
    "uv, a Python": lambda _: "uv pip install --python {bin}/python3 tinything",
    "env": lambda _: "env PIP_NO_COLOR=1 pip install tinything",
    "nohup": lambda _: "nohup pip install tinything",
    "a pipeline": lambda d: d.piped("python3 -m pip install tinything", "cat"),
    "a pipeline of a wrapped one": lambda d: d.piped("pip install tinything", "cat"),
    "a pipeline with both streams": lambda d: d.piped(
        "pip install tinything 2>&1", "cat"
    ),
    "words in quotes": lambda _: "python3 -m pip install 'tinything>=0.5,<2'",
}


@pytest.fixture
def equipped(person: Person) -> Person:
    """Give the person a uv, a sudo that does nothing, and a pip by another name."""
    tools = person.home / "bin"
    tools.mkdir()
    (tools / "uv").symlink_to(UV)
    write_script(tools / "sudo", '#!/bin/sh\nexec "$@"\n')
    write_script(tools / "nohup", '#!/bin/sh\nexec "$@"\n')
    real = person.machine.python.with_name("pip")
    shutil.copy(real, tools / f"pip3.{minor(person)}")
    person.environ["PATH"] = person.machine.path(tools)
    person.environ |= {
        "UV_OFFLINE": "1",
        "UV_FIND_LINKS": str(person.machine.wheels),
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_CACHE_DIR": str(person.home / "uv-cache"),
        "UV_NO_PROGRESS": "1",
    }
    return person


def minor(person: Person) -> str:
    return person.machine.python.name.rpartition(".")[2]


def written(person: Person, line: str) -> str:
    directory = person.machine.python.parent
    return line.format(bin=directory, minor=minor(person))


def takes_the_offer(shell: Shell) -> None:
    """Press Enter at the panel, and wait for the prompt behind the steps."""
    shell.wait_for_panel()
    shell.mark()
    shell.press("enter")
    shell.status()


@pytest.mark.parametrize(
    "launcher", in_turn_but_for(LAUNCHERS, "a Python", "a pipeline")
)
def test_one_key_heals_what_no_function_can_wrap(
    equipped: Person, launcher: Callable[[Driver], str]
) -> None:
    person = equipped
    line = written(person, launcher(person.driver))
    shell = person.start(size=(120, 60))

    shell.enter(line)
    takes_the_offer(shell)

    assert person.venv.exists()
    shell.run(f"echo {person.driver.variable('VIRTUAL_ENV')}")
    assert shell.said == f"{person.venv}\n"
    assert shell.run(SHOW) == 0
    assert shell.said.startswith(f"{person.venv}/lib/")


@pytest.mark.in_turn
def test_an_uninstall_is_done_in_the_environment_that_has_it(person: Person) -> None:
    shell = person.start(size=(120, 60))
    shell.enter("python3 -m pip install tinything")
    takes_the_offer(shell)
    shell.run("deactivate")

    shell.enter("python3 -m pip uninstall -y tinything")
    takes_the_offer(shell)

    assert "Successfully uninstalled tinything" in shell.said
    shell.run(f"echo {person.driver.variable('VIRTUAL_ENV')}")
    assert shell.said == f"{person.venv}\n"


@pytest.mark.in_turn
def test_an_uninstall_of_what_is_nowhere_makes_nothing(person: Person) -> None:
    shell = person.start(size=(120, 60))

    shell.enter("python3 -m pip uninstall -y tinything")
    takes_the_offer(shell)

    assert "nothing was done: tinything is not installed" in shell.said
    assert not person.venv.exists()


SILENT = {
    "a plain failure": "false",
    "no such command": "nosuchcommand pip install x",
    "another status": "sh -c 'exit 1' pip install x",
    "a word of it": "ls ./pip-install",
    "a search for it": "grep 'pip install' /dev/null",
    "an echo": "echo pip install x; false",
    "not reached": "false && python3 -m pip install x",
    "something behind it": "python3 -m pip install x; false",
    "something instead of it": "python3 -m pip install x || false",
}
LOOKED_AT = {
    "a listing": "python3 -m pip list --no-such-option",
    "a download": "python3 -m pip download --dest ../d nosuchthing",
    "an option unknown": "python3 -m pip install --no-such-option x",
    "a target": "python3 -m pip install --target ../t nosuchthing",
    "a prefix": "python3 -m pip install --prefix ../t nosuchthing",
    "a root": "python3 -m pip install --root ../t nosuchthing",
    "a report": "python3 -m pip install --dry-run --report ../r nosuchthing",
    "an override": "python3 -m pip install --break-system-packages nosuchthing",
    "a variable": "env PIP_BREAK_SYSTEM_PACKAGES=1 python3 -m pip install nosuchthing",
    "a variable of a target": "env PIP_TARGET=../t python3 -m pip install nosuchthing",
    "an environment needed": "python3 -m pip --require-virtualenv install x",
    "an uninstall of nothing": "python3 -m pip uninstall",
    "no such module": "python3 -m nosuchpip install x",
    "not a module": "python3 -c 'raise SystemExit(1)' pip install x",
    "no pip of that name": "pip9.9 install x",
    "no Python of that name": "python9.9 -m pip install x",
    "uv without the system": "uv pip install x",
    "uv and a target": "uv pip install --system --target ../t nosuchthing",
    "uv and an override": "uv pip install --system --break-system-packages nosuchthing",
    "uv and a variable": "env UV_BREAK_SYSTEM_PACKAGES=1 uv pip install --system x1",
    "uv and a project": "uv add nosuchthing",
    "stdin from a file": "python3 -m pip install x </dev/null",
    "stderr to a file": "python3 -m pip install x 2>../errors",
}


def bring_nothing(person: Person, lines: Iterable[str]) -> None:
    plain = person.start(hook=False, size=(160, 40))
    hooked = person.start(size=(160, 40))
    for line in lines:
        expected = plain.run(line), plain.said

        assert (hooked.run(line), hooked.said) == expected, line
        assert not hooked.asked, line

    assert not person.venv.exists()


def test_lines_that_the_shell_can_pass_over_bring_nothing(equipped: Person) -> None:
    bring_nothing(equipped, SILENT.values())


def test_other_lines_that_fail_bring_nothing(equipped: Person, deal: Deal) -> None:
    bring_nothing(equipped, deal(LOOKED_AT).values())


@pytest.mark.in_turn
def test_in_an_environment_a_failure_of_pip_brings_nothing(person: Person) -> None:
    shell = person.start()
    shell.enter("python3 -m pip install tinything")
    takes_the_offer(shell)

    assert shell.run("python3 -m pip install nosuchthing") == 1
    assert not shell.asked


@pytest.mark.in_turn
@pytest.mark.parametrize("section", ["global", "install"])
def test_what_a_configuration_file_allows_brings_nothing(
    person: Person, section: str
) -> None:
    conf = person.home / "pip.conf"
    person.environ["PIP_CONFIG_FILE"] = str(conf)
    conf.write_text(f"[{section}]\nbreak-system-packages = true\n")
    shell = person.start()

    assert shell.run("python3 -m pip install nosuchthing") == 1

    assert "No matching distribution" in shell.said
    assert not shell.asked


def test_the_rest_of_the_chain_is_shown_and_carried_on(person: Person) -> None:
    line = person.driver.and_then("python3 -m pip install tinything", SHOW)
    shell = person.start(size=(120, 60))

    shell.enter(line)
    shell.wait_for_panel()
    shown = squashed(shell.text)
    shell.mark()
    shell.press("enter")
    shell.status()

    assert squashed(f"and then: {SHOW}") in shown
    assert f"\n{person.venv}/lib/" in shell.text


def test_a_retry_that_fails_carries_nothing_on(person: Person) -> None:
    line = person.driver.and_then("python3 -m pip install nosuchthing", "echo went-on")
    shell = person.start(size=(120, 60))

    shell.enter(line)
    takes_the_offer(shell)

    assert "No matching distribution" in shell.said
    assert "\nwent-on" not in shell.said


def test_the_status_of_the_retry_is_that_at_the_prompt(person: Person) -> None:
    shell = person.start()
    shell.enter("python3 -m pip install tinything")
    shell.wait_for_panel()
    shell.mark()
    shell.press("enter")

    assert shell.status() == 0


@pytest.mark.in_turn
@pytest.mark.parametrize("key", ["q", "esc", "ctrl-c", "ctrl-d"])
def test_a_no_leaves_the_status_and_all_else(person: Person, key: str) -> None:
    plain = person.start(hook=False)
    plain.run("python3 -m pip install tinything")
    shell = person.start()

    shell.enter("python3 -m pip install tinything")
    status = shell.answer(key)

    assert status == 1
    assert shell.screen == plain.screen
    assert files_below(person.work) == set()
    assert shell.run("true") == 0


def test_one_no_is_enough_for_a_line_and_another_is_asked_about(
    person: Person,
) -> None:
    shell = person.start()
    shell.enter("pip install tinything")
    shell.answer("q")
    shell.mark()

    assert shell.run("true") == 0
    shell.press("enter")
    shell.status()

    assert not shell.asked
    shell.enter("python3 -m pip install tinything")
    takes_the_offer(shell)

    assert person.venv.exists()


def test_fix_offers_the_last_refusal_again(person: Person) -> None:
    shell = person.start()
    for line in ("pip install tinything", "python3 -m pip install tinything"):
        shell.enter(line)
        shell.answer("q")

        shell.enter("pep668hook fix")
        shell.answer("q")
        shell.enter(person.driver.and_then("pep668hook fix", SHOW))
        assert shell.answer("enter") == 0
        assert f"{person.venv}/lib/" in shell.said
        assert shell.run("deactivate") == 0


@pytest.mark.in_turn
def test_fix_offers_a_way_out_for_a_command_that_is_named(person: Person) -> None:
    shell = person.start()

    shell.enter("pep668hook fix -- pip3 install 'tinything<2'")

    assert shell.answer("enter") == 0
    assert shell.run(SHOW) == 0


@pytest.mark.in_turn
def test_fix_has_nothing_to_offer_where_nothing_was_refused(person: Person) -> None:
    shell = person.start()

    assert shell.run("pep668hook fix") == 1
    assert "nothing to offer" in shell.said
    assert shell.run("pep668hook fix -- pip list") == 1
    assert "does not refuse" in shell.said


def test_a_line_that_is_not_plain_gets_a_hint(person: Person) -> None:
    driver = person.driver
    body = f"python3 -m pip install {driver.variable('each')}"
    shell = person.start()

    assert shell.run(driver.for_each("each", "tinything", body)) == 1

    assert "`pep668hook fix -- pip install ...`" in shell.said.replace("\n", "")
    assert not shell.asked
    assert files_below(person.work) == set()


def test_what_is_typed_ahead_is_run_and_accepts_nothing(person: Person) -> None:
    go_on = person.home / "go on"
    person.environ["TEST_STALL"] = str(go_on)
    shell = person.start()
    shell.enter(f"{person.machine.python.parent}/pip install tinything")
    shell.wait_for("pip is slow")

    shell.type(f"echo typed-{person.driver.sum(40, 2)}\r")
    go_on.touch()
    shell.wait_until(lambda: "typed-42" in shell.text, "the output of what was typed")

    assert not shell.asked
    assert files_below(person.work) == set()
    assert "pep668hook fix" in shell.text


def test_a_paste_of_several_lines_runs_them_all(person: Person) -> None:
    shell = person.start()
    shell.mark()

    third = f"echo third-{person.driver.sum(1, 2)}"
    shell.type(f"python3 -m pip install tinything\recho second\r{third}\r")
    shell.wait_until(lambda: "third-3" in shell.text, "the last line's output")

    assert not shell.asked
    assert files_below(person.work) == set()


@pytest.mark.parametrize(
    "delay",
    [0, *(pytest.param(later, marks=pytest.mark.in_turn) for later in (0.05, 0.2))],
)
def test_ctrl_c_before_the_panel_accepts_nothing(person: Person, delay: float) -> None:
    shell = person.start()
    shell.enter("python3 -m pip install tinything")
    shell.wait_for("externally-managed-environment")

    time.sleep(delay)
    shell.press("ctrl-c")
    shell.answer_if_asked("q")
    shell.status()

    assert files_below(person.work) == set()
    # Where it came before pip had ended there may be a traceback of pip's own.
    assert not re.search(r'File "[^"]*/pep668hook/', shell.text)


@pytest.mark.in_turn
@pytest.mark.parametrize("variables", [{"PEP668HOOK": "off"}, {"CI": "1"}])
def test_switched_off_nothing_comes(person: Person, variables: dict[str, str]) -> None:
    shell = person.start(environ=variables)

    assert shell.run("python3 -m pip install tinything") == 1

    assert not shell.asked


@pytest.mark.in_turn
@pytest.mark.parametrize("name", ["it's $HOME", "$(touch pwned)", "; touch pwned #"])
def test_an_awkward_directory_is_only_a_directory(person: Person, name: str) -> None:
    place = person.work / name
    place.mkdir()
    shell = person.start(cwd=place, size=(120, 60))

    shell.enter("python3 -m pip install tinything")
    takes_the_offer(shell)

    assert {path.name for path in place.iterdir()} == {".venv"}
    assert shell.run(SHOW) == 0


@pytest.mark.in_turn
def test_a_narrow_terminal_shows_the_panel_too(person: Person) -> None:
    shell = person.start(size=(20, 60))

    shell.enter("python3 -m pip install tinything")
    takes_the_offer(shell)

    assert person.venv.exists()


@pytest.mark.in_turn
def test_without_the_hook_fix_prints_what_to_paste(person: Person) -> None:
    tools = person.home / "bin"
    tools.mkdir()
    command = f"{person.machine.share}/venv/bin/python -I -m pep668hook"
    write_script(tools / "pep668hook", f'#!/bin/sh\nexec {command} "$@"\n')
    person.environ["PATH"] = person.machine.path(tools)
    shell = person.start(hook=False, size=(120, 60))

    shell.enter("pep668hook fix -- pip install tinything")
    assert shell.answer("enter") == 0

    assert person.venv.exists()
    said = shell.said.splitlines()[-1]
    assert said.endswith("pip install tinything")
    assert person.driver.activates_by.rpartition("/")[2] in said


def test_the_hook_is_loaded_twice_and_asks_once(person: Person) -> None:
    load = person.driver.load(person.machine.snippet(person.driver.name))
    shell = person.start(after=[load])

    shell.enter("python3 -m pip install tinything")
    shell.answer("q")

    assert shell.run("true") == 0
    assert not shell.asked


@pytest.mark.in_turn
def test_a_pip_that_was_seen_to_fail_by_something_else_is_not_asked_about(
    person: Person, tmp_path: Path
) -> None:
    python = person.machine.python
    write_script(tmp_path / "pip", f"#!{python}\nimport sys; sys.exit(1)\n")
    person.environ["PATH"] = person.machine.path(tmp_path)
    shell = person.start()

    assert shell.run("pip install tinything") == 1

    assert not shell.asked
