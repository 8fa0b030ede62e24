from __future__ import annotations

import pytest

from pep668hook.requirement import Requirement, parse


def test_a_name_is_bare() -> None:
    wanted = parse(" YT_dlp ")

    assert wanted == Requirement("yt-dlp", frozenset(), "", "", "YT_dlp")
    assert wanted.is_bare


@pytest.mark.parametrize(
    ("word", "extras", "specifier"),
    [
        ("black[d]", {"d"}, ""),
        ("black==24.1", set(), "==24.1"),
        ("black [ D, Co_lor ] >=24, <25", {"d", "co-lor"}, ">=24, <25"),
        ("black (~=24.1)", set(), "~=24.1"),
        ("black[]", set(), ""),
    ],
)
def test_extras_and_a_version_are_told_apart(
    word: str, extras: set[str], specifier: str
) -> None:
    assert parse(word) == Requirement("black", frozenset(extras), specifier, "", word)


def test_with_any_of_them_it_is_not_bare() -> None:
    for word in ("black[d]", "black==24.1", "black @ git+https://example.com/a"):
        wanted = parse(word)

        assert wanted is not None
        assert not wanted.is_bare


def test_a_name_before_an_address_counts() -> None:
    word = "black[d] @ git+https://example.com/any/thing.git@main"

    assert parse(word) == Requirement(
        name="black",
        extras=frozenset({"d"}),
        specifier="",
        address="git+https://example.com/any/thing.git@main",
        text=word,
    )


@pytest.mark.parametrize(
    "word",
    [
        "git+https://example.com/psf/black",
        "git+https://example.com/psf/black.git",
        "git+https://example.com/psf/black/@feature/x#subdirectory=a/b",
        "git+ssh://git@example.com/psf/black.git",
        "https://example.com/psf/black/archive/refs/heads/main.zip",
        "git+https://example.com/some/thing#egg=black",
        "git+https://example.com/some/thing#subdirectory=a&egg=black[d]",
    ],
)
def test_an_address_tells_a_name(word: str) -> None:
    assert parse(word) == Requirement("black", frozenset(), "", word, word)


@pytest.mark.parametrize(
    "word",
    [
        ".",
        "./black",
        "/src/black",
        "../black[d]",
        "black-24.1-py3-none-any.whl",
        "black; python_version > '3.8'",
        "black @ https://example.com/black.zip ; python_version > '3.8'",
        "black @ ./black",
        "https://example.com/black-24.1-py3-none-any.whl",
        "git+https://example.com",
        "",
    ],
)
def test_what_tells_none_is_none(word: str) -> None:
    assert parse(word) is None
