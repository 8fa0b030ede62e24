from __future__ import annotations

import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.machine import write_script
from tests.person import files_below

if TYPE_CHECKING:
    from tests.person import Person

SHOW = "python -c 'import tinything; print(tinything.__file__)'"
SYSTEM_PIP = Path("/usr/bin/pip")


def test_one_key_and_the_line_goes_on_in_an_environment_of_its_own(
    person: Person,
) -> None:
    shell = person.start()

    shell.enter(person.driver.and_then("pip install tinything", SHOW))
    status = shell.answer("enter")

    assert status == 0
    assert f"\n{person.venv}/lib/" in shell.said
    assert shell.screen[-1] == "(work) $"
    shell.run(f"echo {person.driver.variable('VIRTUAL_ENV')}")
    assert shell.said == f"{person.venv}\n"
    # And in the runtime directory nothing is left.
    assert files_below(person.runtime) <= {"pep668hook", *person.driver.leaves}
    assert stat.S_IMODE(person.records.stat().st_mode) == 0o700


def is_managed_by_debian() -> bool:
    markers = Path("/usr/lib").glob("python3*/EXTERNALLY-MANAGED")
    return SYSTEM_PIP.is_file() and any(markers)


@pytest.mark.in_turn
@pytest.mark.skipif(not is_managed_by_debian(), reason="no /usr/bin/pip of Debian's")
def test_one_key_heals_the_systems_own_pip(person: Person) -> None:
    person.environ["PATH"] = "/usr/bin:/bin"
    shell = person.start(size=(100, 50))

    shell.enter(person.driver.and_then("pip install tinything", SHOW))
    shell.wait_for_panel()
    panel = shell.text
    status = shell.answer("enter")

    assert "Debian" in panel or "Ubuntu" in panel or "/usr" in panel
    assert status == 0
    assert f"\n{person.venv}/lib/" in shell.said


@pytest.mark.in_turn
def test_the_environment_is_one_for_the_interpreter_that_refused(
    person: Person,
) -> None:
    shell = person.start()
    shell.enter("pip install tinything")
    assert shell.answer("enter") == 0

    shell.run("python -c 'import sys; print(sys.base_prefix)'")

    assert shell.said == f"{person.machine.python.parent.parent}\n"


def test_the_record_is_for_the_users_eyes_only(person: Person) -> None:
    shell = person.start(after=["umask 000"])
    shell.enter("pip install tinything")
    shell.wait_for_panel()

    records = list(person.records.iterdir())
    modes = {stat.S_IMODE(record.stat().st_mode) for record in records}
    shell.press("q")
    shell.status()

    assert modes <= {0o600}
    assert stat.S_IMODE(person.records.stat().st_mode) == 0o700


@pytest.mark.in_turn
def test_the_environment_keeps_itself_out_of_git(person: Person) -> None:
    shell = person.start()

    shell.enter("pip install tinything")
    assert shell.answer("enter") == 0

    assert (person.venv / ".gitignore").read_text().splitlines()[-1] == "*"
    assert {Path(name).parts[0] for name in files_below(person.work)} == {".venv"}


def test_in_the_environment_pip_is_not_watched_and_after_it_it_is_offered_again(
    person: Person,
) -> None:
    shell = person.start()
    shell.enter("pip install tinything")
    assert shell.answer("enter") == 0

    assert shell.run("pip uninstall -y tinything") == 0
    assert "Successfully uninstalled tinything-1.0" in shell.said
    assert not shell.asked
    assert shell.run("deactivate") == 0

    shell.enter("pip install otherthing")
    shell.wait_for_panel()
    offered = shell.text
    shell.press("enter")

    assert shell.status() == 0
    assert "activate .venv" in offered
    assert "make .venv" not in offered
    assert shell.screen[-1] == "(work) $"


def test_a_retry_that_fails_leaves_the_environment_and_pips_own_status(
    person: Person,
) -> None:
    shell = person.start()

    shell.enter(person.driver.and_then("pip install nosuchthing", "echo went-on"))
    status = shell.answer("enter")

    assert status == 1
    assert "No matching distribution found for nosuchthing" in shell.said
    assert "\nwent-on" not in shell.said
    assert (person.venv / "bin" / "activate").exists()
    assert shell.screen[-1] == "(work) $"


REQUESTS = {
    "pip3": "pip3 install tinything",
    "several": "pip install tinything otherthing",
    "a file": "pip install -r ../requirements.txt",
    "for the user": "pip install --user tinything",
    "options before and after": "pip --no-color install -qq tinything --pre",
    "signs of the shell's": "pip install 'tinything>=0.5,<2;python_version>\"3\"'",
    "extras": "pip install 'tinything[all]'",
    "by python": "pip --python {python} install tinything",
}


@pytest.mark.in_turn
@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
def test_what_was_asked_for_is_what_is_installed(person: Person, request_: str) -> None:
    (person.home / "requirements.txt").write_text("tinything\n")
    shell = person.start(size=(120, 50))

    line = request_.format(python=person.machine.python)
    shell.enter(person.driver.and_then(line, SHOW))
    status = shell.answer("enter")

    assert status == 0
    assert f"{person.venv}/lib/" in shell.said


@pytest.mark.in_turn
def test_what_an_environment_has_is_uninstalled_there(person: Person) -> None:
    shell = person.start()
    shell.enter("pip install tinything")
    shell.answer("enter")
    shell.run("deactivate")

    shell.enter("pip uninstall -y tinything")
    status = shell.answer("enter")

    assert status == 0
    assert "Successfully uninstalled tinything" in shell.said


@pytest.mark.in_turn
def test_what_is_nowhere_is_not_uninstalled(person: Person) -> None:
    shell = person.start()

    shell.enter("pip uninstall -y tinything")
    status = shell.answer("enter")

    assert status == 1
    assert "nothing was done: tinything is not installed" in shell.said
    assert not person.venv.exists()


@pytest.mark.in_turn
def test_a_pip_by_way_of_a_shim_is_healed_too(person: Person, tmp_path: Path) -> None:
    real = person.machine.python.with_name("pip")
    write_script(tmp_path / "pip", f"#!/bin/sh\nexec '{real}' \"$@\"\n")
    person.environ["PATH"] = person.machine.path(tmp_path)
    shell = person.start()

    shell.enter("pip install tinything")

    assert shell.answer("enter") == 0
    assert person.venv.exists()


@pytest.mark.in_turn
def test_what_is_bypassed_brings_no_panel(person: Person) -> None:
    shell = person.start()

    shell.run("pip install --target ../target nosuchthing")
    shell.run("pip install --no-such-option")
    shell.run("pip uninstall")

    assert "leave it as it is" not in "".join(shell.screen)


@pytest.mark.in_turn
def test_a_file_of_the_directory_is_never_imported(person: Person) -> None:
    for name in (
        "rich",
        "json",
        "os",
        "virtualenv",
        "pep668hook",
        "random",
        "sitecustomize",
    ):
        (person.work / f"{name}.py").write_text(
            "import _io; _io.FileIO('/proc/self/fd/2', 'w').write(b'PWNED\\n')\n"
        )
    person.environ["PYTHONPATH"] = ""
    shell = person.start()

    shell.enter("pip install tinything")
    status = shell.answer("enter")

    assert status == 0
    assert "PWNED" not in shell.text


def test_the_runtime_directory_of_another_is_not_used(person: Person) -> None:
    person.runtime.chmod(0o777)
    person.records.mkdir(mode=0o777)
    person.records.chmod(0o777)
    shell = person.start()

    assert shell.run("pip install tinything") == 1

    assert not shell.asked
    assert list(person.records.iterdir()) == []


def test_without_a_runtime_directory_the_cache_serves(
    person: Person, tmp_path: Path
) -> None:
    del person.environ["XDG_RUNTIME_DIR"]
    cache = tmp_path / "cache"
    person.machine.lend_pip(cache)
    shell = person.start(environ={"XDG_CACHE_HOME": str(cache)})

    shell.enter("pip install tinything")

    assert shell.answer("enter") == 0
    assert stat.S_IMODE((cache / "pep668hook" / "run").stat().st_mode) == 0o700
    assert files_below(cache / "pep668hook" / "run") == set()


@pytest.mark.in_turn
def test_two_shells_asked_the_same_make_one_environment(person: Person) -> None:
    first, second = person.start(), person.start()
    for shell in (first, second):
        shell.enter("pip install tinything")
    for shell in (first, second):
        shell.wait_for_panel()

    first.press("enter")
    second.press("enter")

    assert first.status() == 0
    assert second.status() == 0
    assert [path.name for path in person.work.iterdir()] == [".venv"]


@pytest.mark.in_turn
def test_no_answer_is_needed_soon(person: Person) -> None:
    shell = person.start()
    shell.enter("pip install tinything")
    shell.wait_for_panel()

    time.sleep(2)

    assert shell.answer("enter") == 0
