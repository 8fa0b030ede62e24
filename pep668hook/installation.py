"""Put the hook where shells find it, and one line into the file that they read.

All that a shell loads lies in one directory, the share: the snippets, the watch, and
`venv`, the environment with the helper in it. So a snippet finds the rest beside
itself, however the helper came to be installed.
"""

from __future__ import annotations

import errno
import os
import py_compile
import re
import shutil
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.errors import HookError
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# The one that is started comes last, and that for Windows has no pseudo-terminals.
_IMPORTED: Final = ("watch_helper.py", "watch_pty.py")
_WATCHES: Final = (*_IMPORTED, "watch_pipe.py", "watch.py")
# For where the helper cannot run.
_AID: Final = ("first_aid.py", "doctor.sh")
_MARK: Final = b"  # added by pep668hook install"
"""What our line ends in: every shell that we know takes this for a comment."""


class NotWrittenError(HookError):
    """A file could not be written; it stands as it stood."""

    reference = "not-written"

    def __init__(self, path: Path, *, context: str, hint: str | None = None) -> None:
        super().__init__(
            message=_("could not write `{path}`").format(path=path),
            context=context,
            hint=hint,
        )
        self.path = path


class NoEnvironmentError(HookError):
    """The helper runs in a Python that others share, which no upgrade may touch."""

    reference = "no-environment"

    def __init__(self, prefix: Path) -> None:
        super().__init__(
            message=_("could not install the hook"),
            context=_("`{directory}` is not an environment of its own").format(
                directory=prefix
            ),
            hint=_("install it by `sh install.sh` or `pipx install pep668hook`"),
        )
        self.prefix = prefix


def snippet_directory() -> Path:
    """Tell where the snippets lie: in the installed package, else in the checkout."""
    package = Path(__file__).resolve().parent
    packaged = package / "_snippets"
    return packaged if packaged.is_dir() else package.parent / "shell"


def share_directory(environ: Mapping[str, str], *, helper: Path) -> Path:
    """Tell which share is meant: the one that `helper` lies in, else the user's own."""
    if helper.name.startswith("venv") and (helper.parent / "watch.py").is_file():
        return helper.parent
    data = Path(environ.get("XDG_DATA_HOME", ""))
    if not data.is_absolute():  # then the XDG specification wants it ignored
        data = Path(environ.get("HOME") or Path.home()) / ".local" / "share"
    return data / "pep668hook"


def lay_out(share: Path, *, helper: Path) -> None:
    """Fill the share, and let its `venv` be the environment `helper`.

    Each file is replaced in one step: a shell that starts meanwhile reads no half one.
    """
    if not (helper / "pyvenv.cfg").is_file():
        raise NoEnvironmentError(helper)
    with _worded(share):
        share.mkdir(parents=True, exist_ok=True)
        share.chmod(0o755)
        for source in _sources():
            _replace(share / source.name, source.read_bytes(), mode=0o644)
        _point(share / "venv", helper)  # now, so that what fails leaves the one before
        for name in _IMPORTED:  # Python would do so later, if it could write there then
            with suppress(OSError):
                py_compile.compile(str(share / name), quiet=2)


def stale(share: Path) -> tuple[str, ...]:
    """Name the files of the share that are not those of this version."""
    return tuple(
        source.name
        for source in _sources()
        if not _holds(share / source.name, source.read_bytes())
    )


def has_line(rc: Path) -> bool:
    """Say whether the rc file has our line."""
    try:
        return any(map(_is_ours, _lines(rc.read_bytes())))
    except OSError:
        return False


def add_line(rc: Path, line: str) -> bool:
    """Put `line` at the end of the rc file, or in the place of our earlier one.

    Tell whether the file had to change. It is made if it is missing.
    """
    if "\n" in line:
        raise NotWrittenError(rc, context=_("a path with a newline in it fits no line"))
    with _worded(rc, hint=_("add this line to it yourself: {line}").format(line=line)):
        target = Path(os.path.realpath(rc))
        before = target.read_bytes() if target.exists() else None
        after = _with_line(before, os.fsencode(line) + _MARK)
        if after == before:
            return False
        _make_or_rewrite(target, after)
        return True


def remove_line(rc: Path) -> bool:
    """Take our line out of the rc file, and the file too if that was what made it.

    Tell whether there was one. What was there before the line was added comes back to
    the byte.
    """
    with _worded(
        rc,
        hint=_("remove the line that ends in `{mark}`").format(
            mark=_MARK.decode().strip()
        ),
    ):
        target = Path(os.path.realpath(rc))
        before = target.read_bytes() if target.exists() else b""
        after = _without_line(before)
        if after == before:
            return False
        if after is None:
            target.unlink()
        else:
            _rewrite(target, after)
        return True


def write(path: Path, content: bytes) -> None:
    """Replace a user's file in one step, or make it, with the directory for it."""
    with _worded(path):
        _make_or_rewrite(Path(os.path.realpath(path)), content)


def _sources() -> tuple[Path, ...]:
    """List the files that a share has."""
    beside = (Path(__file__).with_name(name) for name in (*_AID, *_WATCHES))
    return (*beside, *sorted(snippet_directory().glob("pep668hook.*")))


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _with_line(before: bytes | None, ours: bytes) -> bytes:
    """Word the file with our line in it.

    The file ends in a newline afterwards exactly if it did before, and one that we make
    ends in one: that is how `_without_line` knows what to give back.
    """
    if before is None:
        return ours + b"\n"
    lines = _lines(before)
    places = [place for place, line in enumerate(lines) if _is_ours(line)]
    if places:
        first, *others = places
        lines[first] = ours + _ending(lines[first])
        return b"".join(line for place, line in enumerate(lines) if place not in others)
    if not before:
        return ours
    newline = _newline(before)
    return before + (ours + newline if before.endswith(b"\n") else newline + ours)


def _without_line(before: bytes) -> bytes | None:
    """Word the file without our line; `None` means without the file."""
    lines = _lines(before)
    kept = b"".join(line for line in lines if not _is_ours(line))
    if kept == before:
        return before
    if _ending(lines[-1]):
        return kept or None
    newline = _newline(kept.removesuffix(b"\n"))
    return kept.removesuffix(newline)


def _lines(content: bytes) -> list[bytes]:
    return re.findall(rb"[^\n]*\n|[^\n]+", content)


def _is_ours(line: bytes) -> bool:
    return line.rstrip(b"\r\n").endswith(_MARK)


def _ending(line: bytes) -> bytes:
    return line[len(line.rstrip(b"\r\n")) :]


def _newline(content: bytes) -> bytes:
    """Tell how the lines of the file end, by the first."""
    first = re.search(rb"\r?\n", content)
    return first.group() if first else b"\n"


def _make_or_rewrite(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch()  # so that a new file has the mode that the user's umask gives
    _rewrite(target, content)


def _rewrite(target: Path, content: bytes) -> None:
    """Replace a user's file, which keeps its mode and, where we may, its owner."""
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, _("it is read-only"))
    _replace(target, content, mode=stat.S_IMODE(target.stat().st_mode))


def _replace(target: Path, content: bytes, *, mode: int) -> None:
    """Write the whole file in one step, by a new one beside it that takes its name."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            with suppress(OSError):  # nothing there yet, or not ours to give away
                owner = target.stat()
                os.fchown(descriptor, owner.st_uid, owner.st_gid)
            os.fchmod(descriptor, mode)
            file.flush()
            os.fsync(descriptor)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _point(link: Path, environment: Path) -> None:
    """Let `link` lead to the environment, unless it is the environment itself.

    Within the share the link is relative, so that the share can be moved.
    """
    if os.path.realpath(link) == os.path.realpath(environment):
        return
    beside = environment.parent == link.parent
    temporary = Path(tempfile.mkdtemp(prefix=".venv.", dir=link.parent))
    try:
        (temporary / "new").symlink_to(environment.name if beside else environment)
        if link.is_dir() and not link.is_symlink():
            link.rename(temporary / "old")
        (temporary / "new").replace(link)
    finally:
        shutil.rmtree(temporary)


@contextmanager
def _worded(path: Path, *, hint: str | None = None) -> Iterator[None]:
    """Turn what the system says into an error that names the file and a way out."""
    try:
        yield
    except OSError as error:
        context = (error.strerror or str(error)).lower()
        raise NotWrittenError(path, context=context, hint=hint) from error
