from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook.shells import named
from tests.machine import CHECKOUT, install_hook
from tests.person import files_below

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.person import Person, Shell

ALIASES = {
    "bash": "alias pip=/bin/true",
    "fish": "alias pip=/bin/true",
    "powershell": "Set-Alias pip /bin/true",
    "zsh": "alias pip=/bin/true",
}
# What tells by hand that pip is wrapped, as the shell's page says.
TELLS = {
    "bash": "type pip",
    "fish": "type pip",
    "powershell": "Get-Alias pip",
    "zsh": "functions pip",
}
_PATIENCE = 6  # times that of a prompt: a doctor has much to do


@pytest.fixture
def own(person: Person, tmp_path: Path) -> Person:
    """Somebody with a hook of their own to break, loaded by their rc file."""
    person.share = tmp_path / "own" / "pep668hook"
    install_hook(person.share, Path(sys.prefix))
    snippet = person.share / f"pep668hook.{person.driver.extension}"
    shell = named(person.driver.name)
    assert shell is not None
    # Those of the other shells are where the driver makes them.
    if shell.rc_file(person.home, {}).name == ".bashrc":
        (person.home / ".bashrc").write_text(f"{person.driver.load(snippet)}\n")
    program = person.driver.find()
    person.environ["SHELL"] = str(program)
    return person


def start(person: Person, *after: str, **environ: str) -> Shell:
    return person.start(after=after, environ=environ)


def examine(
    shell: Shell, person: Person, *options: str
) -> tuple[int, Mapping[str, object], list[Mapping[str, str]]]:
    """Call the doctor; give its status, its document, and what is not well."""
    told = person.runtime / "told.json"
    line = " ".join(["pep668hook doctor --json", *options, f"> {told}"])
    shell.enter(line)
    for _ in range(_PATIENCE):
        try:
            status = shell.status()
            break
        except AssertionError:
            continue
    else:
        pytest.fail(f"no prompt: {shell.text}")
    document = json.loads(told.read_text("utf-8-sig"))
    wrong = [each for each in document["findings"] if each["state"] != "ok"]
    return status, document, wrong


def lame(person: Person) -> Path:
    """Give the helper an environment of its own, as yet without a Python."""
    environment = person.share.parent / "environment"
    (environment / "bin").mkdir(parents=True)
    (environment / "pyvenv.cfg").touch()
    (person.share / "venv").unlink()
    (person.share / "venv").symlink_to(environment)
    return environment / "bin" / "python"


def test_where_all_is_well_a_new_shell_is_healed_and_nothing_of_theirs_touched(
    own: Person,
) -> None:
    shell = start(own)
    shell.run("echo before")
    before = files_below(own.home)
    history = {path: (own.home / path).stat().st_mtime_ns for path in before}

    status, document, wrong = examine(shell, own)

    assert wrong == []
    assert status == 0
    assert document["healthy"]
    tried = document["findings"][-1]  # type: ignore[index]
    assert tried["check"] == "self-test"
    assert tried["facts"]["seconds"] > 0
    assert "was refused, asked and healed" in tried["seen"]
    assert files_below(own.home) == before
    assert {p: (own.home / p).stat().st_mtime_ns for p in before} == history
    assert files_below(own.work) == set()


def test_what_stands_in_the_way_of_pip_is_named_and_the_cure_cures(
    own: Person,
) -> None:
    function = own.driver.function("pip", "echo mine")
    shell = start(own)
    shell.run(function)

    status, _, wrong = examine(shell, own, "--no-self-test")

    assert status == 1
    (found,) = wrong
    assert (found["check"], found["about"]) == ("hook", "pip")
    assert "a function of yours" in found["seen"]
    shell.run(found["cure"])
    assert examine(shell, own, "--no-self-test")[0] == 0


def test_an_alias_in_the_way_is_named_and_the_cure_cures(own: Person) -> None:
    alias = ALIASES[own.driver.name]
    shell = start(own)
    shell.run(alias)

    status, _, (found,) = examine(shell, own, "--no-self-test")

    assert status == 1
    assert found["about"] == "pip"
    assert "of yours: " in found["seen"]
    assert "/bin/true" in found["seen"]
    shell.run(found["cure"])
    assert examine(shell, own, "--no-self-test")[0] == 0


def test_a_python_that_is_gone_is_told_by_another(own: Person) -> None:
    lame(own).symlink_to("/no/such/python3.9")
    shell = start(own)

    status, document, (found,) = examine(shell, own)

    assert status == 1
    assert document["complete"] is False
    assert "leads to /no/such/python3.9, which is not there" in found["seen"]
    assert found["cure"].startswith("sh ")
    assert "install.sh" in found["cure"]


@pytest.mark.in_turn
def test_a_helper_that_is_not_executable_can_be_made_so(own: Person) -> None:
    python = lame(own)
    shutil.copy(os.path.realpath(sys.executable), python)
    python.chmod(0o644)
    shell = start(own)

    status, _, (found,) = examine(shell, own)

    assert status == 1
    assert "is not executable" in found["seen"]
    assert found["cure"] == f"chmod +x {python}"


def test_without_any_python_one_line_says_what_to_do(own: Person) -> None:
    lame(own)
    tools = own.machine.root / "tools"
    shell = start(own, own.driver.export("PATH", str(tools)))

    assert shell.run("pep668hook doctor") == 1

    said = " ".join(shell.said.split())
    if Path("/usr/bin/python3").exists():  # which no PATH hides
        assert "is not there" in said
    else:
        assert "no Python can be run" in said
    assert "sh install.sh" in said
    assert "Traceback" not in said


@pytest.mark.in_turn
def test_a_home_that_cannot_be_written_to_is_named(own: Person) -> None:
    shell = start(own, XDG_RUNTIME_DIR="", XDG_CACHE_HOME="")
    # Some shells make directories there when they start.
    for place in (own.home, *(own.home / each for each in files_below(own.home))):
        if place.is_dir():
            place.chmod(0o555)
    try:
        status, _, wrong = examine(shell, own, "--no-self-test")
    finally:
        for place in (own.home, *(own.home / each for each in files_below(own.home))):
            if place.is_dir():
                place.chmod(0o755)

    assert status == 1
    told = {each["about"]: each for each in wrong}
    assert set(told) == {"records", "state", "cache"}
    assert "nothing can be asked" in told["records"]["seen"]
    assert told["state"]["cure"].startswith("chmod u+rwx ")


@pytest.mark.in_turn
def test_a_mode_that_is_off_is_named_with_who_says_so(own: Person) -> None:
    shell = start(own, own.driver.export("PEP668HOOK", "off"))

    status, _, (found,) = examine(shell, own, "--no-self-test")

    assert status == 1
    assert found["about"] == "mode"
    assert "PEP668HOOK" in found["seen"]
    shell.run(found["cure"])
    assert examine(shell, own, "--no-self-test")[0] == 0


@pytest.mark.in_turn
def test_the_trial_tells_of_rc_files_that_do_not_load_the_hook(own: Person) -> None:
    snippet = own.share / f"pep668hook.{own.driver.extension}"
    shell = own.start(hook=False)
    (own.home / ".bashrc").unlink(missing_ok=True)
    shell.run(own.driver.load(snippet))

    status, _, (found,) = examine(shell, own)

    assert status == 1
    assert found["check"] == "self-test"
    assert "pip was refused, and nothing was offered" in found["seen"]
    assert found["cure"] == f"pep668hook install {own.driver.name}"


def test_what_the_shell_s_page_says_tells_that_pip_is_wrapped(own: Person) -> None:
    tells = TELLS[own.driver.name]
    page = CHECKOUT / "docs" / "shells" / f"{own.driver.name}.md"
    assert f"`{tells}`" in page.read_text("utf-8").replace("\n", " ")

    shell = start(own)

    assert shell.run(tells) == 0
    assert re.search(r"__pep668hook_run|pep668hook\.pip", shell.said)
    shell = own.start(hook=False)
    shell.run(tells)
    assert "pep668hook" not in shell.said
