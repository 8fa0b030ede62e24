from __future__ import annotations

from pep668hook.ranking import keys, rank
from tests.builders import offer

ACTIVATE = offer(remedy="activate-venv", letter="a")
REPAIR = offer(remedy="repair-venv", letter="r")
CREATE = offer(remedy="create-venv", letter="v")
PERSONAL = offer(remedy="use-personal-venv", letter="p")


def test_what_is_there_comes_before_what_must_be_made() -> None:
    ranked = rank([CREATE, PERSONAL, ACTIVATE, REPAIR])

    assert ranked == (ACTIVATE, REPAIR, CREATE, PERSONAL)


def test_enter_takes_the_first_offer_and_letters_the_others() -> None:
    assert keys((CREATE, PERSONAL)) == {"": CREATE, "p": PERSONAL}


def test_two_offers_that_want_one_letter_get_two() -> None:
    second = offer(letter="p", title="something else")

    assert keys((CREATE, PERSONAL, second)) == {"": CREATE, "p": PERSONAL, "a": second}


def test_what_means_no_is_no_offer_s_letter() -> None:
    wants_q, wants_n = offer(letter="q"), offer(letter="n")

    assert list(keys((CREATE, wants_q, wants_n))) == ["", "a", "b"]
