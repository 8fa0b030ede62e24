"""uv tool: uv's way, which reads options of its own and none of pip's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook.files import subdirectories
from pep668hook.keeper import Keeper, Kept
from pep668hook.requirement import normalise
from pep668hook.settings import directory

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pep668hook.keeper import Option, Order

_UNCHANGED: Final = ("--extra-index-url", "--find-links", "--index-url")
_RENAMED: Final = {
    **{name: name for name in _UNCHANGED},
    "--build-constraint": "--build-constraints",
    "--config-settings": "--config-setting",
    "--constraint": "--constraints",
    "--trusted-host": "--allow-insecure-host",
}
_FLAGS: Final = {
    "--no-build-isolation": ("--no-build-isolation",),
    "--no-cache-dir": ("--no-cache",),
    "--no-index": ("--no-index",),
    "--pre": ("--prerelease", "allow"),
}
_BY_PACKAGE: Final = {"--no-binary": "--no-binary", "--only-binary": "--no-build"}
# It takes these from the environment alone.
_VARIABLES: Final = {
    "--cert": "SSL_CERT_FILE",
    "--client-cert": "SSL_CLIENT_CERT",
    "--proxy": "ALL_PROXY",
}
# About pip's own ways: its cache, its patience, its habits.
_PIPS_OWN: Final = frozenset(
    {
        "--cache-dir",
        "--isolated",
        "--prefer-binary",
        "--resume-retries",
        "--retries",
        "--timeout",
        "--use-deprecated",
        "--use-feature",
        "--use-pep517",
    }
)


def look(environ: Mapping[str, str], home: Path) -> Kept:
    """Read its environments: one a program, called as it is."""
    data = directory(environ, "XDG_DATA_HOME")
    tools = directory(environ, "UV_TOOL_DIR")
    places = (
        directory(environ, "UV_TOOL_BIN_DIR"),
        directory(environ, "XDG_BIN_HOME"),
        None if data is None else data.parent / "bin",
        home / ".local" / "bin",
    )
    if tools is None:
        tools = (data or home / ".local" / "share") / "uv" / "tools"
    return Kept(
        bin=next(place for place in places if place is not None),
        names=frozenset(map(normalise, subdirectories(tools))),
    )


def install(order: Order) -> tuple[str, ...] | None:
    """Install it, or bring it up to date where it is kept and nothing else is asked."""
    wanted = order.wanted
    words: list[str] = []
    variables: list[str] = []
    for option in order.options:
        if option.name in _VARIABLES:
            variables.append(f"{_VARIABLES[option.name]}={option.value}")
        elif option.name not in _PIPS_OWN:
            written = _write(option)
            if written is None:
                return None
            words += written
    # What it takes for no command comes first: `env` starts it with the variables.
    first = ("env", *variables, "uv") if variables else ("uv",)
    if order.kept and wanted.is_bare and not (order.afresh or words):
        return (*first, "tool", "upgrade", wanted.name)
    # It keeps what is installed and suits, so that has to be said.
    words += ["--upgrade"] if order.kept or order.newest else []
    words += ["--reinstall"] if order.afresh else []
    words += [] if order.python is None else ["--python", str(order.python)]
    what, others = wanted.text, order.commands_of
    if not order.has_own:
        # It refuses what has no command itself: the first that has some is installed.
        what, others = others[0], others[1:]
        words += ["--with", wanted.text]
    words += ["--with-executables-from", ",".join(others)] if others else []
    return (*first, "tool", "install", what, *words)


def _write(option: Option) -> tuple[str, ...] | None:
    """Write an option of pip's as its own; None if it has none like it."""
    name, value = option.name, option.value
    if value is None:
        return _FLAGS.get(name)
    if name in _RENAMED:
        return (_RENAMED[name], value)
    if name not in _BY_PACKAGE or ":none:" in value:
        return None
    own = _BY_PACKAGE[name]
    if value == ":all:":
        return (own,)
    return tuple(
        word for package in value.split(",") for word in (f"{own}-package", package)
    )


def uninstall(name: str, _kept: Kept) -> tuple[str, ...]:
    """Remove it and its environment."""
    return ("uv", "tool", "uninstall", name)


KEEPER: Final = Keeper(
    name="uv",
    program="uv",
    lasting="uv tool update-shell",
    look=look,
    install=install,
    uninstall=uninstall,
    yields=False,  # "Executables already exist", status 2
)
