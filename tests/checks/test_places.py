from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.check import State
from pep668hook.checks import places
from pep668hook.checks.places import CHECK
from tests.patients import found, scene
from tests.users import as_root, become, give_away

_MOUNTS = Path("/proc/mounts")
READ_ONLY = next(
    (
        place
        for _, place, _, options, *_ in map(
            str.split, _MOUNTS.read_text().splitlines() if _MOUNTS.exists() else ()
        )
        if "ro" in options.split(",") and Path(place).is_dir()
    ),
    "",
)


def test_a_home_that_is_the_persons_own_has_room_for_all(tmp_path: Path) -> None:
    seen = found(CHECK, scene(tmp_path))

    assert {each.state for each in seen.values()} == {State.OK}
    assert seen["records"].seen == str(
        tmp_path / "home" / ".cache" / "pep668hook" / "run"
    )


@as_root
def test_a_home_that_is_read_only_is_named_with_its_cure() -> None:
    with become("nobody") as place:
        where = scene(place)
        home = place / "home"
        home.chmod(0o555)
        seen = found(CHECK, where)
        home.chmod(0o755)

    assert seen["records"].state is State.FAILURE
    assert f"{home} is read-only" in seen["records"].seen
    assert seen["records"].cure == f"chmod u+rwx {home}"
    assert seen["state"].state is State.WARNING


@as_root
def test_what_is_somebody_elses_is_named_with_its_cure() -> None:
    with become("nobody") as place:
        where = scene(place, XDG_STATE_HOME="/usr")
        give_away(place / "home" / "work", owner=0)
        beside = scene(place, XDG_STATE_HOME=str(place / "home" / "work"))
        seen, near = found(CHECK, where)["state"], found(CHECK, beside)["state"]

    assert "/usr is not yours" in seen.seen
    assert seen.cure == "export XDG_STATE_HOME=''"
    assert near.cure.startswith("sudo chown ")


@pytest.mark.skipif(not READ_ONLY, reason="no file system is mounted read-only here")
def test_a_file_system_that_is_mounted_read_only_is_told_from_that(
    tmp_path: Path,
) -> None:
    seen = found(CHECK, scene(tmp_path, XDG_STATE_HOME=READ_ONLY))["state"]

    assert seen.state is State.WARNING
    assert "mounted read-only" in seen.seen
    assert seen.cure == f"sudo mount -o remount,rw {READ_ONLY}"


_MOUNTINFO = """
22 1 0:21 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
30 22 0:25 / /home rw - tmpfs tmpfs rw
31 30 0:25 /of/me /home/me ro,nosuid - tmpfs tmpfs rw
32 22 0:26 / /mnt/with\\040space ro - tmpfs tmpfs rw
33 22 0:26 / /home/m rw - tmpfs tmpfs rw
no line of it
"""


@pytest.mark.parametrize(
    ("path", "mount"),
    [
        ("/home/me/.cache", "/home/me"),
        ("/home/me", "/home/me"),
        ("/home/mean", "/home"),
        ("/mnt/with space/x", "/mnt/with space"),
        ("/usr", "/"),
    ],
)
def test_a_directory_that_is_bound_elsewhere_is_a_mount_point(
    path: str, mount: str
) -> None:
    assert places.mount_point(Path(path), _MOUNTINFO) == Path(mount)


@pytest.mark.skipif(not READ_ONLY, reason="no file system is mounted read-only here")
def test_without_a_table_of_mounts_the_devices_tell() -> None:
    assert places.mount_point(Path(READ_ONLY), "") == Path(READ_ONLY)


def test_where_there_is_no_table_of_mounts_none_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(places, "_TABLE", tmp_path / "none")

    assert places._mounts() == ""


def test_others_who_can_look_in_are_a_failure(tmp_path: Path) -> None:
    where = scene(tmp_path)
    place = tmp_path / "home" / ".cache" / "pep668hook" / "run"
    place.mkdir(parents=True)
    place.chmod(0o755)

    seen = found(CHECK, where)["records"]

    assert seen.state is State.FAILURE
    assert seen.cure == f"chmod 700 {place}"


def test_a_file_in_the_place_of_a_directory_is_named(tmp_path: Path) -> None:
    where = scene(tmp_path)
    (tmp_path / "home" / ".local").touch()

    seen = found(CHECK, where)["state"]

    assert seen.state is State.WARNING
    assert ".local is no directory" in seen.seen
    assert seen.cure.startswith("mv ")


def test_without_a_home_nothing_can_be_kept(tmp_path: Path) -> None:
    seen = found(CHECK, scene(tmp_path, HOME=""))

    assert seen["home"].state is State.FAILURE
    assert seen["records"].state is State.FAILURE
    assert all(each.cure for each in seen.values())
