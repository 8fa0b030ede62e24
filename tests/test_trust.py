from __future__ import annotations

import grp
import os
import pwd
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from pep668hook.trust import belongs_to_the_user, is_led_to_safely, is_safe_to_run
from tests.users import MAIL, NOBODY, as_root, become, give_away

if TYPE_CHECKING:
    from pathlib import Path

NO_SUCH_GROUP = 54321


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.touch(mode=0o600)
    return path


def test_what_the_user_made_is_theirs(file: Path) -> None:
    assert belongs_to_the_user(file)
    assert is_safe_to_run(file)


def test_what_others_can_write_to_is_not_trusted(file: Path) -> None:
    file.chmod(0o602)

    assert not belongs_to_the_user(file)
    assert not is_safe_to_run(file)


@as_root
def test_what_a_group_of_others_can_write_to_is_not_trusted() -> None:
    with become("daemon") as place:
        shared = place / "shared"
        shared.touch()
        shared.chmod(0o664)
        give_away(shared, group=MAIL)

        assert not is_safe_to_run(shared)


@as_root
def test_what_a_group_of_others_can_only_read_is_trusted(file: Path) -> None:
    os.chown(file, -1, MAIL)
    file.chmod(0o640)

    assert is_safe_to_run(file)


@as_root
def test_what_a_group_without_a_name_can_write_to_is_not_trusted(file: Path) -> None:
    os.chown(file, -1, NO_SUCH_GROUP)
    file.chmod(0o664)

    assert not is_safe_to_run(file)


@as_root
def test_what_only_the_group_of_root_can_write_to_is_trusted(file: Path) -> None:
    os.chown(file, 0, 0)
    file.chmod(0o664)

    assert is_safe_to_run(file)


@as_root
def test_the_group_of_root_is_trusted_by_others_too() -> None:
    with become("daemon") as place:
        file = place / "file"
        file.touch()
        file.chmod(0o664)
        give_away(file, owner=0, group=0)

        assert is_safe_to_run(file)


@as_root
@pytest.mark.parametrize(
    ("members", "is_safe"),
    [(["daemon"], True), (["daemon", "mail"], False), (["mail"], False)],
)
def test_a_group_is_the_user_s_own_while_nobody_else_is_in_it(
    monkeypatch: pytest.MonkeyPatch, members: list[str], *, is_safe: bool
) -> None:
    group = SimpleNamespace(gr_name="daemon", gr_mem=members)
    monkeypatch.setattr(grp, "getgrgid", lambda _gid: group)
    with become("daemon") as place:
        file = place / "file"
        file.touch()
        file.chmod(0o664)

        assert is_safe_to_run(file) is is_safe


@as_root
def test_who_has_no_name_has_no_group_of_their_own(
    monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    def is_nobody(_uid: int) -> None:
        raise KeyError

    os.chown(file, -1, MAIL)
    file.chmod(0o664)
    monkeypatch.setattr(pwd, "getpwuid", is_nobody)

    assert not is_safe_to_run(file)


@as_root
def test_the_user_s_own_group_is_nobody_else() -> None:
    with become("daemon") as place:  # whose group is called the same and is empty
        file = place / "made-with-umask-002"
        file.touch()
        file.chmod(0o664)

        assert is_safe_to_run(file)
        assert belongs_to_the_user(file)


@as_root
def test_what_is_another_s_is_not_trusted(file: Path) -> None:
    os.chown(file, NOBODY, -1)

    assert not belongs_to_the_user(file)
    assert not is_safe_to_run(file)


@as_root
def test_what_is_root_s_can_be_run_but_is_not_the_user_s() -> None:
    with become("nobody") as place:
        file = place / "file"
        file.touch(mode=0o644)
        give_away(file, owner=0, group=0)

        assert is_safe_to_run(file)
        assert not belongs_to_the_user(file)


def test_what_is_not_there_is_not_trusted(tmp_path: Path) -> None:
    assert not belongs_to_the_user(tmp_path / "missing")
    assert not is_safe_to_run(tmp_path / "missing")


def test_a_parent_that_others_can_rename_in_gives_it_away(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "inner"
    inner.mkdir(parents=True)
    inner.parent.chmod(0o777)

    assert not belongs_to_the_user(inner)
    assert is_safe_to_run(inner)


def test_a_sticky_parent_lets_nobody_rename_it(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "inner"
    inner.mkdir(parents=True)
    inner.parent.chmod(0o1777)

    assert belongs_to_the_user(inner)


@as_root
def test_a_parent_of_another_s_gives_it_away(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "inner"
    inner.mkdir(parents=True)
    os.chown(inner.parent, NOBODY, -1)

    assert not belongs_to_the_user(inner)


def test_the_real_way_counts_and_not_that_of_a_link(tmp_path: Path) -> None:
    inner = tmp_path / "shared" / "inner"
    inner.mkdir(parents=True)
    inner.parent.chmod(0o777)
    link = tmp_path / "link"
    link.symlink_to(inner)

    assert not belongs_to_the_user(link)


# -- where a link leads to


def test_what_is_no_link_leads_nowhere_whoever_can_write_around_it(
    tmp_path: Path,
) -> None:
    inner = tmp_path / "shared" / "inner"
    inner.mkdir(parents=True)
    inner.parent.chmod(0o777)
    way = tmp_path / "way"
    way.symlink_to(inner.parent)

    assert is_led_to_safely(inner)
    assert is_led_to_safely(way / "inner")


def test_a_link_to_where_only_the_user_can_write_leads_safely(
    tmp_path: Path, file: Path
) -> None:
    link = tmp_path / "link"
    link.symlink_to(file)

    assert is_led_to_safely(link)


def test_a_link_to_where_others_can_put_something_else_does_not(
    tmp_path: Path,
) -> None:
    inner = tmp_path / "shared" / "deep" / "inner"
    inner.mkdir(parents=True)
    inner.parents[1].chmod(0o777)
    link = tmp_path / "link"
    link.symlink_to(inner)

    assert not is_led_to_safely(link)


def test_a_link_to_nothing_leads_safely_only_where_its_place_is_safe(
    tmp_path: Path,
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    mine.symlink_to(tmp_path / "gone")
    theirs.symlink_to(shared / "gone")

    assert is_led_to_safely(mine)
    assert not is_led_to_safely(theirs)
