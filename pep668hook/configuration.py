"""What the configuration files of pip and uv set, as variables that set the same."""

from __future__ import annotations

import configparser
import os
from contextlib import suppress
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import toml_file
from pep668hook.files import exists, is_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pep668hook.pip_command import PipCommand

_SYSTEM: Final = Path("/etc")
_UV_VARIABLES: Final = {
    "break-system-packages": "UV_BREAK_SYSTEM_PACKAGES",
    "python": "UV_PYTHON",
    "system": "UV_SYSTEM_PYTHON",
}


def in_effect(
    command: PipCommand,
    environ: Mapping[str, str],
    *,
    home: Path | None,
    cwd: Path,
    prefix: Path,
) -> dict[str, str]:
    """Give the variables with what the files set where no variable does.

    `prefix` is that of the Python which pip runs under.
    """
    if command.is_of_uv:
        files = _of_uv(command, environ, home, cwd)
    else:
        isolated = command.has("--isolated")
        places = _pip_files(environ, home, prefix, cwd=cwd, isolated=isolated)
        files = _of_pip(command.subcommand or "", list(places))
    set_by_hand = {name: value for name, value in environ.items() if value}
    return {**environ, **files, **set_by_hand}


def by_file(
    command: PipCommand,
    environ: Mapping[str, str],
    *,
    home: Path | None,
    cwd: Path,
    prefix: Path,
) -> Iterator[tuple[Path, dict[str, str]]]:
    """List the files that set something, each with the variables that set the same."""
    if command.is_of_uv:
        for file, table in _uv_tables(command, environ, home, cwd):
            yield file, _as_variables(table)
        return
    isolated = command.has("--isolated")
    for file in _pip_files(environ, home, prefix, cwd=cwd, isolated=isolated):
        yield file, _of_pip(command.subcommand or "", [file])


def _pip_files(
    environ: Mapping[str, str],
    home: Path | None,
    prefix: Path,
    *,
    cwd: Path,
    isolated: bool,
) -> Iterator[Path]:
    """List pip's files in the order of configuration.py (23.0 to 26.3)."""
    named = environ.get("PIP_CONFIG_FILE", "")
    if named == os.devnull:
        return
    for entry in _system_directories(environ):
        yield Path(entry) / "pip" / "pip.conf"
    yield Path("/Library/Application Support/pip/pip.conf")
    yield _SYSTEM / "pip.conf"
    if home is not None and not isolated and not (named and exists(cwd / named)):
        yield home / ".pip" / "pip.conf"
        yield _user_configuration(environ, home) / "pip" / "pip.conf"
        yield home / "Library" / "Application Support" / "pip" / "pip.conf"
    yield prefix / "pip.conf"
    if named:
        yield cwd / named


def _system_directories(environ: Mapping[str, str]) -> list[str]:
    return (environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":")


def _user_configuration(environ: Mapping[str, str], home: Path) -> Path:
    return Path(environ.get("XDG_CONFIG_HOME") or home / ".config")


def _of_pip(subcommand: str, files: list[Path]) -> dict[str, str]:
    sections: dict[str, dict[str, str]] = {"global": {}, subcommand: {}}
    for file in filter(is_file, files):
        parser = configparser.RawConfigParser()
        with suppress(OSError, ValueError, configparser.Error):
            parser.read(file, encoding="utf-8")
        for name, section in sections.items():
            if parser.has_section(name):
                section.update(parser.items(name))
    return {
        "PIP_" + key.removeprefix("--").replace("-", "_").upper(): value
        for section in sections.values()
        for key, value in section.items()
        if value  # what is empty is not set (cli/parser.py)
    }


def _of_uv(
    command: PipCommand, environ: Mapping[str, str], home: Path | None, cwd: Path
) -> dict[str, str]:
    if command.has("--no-config") or environ.get("UV_NO_CONFIG"):
        return {}
    variables: dict[str, str] = {}
    for _, table in _uv_tables(command, environ, home, cwd):
        variables.update(_as_variables(table))
    return variables


def _as_variables(table: Mapping[str, object]) -> dict[str, str]:
    values = {
        variable: str(value)
        for key, variable in _UV_VARIABLES.items()
        if isinstance(value := table.get(key), bool | str)
    }
    # No variable sets these two; any value will do.
    if table.keys() & {"target", "prefix"}:
        values["UV_BREAK_SYSTEM_PACKAGES"] = "1"
    return values


def _uv_tables(
    command: PipCommand, environ: Mapping[str, str], home: Path | None, cwd: Path
) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """Read the tables `pip` of uv's files, that of the project last."""
    named = (environ.get("UV_CONFIG_FILE", ""), *command.values("--config-file"))[-1]
    if named:
        yield cwd / named, toml_file.table(toml_file.read(cwd / named), "pip")
        return
    users = () if home is None else (_user_configuration(environ, home),)
    for file in (_uv_file(environ), *(each / "uv" / "uv.toml" for each in users)):
        yield file, toml_file.table(toml_file.read(file), "pip")
    for directory in (cwd, *cwd.parents):
        file = directory / "uv.toml"
        if is_file(file):
            yield file, toml_file.table(toml_file.read(file), "pip")
            return
        file = directory / "pyproject.toml"
        project = toml_file.read(file)
        if toml_file.has(project, "tool.uv"):
            yield file, toml_file.table(project, "tool.uv.pip")
            return


def _uv_file(environ: Mapping[str, str]) -> Path:
    """Find the system's file: of several, uv reads the first (uv-settings)."""
    entries = takewhile(bool, _system_directories(environ))
    files = (Path(entry) / "uv" / "uv.toml" for entry in entries)
    return next(filter(is_file, files), _SYSTEM / "uv" / "uv.toml")
