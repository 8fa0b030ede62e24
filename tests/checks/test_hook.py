from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook import installation
from pep668hook.check import State
from pep668hook.checks.hook import CHECK
from tests.patients import WRAPPED, found, scene, told

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_wrapped_is_well(tmp_path: Path) -> None:
    seen = found(CHECK, scene(tmp_path, told=told()))

    assert {name: each.state for name, each in seen.items()} == {
        "pip": State.OK,
        "pip3": State.OK,
    }


@pytest.mark.parametrize(
    ("shell", "alias", "cure"),
    [
        ("bash", "alias pip='python3 -m pip'", "unalias pip; source "),
        ("zsh", "python3 -m pip", "unalias pip; source "),
        ("powershell", "C:/pip.exe", "Remove-Item Alias:pip -Force; . "),
    ],
)
def test_an_alias_in_the_way_is_named_with_its_cure(
    tmp_path: Path, shell: str, alias: str, cure: str
) -> None:
    where = scene(tmp_path, within=shell, told=told(aliases={"pip": alias}))

    seen = found(CHECK, where)["pip"]

    assert seen.state is State.FAILURE
    assert f"an alias of yours: {alias}" in seen.seen
    assert seen.cure.startswith(cure)
    assert seen.cure.endswith(str(where.snippet))


@pytest.mark.parametrize(
    "alias", ["alias pip='pip --no-cache-dir'", "pip -v", "noglob pip", "nocorrect pip"]
)
def test_an_alias_that_leads_to_the_wrapper_is_not_in_the_way(
    tmp_path: Path, alias: str
) -> None:
    where = scene(tmp_path, told=told(aliases={"pip": alias}))

    assert found(CHECK, where)["pip"].state is State.OK


def test_the_same_alias_without_a_wrapper_is(tmp_path: Path) -> None:
    where = scene(tmp_path, told=told(aliases={"pip": "pip -v"}, functions={}))

    assert found(CHECK, where)["pip"].state is State.FAILURE


@pytest.mark.parametrize(
    ("shell", "cure"),
    [
        ("bash", "unset -f pip; source "),
        ("fish", "functions --erase pip; source "),
        ("powershell", "Remove-Item Function:pip -Force; . "),
    ],
)
def test_a_function_in_the_way_is_named_with_its_cure(
    tmp_path: Path, shell: str, cure: str
) -> None:
    text = "# Defined via `source`\nfunction pip\n    echo mine\nend"
    mine = {"pip": text, "pip3": WRAPPED}
    where = scene(tmp_path, within=shell, told=told(functions=mine))

    seen = found(CHECK, where)

    assert seen["pip"].state is State.FAILURE
    assert "a function of yours: function pip echo mine end" in seen["pip"].seen
    assert seen["pip"].cure.startswith(cure)
    assert seen["pip3"].state is State.OK


def test_a_function_goes_before_an_alias_that_is_ours(tmp_path: Path) -> None:
    ours = {"pip": "/share/pep668hook.pip.ps1"}
    mine = told(aliases=ours, functions={"pip": "echo mine"})

    seen = found(CHECK, scene(tmp_path, within="powershell", told=mine))["pip"]

    assert seen.state is State.FAILURE
    assert seen.facts["wrapped"] is False


@pytest.mark.parametrize(
    "line",
    [
        "alias pip='python3 -m pip'",
        "  alias -g pip=x",
        "pip() { :; }",
        "function pip {",
    ],
)
def test_the_line_of_the_rc_file_is_named(tmp_path: Path, line: str) -> None:
    where = scene(tmp_path, told=told(aliases={"pip": "x"}))
    rc = tmp_path / "home" / ".bashrc"
    rc.write_text(f"# pip\nalias pipx=y\n{line}\n")

    seen = found(CHECK, where)["pip"]

    assert f"(line 3 of {rc}, to be taken out)" in seen.seen
    assert seen.facts["line"] == 3
    assert seen.cure == f"vi +3 {rc}; unalias pip; source {where.snippet}"


@pytest.mark.parametrize(
    ("shell", "rc", "line"),
    [
        ("bash", ".bashrc", "alias pip='python3 -m pip'"),
        ("bash", ".bashrc", "pip() { echo mine; }"),
        ("fish", ".config/fish/config.fish", "alias pip 'python3 -m pip'"),
    ],
)
def test_what_new_shells_have_in_the_way_is_told_where_this_one_has_not(
    tmp_path: Path, shell: str, rc: str, line: str
) -> None:
    where = scene(tmp_path, within=shell, told=told(), EDITOR="nano -w")
    file = tmp_path / "home" / rc
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"# mine\n{line}\n")

    seen = found(CHECK, where)["pip"]

    assert seen.state is State.WARNING
    assert f"line 2 of {file}" in seen.seen
    assert seen.cure == f"nano -w +2 {file}"
    assert found(CHECK, where)["pip3"].state is State.OK


@pytest.mark.parametrize(
    "lines",
    [
        "alias pip='pip --no-cache-dir'",
        "alias pip=pip3",
        "alias pip='python3 -m pip'\nunalias pip",
        "pip() { :; }\nunset -f pip",
        "alias pip3x='python3 -m pip'",
        "# alias pip='python3 -m pip'",
    ],
)
def test_what_leads_to_the_wrapper_or_is_taken_back_in_the_rc_file_is_well(
    tmp_path: Path, lines: str
) -> None:
    where = scene(tmp_path, told=told())
    (tmp_path / "home" / ".bashrc").write_text(f"{lines}\n")

    assert {each.state for each in CHECK.look(where)} == {State.OK}


def test_an_alias_that_leads_to_the_other_wrapped_name_is_not_in_the_way(
    tmp_path: Path,
) -> None:
    mine = told(aliases={"pip": "alias pip='pip3'"})

    assert found(CHECK, scene(tmp_path, told=mine))["pip"].state is State.OK

    mine = told(aliases={"pip": "alias pip='pip3'"}, functions={"pip": WRAPPED})

    assert found(CHECK, scene(tmp_path, told=mine))["pip"].state is State.FAILURE


def test_long_and_hostile_text_is_shown_short_and_harmless(tmp_path: Path) -> None:
    where = scene(tmp_path, told=told(aliases={"pip": "\x1b[31m" + "x" * 200}))

    seen = found(CHECK, where)["pip"].seen

    assert "\x1b" not in seen
    assert len(seen) < 120


def test_a_pip_that_came_after_the_shell_is_wrapped_by_loading_again(
    tmp_path: Path,
) -> None:
    pip = tmp_path / "pip"
    pip.touch(0o755)
    where = scene(tmp_path, told=told(functions={}), path=[tmp_path])

    seen = found(CHECK, where)

    assert seen["pip"].state is State.FAILURE
    assert str(pip) in seen["pip"].seen
    assert seen["pip"].cure == f"source {where.snippet}"
    assert seen["pip3"].state is State.OK
    assert "none on PATH" in seen["pip3"].seen


@pytest.mark.parametrize(
    ("prompt", "state"),
    [("{ __pep668hook_prompt; } 3>&2", State.OK), ("my_prompt", State.FAILURE)],
)
def test_who_has_taken_the_place_at_the_prompt_is_noticed(
    tmp_path: Path, prompt: str, state: State
) -> None:
    seen = found(CHECK, scene(tmp_path, told=told(prompt=prompt)))

    assert seen["prompt"].state is state
    assert bool(seen["prompt"].cure) == (state is State.FAILURE)


def test_without_the_function_the_rc_file_tells(tmp_path: Path) -> None:
    where = scene(tmp_path)
    rc = tmp_path / "home" / ".bashrc"

    assert found(CHECK, where)["loaded"].state is State.FAILURE
    assert found(CHECK, where)["loaded"].cure == "pep668hook install bash"

    installation.add_line(rc, ". somewhere")

    assert found(CHECK, where)["loaded"].state is State.WARNING
    assert found(CHECK, where)["loaded"].cure == f"source {where.snippet}"


def test_without_a_shell_there_is_nothing_to_load_it_into(tmp_path: Path) -> None:
    assert found(CHECK, scene(tmp_path, within=None)) == {}
