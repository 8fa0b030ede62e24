"""Take away all that is ours: what was installed, what is kept, what is for a while.

What was made for the person (an environment, a program) is theirs and stays. Nothing of
other projects is imported here, so that this works where only the checkout is left.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import journal
from pep668hook.errors import HookError
from pep668hook.posix_words import BourneWords
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pep668hook.settings import Settings

REMOVED_BY: Final = "removed-by"
"""A file in a share that is not the user's own: the command that takes it away."""
# What the keepers of applications leave in an environment that is theirs.
_RECEIPTS: Final = {
    "pipx_metadata.json": "pipx uninstall pep668hook",
    "uv-receipt.toml": "uv tool uninstall pep668hook",
}


class NotRemovedError(HookError):
    """Something of ours could not be removed; what is left of it can be, by hand."""

    reference = "not-removed"

    def __init__(self, path: Path, why: OSError) -> None:
        super().__init__(
            message=_("could not remove `{path}`").format(path=path),
            context=(why.strerror or str(why)).lower(),
            hint=f"rm -r {BourneWords().quote(str(path))}",
        )
        self.path = path


def belongs_to_the_machine(share: Path) -> bool:
    """Say whether a share is for all users, and none of them fills or removes it."""
    return (share / REMOVED_BY).is_file()


def removed_by(share: Path, helper: Path) -> str | None:
    """Tell the command that removes the helper; None where it goes with the share.

    `helper` is the environment that is in use where the share leads to none.
    """
    with suppress(OSError):
        return (share / REMOVED_BY).read_text(encoding="utf-8").strip()
    link = share / "venv"
    environment = Path(os.path.realpath(link)) if os.path.lexists(link) else helper
    if environment.parent == Path(os.path.realpath(share)):
        return None
    for receipt, command in _RECEIPTS.items():
        if (environment / receipt).is_file():
            return command
    if not (environment / "pyvenv.cfg").is_file():
        return None
    python = str(environment / "bin" / "python")
    return BourneWords().run([python, "-m", "pip", "uninstall", "pep668hook"])


def made_and_still_there(settings: Settings) -> tuple[str, ...]:
    """List the environments that we have made for the person, by the journal."""
    entries = journal.read(settings.state)
    made = (entry.made.path for entry in entries if entry.made and not entry.undone)
    return tuple(dict.fromkeys(path for path in made if Path(path).is_dir()))


def remove_data(settings: Settings, *, keep: bool) -> Iterator[Path]:
    """Remove the caches, the records of shells and, unless kept, what is remembered.

    That is the journal and the person's settings. Each that was there is told.
    """
    runtime = Path(settings.environ.get("XDG_RUNTIME_DIR", ""))
    places = [runtime / "pep668hook" if runtime.is_absolute() else None]
    places += [settings.cache, None if keep else settings.state]
    for place in places:
        if place is not None and _remove_tree(place, settings.home):
            yield place
    file = settings.configuration_file
    if file is not None and not keep and _unlink(file):
        prune(file.parent, settings.home)
        yield file


def remove_share(share: Path, home: Path | None, *commands: Path) -> Iterator[Path]:
    """Remove the share, the helper in it, and the link that makes it a command.

    `commands` are the directories where that link may be.
    """
    if share.name != "pep668hook" or not (share / "watch.py").is_file():
        return
    for link in dict.fromkeys(place / "pep668hook" for place in commands):
        if _leads_into(link, share) and _unlink(link):
            prune(link.parent, home)
            yield link
    _remove_tree(share, home)
    yield share


def prune(directory: Path, home: Path | None) -> None:
    """Remove a directory that has become empty, and those above it, below the home."""
    with suppress(OSError):
        while home is not None and home in directory.parents:
            directory.rmdir()
            directory = directory.parent


def _leads_into(link: Path, share: Path) -> bool:
    """Say whether a link leads into the share, be there something or not."""
    try:
        target = link.parent / link.readlink()
    except OSError:
        return False
    return Path(os.path.normpath(target)).is_relative_to(share)


def _remove_tree(place: Path, home: Path | None) -> bool:
    """Remove a directory of ours, or a link in its place; tell whether it was there."""
    if place.is_symlink():
        return _unlink(place)
    try:
        shutil.rmtree(place)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise NotRemovedError(place, error) from error
    prune(place.parent, home)
    return True


def _unlink(path: Path) -> bool:
    """Remove a file or a link; tell whether it was there."""
    try:
        path.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise NotRemovedError(path, error) from error
    return True
