from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.layout import Layout


@pytest.fixture
def machine(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


def test_a_shim_is_asked_where_it_leads(machine: Layout, tmp_path: Path) -> None:
    packages = machine.prefix / "lib" / "python3.11" / "site-packages" / "pip"
    shim = machine.add_script(
        tmp_path / "shim",
        f'#!/bin/sh\n[ "$1" = --version ] && '
        f'echo "pip 23.0.1 from {packages} (python 3.11)"\n',
    )

    found = machine.look(program=shim)

    assert found is not None
    assert found.interpreter.executable == machine.python


def test_a_shim_is_asked_without_running_what_lies_in_the_directory(
    machine: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shim = machine.add_script(
        tmp_path / "shims" / "python", f'#!/bin/sh\nexec {sys.executable} "$@"\n'
    )
    ran = machine.project / "ran"
    (machine.project / "pip.py").write_text(f"open({str(ran)!r}, 'w')\n")
    monkeypatch.chdir(machine.project)

    machine.look("python", "-m", "pip", "install", "six", program=shim)

    assert not ran.exists()


def test_the_python_that_pip_is_pointed_at_counts(
    machine: Layout, tmp_path: Path
) -> None:
    other = machine.add_python(tmp_path / "other")

    found = machine.look("pip", "--python", str(other), "install", "six")

    assert found is not None
    assert found.interpreter.executable == other


def test_the_last_python_that_pip_is_pointed_at_counts(
    machine: Layout, tmp_path: Path
) -> None:
    other = machine.add_python(tmp_path / "other")

    found = machine.look("pip", "--python", "/x", "install", f"--python={other}", "six")

    assert found is not None
    assert found.interpreter.executable == other


def test_a_python_is_named_from_where_pip_was_started(machine: Layout) -> None:
    other = machine.add_python(machine.project / "other")

    found = machine.look("pip", "--python", "other/bin/python3.11", "install", "six")

    assert found is not None
    assert found.interpreter.executable == other


def test_an_environment_s_directory_stands_for_its_python(
    machine: Layout, tmp_path: Path
) -> None:
    other = machine.add_python(tmp_path / "other")
    (other.parent / "python").symlink_to(other)

    found = machine.look("pip", "--python", str(tmp_path / "other"), "install", "six")

    assert found is not None
    assert found.interpreter.executable == other.with_name("python")


def test_a_python_may_have_been_what_ran(machine: Layout) -> None:
    found = machine.look(program=machine.python)

    assert found is not None
    assert found.interpreter.executable == machine.python


def test_a_managed_python_is_never_replaced_by_a_supposed_one(machine: Layout) -> None:
    found = machine.look(supposed=True)

    assert found is not None
    assert found.interpreter.executable == machine.python


@pytest.mark.parametrize("program", ["gone", "free"])
def test_where_none_refuses_the_machine_s_own_is_supposed(
    machine: Layout, tmp_path: Path, program: str
) -> None:
    machine.add_script(tmp_path / "free", "#!/bin/sh\nexit 1\n")

    found = machine.look(program=tmp_path / program, supposed=True)

    assert found is not None
    assert found.interpreter.prefix == Path("/usr")
    assert found.whose == "Debian 12's own Python (kept by apt)"


def test_a_system_that_os_release_does_not_tell_is_told_by_its_tools(
    machine: Layout, tmp_path: Path
) -> None:
    machine.add_script(tmp_path / "bin" / "brew", "#!/bin/sh\n")

    found = machine.look(
        program=tmp_path / "gone",
        supposed=True,
        PATH=str(tmp_path / "bin"),
        PEP668HOOK_OS_RELEASE=str(tmp_path / "none"),
    )

    assert found is not None
    assert found.interpreter.prefix == Path("/opt/homebrew")
    assert found.whose == "Homebrew's own Python (kept by brew)"


def test_a_python_that_is_not_there_is_of_our_version(
    machine: Layout, tmp_path: Path
) -> None:
    machine.add_script(tmp_path / "bin" / "brew", "#!/bin/sh\n")

    found = machine.look(
        program=tmp_path / "gone",
        supposed=True,
        PATH=str(tmp_path / "bin"),
        PEP668HOOK_OS_RELEASE=str(tmp_path / "none"),
    )

    assert found is not None
    assert found.interpreter.version == sys.version_info[:2]
    assert found.interpreter.externally_managed
