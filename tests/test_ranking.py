from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook.correction import Correction
from pep668hook.directory import Standing
from pep668hook.plan import Plan, Run
from pep668hook.ranking import MOST_OFFERS, RULES, keys, rank
from tests.builders import (
    directory,
    environment,
    kept,
    managed,
    offer,
    plan,
    surroundings,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pep668hook.remedy import Offer
    from pep668hook.surroundings import Surroundings

ALL = (
    *("activate-venv", "repair-venv", "create-venv", "add-to-project"),
    *("install-application", "create-venv-seeing-system", "install-system-package"),
    *("use-personal-venv", "remove-leftover", "leave-it-alone"),
)
IN_PROJECT = directory(is_project=True)
AT_HOME = directory(standing=Standing.HOME)
PACKAGE = Correction("python3-six", "six", "it is a package's name", is_package=True)


def an_offer(remedy: str, **facts: object) -> Offer:
    does = Plan((), (Run((remedy,)),))
    return offer(remedy=remedy, **{"plan": does, "letter": remedy[0], **facts})  # type: ignore[arg-type]


def first(*remedies: str, around: Surroundings | None = None) -> str:
    ranked, _ = rank(list(map(an_offer, remedies)), around or surroundings())
    return ranked[0].remedy


def why(*remedies: str, around: Surroundings) -> str:
    return rank(list(map(an_offer, remedies)), around)[1]


def asked(*words: str, **facts: object) -> Surroundings:
    return surroundings(argv=["pip", "install", *words], **facts)  # type: ignore[arg-type]


# -- the order


def test_what_is_there_comes_before_what_must_be_made() -> None:
    remedies = ["create-venv", "use-personal-venv", "activate-venv", "repair-venv"]

    ranked, said = rank(list(map(an_offer, remedies)), surroundings())

    assert [each.remedy for each in ranked] == [
        *("activate-venv", "repair-venv", "create-venv", "use-personal-venv")
    ]
    assert said == ""


def test_there_are_never_more_than_a_person_reads() -> None:
    ranked, _ = rank(list(map(an_offer, ALL)), surroundings())

    assert len(ranked) == MOST_OFFERS == 5


def test_doing_nothing_is_offered_first_or_not_at_all() -> None:
    nothing, use = an_offer("leave-it-alone"), an_offer("install-application")
    of_makers = asked("-U", "pip")
    managed_six = asked("six", managed=managed())

    assert rank([use, nothing], of_makers)[0] == (nothing, use)
    assert rank([an_offer("add-to-project"), nothing], managed_six)[0] == (
        an_offer("add-to-project"),
    )


def test_behind_a_guess_it_waits_for_its_turn() -> None:
    guess = an_offer("install-system-package", settle=lambda: None)
    nothing = an_offer("leave-it-alone")
    around = asked("tkinter", obstacle="there is nothing for pip to install")

    assert rank([guess, nothing], around)[0] == (guess, nothing)
    assert rank([replace(guess, settle=None), nothing], around)[0] == (
        replace(guess, settle=None),
    )


def test_nothing_is_made_of_nothing() -> None:
    assert rank([], surroundings()) == ((), "")


def test_what_does_a_part_only_is_not_the_first() -> None:
    part = an_offer("install-system-package", whole=False)
    personal = an_offer("use-personal-venv")

    assert rank([part, personal], asked("six", by_root=True))[0] == (personal, part)


def test_what_asks_for_a_word_is_the_last() -> None:
    override = an_offer("break-system-packages", confirm="break")

    ranked, _ = rank([override, an_offer("use-personal-venv")], surroundings())

    assert ranked[-1] is override


def test_what_asks_for_a_word_is_not_offered_alone() -> None:
    override = an_offer("break-system-packages", confirm="break")

    assert rank([override], surroundings()) == ((), "")


def test_what_does_a_part_only_comes_before_what_asks_for_a_word() -> None:
    override = an_offer("break-system-packages", confirm="break")
    part = an_offer("install-system-package", whole=False)

    assert rank([override, part], surroundings())[0] == (part, override)


def test_two_ways_to_the_same_commands_are_one() -> None:
    same = plan()

    ranked, _ = rank(
        [
            an_offer("install-application", plan=same),
            an_offer("install-system-package", plan=same),
        ],
        surroundings(),
    )

    assert [each.remedy for each in ranked] == ["install-application"]


def test_guesses_are_not_held_against_each_other() -> None:
    guesses = [
        an_offer("create-venv-seeing-system", plan=Plan((), ())),
        an_offer("install-system-package", plan=Plan((), ())),
    ]

    assert len(rank(guesses, surroundings())[0]) == 2


# -- the rules, each by its name

PROGRAM = ("install-application", "activate-venv", "create-venv")
SYSTEM = ("install-system-package", "create-venv", "use-personal-venv")
CASES: dict[str, tuple[Sequence[str], Surroundings, str]] = {
    "only the distribution has it": (
        ("leave-it-alone", "install-system-package"),
        asked("tkinter", obstacle="there is nothing for pip to install"),
        "install-system-package",
    ),
    "it would fail anywhere": (
        ("leave-it-alone", "use-personal-venv"),
        asked("-r", "gone.txt", obstacle="there is no gone.txt here"),
        "leave-it-alone",
    ),
    "a binding comes with what it binds": (
        SYSTEM,
        asked("RPi.GPIO", "lgpio"),
        "install-system-package",
    ),
    "a binding among others is seen from their environment": (
        (*SYSTEM, "create-venv-seeing-system"),
        asked("RPi.GPIO", "flask"),
        "create-venv-seeing-system",
    ),
    "the project has a manager": (
        ("add-to-project", "activate-venv"),
        asked("six", managed=managed()),
        "add-to-project",
    ),
    "what pip left in earlier days": (
        ("leave-it-alone", "remove-leftover"),
        surroundings(argv=["pip", "uninstall", "six"]),
        "remove-leftover",
    ),
    "nothing is to be done": (
        ("leave-it-alone", "create-venv"),
        asked("-U", "pip"),
        "leave-it-alone",
    ),
    "a root shell is for the whole system": (
        (*SYSTEM, "install-application"),
        asked("awscli", is_root=True, place=AT_HOME),
        "install-system-package",
    ),
    "a program is no library": (
        PROGRAM,
        asked("yt-dlp", place=IN_PROJECT),
        "install-application",
    ),
    "a tool outside of any project is a program": (
        PROGRAM,
        asked("black"),
        "install-application",
    ),
    "a package's name is the distribution's": (
        SYSTEM,
        asked("six", corrections=[PACKAGE]),
        "install-system-package",
    ),
    "sudo asks for the whole system": (
        SYSTEM,
        asked("six", by_root=True, place=IN_PROJECT),
        "install-system-package",
    ),
    "there is one that is active": (
        ("use-personal-venv", "activate-venv", "create-venv"),
        asked("six", place=AT_HOME),
        "activate-venv",
    ),
    "no environment belongs here": (
        ("install-system-package", "use-personal-venv"),
        asked("six", place=AT_HOME),
        "use-personal-venv",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_rule_puts_its_remedy_first(name: str) -> None:
    remedies, around, expected = CASES[name]

    assert first(*remedies, around=around) == expected


def test_every_rule_has_its_case() -> None:
    assert [rule.name for rule in RULES] == list(CASES)


@pytest.mark.parametrize(
    ("remedies", "around"),
    [
        (PROGRAM, asked("black", place=IN_PROJECT)),
        (PROGRAM, asked("black", environments=[environment()])),
        (PROGRAM, asked("flask")),
        (SYSTEM, asked("six", by_root=True, environments=[environment()])),
        (PROGRAM, asked("flask", is_root=True)),
        (SYSTEM, asked("six", is_root=True)),
    ],
)
def test_where_no_rule_holds_an_environment_is_first(
    remedies: Sequence[str], around: Surroundings
) -> None:
    assert first(*remedies, around=around) in {"activate-venv", "create-venv"}


def test_what_a_keeper_has_is_a_program() -> None:
    around = asked("mine", kept={"pipx": kept(names=["mine"])})

    assert first(*PROGRAM, around=around) == "install-application"


def test_root_gives_programs_to_the_keeper_that_is_there() -> None:
    tools = {"pipx": Path("/usr/bin/pipx")}
    around = asked("yt-dlp", is_root=True, place=AT_HOME, tools=tools)

    assert first(*SYSTEM, *PROGRAM, around=around) == "install-application"


def test_it_is_said_why_a_program_is_no_library() -> None:
    one = why(*PROGRAM, around=asked("yt-dlp"))
    two = why(*PROGRAM, around=asked("black", "yt-dlp"))

    assert (
        one == "yt-dlp is a program: an environment of its own keeps a program apart."
    )
    assert two == "black and yt-dlp are programs, and this is not a project."


def test_it_is_said_whose_the_project_is() -> None:
    around = asked("six", managed=managed(name="Poetry"))

    assert why("add-to-project", around=around) == "This project is kept by Poetry."


def test_what_was_typed_is_taken_for_no_pattern() -> None:
    around = asked("yt-dlp[{x}]", place=directory(cwd=Path("/home/me/{y}")))

    assert "yt-dlp[{x}]" in why(*PROGRAM, around=around)


# -- the keys


def test_enter_takes_the_first_offer_and_letters_the_others() -> None:
    create, personal = offer(), offer(remedy="use-personal-venv", letter="p")

    assert keys((create, personal)) == {"": create, "p": personal}


def test_two_offers_that_want_one_letter_get_two() -> None:
    create, personal = offer(), offer(remedy="use-personal-venv", letter="p")
    second = offer(letter="p", title="something else")

    assert keys((create, personal, second)) == {
        "": create,
        "p": personal,
        "a": second,
    }


def test_what_means_no_is_no_offer_s_letter() -> None:
    create, wants_q, wants_n = offer(), offer(letter="q"), offer(letter="n")

    assert list(keys((create, wants_q, wants_n))) == ["", "a", "b"]


def test_there_are_no_keys_without_offers() -> None:
    assert keys(()) == {}
