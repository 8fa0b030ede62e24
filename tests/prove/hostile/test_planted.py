"""What another user, or the directory itself, has put where we or the shell look."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.live.test_environments import make
from tests.person import files_below
from tests.prove.hostile.names import CANARY, executions
from tests.users import NOBODY, as_root

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.drivers import Driver
    from tests.person import Person, Shell

# Programs that a shell, pip, the makers or we could start by their names.
PROGRAMS: Final = (
    *("mkdir", "rm", "sh", "kill", "cat", "env", "python", "python3", "uv", "pipx"),
    *("virtualenv", "poetry", "pdm", "hatch", "pipenv", "conda", "pixi", "rye", "git"),
    *("apt", "apt-cache", "dpkg", "dnf", "rpm", "sudo", "stty", "tput", "chmod", "mv"),
)
MODULES: Final = (
    *("rich", "json", "os", "virtualenv", "pep668hook", "random", "sitecustomize"),
    *("psutil", "pip", "packaging", "tomllib", "platformdirs", "usercustomize"),
)


def writes(canary: Path) -> str:
    return f"#!/bin/sh\necho run >>{canary}\n"


def steps(driver: Driver, canary: Path) -> str:
    """Steps that somebody would have the user's shell do."""
    return (
        f"{driver.quote('/bin/sh')} -c 'touch {canary}'\n".replace("'/bin", "& '/bin")
        if (driver.name == "powershell")
        else f"touch {canary}\n"
    )


def refused(shell: Shell) -> int:
    """Let a pip be refused, and say no if somebody asks."""
    shell.enter("pip install tinything")
    shell.answer_if_asked("q")
    return shell.status()


def active(person: Person, shell: Shell) -> str:
    shell.run(f"echo {person.driver.variable('VIRTUAL_ENV')}")
    return shell.said.rstrip("\n")


# -- steps that nobody has agreed to


@pytest.mark.parametrize("ending", ["script", ".answered", ".line", "", ".script.part"])
def test_what_an_earlier_shell_of_this_number_left_is_not_done(
    person: Person, tmp_path: Path, ending: str
) -> None:
    person.records.mkdir(mode=0o700)
    shell = person.start()
    extension = f".{person.driver.extension}"
    ending = ending.replace("script", extension.lstrip("."))
    ending = ending if ending.startswith(".") or not ending else f".{ending}"
    for depth in ("", ".0", f".{shell.pid}"):
        for count in range(1, 6):
            left = person.records / f"{shell.pid}{depth}-{count}{ending}"
            left.write_text(steps(person.driver, tmp_path / CANARY))

    # Neither a pip that is refused nor one that succeeds does them.
    assert refused(shell) == 1
    assert shell.run("pip install --dry-run --no-such-option") == 2
    shell.run("pep668hook --version")

    assert executions(tmp_path) == [], "\n".join(shell.screen)


@as_root
@pytest.mark.parametrize("how", ["a file", "a link"])
def test_steps_that_another_user_leaves_in_an_open_place_are_not_done(
    person: Person, tmp_path: Path, how: str
) -> None:
    """Whatever they call them, and however fast they are."""
    person.records.mkdir()
    person.records.chmod(0o777)
    theirs = person.runtime / "theirs"
    theirs.write_text(steps(person.driver, tmp_path / CANARY))
    shell = person.start()
    # One that looks for a record as it comes, and leaves the steps beside it; root does
    # for them what they could do in a directory that is theirs to write to.
    plant = f"""
import os, sys, time
place, extension, theirs, link = sys.argv[1:]
content = open(theirs).read()
while True:
    for name in os.listdir(place):
        path = f"{{place}}/{{name}}.{{extension}}"
        is_record = name[0] != "." and not name.endswith(extension)
        if is_record and not os.path.lexists(path):
            part = f"{{place}}/.part"
            if link:
                os.symlink(theirs, part)
            else:
                with open(part, "w") as stream: stream.write(content)
            os.lchown(part, {NOBODY}, {NOBODY})
            os.rename(part, path)
    time.sleep(0.001)
"""
    link = "link" if how == "a link" else ""
    words = [person.records, person.driver.extension, theirs, link]
    planter = subprocess.Popen([sys.executable, "-I", "-S", "-c", plant, *words])
    try:
        refused(shell)
        refused(shell)
        shell.enter("pep668hook fix -- pip install tinything")
        shell.answer_if_asked("q")
        shell.status()
        assert planter.poll() is None
    finally:
        planter.kill()
        planter.wait()
    assert executions(tmp_path) == [], "\n".join(shell.screen)


@as_root
@pytest.mark.parametrize(
    "whose", ["missing", "another's", "a file", "a link to another's"]
)
def test_a_runtime_directory_that_is_no_place_is_not_used(
    person: Person, tmp_path: Path, whose: str
) -> None:
    if whose == "another's":
        os.chown(person.runtime, NOBODY, NOBODY)
        person.runtime.chmod(0o777)
    elif whose == "missing":
        person.runtime.rmdir()
    else:
        person.runtime.rmdir()
        other = tmp_path / "other"
        other.mkdir()
        os.chown(other, NOBODY, NOBODY)
        if whose == "a file":
            person.runtime.touch()
        else:
            person.runtime.symlink_to(other)
    shell = person.start()

    shell.enter("pip install tinything")
    shell.answer_if_asked("enter")
    shell.status()

    assert "Traceback" not in shell.text
    # One that was missing the shell itself may have made since, as its user's own.
    if whose != "missing" and person.runtime.is_dir():
        assert files_below(person.runtime) <= person.driver.leaves


@as_root
@pytest.mark.parametrize("kind", ["record", "line"])
def test_a_record_of_another_user_s_is_not_taken_up(
    person: Person, tmp_path: Path, kind: str
) -> None:
    """`fix` would run their command, by their program."""
    person.records.mkdir(mode=0o700)
    theirs = tmp_path / "theirs"
    theirs.write_text(writes(tmp_path / CANARY))
    theirs.chmod(0o755)
    shell = person.start()
    text = "error: externally-managed-environment\n\n\u00d7 This environment\n"
    fields = [str(theirs), str(person.work), "1", "", text, "pip", "install", "x", ""]
    if kind == "line":
        fields = [
            str(person.work),
            "1",
            f"{theirs} install x; python3 -m pip install x",
        ]
    planted = (
        person.records / f"{shell.pid}-7{'.line' if kind == 'line' else '.answered'}"
    )
    planted.write_bytes(os.fsencode("\0".join(fields)))
    os.chown(planted, NOBODY, NOBODY)

    assert shell.run("pep668hook fix") != 0

    assert not shell.asked
    assert executions(tmp_path) == [], "\n".join(shell.screen)


# -- environments


def planted_environment(person: Person, tmp_path: Path) -> Path:
    """Make one whose scripts would be seen to run."""
    environment = make(person, tmp_path / "elsewhere" / "venv")
    for script in (environment / "bin").glob("[aA]ctivate*"):
        script.write_text(f"{script.read_text()}\ntouch {tmp_path / CANARY}\n")
    return environment


@as_root
@pytest.mark.parametrize("part", ["", "bin", "bin/*ctivate*", "pyvenv.cfg", "bin/pip"])
@pytest.mark.parametrize("how", ["another's", "a group's", "anybody's"])
def test_an_environment_that_others_can_change_is_not_used(
    person: Person, tmp_path: Path, part: str, how: str
) -> None:
    environment = planted_environment(person, tmp_path)
    shutil.move(environment, person.venv)
    for path in person.venv.glob(part) if part else [person.venv]:
        if how == "another's":
            os.chown(path, NOBODY, NOBODY)
        elif how == "a group's":
            os.chown(path, -1, 1)
        path.chmod(
            path.stat().st_mode | {"a group's": 0o020, "anybody's": 0o002}.get(how, 0)
        )
    shell = person.start(size=(100, 50))

    shell.enter("pip install tinything")
    shell.answer_if_asked("enter")
    shell.status()

    assert active(person, shell) != str(person.venv)
    assert executions(tmp_path) == [], "\n".join(shell.screen)


@as_root
@pytest.mark.parametrize("what", ["the environment", "bin", "activate"])
def test_a_link_into_a_place_of_others_is_not_followed(
    person: Person, tmp_path: Path, what: str
) -> None:
    """It may lead to something else by the time that it is used."""
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    make(person, person.venv)
    part = {"the environment": "", "bin": "bin"}.get(
        what, f"bin/{person.driver.activates_by}"
    )
    part = part.replace("bin/bin", "bin")
    own = person.venv / part if part else person.venv
    shutil.move(own, shared / "it")
    own.symlink_to(shared / "it")
    shell = person.start(size=(100, 50))

    shell.enter("pip install tinything")
    shell.wait_for_panel()
    # Between the look and the use.
    target = shared / "it"
    scripts = [target] if target.is_file() else [*target.rglob("*ctivate*")]
    for script in filter(Path.is_file, scripts):
        script.write_text(f"touch {tmp_path / CANARY}\n")
    shell.press("enter")
    shell.status()

    assert executions(tmp_path) == [], "\n".join(shell.screen)


def test_an_activate_without_an_environment_is_nothing(
    person: Person, tmp_path: Path
) -> None:
    for place in (person.work, person.work / ".venv", person.work / "venv"):
        (place / "bin").mkdir(parents=True)
        for name in ("activate", "activate.fish", "activate.ps1", "Activate.ps1"):
            for script in (place / "bin" / name, place / name):
                script.write_text(f"touch {tmp_path / CANARY}\n")
    shell = person.start()

    shell.enter("pip install tinything")
    shell.answer_if_asked("enter")
    shell.status()

    assert executions(tmp_path) == [], "\n".join(shell.screen)


# -- programs and modules of the directory


@pytest.mark.parametrize("entry", [".", "", "bin", "./bin"])
def test_no_program_of_the_directory_is_run(
    person: Person, tmp_path: Path, entry: str
) -> None:
    """Not even where PATH begins with it, as far as pip is found elsewhere."""
    where = person.work / entry
    where.mkdir(exist_ok=True)
    for name in PROGRAMS:
        program = where / name
        program.write_text(writes(tmp_path / CANARY))
        program.chmod(0o755)
    path = os.pathsep.join([entry, person.environ["PATH"]])
    shell = person.start(before=[set_path(person.driver, path)])
    shutil.rmtree(person.records, ignore_errors=True)

    shell.enter("pip install tinything")
    shell.answer_if_asked("q")
    shell.status()

    assert executions(tmp_path) == [], "\n".join(shell.screen)


def set_path(driver: Driver, path: str) -> str:
    if driver.name == "fish":
        return "set -gx PATH (string split : -- " + driver.quote(path) + ")"
    return driver.export("PATH", path)


@pytest.mark.parametrize("key", ["enter", "q"])
def test_no_module_of_the_directory_is_imported(
    person: Person,
    tmp_path: Path,
    key: str,
    record_property: Callable[[str, object], None],
) -> None:
    for name in MODULES:
        code = f"open({str(tmp_path / CANARY)!r}, 'w')\n"
        (person.work / f"{name}.py").write_text(code)
        (person.work / f"{name}-package").mkdir()
    (person.work / "pyvenv.cfg").write_text("home = /\n")
    person.environ["PYTHONPATH"] = str(person.work)
    shell = person.start(after=[person.driver.export("PYTHONPATH", "")])
    record_property("cases", len(MODULES))

    shell.enter("pip install tinything")
    shell.answer_if_asked(key)
    shell.status()

    assert executions(tmp_path) == [], "\n".join(shell.screen)


# -- /tmp


def test_nothing_of_a_known_name_is_made_in_tmp(person: Person, tmp_path: Path) -> None:
    """A name that somebody could have taken first would have to be the same twice."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    temporary.chmod(0o1777)
    person.environ["TMPDIR"] = str(temporary)
    made: list[set[str]] = []
    for number in range(2):
        work = person.home / f"project-{number}"
        work.mkdir()
        cache = tmp_path / f"cache-{number}"
        shell = person.start(cwd=work, environ={"XDG_CACHE_HOME": str(cache)})
        shell.enter("pip install tinything")
        shell.wait_for_panel()
        seen: set[str] = set()
        shell.press("enter")
        end = "successfully installed"
        while end not in shell.text.lower():
            shell.read(0.01)
            seen |= {name for name in files_below(temporary) if "/" not in name}
        assert shell.status() == 0
        made.append({name for name in seen if not _is_anothers(name)})
        assert not {name for name in files_below(temporary) if not _is_anothers(name)}
    assert not made[0] & made[1]


def _is_anothers(name: str) -> bool:
    """Tell what pip makes, and what .NET does in every PowerShell, until that ends."""
    return name.startswith(("pip-", "clr-debug")) or "dotnet" in name.lower()
