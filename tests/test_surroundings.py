from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook.applications import Kind
from pep668hook.directory import Standing
from pep668hook.distro import Distro
from pep668hook.package import PackageManager
from tests.builders import bare_environment
from tests.layout import Layout
from tests.test_wheel_cache import keep_wheel

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def machine(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


def add_environment(path: Path) -> Path:
    path.mkdir(parents=True)
    (path / "pyvenv.cfg").touch()
    return path


def test_it_tells_what_was_asked_and_of_which_python(machine: Layout) -> None:
    found = machine.look("pip", "install", "-U", "six")

    assert found is not None
    assert found.command.requirements == ("six",)
    assert found.interpreter.executable == machine.python
    assert found.interpreter.version == (3, 11)


def test_it_tells_where_it_was_asked(machine: Layout) -> None:
    (machine.project / "pyproject.toml").touch()
    below = machine.project / "src"
    below.mkdir()

    found = machine.look(cwd=below)

    assert found is not None
    assert found.directory.cwd == below
    assert found.directory.root == machine.project
    assert found.home == machine.home


# -- what was no refusal


def test_what_bypasses_the_marker_was_not_refused(machine: Layout) -> None:
    assert machine.look("pip", "install", "--target", "x", "six") is None


def test_a_variable_can_bypass_it_too(machine: Layout) -> None:
    assert machine.look(PIP_BREAK_SYSTEM_PACKAGES="1") is None


def test_a_python_without_a_marker_refuses_nothing(
    machine: Layout, tmp_path: Path
) -> None:
    free = machine.add_python(tmp_path / "free", marker=None)
    pip = machine.add_script(free.with_name("pip"), f"#!{free}\n")

    assert machine.look(program=pip) is None


def test_a_program_that_tells_nothing_is_left_alone(
    machine: Layout, tmp_path: Path
) -> None:
    odd = machine.add_script(tmp_path / "odd", "#!/bin/sh\nexit 1\n")

    assert machine.look(program=odd) is None


# -- which environments


def test_those_of_the_directory_and_its_project_are_found(machine: Layout) -> None:
    (machine.project / "pyproject.toml").touch()
    upper = add_environment(machine.project / ".venv")
    lower = add_environment(machine.project / "src" / "env")

    found = machine.look(cwd=lower.parent)

    assert found is not None
    assert [each.path for each in found.environments] == [lower, upper]


def test_none_is_looked_for_where_none_belongs(machine: Layout) -> None:
    add_environment(machine.project / ".venv")
    machine.project.chmod(0o777)

    found = machine.look()

    assert found is not None
    assert found.directory.standing is Standing.SHARED
    assert found.environments == ()


def test_the_one_that_is_active_is_meant_before_all(
    machine: Layout, tmp_path: Path
) -> None:
    here = add_environment(machine.project / ".venv")
    active = add_environment(tmp_path / "active")

    found = machine.look(VIRTUAL_ENV=str(active))

    assert found is not None
    assert [each.path for each in found.environments] == [active, here]


def test_one_that_is_called_active_but_gone_is_no_matter(machine: Layout) -> None:
    found = machine.look(VIRTUAL_ENV=str(machine.home / "gone"))

    assert found is not None
    assert found.environments == ()


def test_they_are_judged_by_the_shell_s_own_scripts(machine: Layout) -> None:
    path = bare_environment(machine.project / ".venv")
    (path / "bin" / "activate.fish").unlink()

    bourne, fish = machine.look(), machine.look(scripts=("activate.fish",))

    assert bourne is not None
    assert fish is not None
    assert bourne.environments[0].usable
    assert not fish.environments[0].usable


def test_the_person_s_own_is_told_once_it_is_made(machine: Layout) -> None:
    own = machine.home / ".virtualenvs" / "default"

    before = machine.look()
    add_environment(own)
    after = machine.look()

    assert before is not None
    assert before.personal is None
    assert before.personal_path == own
    assert after is not None
    assert after.personal is not None
    assert after.personal.path == own


def test_the_person_s_own_has_no_place_where_others_can_write(
    machine: Layout, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)

    found = machine.look(WORKON_HOME=str(shared / "envs"))

    assert found is not None
    assert found.personal_path is None


def test_the_person_s_own_has_no_place_without_a_home(machine: Layout) -> None:
    found = machine.look(HOME="")

    assert found is not None
    assert found.personal is None
    assert found.personal_path is None


# -- whose Python


def test_a_python_of_nobody_known_is_told_by_its_place(machine: Layout) -> None:
    found = machine.look()

    assert found is not None
    assert found.whose == f"the Python under {machine.prefix}"


def test_a_distro_s_python_is_told_by_its_marker_s_words(
    machine: Layout, tmp_path: Path
) -> None:
    marker = "[externally-managed]\nError=This Python is managed by uv.\n"
    other = machine.add_python(tmp_path / "other", marker)

    found = machine.look("pip", "--python", str(other), "install", "six")

    assert found is not None
    assert found.whose == "uv's own Python (kept by uv)"


def test_a_system_without_an_os_release_is_no_matter(machine: Layout) -> None:
    found = machine.look(PEP668HOOK_OS_RELEASE=str(machine.home / "gone"))

    assert found is not None
    assert found.whose == f"the Python under {machine.prefix}"


# -- which tools


def test_the_tools_of_the_distro_s_packages_are_looked_for(
    machine: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    fruit = Distro(
        "Fruit",
        frozenset({"fruit"}),
        "juicer",
        packages=PackageManager(
            programs=("juicer",),
            candidates=lambda _project, _version: (),
            query=tuple,
            read=lambda _output: {},
            install=tuple,
        ),
    )
    monkeypatch.setattr("pep668hook.surroundings.identify", lambda *_: fruit)
    bin_directory = machine.prefix / "bin"
    for name in ("juicer", "uv", "sudo", "unheard-of"):
        machine.add_script(bin_directory / name, "")

    found = machine.look()

    assert found is not None
    assert found.tools == {
        name: bin_directory / name for name in ("uv", "sudo", "juicer")
    }


# -- whose project


def test_the_environment_of_the_project_s_manager_is_meant_first(
    machine: Layout,
) -> None:
    (machine.project / "Pipfile").touch()
    beside = add_environment(machine.project / "venv")
    (machine.project / ".venv").write_text("mine\n")
    kept = add_environment(machine.home / "envs" / "mine")

    found = machine.look(WORKON_HOME=str(kept.parent))

    assert found is not None
    assert found.managed is not None
    assert found.managed.environment == kept
    assert [each.path for each in found.environments] == [kept, beside]


def test_one_beside_the_project_is_found_once(machine: Layout) -> None:
    (machine.project / "uv.lock").touch()
    (machine.project / "pyproject.toml").write_text("[project]\nname = 'app'\n")
    beside = add_environment(machine.project / ".venv")

    found = machine.look()

    assert found is not None
    assert [each.path for each in found.environments] == [beside]


# -- where things are installed


def test_what_is_to_be_uninstalled_is_looked_for(machine: Layout) -> None:
    packages = machine.home / ".local" / "lib" / "python3.11" / "site-packages"
    (packages / "six-1.0.dist-info").mkdir(parents=True)

    found = machine.look("pip", "uninstall", "Six", "./x", "flask")

    assert found is not None
    assert [each.name for each in found.installed] == ["six"]


def test_what_is_to_be_installed_is_not(machine: Layout) -> None:
    found = machine.look("pip", "install", "six")

    assert found is not None
    assert found.installed == ()


# -- what was meant, and what stands in the way


def test_what_was_meant_is_told_beside_what_was_typed(machine: Layout) -> None:
    found = machine.look("pip", "install", "yaml", "six")

    assert found is not None
    assert found.command.argv == ("pip", "install", "PyYAML", "six")
    assert found.typed.argv == ("pip", "install", "yaml", "six")
    assert [each.typed for each in found.corrections] == ["yaml"]


def test_what_no_project_is_leaves_the_command(machine: Layout) -> None:
    found = machine.look("pip", "install", "json", "six")

    assert found is not None
    assert found.command.argv == ("pip", "install", "six")
    assert found.obstacle == ""


def test_unless_nothing_would_be_left_of_it(machine: Layout) -> None:
    found = machine.look("pip", "install", "json")

    assert found is not None
    assert found.command.argv == ("pip", "install", "json")
    assert found.obstacle == "there is nothing for pip to install"


def test_what_would_fail_anywhere_is_told(machine: Layout) -> None:
    found = machine.look("pip", "install", "-r", "gone.txt")

    assert found is not None
    assert found.obstacle == "there is no gone.txt here"


# -- other ways to a pip


def test_root_s_rights_are_told(machine: Layout) -> None:
    found = machine.look(by_root=True)

    assert found is not None
    assert found.by_root


# -- what pip has kept


def test_a_wheel_in_pip_s_cache_tells_of_commands(machine: Layout) -> None:
    wheels = machine.home / ".cache" / "pip" / "wheels" / "a" / "b" / "c" / "d"
    keep_wheel(wheels / "mine-1.0-py3-none-any.whl")

    found = machine.look("pip", "install", "mine")
    other = machine.look("pip", "install", "six")

    assert found is not None
    assert found.with_commands == {"mine"}
    assert found.kind is Kind.BOTH
    assert other is not None
    assert other.with_commands == set()


def test_it_is_not_asked_without_need(machine: Layout) -> None:
    seen = [
        machine.look("pip", "uninstall", "six"),
        machine.look("pip", "install", "six", HOME=""),
    ]

    assert [each.with_commands for each in seen if each] == [set(), set()]
