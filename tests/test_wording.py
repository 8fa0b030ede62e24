from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.pip_command import parse
from pep668hook.wording import absent_manager, listed, prompt_name, request, short
from tests.builders import AWKWARD, managed

HOME = Path("/home/me")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("install six", "install six"),
        ("install six flask", "install six and flask"),
        ("install six flask rich", "install six, flask and rich"),
        ("install six flask rich tox", "install six, flask and 2 more"),
        ("install six flask rich tox uv", "install six, flask and 3 more"),
        ("install -r requirements.txt", "install what requirements.txt lists"),
        ("install six -r all.txt", "install six and what all.txt lists"),
        ("install .", "install this project"),
        ("install -e .", "install this project"),
        ("install -e .[test]", "install this project"),
        ("install ./other", "install ./other"),
        ("uninstall -y six", "uninstall six"),
        ("install --group dev", "run pip install"),
    ],
)
def test_the_request_is_said_in_a_few_words(words: str, said: str) -> None:
    assert request(parse(["pip", *words.split()])) == said


def test_the_request_cannot_act_on_the_terminal() -> None:
    assert request(parse(["pip", "install", "six\x1b[2J\x07"])) == "install six"


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/home/me/app/.venv", ".venv"),
        ("/home/me/app/src/.venv", "src/.venv"),
        ("/home/me/other/.venv", "~/other/.venv"),
        ("/home/me/.virtualenvs/default", "~/.virtualenvs/default"),
        ("/srv/app/.venv", "/srv/app/.venv"),
    ],
)
def test_a_path_is_written_as_a_person_would(path: str, written: str) -> None:
    assert short(Path(path), Path("/home/me/app"), HOME) == written


def test_a_near_path_outside_of_the_home_directory_goes_up() -> None:
    assert short(Path("/srv/app/.venv"), Path("/srv/app/src"), HOME) == "../.venv"


def test_a_far_path_is_written_whole() -> None:
    path = Path("/srv/app/.venv")

    assert short(path, Path("/srv/app/a/b/c"), None) == "/srv/app/.venv"


def test_dots_in_a_name_are_no_way_up() -> None:
    path = Path("/srv/a..b/c..d/.venv")

    assert short(path, Path("/srv/a..b/c..d/src"), None) == "../.venv"
    assert short(path, Path("/srv/other"), None) == "../a..b/c..d/.venv"


def test_a_path_cannot_act_on_the_terminal() -> None:
    path = Path("/work/\x1b[2Jhere/.venv")

    assert short(path, Path("/work"), None) == "here/.venv"


@pytest.mark.parametrize(
    ("name", "prompt"),
    [
        ("app", "app"),
        ("my app-2.0_b+c", "my app-2.0_b+c"),
        ("Übung", "Übung"),
        ("$(reboot)", "reboot"),
        ("%n%m", "nm"),
        ("-x", "x"),
        (" app ", "app"),
        ("$()`", ".venv"),
        ("a\nb", "ab"),
    ],
)
def test_a_prompt_has_only_what_stands_for_itself(name: str, prompt: str) -> None:
    assert prompt_name(Path("/home/me") / name) == prompt


def test_the_root_directory_gives_a_prompt_too() -> None:
    assert prompt_name(Path("/")) == ".venv"


def test_no_prompt_expands() -> None:
    assert not set(prompt_name(Path("/home/me") / AWKWARD)) & set("$`%!\\'\"\n;&")


@pytest.mark.parametrize(
    ("things", "said"),
    [
        ([], ""),
        (["six"], "six"),
        (["six", "flask"], "six and flask"),
        (["six", "flask", "rich", "tox"], "six, flask and 2 more"),
        (["s\x1b[31mix"], "six"),
    ],
)
def test_a_few_things_are_listed_as_in_a_sentence(things: list[str], said: str) -> None:
    assert listed(things) == said


def test_a_manager_that_is_not_there_is_named() -> None:
    said = absent_manager(managed(name="Poetry"), {"uv"})

    assert said == "This project is kept by Poetry, which is not installed here"


def test_one_that_is_there_needs_no_word() -> None:
    assert absent_manager(managed(name="Poetry"), {"poetry"}) == ""
    assert absent_manager(None, {"poetry"}) == ""
