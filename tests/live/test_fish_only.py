from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

import pytest

from pep668hook import __version__
from tests.machine import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.person import Person, Shell

pytestmark = pytest.mark.parametrize("driver", ["fish"], indirect=True)

PIP: Final = "pip install tinything"
SNIPPET: Final = CHECKOUT / "shell" / "pep668hook.fish"


@pytest.fixture
def go_on(person: Person) -> Path:
    """A real pip waits for this file before it begins."""
    path = person.home / "go on"
    person.environ["TEST_STALL"] = str(path)
    return path


def both(person: Person, lines: Sequence[str], **how: Sequence[str]) -> list[list[str]]:
    """Tell what each line says without and with the hook."""
    results = []
    for hook in (False, True):
        shell = person.start(hook=hook, size=(200, 50), **how)  # type: ignore[arg-type]
        said = []
        for line in lines:
            status = shell.run(line)
            said.append(f"{status}: {shell.said}")
        results.append(said)
    return results


def heals(shell: Shell) -> None:
    shell.enter(f"{PIP} && echo went-on")
    assert shell.answer("enter") == 0
    assert shell.said.endswith("went-on\n")


# -- loading


@pytest.mark.parametrize("program", [["fish", "--no-execute"], ["fish_indent", "-c"]])
def test_the_snippet_is_written_as_fish_writes_it(person: Person, program: str) -> None:
    snippets = sorted(SNIPPET.parent.glob("*.fish"))
    done = subprocess.run([*program, *snippets], capture_output=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert person.driver.name == "fish"


@pytest.mark.parametrize("options", [[], ["--no-config"]])
def test_what_is_not_interactive_gets_nothing(
    person: Person, options: list[str]
) -> None:
    names = "begin; set --names; functions --all; end"
    load = f"source {person.machine.snippet('fish')}"
    script = f"{names} >a; {load}; {names} >b; cmp a b"

    done = subprocess.run(
        [str(person.driver.find()), *options, "-c", script],
        cwd=person.work,
        env={**person.environ, "PATH": os.environ["PATH"]},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_link_in_conf_d_is_enough(person: Person) -> None:
    conf_d = person.rc / "fish" / "conf.d"
    conf_d.mkdir(parents=True)
    (conf_d / "pep668hook.fish").symlink_to(person.machine.snippet("fish"))

    heals(person.start(hook=False))


def test_it_loads_from_a_pipe_as_the_command_line_prints_it(person: Person) -> None:
    share = person.machine.share
    text = (
        f"set -g __pep668hook_init_python '{share}/venv/bin/python'\n"
        f"set -g __pep668hook_init_watch '{share}/watch.py'\n"
        f"set -g __pep668hook_init_snippets '{share}'\n" + SNIPPET.read_text()
    )
    (person.home / "printed").write_text(text)
    shell = person.start(hook=False, after=["cat ../printed | source"])
    assert shell.screen == ["$"]

    heals(shell)


def test_a_relative_name_is_enough_though_the_shell_goes_elsewhere(
    person: Person,
) -> None:
    place = person.machine.snippet("fish").parent
    shell = person.start(hook=False)
    shell.run(f"cd {place}")
    shell.run("source ./pep668hook.fish")
    shell.run(f"cd {person.work}")

    heals(shell)


def test_no_start_reads_what_only_a_pip_needs(person: Person) -> None:
    shell = person.start()
    count = "functions --all | string match '__pep668hook_*' | count"
    shell.run(count)
    at_start = int(shell.said)

    shell.run("pip --version")
    shell.run(count)

    assert at_start < 6 < int(shell.said)


def test_what_is_loaded_once_more_is_loaded_whole(person: Person) -> None:
    shell = person.start()
    shell.run("pip --version")
    shell.run("function __pep668hook_run; echo old; end")
    shell.run(f"source {person.machine.snippet('fish')}")

    heals(shell)


def test_it_serves_a_fish_without_any_configuration(person: Person) -> None:
    shell = person.start(hook=False)
    load = f"source {person.machine.snippet('fish')}"
    prompt = f"source {person.rc}/fish/config.fish"
    shell.enter(f"exec fish --no-config --init-command '{prompt}; {load}'")
    shell.status()

    heals(shell)


def test_a_function_that_is_loaded_when_it_is_needed_is_the_users_own(
    person: Person,
) -> None:
    own = person.rc / "fish" / "functions" / "pip.fish"
    own.parent.mkdir(parents=True)
    own.write_text("function pip; echo my own $argv; end\n")
    shell = person.start()

    shell.run(PIP)

    assert shell.said == "my own install tinything\n"


def test_a_function_made_later_is_the_users_own_in_every_line(person: Person) -> None:
    shell = person.start()
    shell.run("pip --version")
    shell.run("function pip; echo my own $argv; end")

    for line in ("pip list", "pip list &", PIP, "pip list"):
        shell.run(line)
        assert shell.said.startswith("my own ")


def test_the_functions_can_be_looked_at_copied_and_taken_away(person: Person) -> None:
    shell = person.start()

    assert shell.run("type --type pip") == 0
    assert shell.said == "function\n"
    assert shell.run("functions --copy pip mine; and functions --erase pip") == 0
    shell.enter(PIP)
    assert shell.answer("q") == 1  # at the prompt, where no function is needed
    shell.enter("mine install tinything")
    assert shell.answer("enter") == 0


def test_functions_by_the_names_of_builtins_do_not_get_in_between(
    person: Person,
) -> None:
    names = ["contains", "jobs", "math", "mkdir", "realpath", "rm", "kill", "source"]
    shell = person.start(size=(100, 50))
    for name in names:  # fish itself would not start with all of them
        shell.run(f"function {name}; echo PWNED; end")

    heals(shell)
    assert "PWNED" not in shell.said

    # Not before: those that `activate.fish` itself uses.
    for name in ("functions", "echo"):
        shell.run(f"function {name}; builtin echo PWNED; end")
    shell.run("deactivate")
    shell.run("pip list")
    assert "PWNED" not in shell.said
    shell.run("pep668hook --version")
    assert shell.said == f"{__version__}\n"
    shell.run("pep668hook doctor --no-self-test")
    assert "PWNED" not in shell.said
    assert " wrapped\n" in shell.said


# -- what is the user's stays the user's


@pytest.mark.parametrize("moment", ["before", "after"])
def test_the_completions_of_pip_go_on_working(person: Person, moment: str) -> None:
    lines = ["complete -c pip -f -a from-completion"]
    before, after = (lines, []) if moment == "before" else ([], lines)
    shell = person.start(before=before, after=after)

    for line in ("true", "pip list", "pip list &", "wait"):
        shell.run(line)
    shell.run("complete --do-complete 'pip from-c'")

    assert shell.said == "from-completion\n"


STATUSES = {
    "of a pipeline before a pip": [
        "sh -c 'exit 3' | sh -c 'exit 4'",
        "echo $pipestatus",
        "sh -c 'exit 3' | sh -c 'exit 4'",
        "echo $status $pipestatus; pip --version",
    ],
    "of a pip": ["pip install --target ../t none; echo $status $pipestatus"],
    "of a pip in a pipeline": [f"{PIP} | cat; echo $status $pipestatus"],
    "of a pip that lists": ["pip list | sh -c 'exit 6'; echo $status $pipestatus"],
    "of a pip negated": [
        "not pip install --target ../t none; echo $status $pipestatus"
    ],
    "of a block": ["begin; pip install --no-such; false; end; echo $status"],
    "kept past an event": ["false", "echo $status pip install"],
}


@pytest.mark.parametrize("lines", STATUSES.values(), ids=STATUSES)
def test_status_and_pipestatus_are_as_without_the_hook(
    person: Person, lines: list[str]
) -> None:
    plain, hooked = both(person, lines)

    assert hooked == plain


def test_universal_variables_are_never_written(person: Person) -> None:
    file = person.rc / "fish" / "fish_variables"
    person.start(hook=False).run("set --universal >../before")
    before = file.read_text()
    shell = person.start()
    heals(shell)
    shell.run("pip list &")
    shell.run("set --universal >../after")

    assert (person.home / "after").read_text() == (person.home / "before").read_text()
    assert file.read_text() == before


def test_variables_and_functions_are_as_before_after_a_rescue(person: Person) -> None:
    ask = "begin; set --names; functions --all; bind; end >../names"
    shell = person.start()
    shell.run(ask)
    shell.enter(PIP)
    shell.answer("q")
    shell.run(ask)
    before = set((person.home / "names").read_text().split("\n"))
    heals(shell)
    shell.run("deactivate; echo")
    shell.run(ask)

    new = set((person.home / "names").read_text().split("\n")) ^ before
    assert {name for name in new if "OLD_" not in name} <= {
        *("fish_job_summary", "_old_fish_prompt", "pydoc", "PKG_CONFIG_PATH")
    }


def test_the_prompt_is_the_users_before_a_rescue_and_after_deactivate(
    person: Person,
) -> None:
    shell = person.start(after=["functions fish_prompt >../before"])
    shell.run("functions fish_prompt >../loaded")
    heals(shell)
    assert shell.screen[-1] == "(work) $"
    shell.run("deactivate")
    shell.run("functions fish_prompt >../after")

    before = (person.home / "before").read_text()
    assert (person.home / "loaded").read_text() == before
    body = before.split("\n", 1)[1]  # fish notes where a copy was made
    assert (person.home / "after").read_text().split("\n", 1)[1] == body
    assert shell.screen[-1] == "$"


HANDLERS = [
    "function before --on-event fish_preexec; echo before $status $argv; end",
    "function behind --on-event fish_postexec; echo behind $status $argv; end",
]


@pytest.mark.parametrize(
    "line", ["pip list", "pip install --no-such", "pip --version | cat", "echo pip &"]
)
def test_handlers_of_the_users_run_as_without_the_hook(
    person: Person, line: str
) -> None:
    plain, hooked = both(person, ["false", line, "echo"], after=HANDLERS)

    assert hooked == plain


def test_a_trace_shows_the_command_and_not_what_is_inside(person: Person) -> None:
    line = "pip install --quiet --target ../t none; pip list; echo on"
    plain, hooked = both(person, [f"set -g fish_trace 1; {line}", "set -e fish_trace"])

    # A function is one more level.
    inside = re.compile(r"^--+> set -l fish_trace\n", re.MULTILINE)
    assert [inside.sub("", text) for text in hooked] == plain


def test_jobs_that_are_none_of_ours_go_on_as_without_the_hook(person: Person) -> None:
    lines = ["sleep 100 &", "pip install --no-such", "jobs --command", "kill $last_pid"]
    plain, hooked = both(person, lines)

    assert hooked[:3] == plain[:3]


# -- where a function would be in the way, there is none

WITHOUT = [
    "pip install x &",
    "pip install x&",
    "pip install x& echo",
    "pip install a & pip3 install b",
    "for p in a b; pip install $p &; end",
    "pip install 'a' & # a note",
    "echo a && pip install x &",
    "pip install x\\&y &",
    "begin; pip install x & end",
    "pip install x \\\n --quiet &",
    "if true\n pip install x &\nend",
    "pip download x &",
    "pip list",
    "pip list | less",
    "pip install x | less",
    "pip install x|less",
    "pip install x 2>&1 | less",
    "pip install x &| less",
    "pip install 'a|b' | less",
    "PIP_PRE=1 pip3 install x | cat",
    "time pip install x | cat",
    "true && pip install x | cat",
]
WITH = [
    "pip install x",
    "pip install x && python app.py | tee log",
    "pip install a && pip list | grep a",
    "pip install x; and echo",
    "pip install x || echo no",
    "pip install a&&pip install b",
    "pip install x 2>&1",
    "pip install x >&2",
    "pip install x >log",
    "pip install 'x & y'",
    'pip install "x & y | z"',
    'pip install "say \\" & "',
    "pip install 'it\\'s &'",
    "pip install x\\ \\&",
    "pip install https://example.org/x?a=1&b=2",
    "pip install x # and & or |",
    "pip install x # it's & or |\necho",
    "echo 'a|b' && pip install x",
    "pip uninstall x",
]


def test_a_line_is_run_without_the_functions_where_nobody_could_be_asked(
    person: Person,
) -> None:
    quote = person.driver.quote
    ask = [f"__pep668hook_is_better_without {quote(line)}" for line in WITHOUT + WITH]
    lines = [f"{line}; and echo without; or echo with" for line in ask]
    script = "\n".join([f"source {SNIPPET}", "__pep668hook_load pip", *lines])
    done = subprocess.run(
        [str(person.driver.find()), "--no-config", "--interactive", "-c", script],
        env={**os.environ, "TERM": "dumb"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )

    told = dict(zip(WITHOUT + WITH, done.stdout.decode().split(), strict=True))
    assert [line for line in WITHOUT if told[line] != "without"] == []
    assert [line for line in WITH if told[line] != "with"] == []


IN_BACKGROUND = {
    f"{PIP} &": 1,
    f"for p in one two; {PIP} $p &; end": 2,
    f"echo begun; and {PIP} & echo going": 1,
    "pip download --dest .. tinything &": 1,
}


@pytest.mark.parametrize(("line", "pips"), IN_BACKGROUND.items())
def test_a_background_pip_is_the_job_that_it_is_without_the_hook(
    person: Person, go_on: Path, line: str, pips: int
) -> None:
    results = []
    for hook in (False, True):
        go_on.unlink(missing_ok=True)
        shell = person.start(hook=hook, size=(150, 50))
        shell.mark()
        shell.type(f"{line}\r")
        shell.wait_until(
            lambda shell=shell: shell.text.count("pip is slow") == pips,
            "all of them",
        )
        status = shell.status()
        shell.run("jobs --command; jobs --pid | string match $last_pid | count")
        results.append((status, shell.said))
        shell.enter("wait")
        go_on.touch()
        shell.status()

    assert results[1] == results[0]


def test_a_pipeline_can_be_stopped_and_goes_on(person: Person, go_on: Path) -> None:
    results = []
    for hook in (False, True):
        go_on.unlink(missing_ok=True)
        shell = person.start(hook=hook, size=(100, 50))
        shell.enter(f"{PIP} | cat; echo after $status")
        shell.wait_for("pip is slow")
        shell.press("ctrl-z")
        results.append([str(shell.status()), shell.said])
        shell.enter("fg")
        go_on.touch()
        results[-1] += [str(shell.status()), shell.said]

    assert results[1] == results[0]


UNASKED = [
    f"begin; {PIP}; end | cat",
    f"for p in a b; {PIP} $p; end | cat",
    f"echo (begin; {PIP}; end)",
    f'set -l all "$({PIP})"',
    f"echo y | {PIP}",
    f"{PIP} 2>| cat",
    f"{PIP} &>../output",
    f"PEP668HOOK=off {PIP}",
    f"command {PIP}",
]


@pytest.mark.parametrize("line", UNASKED)
def test_where_nobody_can_answer_nobody_is_asked(person: Person, line: str) -> None:
    plain, hooked = both(person, [f"{line}; echo $status $pipestatus"])

    assert hooked == plain
    assert not person.venv.exists()


def test_after_such_a_line_the_next_one_is_asked_about(person: Person) -> None:
    shell = person.start()
    for line in ("pip list", f"{PIP} | cat", f"{PIP} &", "wait"):
        shell.enter(line)
        shell.answer_if_asked("q")
        shell.status()

    heals(shell)


def test_what_is_not_the_users_line_is_asked_about_too(person: Person) -> None:
    shell = person.start(
        after=["bind \\cg 'pip install tinything; commandline -f repaint'"]
    )

    shell.mark()
    shell.press("\x07")
    shell.wait_for_panel()
    shell.press("enter")
    shell.wait_for("Successfully installed tinything-1.0")
    shell.wait_until(lambda: shell.screen[-1] == "(work) $", "the prompt")

    assert shell.run("python -c 'import tinything'") == 0


# -- keys


def test_ctrl_c_ends_the_line_and_the_functions_of_the_users_in_it(
    person: Person, go_on: Path
) -> None:
    many = "function many; for p in a b; pip install $p; end; echo done; end"
    shell = person.start(after=[many])
    shell.enter("many; echo after")
    shell.wait_for("pip is slow")
    time.sleep(0.1)
    shell.press("ctrl-c")

    assert shell.status() == 130
    assert shell.said.count("pip is slow") == 1
    assert "after" not in shell.said
    assert "done" not in shell.said
    assert not go_on.exists()


def test_ctrl_c_while_the_retry_runs_leaves_the_environment_active(
    person: Person,
) -> None:
    requirements = person.home / "requirements"
    os.mkfifo(requirements)  # that the retry waits for
    writers: list[int] = []

    def is_read() -> bool:
        with contextlib.suppress(OSError):  # nobody reads it yet
            writers.append(os.open(requirements, os.O_WRONLY | os.O_NONBLOCK))
        return bool(writers)

    shell = person.start()
    shell.enter("pip install -r ../requirements")
    shell.wait_for_panel()
    shell.press("enter")
    shell.wait_until(is_read, "the retry")
    time.sleep(0.3)  # else it may come while pip is still between two reads
    shell.press("ctrl-c")
    status = shell.status()
    os.close(writers[0])

    assert status != 0
    assert shell.screen[-1] == "(work) $"
    assert shell.run("pip install tinything") == 0


def test_a_stopped_pip_is_told_of_as_fish_does(person: Person, go_on: Path) -> None:
    shell = person.start()
    shell.enter(f"{PIP} it''s")
    shell.wait_for("pip is slow")
    shell.press("ctrl-z")
    status = shell.status()
    told = shell.said
    go_on.touch()
    shell.run("fg")

    assert status == 0
    assert "fish: Job 1, 'pip install tinything its' has stopped\n" in told


# -- what activates


def make(person: Person, maker: str, path: Path) -> None:
    argv = {
        "venv": [person.machine.python, "-m", "venv", "--without-pip", path],
        "virtualenv": [
            *(sys.executable, "-I", "-m", "virtualenv", "--quiet", "--no-setuptools"),
            *("--no-periodic-update", "--python", person.machine.python, path),
            *("--app-data", person.machine.cache / "pep668hook" / "virtualenv"),
        ],
        "uv": [shutil.which("uv"), "venv", "--python", person.machine.python, path],
    }[maker]
    environ = {**person.environ, "UV_CACHE_DIR": str(person.home.parent / "uv")}
    subprocess.run(list(map(str, argv)), env=environ, check=True, capture_output=True)


@pytest.mark.parametrize("directory", ["plain", "it's $HOME (x) {a,b} %self \\ ~"])
@pytest.mark.parametrize("maker", ["venv", "virtualenv", "uv"])
def test_an_environment_of_any_maker_is_activated(
    person: Person, maker: str, directory: str
) -> None:
    if maker == "uv" and shutil.which("uv") is None:
        pytest.skip("uv is not installed")
    work = person.home / directory
    work.mkdir()
    make(person, maker, work / ".venv")
    shell = person.start(cwd=work, size=(120, 50))
    shell.run("string join \\n $PATH >../before")

    shell.enter(f"{PIP} && echo $VIRTUAL_ENV >../active")
    status = shell.answer("enter")

    assert status == 0
    assert (person.home / "active").read_text() == f"{work}/.venv\n"
    assert shell.run("deactivate") == 0
    shell.run("string join \\n $PATH >../after")
    assert (person.home / "after").read_text() == (person.home / "before").read_text()


def test_a_line_that_leaves_the_environment_is_asked_about(person: Person) -> None:
    shell = person.start()
    shell.enter(PIP)
    assert shell.answer("enter") == 0

    shell.enter(f"deactivate; {PIP}")

    assert shell.answer("q") == 1
