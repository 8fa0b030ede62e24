"""No room, no right to write, no process, no descriptor, no network, no time."""

from __future__ import annotations

import resource
import shutil
import subprocess
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.machine import install_hook
from tests.person import Person
from tests.prove.faults.machinery import (
    PIP,
    grow,
    modes,
    mounted,
    nothing_half_made,
    ours,
    said_no_trace,
    set_faulty,
    works_again,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.drivers import Driver
    from tests.machine import Machine
    from tests.person import Shell

ROOM = "400m"  # for an environment, and some
# With fewer descriptors fish 3.6 cannot run what an environment's script puts there.
_FOR_FISH_S_PROMPT = 14


def go_through(shell: Shell) -> int:
    """Let pip be refused, take what is offered, and give the status."""
    shell.enter(PIP)
    shell.answer_if_asked("enter")
    status = shell.status()
    said_no_trace(shell)
    assert "externally-managed-environment" in shell.text  # pip's own words
    assert len(ours(shell.text)) <= 1
    return status


def full(place: Path) -> None:
    """Write until there is no room left."""
    try:
        with (place / "full").open("wb", buffering=0) as stream:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while stream.write(b"x" * size):
                        pass
                except OSError:
                    continue
    except OSError:
        return


@pytest.mark.parametrize("left", ["0", "64k", "1m", "4m", "12m", "20m"])
def test_a_full_disk(person: Person, left: str) -> None:
    """The project's, which has room for so much and no more."""
    with mounted(person.work, ROOM if left == "0" else left):
        if left == "0":
            full(person.work)
        shell = person.start()

        status = go_through(shell)

        assert status in {0, 1}
        nothing_half_made(person)
        if status:
            assert not person.venv.exists() or status == 1
        shell.run("cd /")
        (person.work / "full").unlink(missing_ok=True)
        grow(person.work, ROOM)
        works_again(person)
        shell.close()
        person.leave()


@pytest.mark.parametrize("what", ["runtime", "home", "cache", "all"])
def test_a_full_disk_of_the_users(
    machine: Machine, driver: Driver, tmp_path: Path, what: str
) -> None:
    with mounted(tmp_path / "small", "30m") as small:
        root = small if what in {"home", "all"} else tmp_path
        if root == tmp_path:
            root = tmp_path / "root"
            root.mkdir()
        somebody = Person(machine, driver, root)
        if what == "runtime":
            somebody.environ["XDG_RUNTIME_DIR"] = str(small)
            somebody.runtime = small
            somebody.records = small / "pep668hook"
        if what in {"cache", "all"}:
            somebody.environ["XDG_CACHE_HOME"] = str(small)
        shell = somebody.start()
        full(small)

        status = go_through(shell)

        assert status in {0, 1}
        nothing_half_made(somebody)
        (small / "full").unlink()
        grow(small, ROOM)
        works_again(somebody)
        somebody.leave()
        assert somebody.wait_until_nothing_runs() == []


@pytest.mark.parametrize("limit", [0, 1 << 12, 1 << 18, 1 << 22])
def test_no_file_may_be_longer(person: Person, limit: int) -> None:
    shell = person.start()
    resource.prlimit(shell.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    shell.enter(PIP)
    shell.answer_if_asked("enter")
    shell.status()

    said_no_trace(shell)
    nothing_half_made(person)
    works_again(person)


@pytest.fixture
def writable(person: Person) -> Iterator[None]:
    yield
    for path in (person.home, person.work, person.runtime):
        path.chmod(0o700)


@pytest.mark.usefixtures("writable")
@pytest.mark.parametrize("what", ["the directory", "the home", "both", "everything"])
def test_what_cannot_be_written_to(person: Person, what: str) -> None:
    shell = person.start()
    before = modes(person, shell, "before")
    places = {
        "the directory": [person.work],
        "the home": [person.home],
        "both": [person.work, person.home],
        "everything": [person.work, person.home, person.runtime],
    }[what]
    for place in places:
        place.chmod(0o500)

    status = go_through(shell)

    assert status in {0, 1}
    if status:
        nothing_half_made(person)
    for place in places:
        place.chmod(0o700)
    assert modes(person, shell, "after") == before
    works_again(person)


@pytest.mark.parametrize("limit", [4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 20, 24])
def test_out_of_descriptors(person: Person, limit: int) -> None:
    if person.driver.name == "fish" and limit < _FOR_FISH_S_PROMPT:
        pytest.skip("fish itself shows no prompt of an environment then")
    if person.driver.name == "powershell" and limit < 60:
        limit += psutil.Process(person.start().pid).num_fds()
    shell = person.start()
    resource.prlimit(shell.pid, resource.RLIMIT_NOFILE, (limit, limit))

    shell.enter(PIP)
    shell.answer_if_asked("enter")
    shell.status()

    said_no_trace_of_ours(shell)
    nothing_half_made(person)
    works_again(person)


def said_no_trace_of_ours(shell: Shell) -> None:
    """Where nothing is left pip itself may say so by a traceback."""
    shown = shell.output.decode("utf-8", "replace")
    assert "pep668hook/" not in shown.partition("Traceback (most recent call last)")[2]


@pytest.mark.parametrize("most", [0, 1, 2, 3])
@pytest.mark.parametrize("whose", ["python", "the shell"])
def test_out_of_processes(
    person: Person, tmp_path: Path, whose: str, most: int
) -> None:
    if (person.driver.name, whose) == ("fish", "the shell"):
        pytest.skip("fish itself ends where it can start no process")
    faults = set_faulty(person, tmp_path)
    shell = person.start()
    before = modes(person, shell, "before")
    name = (
        "python"
        if whose == "python"
        else {"powershell": "pwsh"}.get(person.driver.name, person.driver.name)
    )
    # What the shell has started so far counts, too.
    (faults / "forks").write_text(f"{name} {most + (0 if whose == 'python' else 1)}")

    shell.enter(PIP)
    shell.answer_if_asked("enter")
    shell.status()

    said_no_trace_of_ours(shell)
    (faults / "forks").unlink()
    # A shell that can start nothing cannot remove its steps, which nobody does again.
    nothing_half_made(person, steps_stay=whose == "the shell")
    if person.driver.name != "powershell" or whose == "python":
        assert modes(person, shell, "after") == before
    works_again(person)


def test_no_network(person: Person) -> None:
    """Nothing but what pip itself asks for would use one."""
    unshare = shutil.which("unshare") or pytest.skip("there is no unshare")
    tried = subprocess.run([unshare, "--net", "true"], check=False, capture_output=True)
    if tried.returncode:
        pytest.skip("only root can take the network away")
    start = person.driver.start

    class Offline:
        def __getattr__(self, name: str) -> object:
            return getattr(driver, name)

        def start(self, *arguments: object) -> tuple[list[str], dict[str, str]]:
            argv, variables = start(*arguments)  # type: ignore[arg-type]
            return [unshare, "--net", *argv], variables

    driver = person.driver
    person.driver = Offline()  # type: ignore[assignment]

    works_again(person)


@pytest.mark.parametrize("seconds", [10**9, -(10**9), 3600, -3600])
@pytest.mark.parametrize("step", ["before", "at the panel"])
def test_a_clock_that_jumps(
    person: Person, tmp_path: Path, seconds: int, step: str
) -> None:
    faults = set_faulty(person, tmp_path)
    shell = person.start()
    if step == "before":
        (faults / "clock").write_text(str(seconds))

    shell.enter(PIP)
    shell.wait_for_panel()
    (faults / "clock").write_text(str(seconds))
    shell.press("enter")

    assert shell.status() == 0
    said_no_trace(shell)
    nothing_half_made(person)
    # And the next line is looked at, too.
    assert shell.run("deactivate") == 0
    shell.enter("python3 -m pip install otherthing")
    shell.answer_if_asked("enter")
    shell.status()
    said_no_trace(shell)


@pytest.mark.parametrize("milliseconds", [1, 5])
def test_a_slow_file_system(person: Person, tmp_path: Path, milliseconds: int) -> None:
    """Each file is opened, looked at and renamed as late as over a bad network."""
    faults = set_faulty(person, tmp_path)
    shell = person.start()
    (faults / "slow").write_text(str(milliseconds * 1000))

    shell.enter(PIP)
    shell.wait_for_panel()
    (faults / "slow").write_text("500")  # what pip itself opens is thousands
    shell.press("enter")

    assert shell.status() == 0
    said_no_trace(shell)
    nothing_half_made(person)


# -- the helper's own Python, under an open shell


def own_share(person: Person, root: Path) -> Path:
    """Give the person a helper of their own, to be damaged."""
    whole = person.machine.share / "venv"
    share = root / "share" / "pep668hook"
    install_hook(share, whole)
    (share / "venv").unlink()
    own = share / "venv"
    for folder in ("bin", "lib"):
        (own / folder).mkdir(parents=True)
    shutil.copy(whole / "pyvenv.cfg", own)
    for link in ("python", "python3"):
        (own / "bin" / link).symlink_to((whole / "bin" / "python").resolve())
    (packages,) = whole.resolve().glob("lib/python3*/site-packages")
    (own / "lib" / packages.parent.name / "site-packages").mkdir(parents=True)
    for entry in packages.iterdir():
        (own / "lib" / packages.parent.name / "site-packages" / entry.name).symlink_to(
            entry
        )
    person.share = share
    return share


def _site(share: Path) -> Path:
    (found,) = share.glob("venv/lib/python3*/site-packages")
    return found


def _drop(share: Path, name: str) -> None:
    for path in _site(share).glob(name):
        path.unlink()


DAMAGES = {
    "its Python is gone": lambda share: (share / "venv/bin/python").unlink(),
    "its Python leads nowhere": lambda share: _relink(share, "/nonexistent/python3.9"),
    "its Python is another program": lambda share: _relink(share, "/bin/false"),
    "its Python is no program": lambda share: _relink(share, "/etc/hostname"),
    "its Python has become another": lambda share: _site(share).parent.rename(
        _site(share).parent.with_name("python3.999")
    ),
    "its packages are gone": lambda share: shutil.rmtree(share / "venv/lib"),
    "it is gone itself": lambda share: _drop(share, "*pep668hook*"),
    "rich is gone": lambda share: _drop(share, "rich"),
    "psutil is gone": lambda share: _drop(share, "psutil"),
    "virtualenv is gone": lambda share: _drop(share, "virtualenv"),
    "the watch is gone": lambda share: (share / "watch.py").unlink(),
    "the watch is empty": lambda share: (share / "watch.py").write_text(""),
    "the watch is cut off": lambda share: (share / "watch.py").write_text(
        "import os\nif"
    ),
    "the watch is of another version": lambda share: (share / "watch.py").write_text(
        "import sys; sys.exit(3)"
    ),
    "all of it is gone": shutil.rmtree,
    "the environment is gone": lambda share: shutil.rmtree(share / "venv"),
}


def _relink(share: Path, to: str) -> None:
    (share / "venv/bin/python").unlink()
    (share / "venv/bin/python").symlink_to(to)


@pytest.mark.parametrize("line", [PIP, "python3 -m pip install tinything"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_helper_that_is_damaged_under_an_open_shell(
    person: Person, tmp_path: Path, damage: str, line: str
) -> None:
    share = own_share(person, tmp_path)
    shell = person.start()
    assert shell.run("true") == 0
    DAMAGES[damage](share)
    if person.driver.name == "powershell" and damage == "all of it is gone":
        pytest.skip("powershell: open sessions find no pip until Remove-Module")

    shell.enter(line)
    shell.answer_if_asked("enter")
    status = shell.status()

    said_no_trace(shell)
    assert "externally-managed-environment" in shell.text
    said = [each for each in shell.said.splitlines() if "pep668hook" in each]
    if not shell.asked:
        assert len(said) <= 1
        assert status == 1
    nothing_half_made(person)
    shell.run("true")
    assert shell.run("pip --version") == 0


def test_the_whole_of_it_is_damaged_by_nothing(person: Person, tmp_path: Path) -> None:
    """So that the cases above are about their damage alone."""
    own_share(person, tmp_path)

    works_again(person)
