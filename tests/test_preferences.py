from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pep668hook.preferences import (
    UnfitValueError,
    UnreadableFileError,
    check,
    load,
    read,
)
from pep668hook.setting import (
    ALLOWED,
    ENVIRONMENT_NAME,
    FORBIDDEN,
    MODE,
    SETTINGS,
    STYLE,
)
from tests.builders import NOTHING_SAID
from tests.users import as_root, become

if TYPE_CHECKING:
    from pathlib import Path

    from pep668hook.preferences import Preferences


class Files:
    """The person's file and the site's."""

    def __init__(self, directory: Path) -> None:
        self.user = directory / "user.toml"
        self.site = directory / "site.toml"

    def read(self, user: str = "", site: str = "", **environ: str) -> Preferences:
        self.user.write_text(user)
        self.site.write_text(site)
        return read(environ, self.user, self.site)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


# -- who is heard


def test_without_files_every_setting_is_built_in(tmp_path: Path) -> None:
    preferences = read({}, tmp_path / "none", tmp_path / "none")

    for setting in SETTINGS:
        assert preferences.value(setting) == setting.default
        assert preferences.where(setting.name) == "built in"
    assert preferences.complaints == ()


def test_without_a_home_there_is_no_file_to_read() -> None:
    assert read({}, None, None).value(MODE) == "ask"
    assert NOTHING_SAID.value(MODE) == "ask"


def test_the_site_s_file_is_heard(files: Files) -> None:
    preferences = files.read(site='\nmode = "hint"\n')

    assert preferences.value(MODE) == "hint"
    assert preferences.where("mode") == f"{files.site}, line 2"


def test_the_person_s_file_is_heard_before_it(files: Files) -> None:
    preferences = files.read('[panel]\nstyle = "plain"', '[panel]\nstyle = "compact"')

    assert preferences.value(STYLE) == "plain"
    assert preferences.where("panel.style") == f"{files.user}, line 2"


def test_a_variable_is_heard_before_both(files: Files) -> None:
    preferences = files.read(
        '[panel]\nstyle = "plain"', PEP668HOOK_PANEL_STYLE="compact", PEP668HOOK="hint"
    )

    assert preferences.value(STYLE) == "compact"
    assert preferences.where("panel.style") == "PEP668HOOK_PANEL_STYLE"
    assert preferences.value(MODE) == "hint"


def test_an_empty_variable_says_nothing(files: Files) -> None:
    preferences = files.read('mode = "hint"', PEP668HOOK="")

    assert preferences.value(MODE) == "hint"


def test_a_list_in_a_variable_has_commas(files: Files) -> None:
    preferences = files.read(PEP668HOOK_REMEDIES_FORBIDDEN="create-venv,repair-venv")

    assert preferences.value(FORBIDDEN) == ("create-venv", "repair-venv")


# -- the policy


def test_the_policy_is_above_all(files: Files) -> None:
    preferences = files.read(
        'mode = "auto"', '[policy]\nmode = "hint"', PEP668HOOK="auto"
    )

    assert preferences.value(MODE) == "hint"
    assert preferences.where("mode") == f"the policy in {files.site}, line 2"


def test_the_site_has_defaults_beside_its_policy(files: Files) -> None:
    site = '[environment]\nname = "venv"\n[policy]\nmode = "hint"\n'

    preferences = files.read('[environment]\nname = "env"', site)

    assert preferences.value(ENVIRONMENT_NAME) == "env"
    assert files.read("", site).value(ENVIRONMENT_NAME) == "venv"


def test_what_policy_and_person_forbid_is_forbidden(files: Files) -> None:
    preferences = files.read(
        '[remedies]\nforbidden = ["create-venv"]',
        '[policy]\nremedies.forbidden = ["repair-venv"]',
    )

    assert not preferences.permits("create-venv")
    assert not preferences.permits("repair-venv")
    assert preferences.permits("activate-venv")


def test_what_the_policy_does_not_allow_no_person_can(files: Files) -> None:
    preferences = files.read(
        '[remedies]\nallowed = ["create-venv", "install-system-package"]',
        '[policy.remedies]\nallowed = ["create-venv", "activate-venv"]',
    )

    assert preferences.value(ALLOWED) == ("create-venv",)
    assert not preferences.permits("install-system-package")


def test_a_policy_in_the_person_s_file_is_none(files: Files) -> None:
    preferences = files.read('mode = "ask"\n[policy]\nmode = "auto"')

    assert preferences.value(MODE) == "ask"
    assert preferences.complaints == (
        f"{files.user}, line 2: only a site's file has a policy",
    )


def test_how_the_panel_looks_is_no_matter_of_policy(files: Files) -> None:
    preferences = files.read(site='[policy.panel]\nstyle = "full"')

    assert preferences.where("panel.style") == "built in"
    assert preferences.complaints == (
        f"{files.site}, line 2: `panel.style` is for each person to choose",
    )


def test_a_policy_that_is_no_table_is_said(files: Files) -> None:
    preferences = files.read(site='policy = "off"\nmode = "hint"')

    assert preferences.value(MODE) == "hint"
    assert preferences.complaints == (
        f"{files.site}, line 1: no such setting: `policy`",
    )


# -- what is wrong


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("moed = 1", "line 1: no such setting: `moed`: did you mean `mode`?"),
        ("xyzzy = 1", "line 1: no such setting: `xyzzy`"),
        (
            '# one\n\nmode = "aks"',
            "line 3: `mode` cannot be `aks`: it can be `off`, `hint`, `ask` or `auto`",
        ),
        (
            "mode = 7",
            "line 1: `mode` cannot be `7`: it can be `off`, `hint`, `ask` or `auto`",
        ),
        (
            '[environment]\n# here\nname = "a/b"',
            (
                "line 3: `environment.name` cannot be `a/b`: it can be "
                "a name without slashes and spaces, such as `.venv`"
            ),
        ),
        (
            'panel = "plain"',
            "line 1: no such setting: `panel`: did you mean `panel.style`?",
        ),
        (
            'panel = { style = "x" }',
            (
                "line 1: `panel.style` cannot be `x`: "
                "it can be `full`, `compact` or `plain`"
            ),
        ),
        (
            '[panel]\n"style" = "\\u001b[31mx\\n"',
            (
                "line 2: `panel.style` cannot be `x\\n`: "
                "it can be `full`, `compact` or `plain`"
            ),
        ),
    ],
)
def test_what_is_wrong_costs_one_line_with_its_place(
    files: Files, text: str, complaint: str
) -> None:
    assert files.read(text).complaints == (f"{files.user}, {complaint}",)


def test_all_else_in_the_file_holds(files: Files) -> None:
    preferences = files.read('mode = "nosuch"\n[panel]\nstyle = "compact"')

    assert preferences.value(MODE) == "ask"
    assert preferences.value(STYLE) == "compact"


def test_a_wrong_variable_is_said_and_the_file_holds(files: Files) -> None:
    preferences = files.read('mode = "hint"', PEP668HOOK="1")

    assert preferences.value(MODE) == "hint"
    assert preferences.complaints == (
        "PEP668HOOK: `mode` cannot be `1`: it can be `off`, `hint`, `ask` or `auto`",
    )


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"mode =\n", "could not read line 1 of `{}`: invalid value"),
        (b'mode = "\xff"', "could not read line 1 of `{}`: it is not UTF-8"),
        (b'\n\n"\xff"', "could not read line 3 of `{}`: it is not UTF-8"),
        (b"a = " + b"[" * 5000, "could not read `{}`: it is nested too deeply"),
        (b"#" * 70_000, "could not read `{}`: it is too large for settings"),
    ],
)
def test_what_is_no_toml_costs_one_line_and_nothing_in_it_holds(
    tmp_path: Path, content: bytes, complaint: str
) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)

    preferences = read({}, path, None)

    assert preferences.value(MODE) == "ask"
    assert preferences.complaints == (complaint.format(path),)


def test_an_end_that_comes_too_early_has_no_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('mode = "ask')

    (complaint,) = read({}, path, None).complaints

    assert str(path) in complaint


@as_root
def test_a_file_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('mode = "hint"')
    path.chmod(0)
    for directory in (tmp_path, *tmp_path.parents[:-2]):
        directory.chmod(0o755)

    with become("nobody"):
        preferences = read({}, None, path)

    assert preferences.complaints == (f"could not read `{path}`: Permission denied",)


def test_what_is_no_file_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")

    assert read({}, tmp_path / "fifo", tmp_path).complaints == ()


def test_an_error_carries_what_is_wrong() -> None:
    with pytest.raises(UnfitValueError) as raised:
        check("nosuch", 1)

    assert str(raised.value) == "no such setting: `nosuch`"
    assert raised.value.hint == "`pep668hook config` lists them all"


def test_what_can_be_held_to_is_no_error() -> None:
    check("mode", "auto")


def test_a_file_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert load(tmp_path / "none") == ("", {})


def test_a_file_that_is_no_toml_is_an_error_to_who_would_change_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[")

    with pytest.raises(UnreadableFileError):
        load(path)


# -- what is too much


def test_a_number_that_python_does_not_read_costs_one_line(files: Files) -> None:
    (complaint,) = files.read(f"mode = {'9' * 5000}").complaints

    assert complaint.startswith(f"could not read `{files.user}`: Exceeds the limit")


def test_a_number_that_python_does_not_write_costs_one_line(files: Files) -> None:
    (complaint,) = files.read(f"mode = 0x{'f' * 5000}").complaints

    assert "`mode` cannot be `...`" in complaint


@pytest.mark.parametrize("form", ["{} = 1", "[{}]\nx = 1", "a = {{ {} = 1 }}"])
def test_a_name_of_any_depth_costs_one_line(files: Files, form: str) -> None:
    text = form.format(".".join("a" * 5000))

    (complaint,) = files.read(text).complaints

    assert "no such setting: `a.a.a" in complaint
