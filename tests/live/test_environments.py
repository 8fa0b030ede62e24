from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.person import files_below

if TYPE_CHECKING:
    from tests.person import Person, Shell

NAME = f"python{sys.version_info.major}.{sys.version_info.minor}"


def make(person: Person, path: Path, *options: str) -> Path:
    """Make an environment as a person does who has another tool."""
    app_data = person.machine.cache / "pep668hook" / "virtualenv"
    arguments = ["--no-periodic-update", "--no-setuptools", "--quiet", *options]
    arguments += ["--app-data", str(app_data), "--python", str(person.machine.python)]
    virtualenv = [sys.executable, "-I", "-m", "virtualenv", *arguments, str(path)]
    subprocess.run(virtualenv, check=True)
    return path


def install(shell: Shell) -> str:
    """Let the first offer install a thing; tell what was offered."""
    shell.enter("pip install tinything")
    shell.wait_for_panel()
    offered = shell.text
    shell.press("enter")
    assert shell.status() == 0
    assert shell.run("python -c 'import tinything'") == 0
    return offered


def active(person: Person, shell: Shell) -> str:
    shell.run(f"echo {person.driver.variable('VIRTUAL_ENV')}")
    return shell.said.rstrip("\n")


@pytest.mark.in_turn
@pytest.mark.parametrize("name", [".venv", "venv", "env", "my tools"])
def test_a_healthy_environment_is_activated_and_none_is_made(
    person: Person, name: str
) -> None:
    environment = make(person, person.work / name)
    shell = person.start()

    offered = install(shell)

    assert f"activate {name}" in offered
    assert active(person, shell) == str(environment)
    assert [path.name for path in person.work.iterdir()] == [name]


def test_ctrl_c_while_it_is_activated_ends_the_line_and_asks_no_more(
    person: Person,
) -> None:
    environment = make(person, person.work / ".venv")
    begun = person.home / "begun"
    for script in (environment / "bin").glob("[Aa]ctivate*"):
        script.write_text(f"echo begun >{begun}; sleep 60\n")
    shell = person.start()
    shell.enter("pip install tinything; echo went-on")
    shell.wait_for_panel()
    shell.press("enter")
    shell.wait_until(begun.exists, "the activation")
    time.sleep(0.2)

    shell.press("ctrl-c")

    assert shell.status() != 0
    assert "went-on" not in shell.said.splitlines()
    assert shell.run("echo still here") == 0


@pytest.mark.in_turn
def test_the_environment_of_the_project_above_is_activated(person: Person) -> None:
    environment = make(person, person.venv)
    (person.work / "pyproject.toml").touch()
    below = person.work / "src" / "deep"
    below.mkdir(parents=True)
    shell = person.start(cwd=below)

    install(shell)

    assert active(person, shell) == str(environment)
    assert files_below(below) == set()


@pytest.mark.in_turn
def test_one_whose_python_is_gone_is_set_aside_and_made_again(person: Person) -> None:
    make(person, person.venv)
    (person.venv / "mine").touch()
    for python in (person.venv / "bin").glob("python*"):
        python.unlink()
        python.symlink_to("/no/such/python3.9")
    shell = person.start()

    offered = install(shell)

    assert "repair .venv" in offered
    assert active(person, shell) == str(person.venv)
    assert (person.work / ".venv.broken" / "mine").exists()


@pytest.mark.in_turn
def test_one_that_was_moved_is_repaired(person: Person) -> None:
    make(person, person.work / "old")
    (person.work / "old").rename(person.venv)
    shell = person.start()

    offered = install(shell)

    assert "repair .venv" in offered
    assert "another place" in offered
    assert active(person, shell) == str(person.venv)


@pytest.mark.in_turn
def test_one_that_debian_left_half_made_is_repaired(person: Person) -> None:
    make(person, person.venv)
    for activate in (person.venv / "bin").glob("activate*"):
        activate.unlink()
    for pip in (person.venv / "bin").glob("pip*"):
        pip.unlink()
    packages = person.venv / "lib" / NAME / "site-packages"
    shutil.rmtree(packages)
    packages.mkdir()
    shell = person.start()

    offered = install(shell)

    assert "repair .venv" in offered
    assert active(person, shell) == str(person.venv)


@pytest.mark.in_turn
def test_one_without_a_pip_gets_one(person: Person) -> None:
    make(person, person.venv, "--no-pip")
    shell = person.start()

    install(shell)

    assert active(person, shell) == str(person.venv)
    shell.run("pip --version")
    assert str(person.venv) in shell.said


def test_one_that_runs_its_path_as_code_is_not_sourced(
    person: Person, tmp_path: Path
) -> None:
    work = person.home / "$(touch pwned)"
    work.mkdir()
    make(person, work / ".venv")
    activate = work / ".venv" / "bin" / "activate"
    quoted = f"'{work}/.venv'"
    assert quoted in activate.read_text()
    activate.write_text(activate.read_text().replace(quoted, f'"{work}/.venv"'))
    shell = person.start(cwd=work)

    offered = install(shell)

    assert "repair .venv" in offered
    assert active(person, shell) == f"{work}/.venv"
    assert not [name for name in files_below(tmp_path) if Path(name).name == "pwned"]


def nobody() -> int:
    return 65534


AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@pytest.mark.in_turn
@pytest.mark.parametrize("mode", [0o777, 0o775])
@pytest.mark.parametrize("part", ["", "bin", "script"])
def test_one_that_others_can_write_to_is_not_activated(
    person: Person, part: str, mode: int
) -> None:
    make(person, person.venv)
    path = person.venv / part.replace("script", person.driver.activates_by)
    if mode == 0o775:
        if os.geteuid() != 0:
            pytest.skip("only root can give files to another group")
        os.chown(path, -1, 1)
    path.chmod(mode)
    shell = person.start(size=(100, 50))

    shell.enter("pip install tinything")
    shell.wait_for_panel()
    offered = shell.text
    shell.press("enter")
    shell.status()

    assert "activate .venv" not in offered
    assert "others can change it" in offered
    assert active(person, shell) != str(person.venv)


@pytest.mark.in_turn
@AS_ROOT
@pytest.mark.parametrize("part", ["", "script"])
def test_one_of_another_user_is_not_activated(person: Person, part: str) -> None:
    make(person, person.venv)
    path = person.venv / part.replace("script", person.driver.activates_by)
    os.chown(path, nobody(), nobody())
    shell = person.start(size=(100, 50))

    shell.enter("pip install tinything")
    shell.wait_for_panel()
    offered = shell.text
    shell.press("enter")
    shell.status()

    assert "activate .venv" not in offered
    assert active(person, shell) != str(person.venv)


@pytest.mark.in_turn
def test_a_link_to_an_environment_elsewhere_is_activated(person: Person) -> None:
    environment = make(person, person.home / "elsewhere")
    person.venv.symlink_to(environment)
    shell = person.start()

    install(shell)

    assert active(person, shell) in {str(environment), str(person.venv)}


@pytest.mark.in_turn
def test_a_file_by_the_name_of_the_environment_is_left_alone(person: Person) -> None:
    person.venv.write_text("mine\n")
    shell = person.start()

    shell.enter("pip install tinything")
    shell.wait_for_panel()
    shell.press("enter")
    shell.status()

    assert person.venv.read_text() == "mine\n"


@pytest.mark.in_turn
def test_an_empty_directory_by_the_name_of_the_environment_is_left_alone(
    person: Person,
) -> None:
    person.venv.mkdir()
    shell = person.start()

    shell.enter("pip install tinything")
    shell.answer("enter")

    assert list(person.venv.iterdir()) == []


@pytest.mark.in_turn
def test_an_environment_that_pip_does_not_come_from_is_offered_again(
    person: Person,
) -> None:
    environment = make(person, person.venv, "--no-pip")
    shell = person.start()
    shell.run(person.driver.activate(str(environment)))

    install(shell)

    assert active(person, shell) == str(environment)


UV = """\
#!/bin/sh
echo "$@" >>"$TEST_UV"
exit 2
"""


@pytest.mark.in_turn
def test_a_uv_that_fails_is_followed_by_another_maker(
    person: Person, tmp_path: Path
) -> None:
    (tmp_path / "uv").write_text(UV)
    (tmp_path / "uv").chmod(0o755)
    person.environ["PATH"] = person.machine.path(tmp_path)
    person.environ["TEST_UV"] = str(tmp_path / "uv-was-asked")
    shell = person.start()

    install(shell)

    assert "venv" in (tmp_path / "uv-was-asked").read_text()
    assert active(person, shell) == str(person.venv)


@pytest.mark.in_turn
def test_an_environment_that_cannot_be_made_leaves_pips_status(person: Person) -> None:
    shell = person.start()
    shell.enter("pip install tinything")
    shell.wait_for_panel()
    person.work.chmod(0o555)

    shell.press("enter")
    status = shell.status()
    person.work.chmod(0o755)

    assert status == 1
    assert "pep668hook: " in shell.said
    assert "Traceback" not in shell.said
    assert files_below(person.work) == set()


@pytest.mark.in_turn
def test_a_pip_that_is_always_for_the_user_alone_is_healed(person: Person) -> None:
    person.environ["PIP_USER"] = "1"
    shell = person.start()

    shell.enter("pip install tinything")

    assert shell.answer("enter") == 0
    assert "Successfully installed tinything" in shell.said
