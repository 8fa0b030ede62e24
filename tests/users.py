"""Other users than root, so that permissions can be met for real."""

from __future__ import annotations

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
    os.setegid(user.pw_gid)
    os.seteuid(user.pw_uid)
    try:
        yield place
    finally:
        os.seteuid(0)
        os.setegid(0)
        shutil.rmtree(place)
