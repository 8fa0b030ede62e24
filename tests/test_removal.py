from __future__ import annotations

import os
from pathlib import Path

import pytest

from pep668hook import journal
from pep668hook.journal import Made
from pep668hook.removal import (
    REMOVED_BY,
    NotRemovedError,
    belongs_to_the_machine,
    made_and_still_there,
    prune,
    remove_data,
    remove_share,
    removed_by,
)
from pep668hook.settings import Settings, read
from tests.builders import entry


@pytest.fixture
def share(tmp_path: Path) -> Path:
    share = tmp_path / ".local" / "share" / "pep668hook"
    fill(share / "watch.py")
    return share


def fill(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def found(home: Path) -> list[str]:
    return sorted(str(path.relative_to(home)) for path in home.rglob("*"))


def settings(home: Path, **environ: str) -> Settings:
    return read({"HOME": str(home), **environ})


def environment(path: Path, receipt: str = "pyvenv.cfg") -> Path:
    fill(path / "pyvenv.cfg")
    fill(path / receipt)
    return path


# -- the command that removes the helper


@pytest.mark.parametrize(
    ("receipt", "command"),
    [
        ("pipx_metadata.json", "pipx uninstall pep668hook"),
        ("uv-receipt.toml", "uv tool uninstall pep668hook"),
    ],
)
def test_who_keeps_the_helper_removes_it(
    share: Path, tmp_path: Path, receipt: str, command: str
) -> None:
    (share / "venv").symlink_to(environment(tmp_path / "kept", receipt))

    assert removed_by(share, tmp_path / "another") == command


def test_without_a_share_it_is_the_helper_in_use_that_tells(tmp_path: Path) -> None:
    helper = environment(tmp_path / "kept", "pipx_metadata.json")

    assert removed_by(tmp_path / "none", helper) == "pipx uninstall pep668hook"


def test_an_environment_of_somebody_elses_loses_it_by_pip(
    share: Path, tmp_path: Path
) -> None:
    helper = environment(tmp_path / "my tools")

    python = f"'{helper}/bin/python'"
    assert removed_by(share, helper) == f"{python} -m pip uninstall pep668hook"


def test_a_helper_in_the_share_goes_with_it(share: Path, tmp_path: Path) -> None:
    environment(share / "venv-Ab12")
    (share / "venv").symlink_to("venv-Ab12")

    assert removed_by(share, tmp_path) is None


def test_a_python_that_is_no_environment_has_nothing_to_remove(tmp_path: Path) -> None:
    assert removed_by(tmp_path / "none", tmp_path / "usr") is None


def test_a_helper_without_its_python_goes_with_the_share(share: Path) -> None:
    (share / "venv").symlink_to("venv-gone")

    assert removed_by(share, Path("/usr")) is None


def test_a_share_for_all_users_says_how_it_goes(share: Path, tmp_path: Path) -> None:
    assert not belongs_to_the_machine(share)
    fill(share / REMOVED_BY, "sudo apt remove pep668hook\n")

    assert belongs_to_the_machine(share)
    assert removed_by(share, tmp_path) == "sudo apt remove pep668hook"


# -- what is kept


def test_all_that_is_kept_goes_and_the_home_is_as_it_was(tmp_path: Path) -> None:
    home, runtime = tmp_path / "home", tmp_path / "run"
    fill(home / "own")
    fill(home / ".cache" / "pep668hook" / "virtualenv" / "x")
    fill(home / ".local" / "state" / "pep668hook" / "journal.jsonl")
    fill(home / ".config" / "pep668hook" / "config.toml")
    fill(runtime / "pep668hook" / "1-1.answered")

    gone = [*remove_data(settings(home, XDG_RUNTIME_DIR=str(runtime)), keep=False)]

    assert found(home) == ["own"]
    assert found(runtime) == []
    assert gone == [
        runtime / "pep668hook",
        home / ".cache" / "pep668hook",
        home / ".local" / "state" / "pep668hook",
        home / ".config" / "pep668hook" / "config.toml",
    ]


def test_settings_and_journal_can_be_kept(tmp_path: Path) -> None:
    fill(tmp_path / ".cache" / "pep668hook" / "x")
    kept = [
        fill(tmp_path / ".local" / "state" / "pep668hook" / "journal.jsonl"),
        fill(tmp_path / ".config" / "pep668hook" / "config.toml"),
    ]

    assert [*remove_data(settings(tmp_path), keep=True)] == [
        tmp_path / ".cache" / "pep668hook"
    ]
    assert all(path.is_file() for path in kept)


def test_what_lies_beside_ours_stays(tmp_path: Path) -> None:
    fill(tmp_path / ".config" / "pep668hook" / "config.toml")
    fill(tmp_path / ".config" / "pep668hook" / "notes")
    fill(tmp_path / ".cache" / "another")

    assert len([*remove_data(settings(tmp_path), keep=False)]) == 1

    assert found(tmp_path) == [
        *(".cache", ".cache/another", ".config"),
        *(".config/pep668hook", ".config/pep668hook/notes"),
    ]


def test_settings_that_are_a_link_into_dotfiles_stay_there(tmp_path: Path) -> None:
    kept = fill(tmp_path / "dotfiles" / "config.toml")
    link = tmp_path / ".config" / "pep668hook" / "config.toml"
    link.parent.mkdir(parents=True)
    link.symlink_to(kept)

    assert [*remove_data(settings(tmp_path), keep=False)] == [link]
    assert kept.is_file()
    assert not link.parent.exists()


def test_a_cache_that_is_a_link_is_only_unlinked(tmp_path: Path) -> None:
    kept = fill(tmp_path / "elsewhere" / "file")
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "pep668hook").symlink_to(kept.parent)

    assert [*remove_data(settings(tmp_path), keep=False)] == [
        tmp_path / ".cache" / "pep668hook"
    ]
    assert kept.is_file()


def test_where_nothing_is_nothing_goes(tmp_path: Path) -> None:
    assert [*remove_data(settings(tmp_path), keep=False)] == []
    assert [*remove_data(read({}), keep=False)] == []


def test_what_cannot_be_removed_is_said_with_a_way_out(tmp_path: Path) -> None:
    cache = fill(tmp_path / ".cache" / "pep668hook")  # a file, where ours is none

    with pytest.raises(NotRemovedError, match="not a directory") as caught:
        list(remove_data(settings(tmp_path), keep=False))
    assert caught.value.hint == f"rm -r {cache}"


def test_settings_that_cannot_be_removed_are_said(tmp_path: Path) -> None:
    file = tmp_path / ".config" / "pep668hook" / "config.toml"
    file.mkdir(parents=True)

    with pytest.raises(NotRemovedError, match="is a directory"):
        list(remove_data(settings(tmp_path), keep=False))


def test_the_persons_environments_are_told(tmp_path: Path) -> None:
    state = tmp_path / ".local" / "state" / "pep668hook"
    (tmp_path / "made").mkdir()
    (tmp_path / "undone").mkdir()
    for name in ("made", "gone", "undone", "made"):
        made = Made(str(tmp_path / name), identity="", unlisted=(), set_aside="")
        journal.append(entry(when=name, made=made), state)
    journal.mark_undone(entry(when="undone"), state)

    assert made_and_still_there(settings(tmp_path)) == (str(tmp_path / "made"),)


# -- the share


def test_the_share_goes_with_its_link_and_empty_parents(
    share: Path, tmp_path: Path
) -> None:
    (tmp_path / ".local" / "bin").mkdir()
    link = tmp_path / ".local" / "bin" / "pep668hook"
    link.symlink_to(share / "venv" / "bin" / "pep668hook")
    (share / "venv").symlink_to(tmp_path / "elsewhere")
    fill(tmp_path / "elsewhere" / "pyvenv.cfg")

    assert [*remove_share(share, tmp_path, link.parent)] == [link, share]

    assert found(tmp_path) == ["elsewhere", "elsewhere/pyvenv.cfg"]


def test_a_share_that_is_a_link_is_only_unlinked(share: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "disk" / "pep668hook"
    elsewhere.parent.mkdir()
    share.rename(elsewhere)
    share.symlink_to(elsewhere)

    assert [*remove_share(share, tmp_path)] == [share]
    assert not share.is_symlink()
    assert (elsewhere / "watch.py").is_file()


@pytest.mark.parametrize("target", ["/usr/bin/true", "another/pep668hook"])
def test_a_command_of_that_name_that_is_not_ours_stays(
    share: Path, tmp_path: Path, target: str
) -> None:
    link = tmp_path / "bin" / "pep668hook"
    link.parent.mkdir()
    link.symlink_to(target)

    assert [*remove_share(share, tmp_path, link.parent)] == [share]
    assert link.is_symlink()


def test_a_program_in_the_place_of_the_link_stays(share: Path, tmp_path: Path) -> None:
    program = fill(tmp_path / "bin" / "pep668hook")

    list(remove_share(share, tmp_path, program.parent))

    assert program.is_file()


@pytest.mark.parametrize("name", ["pep668hook/own", "projects/own"])
def test_a_directory_that_is_no_share_is_never_removed(
    tmp_path: Path, name: str
) -> None:
    place = fill(tmp_path / name).parent

    assert [*remove_share(place, tmp_path)] == []
    fill(tmp_path / "projects" / "watch.py")
    assert [*remove_share(tmp_path / "projects", tmp_path)] == []
    assert place.is_dir()


def test_pruning_ends_below_the_home_and_at_what_is_not_empty(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "a" / "b").mkdir(parents=True)
    prune(home / "a" / "b", home)
    assert os.listdir(home) == []  # noqa: PTH208 # the names alone

    (tmp_path / "x").mkdir()
    prune(tmp_path / "x", home)
    prune(tmp_path / "x", None)
    assert (tmp_path / "x").is_dir()
