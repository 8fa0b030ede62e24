from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pep668hook import directory
from pep668hook.directory import Directory, Standing, between, judge, look
from tests.builders import AWKWARD
from tests.users import NOBODY, as_root, become


@pytest.fixture
def home(tmp_path: Path) -> Path:
    path = tmp_path / "home"
    path.mkdir()
    return path


@pytest.fixture
def project(home: Path) -> Path:
    path = home / AWKWARD
    path.mkdir()
    return path


def below(project: Path) -> Path:
    path = project / "src" / "deep"
    path.mkdir(parents=True)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "pyproject.toml",
        "setup.py",
        "setup.cfg",
        "Pipfile",
        "requirements.txt",
        "requirements-dev.txt",
    ],
)
def test_a_file_tells_the_project_s_root(home: Path, project: Path, name: str) -> None:
    (project / name).touch()

    assert look(below(project), home).root == project


def test_a_repository_s_top_level_is_a_root(home: Path, project: Path) -> None:
    (project / ".git").mkdir()

    assert look(below(project), home).root == project


def test_so_is_that_of_a_worktree_where_git_is_a_file(
    home: Path, project: Path
) -> None:
    (project / ".git").write_text("gitdir: elsewhere\n")

    assert look(below(project), home).root == project


def test_an_environment_in_its_place_tells_a_project_too(
    home: Path, project: Path
) -> None:
    (project / ".venv").mkdir()
    (project / ".venv" / "pyvenv.cfg").touch()

    assert look(below(project), home).root == project


def test_a_venv_without_a_configuration_tells_nothing(
    home: Path, project: Path
) -> None:
    (project / ".venv").mkdir()
    cwd = below(project)

    assert look(cwd, home).root == cwd


def test_a_configuration_that_is_no_file_tells_nothing(
    home: Path, project: Path
) -> None:
    (project / ".venv" / "pyvenv.cfg").mkdir(parents=True)
    cwd = below(project)

    assert look(cwd, home).root == cwd


def test_a_directory_by_the_name_of_a_project_file_tells_nothing(
    home: Path, project: Path
) -> None:
    (project / "pyproject.toml").mkdir()
    cwd = below(project)

    assert look(cwd, home).root == cwd


def test_a_link_that_leads_nowhere_hides_no_project(home: Path, project: Path) -> None:
    (project / "pyproject.toml").touch()
    for number in range(20):
        name = f"requirements-{number}.txt"
        (project / name).symlink_to(name)

    assert look(below(project), home).root == project


def test_the_nearest_project_counts(home: Path, project: Path) -> None:
    (project / "pyproject.toml").touch()
    inner = below(project)
    (inner / "setup.py").touch()

    assert look(inner, home).root == inner


def test_the_home_directory_is_no_project(home: Path, project: Path) -> None:
    (home / ".git").mkdir()
    (home / "requirements.txt").touch()

    assert look(project, home).root == project


def test_nor_is_it_by_another_name(tmp_path: Path, home: Path, project: Path) -> None:
    (home / ".git").mkdir()
    (tmp_path / "link").symlink_to(home)

    assert look(project, tmp_path / "link").root == project
    by_link = tmp_path / "link" / project.name
    assert look(by_link, home).root == by_link


def test_a_home_that_is_not_there_is_above_nothing(
    tmp_path: Path, project: Path
) -> None:
    (project / ".git").mkdir()

    assert look(below(project), tmp_path / "gone").root == project


def test_what_is_above_the_home_directory_is_no_project(
    tmp_path: Path, home: Path, project: Path
) -> None:
    (tmp_path / "pyproject.toml").touch()

    assert look(project, home).root == project


def test_another_file_system_ends_the_way_up(
    home: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "pyproject.toml").touch()
    cwd = below(project)
    stat = Path.stat

    def mounted(path: Path) -> os.stat_result:
        facts = stat(path)
        if path != project:
            return facts
        return os.stat_result((*facts[:2], facts.st_dev + 1, *facts[3:]))

    monkeypatch.setattr(directory.Path, "stat", mounted)

    assert look(cwd, home).root == cwd


def test_a_directory_that_is_gone_is_its_own_root_and_not_to_be_written_to(
    tmp_path: Path,
) -> None:
    gone = tmp_path / "gone"

    assert look(gone, None) == Directory(gone, gone, Standing.UNWRITABLE)


@as_root
def test_a_project_that_cannot_be_looked_into_is_none() -> None:
    with become("nobody") as place:
        cwd = place / "closed" / "cwd"
        cwd.mkdir(parents=True)
        (place / "closed" / "setup.py").touch()
        (place / "closed").chmod(0o311)

        assert look(cwd, None).root == cwd


def test_the_user_s_own_directory_may_have_an_environment(
    home: Path, project: Path
) -> None:
    assert judge(project, home) is Standing.OWN


def test_the_standing_is_that_of_the_root(home: Path, project: Path) -> None:
    (project / "pyproject.toml").touch()
    cwd = below(project)
    cwd.chmod(0o777)

    assert look(cwd, home).standing is Standing.OWN


def test_the_home_directory_is_known_whatever_leads_there(
    home: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link"
    link.symlink_to(home)

    assert judge(home, home) is Standing.HOME
    assert judge(link, home) is Standing.HOME
    assert judge(home, link) is Standing.HOME


@pytest.mark.parametrize(
    "path",
    ["/", "/usr", "/usr/local/lib", "/etc/ssl", "/home", "/var", "/dev/shm"],  # noqa: S108 # only judged
)
def test_a_system_directory_is_no_place_for_an_environment(path: str) -> None:
    assert judge(Path(path), None) is Standing.SYSTEM


def test_a_link_into_the_system_is_no_place_either(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("/usr/lib")

    assert judge(link, None) is Standing.SYSTEM


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="there is no such place")  # noqa: S108 # the place itself
def test_what_a_user_owns_in_memory_is_theirs() -> None:
    with TemporaryDirectory(dir="/dev/shm") as path:
        assert judge(Path(path), None) is Standing.OWN


def test_the_project_of_a_system_directory_is_none() -> None:
    assert look(Path("/usr/lib"), None).root == Path("/usr/lib")


def test_a_directory_that_others_can_write_to_is_shared(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)

    assert judge(tmp_path, None) is Standing.SHARED


@as_root
def test_a_directory_of_another_s_is_shared(tmp_path: Path) -> None:
    os.chown(tmp_path, NOBODY, -1)

    assert judge(tmp_path, None) is Standing.SHARED


@as_root
def test_a_directory_that_cannot_be_written_to_is_told_apart() -> None:
    with become("nobody") as place:
        place.chmod(0o500)

        assert judge(place, None) is Standing.UNWRITABLE


def test_the_way_up_lists_every_directory_to_the_root() -> None:
    place = Directory(Path("/a/b/c"), Path("/a"), Standing.OWN)

    assert between(place) == (Path("/a/b/c"), Path("/a/b"), Path("/a"))


def test_the_way_up_of_a_directory_of_its_own_is_that_directory() -> None:
    place = Directory(Path("/a/b"), Path("/a/b"), Standing.OWN)

    assert between(place) == (Path("/a/b"),)


def test_it_is_told_whether_there_is_a_project(home: Path, project: Path) -> None:
    assert not look(project, home).is_project
    (project / "pixi.toml").touch()
    assert look(below(project), home).is_project


@pytest.mark.parametrize("name", ["a:b", os.fsdecode(b"\xff")])
def test_what_no_environment_can_be_named_after_is_no_place_for_one(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / "link").symlink_to(tmp_path / name)

    assert judge(tmp_path / name, None) is Standing.UNNAMEABLE
    assert judge(tmp_path / "link", None) is Standing.UNNAMEABLE
