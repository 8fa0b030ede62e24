from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook.seed import NoPipError, add_pip
from pep668hook.settings import read
from tests.builders import AWKWARD, bare_environment
from tests.users import as_root, become

if TYPE_CHECKING:
    from pep668hook.settings import Settings

NAME = f"python{sys.version_info.major}.{sys.version_info.minor}"
LONG = "/".join(["long" * 12] * 4)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def settings(cache: Path | None) -> Settings:
    return read({} if cache is None else {"XDG_CACHE_HOME": str(cache)})


def pip(path: Path, *arguments: str, name: str = "pip") -> str:
    done = subprocess.run(
        [path / "bin" / name, *arguments],
        env={"PATH": os.defpath, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_environment_has_a_pip_that_runs(tmp_path: Path, cache: Path) -> None:
    path = bare_environment(tmp_path / ".venv")

    add_pip(path, settings(cache))

    for name in ("pip", "pip3", f"pip{NAME.removeprefix('python')}"):
        assert str(path / "lib" / NAME) in pip(path, "--version", name=name)


def test_pip_is_one_of_the_packages(tmp_path: Path, cache: Path) -> None:
    path = bare_environment(tmp_path / ".venv")

    add_pip(path, settings(cache))

    assert pip(path, "list", "--format=freeze").startswith("pip==")
    assert pip(path, "check") == "No broken requirements found.\n"


def test_pip_can_remove_itself_and_its_commands(tmp_path: Path, cache: Path) -> None:
    path = bare_environment(tmp_path / ".venv")
    add_pip(path, settings(cache))

    pip(path, "uninstall", "--yes", "pip")

    assert list((path / "bin").glob("pip*")) == []
    assert not (path / "lib" / NAME / "site-packages" / "pip").exists()


def test_a_full_disk_is_told_by_one_reason(tmp_path: Path, cache: Path) -> None:
    add_pip(bare_environment(tmp_path / "warm"), settings(cache))
    path = bare_environment(tmp_path / ".venv")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
    try:
        with pytest.raises(NoPipError) as raised:
            add_pip(path, settings(cache))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert str(raised.value) == f"could not put a pip into `{path}`: File too large"


def test_it_is_compiled_already(tmp_path: Path, cache: Path) -> None:
    path = bare_environment(tmp_path / ".venv")

    add_pip(path, settings(cache))

    package = path / "lib" / NAME / "site-packages" / "pip"
    (code,) = (package / "__pycache__").glob("__init__.*.pyc")
    compiled_from = int.from_bytes(code.read_bytes()[8:12], "little")
    assert compiled_from == int((package / "__init__.py").stat().st_mtime)


@pytest.mark.parametrize("name", [AWKWARD, LONG, f"{LONG} '", f"{LONG}\\", "two words"])
def test_its_commands_run_wherever_they_lie(
    tmp_path: Path, cache: Path, name: str
) -> None:
    path = bare_environment(tmp_path / name / ".venv")

    add_pip(path, settings(cache))

    assert pip(path, "--version").startswith("pip ")
    assert not (tmp_path / "pwned").exists()


def test_its_commands_run_where_a_letter_takes_more_than_a_byte(
    tmp_path: Path, cache: Path
) -> None:
    room = 110 - len(str(tmp_path))
    path = bare_environment(tmp_path / ("中" * 80) / ("中" * max(1, room - 90)) / "v")

    add_pip(path, settings(cache))

    assert pip(path, "--version").startswith("pip ")


def test_a_pip_that_is_there_only_gets_its_commands(
    tmp_path: Path, cache: Path
) -> None:
    path = bare_environment(tmp_path / ".venv")
    add_pip(path, settings(cache))
    record = next((path / "lib").glob("*/site-packages/pip-*.dist-info/RECORD"))
    before = record.read_bytes()
    (path / "bin" / "pip").write_text("#!/gone/python\n")

    add_pip(path, settings(cache))

    assert pip(path, "--version").startswith("pip ")
    assert record.read_bytes() == before


def test_it_is_unpacked_once_for_every_bare_environment(tmp_path: Path) -> None:
    for name in ("one", "two"):
        add_pip(bare_environment(tmp_path / name), settings(tmp_path / "cache"))

    (kept,) = (tmp_path / "cache" / "pep668hook").iterdir()
    assert kept.name.startswith("pip-")
    assert kept.name.endswith(NAME)


def test_without_a_cache_it_works_all_the_same(tmp_path: Path) -> None:
    path = bare_environment(tmp_path / ".venv")

    add_pip(path, settings(None))

    assert pip(path, "--version").startswith("pip ")


def test_so_it_does_where_the_cache_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = bare_environment(tmp_path / ".venv")

    add_pip(path, settings(tmp_path / "file"))

    assert pip(path, "--version").startswith("pip ")


@as_root
def test_so_it_does_where_the_cache_cannot_be_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bare_environment(tmp_path / ".venv")
    with become("nobody") as place:
        (place / "pep668hook").mkdir()
        monkeypatch.setattr(Path, "rename", refuse)
        os.seteuid(0)

        add_pip(path, settings(place))

    assert pip(path, "--version").startswith("pip ")


def refuse(_path: Path, _target: Path) -> Path:
    raise PermissionError


def test_an_environment_without_packages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoPipError) as raised:
        add_pip(tmp_path, settings(None))

    assert str(raised.value) == (
        f"could not put a pip into `{tmp_path}`: it has no site-packages"
    )


def test_a_python_that_virtualenv_has_no_pip_for_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lib" / "python3.1" / "site-packages").mkdir(parents=True)

    with pytest.raises(NoPipError, match="virtualenv carries none for its Python"):
        add_pip(tmp_path, settings(None))


@pytest.mark.parametrize(
    ("library", "command"), [("python3.13t", "pip3.13"), ("pypy3.10", "pip3.10")]
)
def test_every_kind_of_python_is_given_the_pip_of_its_version(
    tmp_path: Path, cache: Path, library: str, command: str
) -> None:
    packages = tmp_path / "lib" / library / "site-packages"
    packages.mkdir(parents=True)
    (tmp_path / "bin").mkdir()

    add_pip(tmp_path, settings(cache))

    assert (packages / "pip" / "__init__.py").is_file()
    assert (tmp_path / "bin" / command).is_file()
