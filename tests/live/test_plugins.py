"""The entries for plugin managers: they bring the snippet that came with the helper."""

from __future__ import annotations

import shutil
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook import __version__
from tests.machine import CHECKOUT, NAME, install_hook

if TYPE_CHECKING:
    from tests.drivers import Driver
    from tests.person import Person, Shell

PLUGINS = {
    "zsh": CHECKOUT / "pep668hook.plugin.zsh",
    "fish": CHECKOUT / "conf.d" / "pep668hook.fish",
    "powershell": CHECKOUT / "pep668hook.psd1",
}

pytestmark = pytest.mark.parametrize("driver", PLUGINS, indirect=True)


def line(driver: Driver) -> str:
    plugin = driver.quote(str(PLUGINS[driver.name]))
    return (
        f"Import-Module {plugin}" if driver.name == "powershell" else f"source {plugin}"
    )


def begin(person: Person) -> Shell:
    """Start a shell whose rc file does what a plugin manager does."""
    shell = person.start(hook=False, before=[line(person.driver)], size=(100, 50))
    assert shell.screen == ["$"]
    return shell


def heals(shell: Shell, person: Person) -> None:
    shell.enter("pip install tinything")
    assert shell.answer("enter") == 0
    assert person.venv.is_dir()


def kept_by_pipx(place: Path) -> Path:
    """Lay an environment out as pipx and uv do; give its command."""
    packages = place / "lib" / NAME / "site-packages"
    package = packages / "pep668hook"
    shutil.copytree(CHECKOUT / "pep668hook", package)
    shutil.copytree(CHECKOUT / "shell", package / "_snippets")
    (packages / "others.pth").write_text(sysconfig.get_path("purelib"))
    (place / "bin").mkdir()
    (place / "bin" / "python").symlink_to(Path(sys.executable).resolve())
    shutil.copy(Path(sys.prefix) / "pyvenv.cfg", place)
    command = place / "bin" / "pep668hook"
    command.write_text(f'#!/bin/sh\nexec {place}/bin/python -I -m pep668hook "$@"\n')
    command.chmod(0o755)
    return command


def test_what_install_has_laid_out_is_loaded(person: Person) -> None:
    data = person.home / ".local" / "share"
    if person.driver.name == "fish":  # whose driver says so
        data = person.rc
    install_hook(data / "pep668hook", Path(sys.prefix))
    shell = begin(person)

    heals(shell, person)


def test_the_command_leads_to_a_helper_of_pipx_s(
    person: Person, tmp_path: Path
) -> None:
    command = kept_by_pipx(tmp_path / "kept" / "pep668hook")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "pep668hook").symlink_to(command)
    person.environ["PATH"] += f":{tmp_path / 'bin'}"
    shell = begin(person)

    heals(shell, person)
    assert shell.run("pep668hook --version") == 0
    assert shell.said == f"{__version__}\n"


def test_without_a_helper_it_is_a_plain_shell(person: Person) -> None:
    shell = begin(person)

    assert shell.run("pip install tinything") == 1
    assert not shell.asked
    assert shell.run("pep668hook --version") == person.driver.not_found
