from __future__ import annotations

import json

import pytest

from pep668hook.catalogue import variants
from pep668hook.engines import _MAKERS
from pep668hook.keepers import known
from pep668hook.remedy import Remedy
from pep668hook.setting import (
    ENGINE,
    ENVIRONMENT_NAME,
    FORBIDDEN,
    INSTALLER,
    MODE,
    REMEDIES,
    SETTINGS,
    OneOf,
    find,
)


def test_every_default_is_a_value_that_could_be_set() -> None:
    for setting in SETTINGS:
        toml = json.loads(json.dumps(setting.default))
        assert setting.kind.read(toml) == setting.default, setting.name


def test_every_setting_and_every_word_is_explained() -> None:
    for setting in SETTINGS:
        assert setting.meaning
        if isinstance(setting.kind, OneOf):
            assert all(setting.kind.words.values()), setting.name


def test_the_remedies_are_those_that_there_are() -> None:
    there = variants("pep668hook.remedies", "REMEDY", Remedy)

    assert sorted(remedy.name for remedy in there) == list(REMEDIES)


def test_the_engines_are_those_that_there_are() -> None:
    assert isinstance(ENGINE.kind, OneOf)
    assert list(ENGINE.kind.words) == list(_MAKERS)


def test_the_installers_are_the_keepers_that_there_are() -> None:
    assert isinstance(INSTALLER.kind, OneOf)
    assert {*INSTALLER.kind.words} == {"any", *(each.program for each in known())}


def test_a_setting_is_found_by_its_name() -> None:
    assert find("mode") is MODE
    assert find("moods") is None


def test_each_has_a_variable_of_its_own() -> None:
    assert MODE.variable == "PEP668HOOK"
    assert ENVIRONMENT_NAME.variable == "PEP668HOOK_ENVIRONMENT_NAME"
    assert len({setting.variable for setting in SETTINGS}) == len(SETTINGS)


# -- one of a few words


@pytest.mark.parametrize("value", ["Ask", "", 1, True, ["ask"], None, {}])
def test_what_is_not_one_of_the_words_is_no_value(value: object) -> None:
    assert MODE.kind.read(value) is None


def test_the_words_are_listed_as_in_a_sentence() -> None:
    assert MODE.kind.expects == "`off`, `hint`, `ask` or `auto`"


# -- some of a few words


def test_a_list_is_taken_in_the_order_of_the_table() -> None:
    assert FORBIDDEN.kind.read(["use-personal-venv", "create-venv"]) == (
        "create-venv",
        "use-personal-venv",
    )


@pytest.mark.parametrize("value", ["create-venv", ["nosuch"], [[]], [1], None, {}])
def test_what_is_no_list_of_the_words_is_no_value(value: object) -> None:
    assert FORBIDDEN.kind.read(value) is None


def test_an_empty_list_is_a_value() -> None:
    assert FORBIDDEN.kind.read([]) == ()


@pytest.mark.parametrize("text", ["a,b", "a, b", " a b ", "a,,b"])
def test_a_list_is_typed_with_commas_or_spaces(text: str) -> None:
    assert FORBIDDEN.kind.from_text(text) == ["a", "b"]


# -- the name of a directory


@pytest.mark.parametrize("value", [".venv", "venv", "_env", "py3.11-env", "..."])
def test_a_name_that_stands_for_itself_is_taken(value: str) -> None:
    assert ENVIRONMENT_NAME.kind.read(value) == value


@pytest.mark.parametrize(
    "value",
    ["", ".", "..", "a/b", "/", "-p", "a b", "$(x)", "`x`", "é", "a\n", 3, None],
)
def test_any_other_name_is_not(value: object) -> None:
    assert ENVIRONMENT_NAME.kind.read(value) is None


# -- what holds beside a policy


def test_a_policy_s_word_holds_whatever_was_chosen() -> None:
    assert MODE.strict("hint", "auto") == "hint"


def test_what_a_policy_forbids_is_added_to_what_the_person_does() -> None:
    assert FORBIDDEN.strict(("a", "b"), ("b", "c")) == ("a", "b", "c")


def test_what_a_policy_allows_can_only_be_narrowed() -> None:
    allowed = find("remedies.allowed")

    assert allowed is not None
    assert allowed.strict(("a", "b"), ("b", "c")) == ("b",)
