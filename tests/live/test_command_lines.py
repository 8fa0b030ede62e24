from __future__ import annotations

import re
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.machine import write_script
from tests.person import files_below
from tests.terminal import squashed
from tests.turns import in_turn_but_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.drivers import Driver
    from tests.person import Person

PIP = "pip install tinything"


@pytest.fixture
def go_on(person: Person) -> Path:
    """A real pip waits for this file before it begins."""
    path = person.home / "go on"
    person.environ["TEST_STALL"] = str(path)
    return path


# -- the rest of the line sees pip's status after a no, and the retry's after a yes

SHAPES: dict[str, tuple[Callable[[Driver], str], str, str]] = {
    "and": (lambda d: d.and_then(PIP, "echo went-on"), "went-on\n", ""),
    "or": (lambda d: d.or_else(PIP, "echo failed"), "", "failed\n"),
    "if": (
        lambda d: d.when(PIP, "echo went-on", "echo failed"),
        "went-on\n",
        "failed\n",
    ),
    "not": (
        lambda d: d.when(d.negated(PIP), "echo failed", "echo ok"),
        "ok\n",
        "failed\n",
    ),
    "then the status": (
        lambda d: d.one_after_the_other(PIP, f"echo status-{d.status}"),
        "status-0\n",
        "status-1\n",
    ),
    "a subshell": (
        lambda d: d.one_after_the_other(d.in_subshell(PIP), f"echo status-{d.status}"),
        "status-0\n",
        "status-1\n",
    ),
}


@pytest.mark.parametrize("accepted", [True, False], ids=["yes", "no"])
@pytest.mark.parametrize(
    "shape", in_turn_but_for(SHAPES, "then the status", "a subshell")
)
def test_the_rest_of_the_line_sees_how_it_ended(
    person: Person,
    shape: tuple[Callable[[Driver], str], str, str],
    accepted: bool,  # noqa: FBT001
) -> None:
    write, after_yes, after_no = shape
    shell = person.start(size=(120, 50))

    shell.enter(write(person.driver))
    shell.answer("enter" if accepted else "q")

    assert shell.said.endswith(after_yes if accepted else after_no)
    assert ("went-on" in shell.said) is ("went-on" in after_yes and accepted)
    assert ("failed" in shell.said) is ("failed" in after_no and not accepted)


def test_a_timed_pip_asks_and_is_timed(person: Person) -> None:
    shell = person.start()

    shell.enter(person.driver.timed(PIP))

    assert shell.answer("enter") == 0
    assert person.driver.timed_says in shell.said


def test_one_no_is_enough_for_a_line_and_the_next_line_is_asked_about_again(
    person: Person,
) -> None:
    shell = person.start()
    chain = person.driver.one_after_the_other(PIP, "pip3 install otherthing")
    loop = person.driver.for_each("p", "tinything otherthing third", 'pip install "$p"')

    shell.enter(loop)
    assert shell.answer("q") == 1
    assert squashed(shell.text).count("leaveitasitis") == 1
    assert shell.text.count("error: externally-managed-environment") == 3

    shell.enter(chain)
    assert shell.answer("n") == 1
    assert squashed(shell.text).count("leaveitasitis") == 1


def test_a_loop_after_a_yes_installs_the_rest_without_asking(person: Person) -> None:
    shell = person.start()
    loop = person.driver.for_each("p", "tinything otherthing", 'pip install "$p"')

    shell.enter(loop)

    assert shell.answer("enter") == 0
    assert squashed(shell.text).count("leaveitasitis") == 1
    assert "Successfully installed tinything-1.0" in shell.text
    assert "Successfully installed otherthing-1.0" in shell.text


def test_the_same_line_again_is_asked_about_again(person: Person) -> None:
    shell = person.start()
    shell.enter(PIP)
    assert shell.answer("q") == 1

    shell.enter(PIP)

    assert shell.answer("enter") == 0


# -- where nobody can be asked

UNASKED: dict[str, Callable[[Driver], str]] = {
    "into a pipe": lambda d: d.piped(PIP, "cat"),
    "in the middle of a pipe": lambda d: d.piped(d.piped("echo y", PIP), "cat"),
    "in a command substitution": lambda d: d.captured("OUTPUT", PIP),
    "its output and errors to a file": lambda _: f"{PIP} >../output 2>&1",
}


def test_where_nobody_looks_it_is_as_without_the_hook_up_to_the_prompt(
    person: Person,
) -> None:
    plain = person.start(hook=False, size=(80, 100))
    shell = person.start(size=(80, 100))
    for name, write in UNASKED.items():
        line = write(person.driver)
        line = person.driver.one_after_the_other("stty -a >../before", line)
        status = plain.run(line)

        shell.enter(line)
        shell.answer_if_asked("q")
        assert shell.status() == status, name
        assert shell.screen == plain.screen, name
        for each in (plain, shell):
            each.run("stty -a >../after")

        before = (person.home / "before").read_text()
        assert (person.home / "after").read_text() == before, name
        assert not person.venv.exists(), name


def test_a_pip_at_the_end_of_a_pipe_is_asked_about_at_the_prompt(
    person: Person,
) -> None:
    line = person.driver.piped("echo y", PIP)
    plain = person.start(hook=False)
    status = plain.run(line)
    shell = person.start()

    shell.enter(line)
    assert shell.answer("q") == status
    assert shell.screen == plain.screen


def test_a_background_pip_is_neither_asked_about_nor_stopped(person: Person) -> None:
    shell = person.start()

    shell.enter(person.driver.in_background(PIP))
    shell.wait_for("hint: See PEP 668")
    shell.run("wait")
    shell.run("jobs")

    assert not shell.asked
    assert "top" not in shell.said
    assert not person.venv.exists()


def test_a_background_pip_brought_forward_is_not_stopped(
    person: Person, go_on: Path
) -> None:
    seen = []
    for hook in (False, True):
        go_on.unlink(missing_ok=True)
        shell = person.start(hook=hook)
        shell.run(person.driver.in_background(PIP))
        shell.wait_for("pip is slow")
        shell.enter("fg")
        shell.wait_for(person.driver.brought_forward)
        go_on.touch()
        shell.wait_for("hint: See PEP 668")
        if hook:
            shell.answer_if_asked("q")
        seen.append(shell.status())

    assert seen[0] == seen[1]
    assert not person.venv.exists()


def test_a_subshell_is_asked_and_told_that_the_environment_ends_with_it(
    person: Person,
) -> None:
    shell = person.start(size=(100, 50))

    shell.enter(
        person.driver.in_subshell(
            person.driver.and_then(PIP, "python -c 'import tinything as t; print(t)'")
        )
    )
    shell.wait_for_panel()
    told = squashed(shell.text)
    shell.press("enter")

    assert shell.status() == 0
    assert "subshell" in told
    assert f"from '{person.venv}/lib" in shell.text
    shell.run(f"echo env={person.driver.variable('VIRTUAL_ENV')}")
    assert shell.said == "env=\n"


# -- keys while pip runs


def test_ctrl_c_while_pip_runs_is_as_without_the_hook(
    person: Person, go_on: Path
) -> None:
    seen = []
    for hook in (False, True):
        shell = person.start(hook=hook)
        shell.enter(person.driver.one_after_the_other(PIP, "echo after"))
        shell.wait_for("pip is slow")
        time.sleep(0.1)
        shell.press("ctrl-c")
        seen.append((shell.status(), "after" in shell.said))

    assert seen[0] == seen[1] == (130, False)
    assert "KeyboardInterrupt" in shell.said
    assert not go_on.exists()


def test_ctrl_c_ends_a_loop_as_without_the_hook(person: Person, go_on: Path) -> None:
    seen = []
    loop = person.driver.for_each("p", "a b c", 'pip install "$p"')
    for hook in (False, True):
        shell = person.start(hook=hook)
        shell.enter(person.driver.one_after_the_other(loop, "echo after"))
        shell.wait_for("pip is slow")
        time.sleep(0.1)
        shell.press("ctrl-c")
        seen.append((shell.status(), shell.said.count("pip is slow")))

    assert seen[0] == seen[1] == (130, 1)
    assert not go_on.exists()


@pytest.mark.usefixtures("go_on")
def test_ctrl_backslash_while_pip_runs_is_as_without_the_hook(person: Person) -> None:
    seen = []
    for hook in (False, True):
        shell = person.start(hook=hook, before=["ulimit -c 0"])
        shell.enter(PIP)
        shell.wait_for("pip is slow")
        shell.press("ctrl-\\")
        seen.append(shell.status())

    assert seen[0] == seen[1] == 128 + signal.SIGQUIT


def test_a_pip_that_was_stopped_is_not_asked_about_and_fg_gives_its_status(
    person: Person, go_on: Path
) -> None:
    seen = []
    for hook in (False, True):
        go_on.unlink(missing_ok=True)
        shell = person.start(hook=hook)
        shell.enter(PIP)
        shell.wait_for("pip is slow")
        shell.press("ctrl-z")
        stopped = shell.status()
        # What it calls the job is the function's affair in bash, and nothing in zsh.
        told = bool(re.search("stopped|suspended", shell.said, re.IGNORECASE))
        shell.run("jobs")
        assert re.search("stopped|suspended", shell.said, re.IGNORECASE)
        shell.enter("fg")
        go_on.touch()
        seen.append((stopped, told, shell.status()))
        assert "hint: See PEP 668" in shell.text

    assert seen[0] == seen[1]
    assert not shell.asked
    assert not person.venv.exists()


def test_a_stopped_pip_ends_with_its_terminal(person: Person, go_on: Path) -> None:
    shell = person.start()
    shell.enter(PIP)
    shell.wait_for("pip is slow")
    shell.press("ctrl-z")
    shell.status()

    shell.hang_up()

    assert person.wait_until_nothing_runs() == []
    assert not go_on.exists()


def test_a_successful_pip_can_be_stopped_and_continued(
    person: Person, go_on: Path
) -> None:
    shell = person.start()
    shell.enter("pip install --target ../target tinything")
    shell.wait_for("pip is slow")

    shell.press("ctrl-z")
    shell.status()
    shell.enter("fg")
    go_on.touch()

    assert shell.status() == 0
    assert "Successfully installed tinything-1.0" in shell.text
    assert shell.run("echo well") == 0
    assert shell.said == "well\n"


def test_a_kill_of_the_watched_pip_gives_its_status(
    person: Person, go_on: Path
) -> None:
    shell = person.start()
    shell.enter(PIP)
    shell.wait_for("pip is slow")

    pip = str(person.machine.python.with_name("pip"))
    (running,) = (p for p in person.processes() if p.cmdline()[1:2] == [pip])
    running.terminate()

    assert shell.status() == 128 + signal.SIGTERM
    assert not go_on.exists()


# -- Ctrl-C while the environment is made

SLOW_UV = """\
#!/bin/sh
for path; do :; done
mkdir -p "$path/bin"
touch "$path/pyvenv.cfg" "$path/bin/activate"
for number in $(seq 3000); do : >"$path/$number"; done
touch "$TEST_BEGUN"
while :; do sleep 0.05; done
"""


@pytest.fixture
def slow_uv(person: Person, tmp_path: Path) -> Path:
    """Put a uv there that never ends; the file tells that it has begun."""
    (tmp_path / "bin").mkdir()
    write_script(tmp_path / "bin" / "uv", SLOW_UV)
    person.environ["PATH"] = person.machine.path(tmp_path / "bin")
    person.environ["TEST_BEGUN"] = str(tmp_path / "begun")
    return tmp_path / "begun"


@pytest.mark.parametrize(
    "times",
    [
        pytest.param(1, id="once"),
        pytest.param(5, id="impatiently", marks=pytest.mark.in_turn),
    ],
)
def test_ctrl_c_while_the_environment_is_made_takes_it_back(
    person: Person, slow_uv: Path, times: int
) -> None:
    shell = person.start()
    shell.enter(person.driver.one_after_the_other("stty -a >../before", PIP))
    shell.wait_for_panel()
    shell.press("enter")
    shell.wait_until(slow_uv.exists, "the beginning of uv")

    for _ in range(times):
        shell.press("ctrl-c")
        time.sleep(0.02)
    status = shell.status()

    assert status == 130
    assert files_below(person.work) == set()
    assert not list(person.records.glob("*.*sh"))
    shell.run("stty -a >../after")
    assert (person.home / "after").read_text() == (person.home / "before").read_text()


def test_ctrl_c_while_the_environment_is_made_ends_the_line(
    person: Person, slow_uv: Path
) -> None:
    shell = person.start()
    shell.enter(person.driver.one_after_the_other(PIP, "echo more"))
    shell.wait_for_panel()
    shell.press("enter")
    shell.wait_until(slow_uv.exists, "the beginning of uv")

    shell.press("ctrl-c")
    shell.status()

    assert "more" not in shell.said


def test_ctrl_z_while_the_environment_is_made_stops_nothing(
    person: Person, slow_uv: Path
) -> None:
    shell = person.start()
    shell.enter(PIP)
    shell.wait_for_panel()
    shell.press("enter")
    shell.wait_until(slow_uv.exists, "the beginning of uv")

    shell.press("ctrl-z")
    time.sleep(0.3)
    shell.press("ctrl-c")

    assert shell.status() == 130
    assert files_below(person.work) == set()
    shell.run(person.driver.lists_jobs)
    assert shell.said in {"", "jobs: There are no jobs\n"}  # fish says that of none


@pytest.mark.in_turn
@pytest.mark.parametrize("delay", [0, 0.1, 0.2, 0.3])
def test_ctrl_c_at_any_time_after_the_key_leaves_all_or_nothing(
    person: Person, delay: float
) -> None:
    shell = person.start()
    shell.enter(PIP)
    shell.wait_for_panel()
    shell.press("enter")
    time.sleep(delay)

    shell.press("ctrl-c")
    shell.status()

    made = files_below(person.work)
    assert made == set() or ".venv/bin/activate" in made
    if made:
        line = person.driver.and_then(person.driver.activate(".venv"), "pip --version")
        assert shell.run(line) == 0


def test_a_hang_up_while_the_environment_is_made_takes_it_back(
    person: Person, slow_uv: Path
) -> None:
    shell = person.start()
    shell.enter(PIP)
    shell.wait_for_panel()
    shell.press("enter")
    shell.wait_until(slow_uv.exists, "the beginning of uv")

    shell.hang_up()

    assert person.wait_until_nothing_runs() == []
    assert files_below(person.work) == set()


# -- what a line is among others


def test_the_functions_of_the_user_may_call_pip(person: Person) -> None:
    body = person.driver.and_then(PIP, "pip install otherthing")
    shell = person.start(after=[person.driver.function("both", body)])

    shell.enter("both")

    assert shell.answer("enter") == 0
    assert "Successfully installed otherthing-1.0" in shell.text


def test_a_watched_pip_inside_a_watched_pip_is_not_watched(
    person: Person, tmp_path: Path
) -> None:
    real = person.machine.python.with_name("pip")
    (tmp_path / "pip").write_text(
        "#!/bin/sh\n"
        '[ -n "$INNER" ] && exec '
        f"'{real}' \"$@\"\n"
        f"exec {person.driver.name} -c 'INNER=1 pip install tinything'\n"
    )
    (tmp_path / "pip").chmod(0o755)
    person.environ["PATH"] = person.machine.path(tmp_path)
    shell = person.start()

    shell.enter(PIP)
    shell.wait_until(
        lambda: shell.asked or b"777;prompt" in shell.bytes, "the panel or the prompt"
    )
    if shell.asked:
        shell.answer("q")

    assert squashed(shell.text).count("leaveitasitis") <= 1
