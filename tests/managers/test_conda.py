from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook.manager import Sign
from pep668hook.managers.conda import MANAGER
from tests.builders import project

if TYPE_CHECKING:
    from pathlib import Path

DESCRIBED = "# what we need\nname: my-env  # ours\ndependencies:\n  - python\n"


def made(path: Path, *, pip: bool = True) -> Path:
    (path / "conda-meta").mkdir(parents=True)
    (path / "conda-meta" / "history").touch()
    if pip:
        (path / "conda-meta" / "pip-25.0-pyh8b19718_0.json").touch()
    return path


def described(root: Path, text: str = DESCRIBED, name: str = "environment.yml") -> None:
    (root / name).write_text(text)


def knows(home: Path, *paths: Path) -> None:
    (home / ".conda").mkdir()
    (home / ".conda" / "environments.txt").write_text("\n".join(map(str, paths)))


def pip_of(*in_it: str) -> tuple[str, ...]:
    run = ("conda", "run", "--no-capture-output", *in_it)
    return (*run, "python", "-m", "pip", "install")


@pytest.mark.parametrize("name", ["environment.yml", "environment.yaml"])
def test_a_described_environment_tells_it(tmp_path: Path, name: str) -> None:
    described(tmp_path, name=name)

    assert MANAGER.sign(project(tmp_path)) is Sign.SETTING


def test_an_environment_inside_the_project_tells_it(tmp_path: Path) -> None:
    assert MANAGER.sign(project(tmp_path)) is Sign.NONE
    made(tmp_path / ".conda")
    assert MANAGER.sign(project(tmp_path)) is Sign.SETTING


def test_the_environment_that_is_described_is_found_by_its_name(
    tmp_path: Path,
) -> None:
    described(tmp_path)
    path = made(tmp_path / "conda" / "envs" / "my-env")
    elsewhere = made(tmp_path / "my-env")
    knows(tmp_path, path.parent / "gone", elsewhere, path)

    found = MANAGER.manage(project(tmp_path, home=tmp_path))

    assert found.commands.add == pip_of("--prefix", str(path))
    assert found.commands.options["--index-url"] == "--index-url"
    assert found.prepare == ()
    assert found.enter == f"conda activate {path}"


def test_a_path_that_is_more_than_a_plain_word_is_not_to_be_typed(
    tmp_path: Path,
) -> None:
    place = tmp_path / "$(touch pwned)"
    place.mkdir()
    made(place / "env")

    assert MANAGER.manage(project(place)).enter == ""


def test_one_inside_the_project_goes_before_it(tmp_path: Path) -> None:
    described(tmp_path)
    path = made(tmp_path / "env")

    found = MANAGER.manage(project(tmp_path, home=tmp_path))

    assert found.commands.add == pip_of("--prefix", str(path))


def test_no_script_of_ours_activates_it(tmp_path: Path) -> None:
    made(tmp_path / "env")

    assert MANAGER.manage(project(tmp_path)).environment is None


def test_one_without_a_pip_is_not_added_to(tmp_path: Path) -> None:
    made(tmp_path / "env", pip=False)

    assert MANAGER.manage(project(tmp_path)).commands.add == ()


@pytest.mark.parametrize("home", [False, True])
def test_one_that_is_only_described_has_to_be_made(
    tmp_path: Path, *, home: bool
) -> None:
    described(tmp_path)

    found = MANAGER.manage(project(tmp_path, home=tmp_path if home else None))

    file = str(tmp_path / "environment.yml")
    assert found.prepare == ("conda", "env", "create", "--file", file)
    assert found.commands.add == pip_of("--name", "my-env")


@pytest.mark.parametrize("text", ["dependencies: []\n", "name: a b\n"])
def test_one_without_a_name_is_not_known(tmp_path: Path, text: str) -> None:
    described(tmp_path, text)

    found = MANAGER.manage(project(tmp_path, home=tmp_path))

    assert found.commands.add == ()
    assert found.prepare == ()


def test_a_description_that_cannot_be_read_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    described(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert MANAGER.manage(project(tmp_path)).commands.add == ()
