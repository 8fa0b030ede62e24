from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.manager import Group, Project, declared, extras, names

HOME = Path("/home/me")


def project(
    *, home: Path | None = HOME, platform: str = "linux", **environ: str
) -> Project:
    return Project(Path("/work/app"), {}, environ, home, platform)


@pytest.mark.parametrize(
    ("kind", "linux", "mac"),
    [
        ("cache", ".cache", "Library/Caches"),
        ("config", ".config", "Library/Application Support"),
        ("data", ".local/share", "Library/Application Support"),
    ],
)
def test_programs_keep_things_where_the_system_says(
    kind: str, linux: str, mac: str
) -> None:
    assert project().place(kind) == HOME / linux
    assert project(platform="darwin").place(kind) == HOME / mac


def test_a_variable_says_otherwise_if_it_is_absolute() -> None:
    assert project(XDG_CACHE_HOME="/c").place("cache") == Path("/c")
    assert project(XDG_CACHE_HOME="c").place("cache") == HOME / ".cache"


def test_without_a_home_there_is_no_such_place() -> None:
    assert project(home=None).place("data") is None


def test_a_setting_is_a_path_from_home_or_from_the_root() -> None:
    assert project().expanded("~/envs") == HOME / "envs"
    assert project().expanded("~") == HOME
    assert project().expanded("envs") == Path("/work/app/envs")
    assert project().expanded("/envs") == Path("/envs")
    assert project(home=None).expanded("~/envs") == Path("/work/app/~/envs")


def test_a_variable_that_is_not_set_is_no_path() -> None:
    assert project(X="envs").path_of("X") == Path("/work/app/envs")
    assert project(X="").path_of("X") is None
    assert project().path_of("X") is None


def test_all_groups_of_a_project_are_listed() -> None:
    tables = {
        "project": {
            "dependencies": ["Flask>=2", "./not-a-name"],
            "optional-dependencies": {"web": ["uvicorn[standard]"]},
        },
        "dependency-groups": {"dev": ["pytest; python_version > '3'", {"include": 1}]},
    }

    assert list(declared(tables)) == [
        ("flask", Group.MAIN, ""),
        ("uvicorn", Group.EXTRA, "web"),
        ("pytest", Group.DEVELOPMENT, "dev"),
    ]
    assert extras(tables) == ("web",)


def test_names_are_normalised() -> None:
    assert names(["Ruamel.Yaml ~= 0.18"]) == ("ruamel-yaml",)


def test_a_group_may_have_a_dot_in_its_name() -> None:
    tables = {
        "project": {"optional-dependencies": {"py3.8": ["flask"]}},
        "dependency-groups": {"test.unit": ["pytest"]},
    }

    assert list(declared(tables)) == [
        ("flask", Group.EXTRA, "py3.8"),
        ("pytest", Group.DEVELOPMENT, "test.unit"),
    ]
