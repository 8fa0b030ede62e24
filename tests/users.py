"""Other users than root, so that permissions can be met for real."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = pwd.getpwnam("nobody").pw_uid
MAIL = grp.getgrnam("mail").gr_gid

as_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can give files away and become another user"
)


@contextmanager
def become(name: str) -> Iterator[Path]:
    """Be the user `name` in this block, in an empty directory of theirs."""
    user = pwd.getpwnam(name)
    # Not below tmp_path: nobody but its owner gets there.
    place = Path(tempfile.mkdtemp(prefix="pep668hook-"))
    os.chown(place, user.pw_uid, user.pw_gid)
    os.setresgid(user.pw_gid, user.pw_gid, 0)
    os.setresuid(user.pw_uid, user.pw_uid, 0)
    try:
        yield place
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)
        shutil.rmtree(place)


def give_away(path: Path, *, owner: int = -1, group: int = -1) -> None:
    """Change whose `path` is, as root would, whoever we are at the moment."""
    user = os.geteuid()
    os.seteuid(0)
    os.chown(path, owner, group)
    os.seteuid(user)
