from __future__ import annotations

import os
import random
import re
import stat
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hatchling.build import build_wheel

from pep668hook.installation import (
    NoEnvironmentError,
    NotWrittenError,
    add_line,
    has_line,
    lay_out,
    remove_line,
    share_directory,
    snippet_directory,
    stale,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHECKOUT = Path(__file__).resolve().parent.parent
LINE = 'if [ -r "$HOME/x/hook" ]; then . "$HOME/x/hook"; fi'
MARKED = f"{LINE}  # added by pep668hook install".encode()

CONTENTS = {
    "empty": b"",
    "one line": b"alias ll='ls -l'\n",
    "no final newline": b"alias ll='ls -l'",
    "only a newline": b"\n",
    "blank lines at the end": b"a\n\n\n",
    "CRLF": b"a\r\nb\r\n",
    "CRLF without the last": b"a\r\nb",
    "a bare CR at the end": b"a\r\nb\r",
    "only a CR": b"\r",
    "mixed ends": b"a\nb\r\nc",
    "latin-1": b"# caf\xe9\n",
    "no text at all": b"\x00\xff\xfe\n\x00",
    "someone's words about it": b"# pep668hook\nalias pip=pip3  # not pep668hook\n",
}


@pytest.fixture
def rc(tmp_path: Path) -> Path:
    return tmp_path / ".bashrc"


@pytest.fixture
def helper(tmp_path: Path) -> Path:
    return made_environment(tmp_path / "tool" / "pep668hook")


@pytest.fixture
def as_a_user(tmp_path: Path) -> Iterator[None]:
    for directory in (tmp_path, *tmp_path.parents):
        if directory.owner() == "root" and "pytest-of-root" in directory.parts:
            directory.chmod(0o777 if directory == tmp_path else 0o755)
    real, effective, saved = os.getresuid()
    if effective == 0:
        os.setresuid(65534, 65534, 0)
    yield
    os.setresuid(real, effective, saved)


def made_environment(path: Path) -> Path:
    path.mkdir(parents=True)
    (path / "pyvenv.cfg").write_text("home = /usr/bin\n")
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir()}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS.keys())
def test_uninstall_gives_back_the_bytes_that_install_met(
    rc: Path, content: bytes
) -> None:
    rc.write_bytes(content)

    assert add_line(rc, LINE)
    assert rc.read_bytes().count(MARKED) == 1
    assert remove_line(rc)
    assert rc.read_bytes() == content


def test_uninstall_gives_back_any_bytes_at_all(rc: Path) -> None:
    chance = random.Random(668)  # noqa: S311 - a repeatable choice, not a secret
    for _ in range(500):
        content = bytes(chance.choices(b"\r\n\\#a\xe9 ", k=chance.randrange(12)))
        rc.write_bytes(content)
        add_line(rc, LINE)
        remove_line(rc)

        assert rc.read_bytes() == content


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS.keys())
def test_installing_twice_changes_nothing_more(rc: Path, content: bytes) -> None:
    rc.write_bytes(content)
    add_line(rc, LINE)
    once = rc.read_bytes()

    assert not add_line(rc, LINE)
    assert rc.read_bytes() == once


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS.keys())
def test_what_was_there_stays_in_front_of_our_line(rc: Path, content: bytes) -> None:
    rc.write_bytes(content)
    add_line(rc, LINE)

    assert rc.read_bytes().startswith(content)
    assert rc.read_bytes().rstrip(b"\r\n").endswith(MARKED)


def test_our_line_ends_as_the_other_lines_of_the_file_do(rc: Path) -> None:
    rc.write_bytes(b"a\r\n")
    add_line(rc, LINE)

    assert rc.read_bytes() == b"a\r\n" + MARKED + b"\r\n"


def test_a_new_line_takes_the_place_of_the_old_ones(rc: Path) -> None:
    old = b"  # added by pep668hook install\n"
    rc.write_bytes(b"a\n. /old" + old + b"b\n. /older" + old + b"c\n")

    assert add_line(rc, LINE)
    assert rc.read_bytes() == b"a\n" + MARKED + b"\nb\nc\n"


def test_what_the_user_wrote_after_our_line_stays(rc: Path) -> None:
    rc.write_bytes(b"a")
    add_line(rc, LINE)
    rc.write_bytes(rc.read_bytes() + b"\nb")

    assert remove_line(rc)
    assert rc.read_bytes() == b"a\nb"


def test_a_missing_file_is_made_and_taken_away_again(tmp_path: Path) -> None:
    rc = tmp_path / "config" / "shell" / "rc"

    assert add_line(rc, LINE)
    assert rc.read_bytes() == MARKED + b"\n"
    assert remove_line(rc)
    assert not rc.exists()


def test_a_file_that_was_made_stays_if_the_user_has_added_to_it(rc: Path) -> None:
    add_line(rc, LINE)
    rc.write_bytes(rc.read_bytes() + b"alias ll='ls -l'\n")

    assert remove_line(rc)
    assert rc.read_bytes() == b"alias ll='ls -l'\n"


def test_a_file_that_is_made_has_the_mode_that_the_umask_gives(rc: Path) -> None:
    before = os.umask(0o027)
    try:
        add_line(rc, LINE)
    finally:
        os.umask(before)

    assert mode(rc) == 0o640


@pytest.mark.parametrize("content", [None, b"", b"alias pip=pip3  # pep668hook\n"])
def test_uninstall_leaves_a_file_without_our_line_alone(
    rc: Path, content: bytes | None
) -> None:
    if content is not None:
        rc.write_bytes(content)

    assert not remove_line(rc)
    assert (rc.read_bytes() if rc.exists() else None) == content


@pytest.mark.parametrize("wanted", [0o600, 0o644, 0o664, 0o755])
def test_the_mode_stays(rc: Path, wanted: int) -> None:
    rc.write_bytes(b"a\n")
    rc.chmod(wanted)
    add_line(rc, LINE)
    assert mode(rc) == wanted
    remove_line(rc)
    assert mode(rc) == wanted


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_the_owner_stays_when_root_writes(rc: Path) -> None:
    rc.write_bytes(b"a\n")
    os.chown(rc, 1234, 4321)
    add_line(rc, LINE)

    assert (rc.stat().st_uid, rc.stat().st_gid) == (1234, 4321)


def test_a_link_stays_a_link_and_its_target_is_written(rc: Path) -> None:
    kept = rc.parent / "dotfiles" / "bashrc"
    kept.parent.mkdir()
    kept.write_bytes(b"a\n")
    rc.symlink_to("dotfiles/bashrc")
    add_line(rc, LINE)

    assert rc.readlink() == Path("dotfiles/bashrc")
    assert kept.read_bytes() == b"a\n" + MARKED + b"\n"
    assert names(kept.parent) == {"bashrc"}


def test_a_link_to_nothing_gets_its_target_and_loses_it_again(rc: Path) -> None:
    rc.symlink_to("dotfiles/bashrc")
    add_line(rc, LINE)
    assert (rc.parent / "dotfiles/bashrc").read_bytes() == MARKED + b"\n"
    remove_line(rc)

    assert rc.is_symlink()
    assert not (rc.parent / "dotfiles/bashrc").exists()


def test_no_other_file_is_left_behind(rc: Path) -> None:
    rc.write_bytes(b"a\n")
    add_line(rc, LINE)
    remove_line(rc)

    assert names(rc.parent) == {".bashrc"}


@pytest.mark.parametrize("change", [lambda rc: add_line(rc, LINE), remove_line])
def test_a_file_that_cannot_be_read_stops_with_words(
    rc: Path, change: Callable[[Path], bool]
) -> None:
    rc.mkdir()

    with pytest.raises(NotWrittenError, match="is a directory") as caught:
        change(rc)
    assert caught.value.hint


def test_links_in_a_circle_stop_with_words(rc: Path) -> None:
    rc.symlink_to(rc)

    with pytest.raises(NotWrittenError):
        add_line(rc, LINE)


@pytest.mark.usefixtures("as_a_user")
def test_a_file_that_its_owner_made_read_only_is_left_alone(rc: Path) -> None:
    rc.write_bytes(b"a\n")
    rc.chmod(0o444)

    with pytest.raises(NotWrittenError, match="it is read-only") as caught:
        add_line(rc, LINE)
    assert caught.value.hint == f"add this line to it yourself: {LINE}"
    assert rc.read_bytes() == b"a\n"


@pytest.mark.usefixtures("as_a_user")
def test_a_directory_that_takes_no_file_stops_with_words(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)

    with pytest.raises(NotWrittenError, match="permission denied"):
        add_line(closed / "rc", LINE)


def test_a_failed_write_leaves_the_old_file_and_no_other(
    rc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rc.write_bytes(b"a\n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWrittenError, match="no space left on device"):
        add_line(rc, LINE)

    assert rc.read_bytes() == b"a\n"
    assert names(rc.parent) == {".bashrc"}


def test_a_line_with_a_newline_in_it_is_refused(rc: Path) -> None:
    with pytest.raises(NotWrittenError):
        add_line(rc, "if\nfi")

    assert not rc.exists()


def test_bytes_of_a_path_that_is_no_text_arrive_as_they_are(rc: Path) -> None:
    add_line(rc, os.fsdecode(b". /caf\xe9"))

    assert rc.read_bytes().startswith(b". /caf\xe9  #")


def test_the_share_holds_the_snippets_and_the_watch(
    tmp_path: Path, helper: Path
) -> None:
    share = tmp_path / "share" / "pep668hook"
    lay_out(share, helper=helper)

    snippets = {path.name for path in (CHECKOUT / "shell").glob("pep668hook.*")}
    assert snippets >= {"pep668hook.bash", "pep668hook.zsh"}
    watches = {path.name for path in (CHECKOUT / "pep668hook").glob("watch*.py")}
    assert watches > {"watch.py", "watch_pipe.py"}
    aid = {"first_aid.py", "doctor.sh"}
    assert names(share) == {"venv", "__pycache__", *watches, *aid, *snippets}
    for name in snippets:
        assert (share / name).read_bytes() == (CHECKOUT / "shell" / name).read_bytes()
    for name in watches:
        ours = CHECKOUT / "pep668hook" / name
        assert (share / name).read_bytes() == ours.read_bytes()
    assert len(names(share / "__pycache__")) == len(watches) - 2


def test_the_share_is_readable_by_all_and_writable_by_one(
    tmp_path: Path, helper: Path
) -> None:
    share = tmp_path / "share"
    for umask in (0o000, 0o077):
        before = os.umask(umask)
        try:
            lay_out(share, helper=helper)
        finally:
            os.umask(before)

        assert mode(share) == 0o755
        assert mode(share / "watch.py") == 0o644
        assert mode(share / "pep668hook.bash") == 0o644


def test_laying_out_again_mends_what_has_changed(tmp_path: Path, helper: Path) -> None:
    share = tmp_path / "share"
    lay_out(share, helper=helper)
    (share / "watch.py").write_text("old")
    (share / "pep668hook.bash").unlink()
    lay_out(share, helper=helper)

    assert (share / "watch.py").read_text() != "old"
    assert (share / "pep668hook.bash").exists()


def test_where_a_file_cannot_be_written_the_helper_before_stays_in_use(
    tmp_path: Path, helper: Path
) -> None:
    share = tmp_path / "share"
    lay_out(share, helper=helper)
    (share / "watch.py").unlink()
    (share / "watch.py" / "in the way").mkdir(parents=True)

    with pytest.raises(NotWrittenError):
        lay_out(share, helper=made_environment(share / "venv-2"))

    assert (share / "venv").readlink() == helper


def test_venv_leads_to_a_helper_that_lies_elsewhere(
    tmp_path: Path, helper: Path
) -> None:
    lay_out(tmp_path / "share", helper=helper)

    assert (tmp_path / "share" / "venv").readlink() == helper


def test_venv_leads_to_the_newest_helper_in_the_share_itself(tmp_path: Path) -> None:
    share = tmp_path / "share"
    for name in ("venv-1", "venv-2"):
        lay_out(share, helper=made_environment(share / name))

        assert (share / "venv").readlink() == Path(name)
    assert names(share) >= {"venv-1", "venv-2"}


def test_a_venv_that_is_the_helper_itself_is_left_alone(tmp_path: Path) -> None:
    share = tmp_path / "share"
    helper = made_environment(share / "venv")
    lay_out(share, helper=helper)

    assert (share / "venv" / "pyvenv.cfg").is_file()
    assert not (share / "venv").is_symlink()


def test_a_helper_that_is_reached_by_the_link_keeps_the_link(
    tmp_path: Path, helper: Path
) -> None:
    share = tmp_path / "share"
    lay_out(share, helper=helper)
    lay_out(share, helper=share / "venv")

    assert (share / "venv").readlink() == helper


def test_an_environment_in_the_place_of_the_link_gives_way(
    tmp_path: Path, helper: Path
) -> None:
    share = tmp_path / "share"
    made_environment(share / "venv")
    lay_out(share, helper=helper)

    assert (share / "venv").readlink() == helper
    assert not [name for name in names(share) if name.startswith(".")]


def test_a_python_that_is_no_environment_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoEnvironmentError, match="not an environment of its own"):
        lay_out(tmp_path / "share", helper=tmp_path)

    assert not (tmp_path / "share").exists()


def test_a_share_that_cannot_be_made_stops_with_words(
    tmp_path: Path, helper: Path
) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(NotWrittenError, match="not a directory"):
        lay_out(tmp_path / "file" / "share", helper=helper)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"HOME": "/h"}, "/h/.local/share/pep668hook"),
        ({"HOME": "/h", "XDG_DATA_HOME": "/d e"}, "/d e/pep668hook"),
        ({"HOME": "/h", "XDG_DATA_HOME": ""}, "/h/.local/share/pep668hook"),
        ({"HOME": "/h", "XDG_DATA_HOME": "d"}, "/h/.local/share/pep668hook"),
    ],
)
def test_the_share_is_where_xdg_says(environ: dict[str, str], expected: str) -> None:
    assert share_directory(environ, helper=Path("/opt/tool")) == Path(expected)


def test_without_a_home_variable_the_share_is_in_the_accounts_home() -> None:
    share = share_directory({}, helper=Path("/opt/tool"))

    assert share == Path.home() / ".local/share/pep668hook"


@pytest.mark.parametrize("name", ["venv", "venv-Ab12"])
def test_the_share_that_the_helper_lies_in_goes_first(
    tmp_path: Path, name: str
) -> None:
    helper = made_environment(tmp_path / "share" / name)
    lay_out(helper.parent, helper=helper)

    assert share_directory({"HOME": "/h"}, helper=helper) == helper.parent


def test_an_environment_in_a_checkout_is_no_share(tmp_path: Path) -> None:
    helper = made_environment(tmp_path / "pep668hook" / "venv")

    share = share_directory({"HOME": "/h"}, helper=helper)
    assert share == Path("/h/.local/share/pep668hook")


def test_snippets_come_from_the_checkout_while_it_is_one() -> None:
    assert snippet_directory() == CHECKOUT / "shell"


def test_the_wheel_carries_the_snippets_and_no_stray_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CHECKOUT)
    wheel = tmp_path / build_wheel(str(tmp_path))
    carried = {
        name
        for name in zipfile.ZipFile(wheel).namelist()
        if not re.match(r"pep668hook-[^/]*\.(dist-info|data)/", name)
    }

    expected = {
        f"pep668hook/{path.relative_to(CHECKOUT / 'pep668hook').as_posix()}"
        for pattern in ("*.py", "*.sh", "*.mo", "py.typed", "data/*")
        for path in (CHECKOUT / "pep668hook").rglob(pattern)
    }
    snippets = (CHECKOUT / "shell").glob("pep668hook.*")
    assert carried == expected | {f"pep668hook/_snippets/{s.name}" for s in snippets}


def test_the_wheel_brings_the_man_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CHECKOUT)
    wheel = tmp_path / build_wheel(str(tmp_path))

    with zipfile.ZipFile(wheel) as archive:
        carried = [name for name in archive.namelist() if ".data/" in name]
    assert [name.partition("/data/")[2] for name in carried] == [
        "share/man/man1/pep668hook.1"
    ]


def test_what_is_of_another_version_is_told(tmp_path: Path, helper: Path) -> None:
    share = tmp_path / "share"
    lay_out(share, helper=helper)
    assert stale(share) == ()

    (share / "doctor.sh").write_text("old")
    (share / "pep668hook.zsh").unlink()

    assert stale(share) == ("doctor.sh", "pep668hook.zsh")


def test_a_line_of_ours_is_found_and_no_other(rc: Path) -> None:
    assert not has_line(rc)
    rc.write_bytes(b"echo pep668hook\n")
    assert not has_line(rc)

    add_line(rc, ". somewhere")

    assert has_line(rc)
