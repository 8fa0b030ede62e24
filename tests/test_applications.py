from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pep668hook import applications
from pep668hook.applications import Application, Kind, find, kind, kind_of_all
from pep668hook.pip_command import parse
from pep668hook.requirement import normalise

TABLE = Path(applications.__file__).with_name("data") / "applications.txt"


def rows() -> list[list[str]]:
    lines = TABLE.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def test_the_table_is_in_order_and_says_everything_once() -> None:
    names = [name for name, *_ in rows()]

    assert names == sorted(set(names))
    assert names == [normalise(name) for name in names]


def test_it_holds_at_least_three_hundred_with_their_kind_and_source() -> None:
    kinds = Counter(row[1] for row in rows())

    assert kinds.total() >= 300
    assert set(kinds) == {kind.value for kind in Kind}
    assert {row[2] for row in rows()} == {"debian", "project"}


@pytest.mark.parametrize(
    "name", ["yt-dlp", "YT_dlp", "httpie", "ansible", "poetry", "awscli", "semgrep"]
)
def test_a_program_that_stands_alone_is_an_application(name: str) -> None:
    assert kind(name) is Kind.APPLICATION


@pytest.mark.parametrize(
    "name", ["black", "ruff", "flake8", "mypy", "tox", "pre-commit", "jupyter"]
)
def test_what_works_on_a_project_is_a_tool(name: str) -> None:
    assert kind(name) is Kind.TOOL


@pytest.mark.parametrize("name", ["ipython", "sphinx", "locust"])
def test_what_is_imported_as_well_is_both(name: str) -> None:
    assert kind(name) is Kind.BOTH


@pytest.mark.parametrize(
    "name",
    [
        *("requests", "numpy", "pandas", "selenium", "pyyaml", "openai", "wget"),
        *(
            "flask",
            "django",
            "uvicorn",
            "pytest",
        ),  # their commands run what imports them
        *("pip", "setuptools", "wheel", "python3-yaml", "mkdocs-material", ""),
    ],
)
def test_a_library_is_none_of_them(name: str) -> None:
    assert kind(name) is None


def test_with_some_the_commands_of_their_dependencies_are_wanted() -> None:
    assert find("Ansible") == Application(Kind.APPLICATION, ("ansible-core",))
    assert find("httpie") == Application(Kind.APPLICATION)
    assert find("requests") is None


def test_some_have_no_command_themselves() -> None:
    jupyter = find("jupyter")

    assert jupyter is not None
    assert jupyter.commands_of[0] == "jupyter-core"
    assert not jupyter.has_own


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("black", Kind.TOOL),
        ("httpie yt-dlp", Kind.APPLICATION),
        ("httpie 'black[d]==24.1'", Kind.TOOL),
        ("git+https://example.com/psf/black", Kind.TOOL),
        ("ipython", Kind.BOTH),
        ("ipython black", None),
        ("httpie requests", None),
        ("-r requirements.txt httpie", None),
        ("-e . httpie", None),
        ("./httpie", None),
        ("", None),
    ],
)
def test_a_request_is_as_its_names_are(words: str, whole: Kind | None) -> None:
    argv = ["pip", "install", *words.replace("'", "").split()]

    assert kind_of_all(parse(argv)) is whole


def test_what_is_kept_as_a_program_is_one() -> None:
    command = parse(["pip", "install", "-U", "Our_own.thing"])

    assert kind_of_all(command) is None
    assert kind_of_all(command, {"our-own-thing"}) is Kind.APPLICATION


def test_the_table_knows_better() -> None:
    assert kind_of_all(parse(["pip", "install", "black"]), {"black"}) is Kind.TOOL


def test_what_is_known_by_its_commands_alone_may_be_imported_as_well() -> None:
    one, two = (
        parse(["pip", "install", "mine"]),
        parse(["pip", "install", "mine", "six"]),
    )

    assert kind_of_all(one, with_commands={"mine"}) is Kind.BOTH
    assert kind_of_all(two, with_commands={"mine"}) is None
