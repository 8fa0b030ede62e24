from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from pep668hook.contents import asked_for, identity, unlisted
from tests.builders import bare_environment

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    return bare_environment(tmp_path / ".venv")


def packages(environment: Path) -> Path:
    return next(environment.glob("lib/python*/site-packages"))


def install(environment: Path, name: str, *, asked: bool = True) -> None:
    """Write what an installer leaves of a project with one module and one command."""
    site = packages(environment)
    metadata = site / f"{name}-1.0.dist-info"
    metadata.mkdir()
    (site / f"{name}.py").touch()
    (environment / "bin" / name).touch()
    listed = [f"{name}.py", f"../../../bin/{name}", f"{metadata.name}/RECORD"]
    if asked:
        (metadata / "REQUESTED").touch()
        listed.append(f"{metadata.name}/REQUESTED")
    (metadata / "RECORD").write_text("".join(f"{path},,\n" for path in listed))


def test_what_its_maker_left_is_listed_by_nobody(environment: Path) -> None:
    found = unlisted(environment)

    assert {"pyvenv.cfg", "bin/activate", "bin/python"} <= found


def test_what_an_installer_put_there_is_listed(environment: Path) -> None:
    before = unlisted(environment)

    install(environment, "six")

    assert unlisted(environment) == before


def test_what_python_compiled_is_nobody_s(environment: Path) -> None:
    before = unlisted(environment)
    install(environment, "six")
    cache = packages(environment) / "__pycache__"
    cache.mkdir()
    (cache / "six.cpython-311.pyc").touch()

    assert unlisted(environment) == before


@pytest.mark.parametrize("name", ["notes.txt", "bin/mine", "a b/\udcff", "x.pyc"])
def test_what_somebody_put_there_is_found(environment: Path, name: str) -> None:
    before = unlisted(environment)
    path = environment / name
    path.parent.mkdir(exist_ok=True)
    path.touch()

    assert unlisted(environment) - before == {name}


def test_a_link_to_a_directory_is_found_and_not_followed(
    environment: Path, tmp_path: Path
) -> None:
    before = unlisted(environment)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "inside").touch()
    (environment / "data").symlink_to(tmp_path / "data")

    assert unlisted(environment) - before == {"data"}


def test_what_was_asked_for_is_told_from_what_came_with_it(environment: Path) -> None:
    install(environment, "Flask")
    install(environment, "jinja2", asked=False)

    assert asked_for(environment) == {"flask"}


def test_an_installation_without_a_record_is_listed_by_nobody(
    environment: Path,
) -> None:
    install(environment, "six")
    (packages(environment) / "six-1.0.dist-info" / "RECORD").unlink()

    assert "bin/six" in unlisted(environment)


def test_an_environment_is_told_from_another_in_its_place(environment: Path) -> None:
    before = identity(environment)
    environment.rename(environment.with_name("old"))

    assert identity(environment) == ""
    subprocess.run(["cp", "-r", environment.with_name("old"), environment], check=True)
    assert identity(environment) not in {before, ""}
