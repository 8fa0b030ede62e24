from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook.central import is_chosen, new_environment
from pep668hook.settings import read

if TYPE_CHECKING:
    from pep668hook.settings import Settings

ROOT = Path("/home/me/work/app")
CENTRAL = {"PEP668HOOK_ENVIRONMENT_PLACE": "central"}


def settings(**environ: str) -> Settings:
    return read({"HOME": "/home/me", **environ})


def test_it_belongs_into_the_project() -> None:
    assert new_environment(ROOT, settings()) == ROOT / ".venv"


def test_by_the_name_that_was_chosen() -> None:
    chosen = settings(PEP668HOOK_ENVIRONMENT_NAME="venv")

    assert new_environment(ROOT, chosen) == ROOT / "venv"


def test_what_is_no_environment_stays_and_another_name_is_taken(tmp_path: Path) -> None:
    (tmp_path / ".venv").touch()
    (tmp_path / "venv").symlink_to("nowhere")

    assert new_environment(tmp_path, settings()) == tmp_path / "env"

    (tmp_path / "env").mkdir()

    assert new_environment(tmp_path, settings()) == tmp_path / ".venv"


def test_one_that_is_there_keeps_its_name(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "pyvenv.cfg").touch()

    assert new_environment(tmp_path, settings()) == tmp_path / ".venv"


def test_in_one_place_each_project_has_its_own() -> None:
    one = new_environment(ROOT, settings(**CENTRAL))
    other = new_environment(Path("/srv/app"), settings(**CENTRAL))

    assert one.parent == other.parent == Path("/home/me/.virtualenvs")
    assert one != other
    assert one.name.startswith("app-")


def test_a_project_finds_its_own_again() -> None:
    chosen = settings(**CENTRAL, WORKON_HOME="/envs")

    assert new_environment(ROOT, chosen) == new_environment(ROOT, chosen)
    assert new_environment(ROOT, chosen).parent == Path("/envs")


def test_without_a_place_for_all_it_belongs_into_the_project() -> None:
    assert new_environment(ROOT, read(CENTRAL)) == ROOT / ".venv"


def test_a_directory_whose_name_is_no_text_has_one_too() -> None:
    path = new_environment(Path("/srv/\udcff"), settings(**CENTRAL))

    assert path.parent == Path("/home/me/.virtualenvs")


@pytest.mark.parametrize("environ", [CENTRAL, {"PEP668HOOK_ENVIRONMENT_NAME": "venv"}])
def test_either_is_a_choice(environ: dict[str, str]) -> None:
    assert is_chosen(settings(**environ))


def test_the_usual_is_none() -> None:
    assert not is_chosen(settings())
