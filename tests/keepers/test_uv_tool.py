from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.keeper import Kept, Option
from pep668hook.keepers.uv_tool import KEEPER
from tests.builders import HOME, kept, order

INSTALL = ("uv", "tool", "install", "black")


def test_its_places_are_below_the_home() -> None:
    assert KEEPER.look({}, HOME) == Kept(HOME / ".local" / "bin", frozenset())


@pytest.mark.parametrize(
    ("tools", "variable"),
    [
        (".local/share/uv/tools", ""),
        ("data/uv/tools", "XDG_DATA_HOME=data"),
        ("own", "UV_TOOL_DIR=own"),
    ],
)
def test_it_is_found_wherever_it_lives(
    tmp_path: Path, tools: str, variable: str
) -> None:
    (tmp_path / tools / "Yt_dlp").mkdir(parents=True)
    name, _, value = variable.partition("=")

    kept = KEEPER.look({name: str(tmp_path / value)}, tmp_path)

    assert kept.names == {"yt-dlp"}


@pytest.mark.parametrize(
    ("environ", "place"),
    [
        ({"XDG_DATA_HOME": "/x/share"}, "/x/bin"),
        ({"XDG_DATA_HOME": "/x/share", "XDG_BIN_HOME": "/y"}, "/y"),
        ({"XDG_BIN_HOME": "/y", "UV_TOOL_BIN_DIR": "/z"}, "/z"),
        ({"UV_TOOL_BIN_DIR": "not/whole"}, "/home/me/.local/bin"),
    ],
)
def test_the_place_of_its_commands_may_be_chosen(
    environ: dict[str, str], place: str
) -> None:
    assert KEEPER.look(environ, HOME).bin == Path(place)


def test_a_new_one_is_installed() -> None:
    assert KEEPER.install(order("black[d]==24.1")) == (
        *("uv", "tool", "install", "black[d]==24.1"),
    )


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (Option("--index-url", "u"), "--index-url u"),
        (Option("--extra-index-url", "u"), "--extra-index-url u"),
        (Option("--find-links", "/w"), "--find-links /w"),
        (Option("--constraint", "/c"), "--constraints /c"),
        (Option("--build-constraint", "/c"), "--build-constraints /c"),
        (Option("--trusted-host", "h"), "--allow-insecure-host h"),
        (Option("--config-settings", "a=b"), "--config-setting a=b"),
        (Option("--pre", None), "--prerelease allow"),
        (Option("--no-index", None), "--no-index"),
        (Option("--no-cache-dir", None), "--no-cache"),
        (Option("--no-binary", ":all:"), "--no-binary"),
        (Option("--only-binary", ":all:"), "--no-build"),
        (Option("--only-binary", "a,b"), "--no-build-package a --no-build-package b"),
        (Option("--timeout", "9"), ""),
    ],
)
def test_options_of_pip_become_its_own(option: Option, words: str) -> None:
    argv = KEEPER.install(order("black", options=[option]))

    assert argv == (*INSTALL, *words.split())


@pytest.mark.parametrize(
    "option",
    [
        Option("--ignore-requires-python", None),
        Option("--uploaded-prior-to", "2026-01-01"),
        Option("--no-binary", ":none:"),
    ],
)
def test_what_it_has_no_option_for_it_cannot_do(option: Option) -> None:
    assert KEEPER.install(order("black", options=[option])) is None


def test_a_proxy_and_a_certificate_are_variables() -> None:
    options = [Option("--proxy", "http://p:3128"), Option("--cert", "/etc/c.pem")]

    assert KEEPER.install(order("black", options=options)) == (
        *("env", "ALL_PROXY=http://p:3128", "SSL_CERT_FILE=/etc/c.pem"),
        *INSTALL,
    )


def test_one_that_it_has_is_brought_up_to_date() -> None:
    index = [Option("--index-url", "u")]

    assert KEEPER.install(order("black", kept=True)) == (
        *("uv", "tool", "upgrade", "black"),
    )
    assert KEEPER.install(order("black", kept=True, options=index)) == (
        *(*INSTALL, "--index-url", "u", "--upgrade"),
    )


def test_another_version_of_what_it_has_takes_its_place() -> None:
    assert KEEPER.install(order("black", kept=True, afresh=True)) == (
        *(*INSTALL, "--upgrade", "--reinstall"),
    )
    assert KEEPER.install(order("black", newest=True)) == (*INSTALL, "--upgrade")


def test_the_commands_of_dependencies_and_the_python_are_told() -> None:
    python = Path("/usr/bin/python3.12")

    argv = KEEPER.install(order("black", commands_of=("a", "b"), python=python))

    assert argv == (
        *(*INSTALL, "--python", "/usr/bin/python3.12"),
        *("--with-executables-from", "a,b"),
    )


def test_what_has_no_command_comes_with_what_has() -> None:
    argv = KEEPER.install(
        order("jupyter<2", commands_of=("jupyter-core", "notebook"), has_own=False)
    )

    assert argv == (
        *("uv", "tool", "install", "jupyter-core", "--with", "jupyter<2"),
        *("--with-executables-from", "notebook"),
    )


def test_it_removes_by_name() -> None:
    assert KEEPER.uninstall("black", kept()) == ("uv", "tool", "uninstall", "black")
