from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook.preferences import read
from pep668hook.removal import removed_by
from pep668hook.setting import SETTINGS
from pep668hook.system_wide import (
    ROOT,
    NotForAllError,
    NotRootError,
    install,
    own_share,
    sample,
    site_file,
    uninstall,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("etc/zsh", "etc/fish", "etc/xdg", "usr/local/bin"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "etc" / "bash.bashrc").write_text("# Debian's\n")
    (tmp_path / "etc" / "zsh" / "zshrc").write_text("# zsh's, without an end")
    pwsh = tmp_path / "opt" / "microsoft" / "powershell" / "7" / "pwsh"
    pwsh.parent.mkdir(parents=True)
    pwsh.touch()
    return tmp_path


@pytest.fixture
def helper(root: Path) -> Path:
    helper = own_share(root) / "venv-Ab12"
    helper.mkdir(parents=True)
    (helper / "pyvenv.cfg").touch()
    return helper


def files(root: Path) -> Mapping[str, bytes]:
    return {
        str(path.relative_to(root)): b"" if path.is_dir() else path.read_bytes()
        for path in root.rglob("*")
        if "opt/pep668hook" not in str(path)
    }


def test_each_shell_that_is_there_loads_it(root: Path, helper: Path) -> None:
    told = [*install(helper, root)]

    share = own_share(root)
    assert told == [
        root / "etc" / "bash.bashrc",
        root / "etc" / "fish" / "conf.d" / "pep668hook.fish",
        root / "opt" / "microsoft" / "powershell" / "7" / "profile.ps1",
        root / "etc" / "zsh" / "zshrc",
    ]
    for file, extension in zip(told, ("bash", "fish", "ps1", "zsh"), strict=True):
        assert f"{share}/pep668hook.{extension}" in file.read_text()
    assert (share / "venv").readlink() == Path("venv-Ab12")
    assert removed_by(share, helper) == "sudo pep668hook uninstall --system"


def test_a_shell_that_is_not_there_gets_no_file(tmp_path: Path) -> None:
    helper = own_share(tmp_path) / "venv-1"
    helper.mkdir(parents=True)
    (helper / "pyvenv.cfg").touch()

    assert [*install(helper, tmp_path)] == []
    assert [path.name for path in (tmp_path / "etc").iterdir()] == ["xdg"]


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["bash.bashrc", "bashrc"], "bash.bashrc"),
        (["bashrc"], "bashrc"),
        (["bash/bashrc"], "bash/bashrc"),
        (["zshrc"], "zshrc"),
    ],
)
def test_other_systems_keep_these_files_elsewhere(
    tmp_path: Path, names: list[str], chosen: str
) -> None:
    for name in names:
        file = tmp_path / "etc" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    helper = own_share(tmp_path) / "venv-1"
    helper.mkdir(parents=True)
    (helper / "pyvenv.cfg").touch()

    assert [*install(helper, tmp_path)] == [tmp_path / "etc" / chosen]


def test_uninstalling_gives_everything_back(root: Path, helper: Path) -> None:
    before = files(root)
    (root / "etc" / "fish" / "conf.d").mkdir()
    with_conf_d = files(root)
    list(install(helper, root))
    link = root / "usr" / "local" / "bin" / "pep668hook"
    link.symlink_to(own_share(root) / "venv" / "bin" / "pep668hook")

    gone = [*uninstall(helper, root)]

    assert files(root) == with_conf_d
    assert not own_share(root).exists()
    assert not link.is_symlink()
    assert link in gone
    assert before.keys() < with_conf_d.keys()


def test_a_file_without_our_line_is_left_as_it_is(root: Path, helper: Path) -> None:
    bashrc = root / "etc" / "bash.bashrc"
    list(install(helper, root))
    bashrc.write_text("# the administrator's\n")

    gone = [*uninstall(helper, root)]

    assert bashrc not in gone
    assert bashrc.read_text() == "# the administrator's\n"


def test_a_site_s_own_settings_stay(root: Path, helper: Path) -> None:
    list(install(helper, root))
    site_file(root).write_text('[policy]\nmode = "hint"\n')
    list(install(helper, root))
    assert "hint" in site_file(root).read_text()

    list(uninstall(helper, root))

    assert site_file(root).read_text() == '[policy]\nmode = "hint"\n'


def test_an_untouched_sample_is_renewed_by_an_upgrade(root: Path, helper: Path) -> None:
    list(install(helper, root))
    for file in (site_file(root), own_share(root) / "config.toml"):
        file.write_text("# that of an older version\n")

    list(install(helper, root))

    assert site_file(root).read_text() == sample()


def test_the_sample_says_nothing_until_a_line_loses_its_sign(tmp_path: Path) -> None:
    assert tomllib.loads(sample()) == {}
    said = re.sub(r"^#(?! )", "", sample(), flags=re.MULTILINE)
    table = tomllib.loads(said)
    assert {"mode", "system_packages", "remedies", "policy"} <= table.keys()
    file = tmp_path / "config.toml"
    file.write_text(said)

    chosen = read({}, None, file)

    assert chosen.complaints == ()
    for setting in SETTINGS:
        assert chosen.value(setting) == setting.default


def test_a_helper_of_somebodys_own_is_not_for_all(root: Path, tmp_path: Path) -> None:
    own = tmp_path / "home" / "venv"
    own.mkdir(parents=True)

    with pytest.raises(NotForAllError, match="the helper is not in"):
        list(install(own, root))
    assert (root / "etc" / "bash.bashrc").read_text() == "# Debian's\n"


def test_a_package_s_share_is_loaded_and_stays(root: Path) -> None:
    share = root / "usr" / "share" / "pep668hook"
    helper = share / "venv"
    helper.mkdir(parents=True)
    for name in ("watch.py", "pep668hook.bash"):
        (share / name).write_text("a package's own\n")
    (share / "removed-by").write_text("sudo apt remove pep668hook\n")
    (root / "etc" / "fish" / "conf.d").mkdir()
    before = files(root)

    told = install(helper, root)
    assert str(share / "pep668hook.bash") in told[0].read_text()
    assert site_file(root).is_file()
    list(uninstall(helper, root))

    assert files(root) == before


def test_only_root_can(monkeypatch: pytest.MonkeyPatch, helper: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    for act in (lambda: install(helper, ROOT), lambda: uninstall(helper, ROOT)):
        with pytest.raises(NotRootError, match="only root can"):
            list(act())


def test_nothing_in_it_can_be_changed_by_others(root: Path, helper: Path) -> None:
    before = os.umask(0o002)
    try:
        list(install(helper, root))
    finally:
        os.umask(before)

    ours = [own_share(root), *own_share(root).glob("*")]
    assert not [path for path in ours if path.stat().st_mode & 0o022]
