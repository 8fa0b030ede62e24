from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pep668hook.directory import Standing
from pep668hook.plan import Activate, MakeEnvironment, Plan, Retry, Run
from pep668hook.remedies.create_venv_seeing_system import REMEDY
from tests.builders import PYTHON, directory, environment, surroundings

if TYPE_CHECKING:
    from pep668hook.remedy import Offer
    from pep668hook.surroundings import Surroundings
    from tests.builders import Market

INSTALL = Run(("sudo", "ask", "install", "a-pygobject"))


def settled(around: Surroundings) -> Offer | None:
    guess = REMEDY.offer(around)
    assert guess is not None
    assert guess.settle is not None
    return guess.settle()


def test_it_is_a_guess_until_the_distribution_was_asked(market: Market) -> None:
    guess = REMEDY.offer(market.around("PyGObject"))

    assert guess is not None
    assert guess.remedy == REMEDY.name == "create-venv-seeing-system"
    assert guess.title == "make .venv that sees the system's pygobject"
    assert not market.asked.exists()


def test_the_package_is_installed_and_an_environment_sees_it(market: Market) -> None:
    market.says("a-pygobject 3.42")
    path = market.directory / ".venv"

    offer = settled(market.around("PyGObject"))

    assert offer is not None
    assert offer.title == (
        "install a-pygobject with juicer, make .venv that sees the system's"
        " pygobject and activate it"
    )
    assert offer.done == (
        "made .venv, which sees the system's pygobject, and activated it"
    )
    assert offer.note == "pip's own may not fit GLib and GTK here"
    assert offer.settle is None
    assert offer.plan == Plan(
        actions=(MakeEnvironment(path, PYTHON, "system", sees_system=True),),
        steps=(INSTALL, Activate(path)),
    )


def test_what_is_installed_already_is_only_to_be_seen(market: Market) -> None:
    market.says("a-pygobject 3.42 installed")

    offer = settled(market.around("PyGObject"))

    assert offer is not None
    assert offer.title == "make .venv that sees the system's pygobject and activate it"
    assert offer.plan.steps == (Activate(market.directory / ".venv"),)


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        (("PyGObject", "six>1"), ("six>1",)),
        (("PyGObject", "-r", "all.txt"), ("-r", "all.txt")),
        (("PyGObject", "-e", "."), ("-e", ".")),
        (("--user", "PyGObject", "./six.whl"), ("./six.whl",)),
        (
            ("PyGObject", "git+https://example.org/dbus"),
            ("git+https://example.org/dbus",),
        ),
    ],
)
def test_pip_installs_all_else_into_it(
    market: Market, words: tuple[str, ...], rest: tuple[str, ...]
) -> None:
    market.says("a-pygobject 3.42")

    offer = settled(market.around(*words))

    assert offer is not None
    assert offer.plan.steps == (
        INSTALL,
        Activate(market.directory / ".venv"),
        Retry(("pip", "install", *rest)),
    )


def test_it_drops_out_where_the_distribution_has_no_such_package(
    market: Market,
) -> None:
    market.says("a-pygobject 3.42")

    assert settled(market.around("bpy")) is None
    assert settled(market.around("PyGObject", "pycairo")) is None


@pytest.mark.parametrize("words", [("six",), (".",), ("--dry-run", "PyGObject"), ()])
def test_it_is_for_what_binds_to_the_system(
    market: Market, words: tuple[str, ...]
) -> None:
    assert REMEDY.offer(market.around(*words)) is None


def test_it_does_not_uninstall(market: Market) -> None:
    command = surroundings(argv=("pip", "uninstall", "PyGObject")).command

    assert REMEDY.offer(replace(market.around(), command=command)) is None


@pytest.mark.parametrize(
    "standing", [each for each in Standing if each is not Standing.OWN]
)
def test_none_is_made_where_none_belongs(market: Market, standing: Standing) -> None:
    place = directory(cwd=market.directory, standing=standing)

    assert REMEDY.offer(market.around("PyGObject", place=place)) is None


def test_none_is_made_beside_another(market: Market) -> None:
    around = market.around("PyGObject", environments=[environment()])

    assert REMEDY.offer(around) is None


def test_what_stands_in_its_place_is_left_alone(market: Market) -> None:
    (market.directory / ".venv").symlink_to("gone")

    assert REMEDY.offer(market.around("PyGObject")) is None
