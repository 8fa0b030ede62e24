from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook import translation
from pep668hook.manager import Commands
from pep668hook.pip_command import parse
from tests.builders import PROJECT, directory, managed

if TYPE_CHECKING:
    from pep668hook.manager import ManagedProject
    from pep668hook.translation import Translation


def said(
    line: str, project: ManagedProject | None = None, cwd: Path = PROJECT
) -> Translation | None:
    place = directory(cwd=cwd, root=PROJECT)
    command = parse(["pip", "install", *line.split()])
    return translation.install(command, place, project or managed())


def commands(line: str, project: ManagedProject | None = None) -> list[str] | None:
    found = said(line, project)
    return None if found is None else [" ".join(argv) for argv in found.commands]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("six", ["uv add six"]),
        ("six flask[async]>=2,<4", ["uv add six flask[async]>=2,<4"]),
        ("--user -q six", ["uv add six"]),
        ("--upgrade six", ["uv add six"]),
        ("pytest", ["uv add --dev pytest"]),
        (
            "ruff==0.5 pytest-cov types-six",
            ["uv add --dev ruff==0.5 pytest-cov types-six"],
        ),
        ("six ruff", ["uv add six", "uv add --dev ruff"]),
        ("git+https://host/six.git", ["uv add git+https://host/six.git"]),
        ("./dist/six.whl six", ["uv add ./dist/six.whl six"]),
        ("-e ../other", ["uv add --editable ../other"]),
        ("--upgrade pip six", ["uv add six"]),
        ("setuptools six", ["uv add setuptools six"]),
    ],
)
def test_what_is_named_is_added(line: str, expected: list[str]) -> None:
    assert commands(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("-i https://m/simple six", "uv add --default-index https://m/simple six"),
        ("--pre six", "uv add --prerelease=allow six"),
        (
            "-c c.txt --trusted-host m six",
            "uv add --constraints c.txt --allow-insecure-host m six",
        ),
        (
            "-i https://m/simple ruff",
            "uv add --dev --default-index https://m/simple ruff",
        ),
    ],
)
def test_options_are_said_in_its_words(line: str, expected: str) -> None:
    assert commands(line) == [expected]


@pytest.mark.parametrize(
    "line",
    ["--no-deps six", "--require-hashes -r requirements.txt", "--dry-run six", "six;x"],
)
def test_what_it_cannot_do_is_not_said(line: str) -> None:
    assert said(line) is None


@pytest.mark.parametrize("line", ["-U pip", "--upgrade pip setuptools wheel", ""])
def test_what_fills_environments_is_not_added(line: str) -> None:
    assert said(line) is None


def test_what_an_index_names_is_not_said_to_who_knows_of_none() -> None:
    assert said("-i https://m/simple six", managed(name="Poetry")) is None
    assert commands("six", managed(name="Poetry")) == ["poetry add six"]


def test_what_has_no_name_is_not_given_to_who_writes_names() -> None:
    rye = managed(name="Rye")

    assert said("git+https://host/six.git", rye) is None
    assert said("./six.whl", rye) is None
    assert said("-e ../six", rye) is None
    assert commands("six@git+https://host/six.git", rye) == [
        "rye add --sync six@git+https://host/six.git"
    ]


def test_the_words_tell_what_will_be_new() -> None:
    found = said("six -e ../a ./b.whl")

    assert found is not None
    assert found.added == ("../a", "./b.whl", "six")


# -- what is the project's already


def test_what_is_there_already_is_only_installed() -> None:
    project = managed(dependencies={"six": ()})

    assert commands("Six flask", project) == ["uv sync", "uv add flask"]
    assert commands("six>=2", project) == ["uv add six>=2"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("uv", "uv sync --upgrade-package six --upgrade-package flask"),
        ("Poetry", "poetry update six flask"),
        ("PDM", "pdm update six flask"),
        ("Rye", "rye sync --update six --update flask"),
    ],
)
def test_what_is_there_already_is_upgraded(name: str, expected: str) -> None:
    project = managed(name=name, dependencies={"six": (), "flask": ()})

    found = said("-U six flask", project)

    assert commands("-U six flask", project) == [expected]
    assert found is not None
    assert found.upgraded == ("six", "flask")


def test_who_cannot_upgrade_installs() -> None:
    known = Commands(sync=("x", "sync"), add=("x", "add"))
    project = managed(commands=known, dependencies={"six": ()})

    assert commands("-U six", project) == ["x sync"]


# -- this project itself


@pytest.mark.parametrize("line", [".", "-e .", f"{PROJECT}/", "-e ./"])
def test_the_project_itself_is_synced(line: str) -> None:
    found = said(line)

    assert found is not None
    assert found.commands == (("uv", "sync"),)
    assert found.added == ()


def test_it_is_known_from_below_too() -> None:
    found = said("-e ..", cwd=PROJECT / "src")

    assert found is not None
    assert found.commands == (("uv", "sync"),)


def test_its_extras_are_said_if_it_has_them() -> None:
    project = managed(extras=["web", "docs"])

    assert commands("-e .[web,nope] six", project) == [
        "uv sync --extra web",
        "uv add six",
    ]


def test_extras_are_not_passed_over() -> None:
    known = Commands(sync=("x", "sync"))

    assert said(".[web]", managed(commands=known, extras=["web"])) is None
    assert commands(".", managed(commands=known)) == ["x sync"]
    assert said("six", managed(commands=known)) is None


def test_who_does_not_install_the_project_adds_it() -> None:
    pipenv = managed(name="Pipenv")

    assert commands("-e .", pipenv) == ["pipenv install --editable ."]
    assert commands(".[web]", pipenv) == ["pipenv install .[web]"]


# -- requirements files


def test_a_list_of_a_project_that_has_its_own_is_what_that_asks_for() -> None:
    project = managed(dependencies={"six": ()})

    found = said("-r requirements.txt -r dev-requirements.txt", project)

    assert found is not None
    assert found.commands == (("uv", "sync"),)
    assert found.left_aside == ("requirements.txt", "dev-requirements.txt")


def test_a_list_becomes_that_of_a_project_without_one() -> None:
    assert commands("-r requirements.txt") == ["uv add --requirements requirements.txt"]
    assert commands("-r requirements.txt", managed(name="Pipenv")) == [
        "pipenv install --requirements requirements.txt"
    ]


def test_a_list_from_elsewhere_is_another_thing() -> None:
    project = managed(dependencies={"six": ()})

    assert commands("-r docs/requirements.txt", project) == [
        "uv add --requirements docs/requirements.txt"
    ]
    assert said("-r requirements.txt", managed(name="Poetry")) is None


# -- uninstall


def removed(line: str, project: ManagedProject) -> list[str] | None:
    found = translation.remove(parse(["pip", "uninstall", *line.split()]), project)
    return None if found is None else [" ".join(argv) for argv in found.commands]


def test_what_the_project_asks_for_is_removed_from_where_it_is() -> None:
    project = managed(dependencies={"six": (), "flask": (), "ruff": ("--dev",)})

    assert removed("-y Six ruff flask", project) == [
        "uv remove six flask",
        "uv remove --dev ruff",
    ]


@pytest.mark.parametrize(
    "line", ["flask", "six flask", "-r requirements.txt", "six ./x", "--log x six"]
)
def test_what_it_does_not_ask_for_cannot_be(line: str) -> None:
    assert removed(line, managed(dependencies={"six": ()})) is None


def test_who_has_no_command_for_it_is_not_asked() -> None:
    project = managed(commands=Commands(), dependencies={"six": ()})

    assert removed("six", project) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("flask\n", ["uv add --requirements requirements.txt"]),
        ("#\n# This file is autogenerated by pip-compile\nflask==3\n", None),
    ],
)
def test_a_compiled_list_is_no_list_of_wishes(
    tmp_path: Path, text: str, expected: list[str] | None
) -> None:
    (tmp_path / "requirements.txt").write_text(text)
    place = directory(cwd=tmp_path)
    command = parse(["pip", "install", "-r", "requirements.txt"])

    found = translation.install(command, place, managed(root=tmp_path))

    assert (found and [" ".join(each) for each in found.commands]) == expected


def test_a_list_that_comes_through_a_pipe_is_not_read_before_the_key(
    tmp_path: Path,
) -> None:
    os.mkfifo(tmp_path / "pipe")
    pipe = os.open(tmp_path / "pipe", os.O_RDWR)
    os.write(pipe, b"# This file is autogenerated by pip-compile\n" * 9)
    command = parse(["pip", "install", "-r", "pipe"])

    found = translation.install(command, directory(cwd=tmp_path), managed())

    assert found is not None
    assert found.commands == (("uv", "add", "--requirements", "pipe"),)
    os.close(pipe)


def test_a_list_that_may_not_be_read_is_given_to_the_manager(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "list.txt").touch()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    command = parse(["pip", "install", "-r", "list.txt"])

    assert translation.install(command, directory(cwd=tmp_path), managed()) is not None
