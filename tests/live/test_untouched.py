from __future__ import annotations

import difflib
import os
import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests import drivers
from tests.machine import add_wheel, install_hook, write_script
from tests.person import Person, Shell, files_below
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from tests.drivers import Driver
    from tests.turns import Deal

# Words of a command line that PEP 668 cannot refuse.
NOT_REFUSED = {
    "nothing": "pip",
    "a listing": "pip list",
    "its version": "pip --version",
    "help": "pip install --help",
    "an unknown sub-command": "pip instal tinything",
    "an unknown option": "pip install --no-such-option tinything",
    "a download": "pip download --dest ../downloads tinything",
    "a wheel": "pip wheel --wheel-dir ../wheels tinything",
    "a target": "pip install --target ../target tinything",
    "a target and no such package": "pip install --target ../target nosuchthing",
    "a report only": "pip install --dry-run --quiet --report ../report tinything",
    "an uninstall of nothing": "pip uninstall",
    "a look at what install means": "pip help install",
    "pip3": "pip3 --version",
}


def play(shell: Shell, line: str) -> tuple[int, str]:
    status = shell.run(line)
    # Process ids differ from run to run.
    return status, re.sub(rb"\b\d{3,7}\b", b"N", shell.up_to_the_prompt).decode()


class Both:
    """The same person in two shells, one of them without the hook."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._record = person.home.parent / "record"
        person.environ["TEST_RECORD"] = str(self._record)

    def shells(
        self,
        *,
        before: Sequence[str] = (),
        after: Sequence[str] = (),
        environ: Mapping[str, str] | None = None,
    ) -> list[Shell]:
        size = (200, 40)
        start = self._person.start
        return [
            start(hook=hook, before=before, after=after, environ=environ, size=size)
            for hook in (False, True)
        ]

    def play(self, line: str, **how: object) -> list[tuple[int, str]]:
        return [result for (result,) in self.play_all([line], **how)]

    def play_all(
        self, lines: Iterable[str], **how: object
    ) -> list[list[tuple[int, str]]]:
        results = []
        for shell in self.shells(**how):  # type: ignore[arg-type]
            results.append([])
            for line in lines:
                results[-1].append(play(shell, line))
                self._tidy_up()
            shell.close()
        return results

    def compare(self, shells: Iterable[Shell], line: str) -> list[tuple[int, str]]:
        """Play a line in shells that go on, with a record of it alone."""
        self.forget()
        results = []
        for shell in shells:
            results.append(play(shell, line))
            self._tidy_up()
        return results

    def _tidy_up(self) -> None:
        for path in self._person.home.iterdir():
            if path.is_file():
                path.unlink()
            elif path != self._person.work:
                shutil.rmtree(path)

    def forget(self) -> None:
        """Forget what the recording pip has seen so far."""
        self._record.unlink(missing_ok=True)

    def difference(self, *, with_parent: bool = False) -> list[str]:
        """List what the recording pip saw in one of its two runs only."""
        first, second, *more = self._recorded().split("end\n")
        assert more == [""], "it ran too often"
        lines = difflib.ndiff(first.splitlines(), second.splitlines())
        different = [line for line in lines if line[0] in "+-"]
        return [line for line in different if with_parent or line[2:8] != "parent"]

    def _recorded(self) -> str:
        """Give the record without the signals that the shell ignores and pip takes."""
        ignored = self._person.driver.ignores
        return re.sub(
            "^[0-9a-f]{7}$",
            lambda mask: f"{int(mask[0], 16) & ~ignored:07x}",
            self._record.read_text(),
            flags=re.MULTILINE,
        )


@pytest.fixture
def both(person: Person) -> Both:
    return Both(person)


@pytest.fixture
def recorder(person: Person) -> None:
    person.environ["PATH"] = person.machine.path(person.machine.recorder)


def test_what_is_not_refused_looks_as_without_the_hook(both: Both, deal: Deal) -> None:
    # The one that leads past the watch, and one that is watched with each of its ends.
    each = ("nothing", "a listing", "an unknown option", "a target")
    plain, hooked = both.play_all(deal(NOT_REFUSED, *each).values())

    assert hooked == plain


def test_what_is_not_refused_is_timed_as_without_the_hook(person: Person) -> None:
    told = []
    for hook in (False, True):
        shell = person.start(hook=hook, size=(200, 40))
        shell.run(person.driver.timed("pip --version"))
        # The units of the figures change with these.
        told.append([line.split()[:1] for line in shell.said.splitlines()])

    assert told[1] == told[0]
    assert len(told[0]) > 1


REFUSED = {
    "stdin from a file": "pip install tinything </dev/null",
    "stderr to a file": "pip install tinything 2>../errors",
    "bypassed but unknown": "pip install --target ../t nosuchthing",
}
OFF = {
    "switched off": {"PEP668HOOK": "off"},
    "in continuous integration": {"CI": "true"},
}


def test_a_refusal_that_nobody_can_answer_looks_as_without_the_hook(
    both: Both, deal: Deal
) -> None:
    plain, hooked = both.play_all(deal(REFUSED, *REFUSED).values())

    assert hooked == plain


# That each shell leads it past the watch is tried below.
@pytest.mark.in_turn
@pytest.mark.parametrize("environ", OFF.values(), ids=OFF)
def test_a_refusal_where_it_is_off_looks_as_without_the_hook(
    both: Both, environ: dict[str, str]
) -> None:
    plain, hooked = both.play("pip install tinything", environ=environ)

    assert hooked == plain


# What leads past the watch, so that pip's parent is the shell itself.
PASSED = {
    "a listing": "pip list",
    "a search for it": "pip index versions install",
    "a download of it": "pip download install",
    "awkward words": "pip show '' ' a  b ' \"it's\" '$HOME' '*' -- -x",
    "stdin from a file": "pip install x </dev/null",
    "stderr to a file": "pip install x 2>../errors",
    "stdin from a pipe": "true | pip install x",
    "pip3": "pip3 list",
}


@pytest.mark.usefixtures("recorder")
def test_what_is_passed_on_starts_pip_as_the_shell_does(both: Both, deal: Deal) -> None:
    shells = both.shells(environ={"TEST_STATUS": "7"})
    for line in deal(PASSED, *PASSED).values():
        plain, hooked = both.compare(shells, line)

        assert hooked == plain, line
        assert both.difference(with_parent=True) == [], line


@pytest.mark.usefixtures("recorder")
@pytest.mark.parametrize("environ", OFF.values(), ids=OFF)
def test_what_is_off_starts_pip_as_the_shell_does(
    both: Both, environ: dict[str, str]
) -> None:
    plain, hooked = both.play("pip install x", environ={**environ, "TEST_STATUS": "7"})

    assert hooked == plain
    assert both.difference(with_parent=True) == []


WATCHED = {
    "a name": "pip install x",
    "pip3": "pip3 install x",
    "awkward words": "pip install '' ' a  b ' \"it's\" '$HOME' '*' '$(id)' -- -x",
    "options before it": "pip --timeout 5 -v install x",
    "an uninstall": "pip uninstall -y x",
    "stdout to a file": "pip install x >../output",
    "variables for pip alone": "PIP_PRE=1 LC_ALL=C pip install x",
    "no words at all": "pip install",
    "another umask": "umask 077; pip install x; true",  # the last, as it stays
}


@pytest.mark.usefixtures("recorder")
def test_what_is_watched_starts_pip_as_the_shell_does(both: Both, deal: Deal) -> None:
    shells = both.shells()
    for line in deal(WATCHED, *WATCHED).values():
        plain, hooked = both.compare(shells, line)

        assert hooked == plain, line
        assert both.difference() == [], line


@pytest.mark.usefixtures("recorder")
@pytest.mark.in_turn
@pytest.mark.parametrize("status", [0, 1, 2, 77, 255])
def test_the_status_of_a_watched_pip_is_its_own(both: Both, status: int) -> None:
    plain, hooked = both.play("pip install x", environ={"TEST_STATUS": str(status)})

    assert plain[0] == status
    assert hooked == plain


LOCALES = {
    "C": {"LC_ALL": "C", "LANG": "C"},
    "POSIX": {"LC_ALL": "POSIX"},
    "none": {"LANG": ""},
    "LC_CTYPE of the user's": {"LC_CTYPE": "C.UTF-8", "LANG": "C"},
    "LC_CTYPE that there is none of": {"LC_CTYPE": "xx_YY.UTF-8", "LANG": "C"},
}


@pytest.mark.usefixtures("recorder")
@pytest.mark.in_turn
@pytest.mark.parametrize("environ", LOCALES.values(), ids=LOCALES)
def test_a_watched_pip_sees_the_users_own_locale(
    both: Both, environ: dict[str, str]
) -> None:
    plain, hooked = both.play("pip install x", environ=environ)

    assert hooked == plain
    assert both.difference() == []


@pytest.mark.usefixtures("recorder")
def test_a_signal_that_the_user_ignores_is_ignored_in_a_watched_pip(
    both: Both,
) -> None:
    # Not SIGPIPE: every Python sets that itself as it starts, and so does pip's.
    traps = ["trap '' INT QUIT USR1 USR2 HUP TERM WINCH ALRM"]

    plain, hooked = both.play("pip install x", after=traps)

    assert hooked == plain
    assert both.difference() == []


# By the names that variables in functions like to have.
NAMES = (
    *("broken_off", "code", "depth", "directory", "each", "failed", "jobs_before"),
    *("line", "name", "noglob", "program", "record", "shell", "told", "word"),
)


@pytest.mark.usefixtures("recorder")
@pytest.mark.parametrize("line", ["pip install x", "pip list"])
def test_no_variable_of_the_users_is_hidden_from_pip(
    both: Both, person: Person, line: str
) -> None:
    exports = [person.driver.export(name, f"my {name}") for name in NAMES]

    plain, hooked = both.play(line, after=exports)

    assert hooked == plain
    assert both.difference() == []


@pytest.mark.usefixtures("recorder")
def test_the_pip_of_a_virtual_environment_is_not_watched(
    both: Both, person: Person, tmp_path: Path
) -> None:
    environment = tmp_path / "elsewhere"
    (environment / "bin").mkdir(parents=True)
    (environment / "pyvenv.cfg").touch()
    shutil.copy(person.machine.recorder / "pip", environment / "bin")
    person.environ["PATH"] = person.machine.path(environment / "bin")

    plain, hooked = both.play("pip install x")

    assert hooked == plain
    assert both.difference(with_parent=True) == []


# -- a helper that is not there, or does not work


def gone(share: Path) -> None:
    (share / "venv").unlink()


def without_watch(share: Path) -> None:
    (share / "watch.py").unlink()


def replaced_python(share: Path, script: str, mode: int = 0o755) -> None:
    (share / "venv").unlink()
    (share / "venv" / "bin").mkdir(parents=True)
    write_script(share / "venv" / "bin" / "python", script)
    (share / "venv" / "bin" / "python").chmod(mode)


def not_executable(share: Path) -> None:
    replaced_python(share, "#!/bin/sh\nexit 3\n", 0o644)


def ending_with_1(share: Path) -> None:
    replaced_python(share, "#!/bin/sh\nexit 1\n")


def ending_with_0(share: Path) -> None:
    replaced_python(share, "#!/bin/sh\nexit 0\n")


def crashing(share: Path) -> None:
    replaced_python(share, "#!/bin/sh\nulimit -c 0\nkill -s SEGV $$\n")


def killed(share: Path) -> None:
    replaced_python(share, "#!/bin/sh\nkill -s KILL $$\n")


def without_interpreter(share: Path) -> None:
    replaced_python(share, "#!/no/such/file\n")


def of_another_machine(share: Path) -> None:
    replaced_python(share, "\x7fELF that is none\n")


def without_its_library(share: Path) -> None:
    python = os.path.realpath(sys.executable)
    replaced_python(share, f"#!/bin/sh\nPYTHONHOME=/none exec {python} -c pass\n")


SILENT = [gone, without_watch, not_executable]
BROKEN = [ending_with_1, ending_with_0, crashing, killed, without_interpreter]
BROKEN += [of_another_machine, without_its_library]


@pytest.fixture
def share(person: Person, tmp_path: Path) -> Path:
    person.share = tmp_path / "share"
    install_hook(person.share, person.machine.share / "venv")
    return person.share


@pytest.mark.parametrize("state", SILENT)
def test_a_refusal_without_the_helper_looks_as_without_the_hook(
    both: Both, share: Path, state: Callable[[Path], None]
) -> None:
    state(share)

    plain, hooked = both.play("pip install tinything")

    assert hooked == plain


@pytest.mark.usefixtures("recorder")
@pytest.mark.parametrize("run_before", [False, True])
def test_pip_runs_exactly_once_whatever_is_wrong_with_the_helper(
    *, both: Both, person: Person, share: Path, run_before: bool
) -> None:
    person.environ["TEST_STATUS"] = "5"
    plain, hooked = both.shells()
    for state in SILENT + BROKEN:
        shutil.rmtree(share)
        install_hook(share, person.machine.share / "venv")
        state(share)
        shutil.rmtree(person.records, ignore_errors=True)
        if run_before:
            person.records.mkdir(mode=0o700)
        both.forget()

        statuses = [shell.run("pip install x") for shell in (plain, hooked)]

        assert statuses == [5, 5], state.__name__
        assert both.difference() == [], state.__name__
        left = files_below(person.runtime) - person.driver.leaves
        assert left <= {"pep668hook"}, state.__name__


def test_a_copied_function_without_its_private_helpers_is_plain_pip(
    both: Both, driver: Driver
) -> None:
    forget = driver.forget_functions("__pep668hook_")

    plain, hooked = both.play("pip install tinything", after=[forget])

    assert hooked == plain


def test_a_script_that_loads_the_hook_gets_plain_pip(person: Person) -> None:
    driver = person.driver
    shell = drivers.require(driver)
    load = driver.load(person.machine.snippet(driver.extension))
    seen = []
    for line in ("pip install tinything", f"{load}; pip install tinything"):
        terminal = Terminal(
            [shell, "-c", line], cwd=person.work, environ=person.environ
        )
        seen.append((terminal.wait_for_the_end(), terminal.output))
        terminal.close()

    assert seen[0] == seen[1]
    assert seen[0][0] == 1


# -- a pip that the shell itself cannot start as it is


def test_a_pip_whose_interpreter_is_gone_fails_as_without_the_hook(
    both: Both, person: Person, tmp_path: Path
) -> None:
    write_script(tmp_path / "pip", "#!/no/such/python\n")
    person.environ["PATH"] = person.machine.path(tmp_path)

    (status, plain), (code, hooked) = both.play("pip install x")

    assert code == status
    # zsh names the function that a command fails in.
    assert re.sub(r"\w+:\d+: /", "zsh: /", hooked) == plain


def test_a_pip_without_a_first_line_runs_as_without_the_hook(
    both: Both, person: Person, tmp_path: Path
) -> None:
    write_script(tmp_path / "pip", 'echo "this ran: $*"; exit 4\n')
    person.environ["PATH"] = person.machine.path(tmp_path)

    plain, hooked = both.play("pip install x")

    assert plain[0] == 4
    assert hooked == plain


def test_a_pip_that_goes_away_is_missed_as_without_the_hook(
    person: Person, tmp_path: Path
) -> None:
    write_script(tmp_path / "pip", "#!/bin/sh\n")
    person.environ["PATH"] = os.pathsep.join([str(tmp_path), str(person.machine.tools)])
    gone = [f"rm {tmp_path}/pip"]
    plain = person.start(hook=False, after=gone, size=(200, 40))
    expected = play(plain, "pip install x")
    write_script(tmp_path / "pip", "#!/bin/sh\n")
    hooked = person.start(after=gone, size=(200, 40))

    status, _ = play(hooked, "pip install x")

    assert status == expected[0] == person.driver.not_found
    assert re.search("not found|Unknown command|not recognized", hooked.said)


def test_a_pip_that_has_moved_is_found_as_without_the_hook(
    both: Both, person: Person, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for directory in (first, second):
        directory.mkdir()
        write_script(directory / "pip", f"#!/bin/sh\necho {directory.name}\n")
    person.environ["PATH"] = person.machine.path(first, second)
    results = []
    for shell in both.shells():
        shell.run("pip --version")
        (first / "pip").rename(first / "away")
        results.append(play(shell, "pip install x"))
        (first / "away").rename(first / "pip")
        results.append(play(shell, "pip install x"))

    assert results[2:] == results[:2]


@pytest.mark.parametrize("entry", ["", ".", "tools", "~/work/tools"])
def test_an_entry_of_path_leads_where_it_leads_without_the_hook(
    both: Both, person: Person, tmp_path: Path, entry: str
) -> None:
    (person.work / "tools").mkdir()
    for directory in (person.work, person.work / "tools"):
        write_script(directory / "pip", f"#!/bin/sh\necho '{directory.name}'; exit 5\n")
    write_script(
        tmp_path / "pip", "#!/bin/sh\nexit 6\n"
    )  # bash alone knows a `~` there
    person.environ["PATH"] = f"{entry}:{person.machine.path(tmp_path)}"

    plain, hooked = both.play("pip install x")

    assert hooked == plain


@pytest.mark.parametrize(
    "variables",
    [{"HOME": "home"}, {"HOME": "/no/home"}, {"XDG_CACHE_HOME": "cache"}],
    ids=str,
)
def test_a_place_that_is_no_place_for_records_gets_none(
    person: Person, variables: dict[str, str]
) -> None:
    del person.environ["XDG_RUNTIME_DIR"], person.environ["XDG_CACHE_HOME"]
    shell = person.start(environ=variables)

    assert shell.run("pip install tinything") == 1

    assert "externally-managed-environment" in shell.said
    assert files_below(person.work) == set()


def test_a_watched_pip_that_succeeds_leaves_nothing_in_the_runtime_directory(
    person: Person,
) -> None:
    shell = person.start()

    assert shell.run("pip install --target ../target tinything") == 0
    assert shell.run("pip install --target ../target nosuchthing") == 1

    assert files_below(person.runtime) <= {"pep668hook", *person.driver.leaves}
    assert not shell.asked


def test_a_wheel_of_one_name_more_is_only_a_word(both: Both, person: Person) -> None:
    add_wheel(person.work / "own", "install")

    plain, hooked = both.play("pip --quiet download --find-links own install")

    assert hooked == plain
