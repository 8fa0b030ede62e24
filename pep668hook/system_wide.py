"""Load the hook for all users of a machine, and take that back."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import installation, removal
from pep668hook.errors import HookError
from pep668hook.setting import SETTINGS
from pep668hook.shells import named, names
from pep668hook.words import _, spoken_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pep668hook.setting import Setting

ROOT: Final = Path("/")
_UNINSTALL: Final = "sudo pep668hook uninstall --system"
_SAMPLE: Final = "config.toml"
_ABOUT: Final = """\
# The site's settings of pep668hook. What is above [policy] is a default, and everybody
# can choose otherwise; what is in it nobody can. A line counts once its `#` is gone.
# `pep668hook config` shows what holds, and why.
"""


class NotRootError(HookError):
    """Somebody else than root wants to do something for all users."""

    reference = "not-root"

    def __init__(self) -> None:
        super().__init__(
            message=_("could not do this for all users"), context=_("only root can")
        )


class NotForAllError(HookError):
    """The helper is one of somebody's own, and not where all users share it."""

    reference = "not-for-all"

    def __init__(self, share: Path) -> None:
        super().__init__(
            message=_("could not load the hook for all users"),
            context=_("the helper is not in `{directory}`").format(directory=share),
            hint="sudo sh install.sh --system",
        )


def own_share(root: Path) -> Path:
    """Tell where `install.sh --system` puts the helper."""
    return root / "opt" / "pep668hook"


def share_directory(helper: Path, root: Path) -> Path:
    """Tell which share is meant: the one that a package has `helper` in, else ours."""
    is_packaged = removal.belongs_to_the_machine(helper.parent)
    return helper.parent if is_packaged else own_share(root)


def install(helper: Path, root: Path) -> list[Path]:
    """Load the helper in every shell that is there; it lies in /opt, or is a package's.

    `root` is the directory to take for `/`. The files are told that have its line.
    """
    _require_root(root)
    share = share_directory(helper, root)
    if Path(os.path.realpath(helper.parent)) != Path(os.path.realpath(share)):
        raise NotForAllError(share)
    before = os.umask(0o022)  # all may read it, whoever of the administrators does this
    try:
        if share == own_share(root):
            installation.lay_out(share, helper=helper)
            command = f"{_UNINSTALL}\n".encode()
            installation.write(share / removal.REMOVED_BY, command)
        _put_sample(share, root)
        return [*_load(share, root)]
    finally:
        os.umask(before)


def _load(share: Path, root: Path) -> Iterator[Path]:
    for shell in filter(None, map(named, names())):
        for file in shell.system_files(root):
            snippet = share / f"pep668hook.{shell.extension}"
            installation.add_line(file, shell.load(snippet))
            yield file


def uninstall(helper: Path, root: Path) -> Iterator[Path]:
    """Take it all away again; each file is told that is gone or was changed.

    A package goes by its manager.
    """
    _require_root(root)
    for shell in filter(None, map(named, names())):
        for file in shell.system_files(root):
            if installation.remove_line(file):
                yield file
    share = share_directory(helper, root)
    own = site_file(root)
    if own.is_file() and own.read_bytes() == _read(share / _SAMPLE):
        own.unlink()
        with suppress(OSError):  # there is something of the site's in it
            own.parent.rmdir()
        yield own
    (share / _SAMPLE).unlink(missing_ok=True)
    if share == own_share(root):
        yield from removal.remove_share(share, None, root / "usr" / "local" / "bin")


def site_file(root: Path) -> Path:
    """Tell where the site's settings are."""
    return root / "etc" / "xdg" / "pep668hook" / "config.toml"


@spoken_by(None)
def sample() -> str:
    """Write the site's file with every setting in it, and each line a comment."""
    policy = [setting for setting in SETTINGS if setting.in_policy]
    return "\n".join([_ABOUT, *_tables(SETTINGS), *_tables(policy, above="policy")])


def _tables(settings: Sequence[Setting[object]], above: str = "") -> Iterator[str]:
    """Write the tables, and what the settings can be where that is not said above."""
    tables: dict[str, list[Setting[object]]] = {}
    for setting in settings:
        tables.setdefault(setting.name.rpartition(".")[0], []).append(setting)
    for table, rows in tables.items():
        name = ".".join(part for part in (above, table) if part)
        lines = [f"#[{name}]"] if name else []
        for row in rows:
            if not above:
                lines.append(f"# {row.meaning}: it can be {row.kind.expects}")
            lines.append(f"#{row.name.rpartition('.')[2]} = {_toml(row.default)}")
        yield "\n".join([*lines, ""])


def _toml(value: object) -> str:
    """Write a word, or a list of words, which JSON writes alike."""
    return json.dumps(value)


def _put_sample(share: Path, root: Path) -> None:
    """Put the site's file there, unless the site has written its own."""
    own, before = site_file(root), _read(share / _SAMPLE)
    content = sample().encode()
    if not own.exists() or own.read_bytes() == before:
        installation.write(own, content)
        installation.write(share / _SAMPLE, content)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _require_root(root: Path) -> None:
    if root == ROOT and os.geteuid() != 0:
        raise NotRootError
