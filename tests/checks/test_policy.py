from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook.check import State
from pep668hook.checks.policy import CHECK
from pep668hook.setting import SETTINGS
from tests.patients import found, scene, told

if TYPE_CHECKING:
    from pathlib import Path


def write(place: Path, text: str) -> Path:
    file = place / "home" / ".config" / "pep668hook" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def test_where_nothing_is_set_all_is_built_in(tmp_path: Path) -> None:
    seen = found(CHECK, scene(tmp_path))

    assert seen["mode"].seen == "ask (built in)"
    assert seen["settings"].seen == f"all {len(SETTINGS)} are built in"
    assert {each.state for each in seen.values()} == {State.OK}


def test_each_setting_that_is_set_is_told_with_its_source(tmp_path: Path) -> None:
    file = write(tmp_path, '[environment]\nname = "venv"\n')

    seen = found(CHECK, scene(tmp_path, PEP668HOOK="hint"))

    assert seen["setting"].seen == f"environment.name is venv ({file}, line 2)"
    assert seen["mode"].seen == "hint (PEP668HOOK)"
    assert seen["settings"].seen == f"the other {len(SETTINGS) - 2} are built in"
    assert seen["settings"].facts["mode"] == {"value": "hint", "where": "PEP668HOOK"}


@pytest.mark.parametrize(
    ("shell", "cure"),
    [
        ("bash", "export PEP668HOOK=ask"),
        ("fish", "set -gx PEP668HOOK ask"),
        ("powershell", "$env:PEP668HOOK = 'ask'"),
        (None, "unset PEP668HOOK"),
    ],
)
def test_off_by_a_variable_is_cured_in_the_shell(
    tmp_path: Path, shell: str | None, cure: str
) -> None:
    seen = found(CHECK, scene(tmp_path, within=shell, PEP668HOOK="off"))["mode"]

    assert seen.state is State.FAILURE
    assert seen.cure == cure


def test_off_by_a_variable_that_is_not_exported_is_told_by_the_shell(
    tmp_path: Path,
) -> None:
    seen = found(CHECK, scene(tmp_path, told=told(mode="off")))["mode"]

    assert seen.state is State.FAILURE
    assert "PEP668HOOK, which is not exported" in seen.seen
    assert seen.cure == "export PEP668HOOK=ask"


def test_off_by_the_persons_own_file_is_taken_out_of_it(tmp_path: Path) -> None:
    file = write(tmp_path, 'mode = "off"\n')

    seen = found(CHECK, scene(tmp_path))["mode"]

    assert seen.seen == f"off ({file}, line 1): nobody is asked"
    assert seen.cure == "pep668hook config unset mode"


def test_off_by_the_site_s_policy_is_for_the_site_to_change(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text('[policy]\nmode = "off"\n')

    seen = found(CHECK, scene(tmp_path, site_file=site))["mode"]

    assert seen.state is State.FAILURE
    assert f"the policy in {site}, line 2" in seen.seen
    assert seen.cure == f"sudoedit {site}"


@pytest.mark.parametrize(
    ("text", "line"), [('mode = "no"\n', 1), ("\n\nwhat = 1\n", 3), ("mode = [\n", 1)]
)
def test_what_is_wrong_in_a_file_is_led_to(
    tmp_path: Path, text: str, line: int
) -> None:
    file = write(tmp_path, text)

    seen = found(CHECK, scene(tmp_path, EDITOR="nano -w"))["settings"]

    assert seen.state is State.WARNING
    assert seen.cure.startswith("nano -w +")
    assert seen.cure.endswith(str(file))
    if "[" not in text:
        assert f"+{line} " in seen.cure


def test_a_variable_that_says_nothing_sensible_is_emptied(tmp_path: Path) -> None:
    seen = found(CHECK, scene(tmp_path, PEP668HOOK_PANEL_STYLE="loud"))["settings"]

    assert seen.state is State.WARNING
    assert seen.cure == "export PEP668HOOK_PANEL_STYLE=''"
