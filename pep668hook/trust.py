"""Whose a file is: what others can change is never run and never built upon."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def belongs_to_the_user(path: Path) -> bool:
    """Say whether only the user and root can change what stands at `path`.

    The way there counts too: who can rename a parent can put another file in the
    place of this one. A sticky directory such as /tmp lets nobody rename what is
    another's.
    """
    if not _is_private(path, owners={os.geteuid()}):
        return False
    real = Path(os.path.realpath(path))
    return all(_is_a_safe_way(parent) for parent in real.parents)


def is_safe_to_run(path: Path) -> bool:
    """Say whether `path` is the user's or root's and no other can write to it."""
    return _is_private(path, owners={os.geteuid(), 0})


def is_led_to_safely(path: Path) -> bool:
    """Say whether nobody else can put something in the place that a link leads to."""
    real = Path(os.path.realpath(path))
    if real == Path(os.path.realpath(path.parent)) / path.name:
        return True
    return all(_is_a_safe_way(parent) for parent in real.parents)


def _is_private(path: Path, *, owners: set[int]) -> bool:
    facts = _facts(path)
    return facts is not None and facts.st_uid in owners and not _others_may_write(facts)


def _is_a_safe_way(path: Path) -> bool:
    facts = _facts(path)
    if facts is None or facts.st_uid not in {os.geteuid(), 0}:
        return False
    return bool(facts.st_mode & stat.S_ISVTX) or not _others_may_write(facts)


def _facts(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _others_may_write(facts: os.stat_result) -> bool:
    if facts.st_mode & stat.S_IWOTH:
        return True
    return bool(facts.st_mode & stat.S_IWGRP) and not _is_group_of_one(facts.st_gid)


def _is_group_of_one(gid: int) -> bool:
    """Tell a user's private group, which a umask of 002 goes with."""
    import grp  # noqa: PLC0415 # only for what a group can write to
    import pwd  # noqa: PLC0415

    if gid == 0:
        return True
    try:
        group = grp.getgrgid(gid)
        name = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return False
    # Debian's "user private group": https://wiki.debian.org/UserPrivateGroups
    return group.gr_name == name and set(group.gr_mem) <= {name}
