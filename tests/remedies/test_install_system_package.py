from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pep668hook.package import Lists
from pep668hook.plan import Plan, Run
from pep668hook.remedies.install_system_package import REMEDY
from tests.builders import surroundings

if TYPE_CHECKING:
    from pep668hook.remedy import Offer
    from pep668hook.surroundings import Surroundings
    from tests.builders import Market


def settled(around: Surroundings) -> Offer | None:
    guess = REMEDY.offer(around)
    assert guess is not None
    assert guess.settle is not None
    return guess.settle()


def test_it_is_a_guess_until_the_distribution_was_asked(market: Market) -> None:
    guess = REMEDY.offer(market.around("PyYAML"))

    assert guess is not None
    assert guess.remedy == REMEDY.name == "install-system-package"
    assert guess.title == "install PyYAML with juicer"
    assert guess.settle is not None
    assert not market.asked.exists()


def test_it_offers_the_very_package(market: Market) -> None:
    market.says("a-pyyaml 6.0")

    offer = settled(market.around("PyYAML"))

    assert offer is not None
    assert offer.title == "install a-pyyaml 6.0 with juicer"
    assert offer.done == "installing a-pyyaml 6.0 with juicer"
    assert offer.note == ""
    assert offer.settle is None
    assert offer.plan == Plan((), (Run(("sudo", "ask", "install", "a-pyyaml")),))


def test_several_are_installed_at_once(market: Market) -> None:
    market.says("a-six 1.16", "a-flask 2.2")

    offer = settled(market.around("six", "flask", "six>1"))

    assert offer is not None
    assert offer.title == "install a-six 1.16 and a-flask 2.2 with juicer"
    assert offer.plan.steps == (Run(("sudo", "ask", "install", "a-six", "a-flask")),)


def test_it_says_which_of_several_are_not_there(market: Market) -> None:
    market.says("a-six 1.16", "a-flask 2.2")

    offer = settled(market.around("six", "flask>3", "other"))

    assert offer is not None
    assert offer.title == (
        "install a-six 1.16 with juicer, but not flask>3 (it is 2.2 there) and other"
    )


def test_it_drops_out_where_the_distribution_has_nothing(market: Market) -> None:
    assert settled(market.around("six")) is None


def test_it_drops_out_where_the_distribution_has_another_version(
    market: Market,
) -> None:
    market.says("a-six 1.16")

    assert settled(market.around("six>=2")) is None


def test_what_is_installed_already_needs_nothing(market: Market) -> None:
    market.says("a-six 1.16 installed")

    offer = settled(market.around("six"))

    assert offer is not None
    assert offer.title == ("change nothing: juicer has installed a-six 1.16 already")
    assert offer.done == "nothing was done: juicer has installed a-six 1.16 already"
    assert offer.note == "the system's own Python can import it"
    assert offer.plan == Plan((), ())
    assert offer.settle is None


def test_what_is_installed_already_is_left_out(market: Market) -> None:
    market.says("a-six 1.16 installed", "a-flask 2.2")

    offer = settled(market.around("six", "flask"))

    assert offer is not None
    assert offer.note == "already installed: a-six 1.16"
    assert offer.plan.steps == (Run(("sudo", "ask", "install", "a-flask")),)


@pytest.mark.parametrize("words", [("six", "other"), ("--upgrade", "six")])
def test_what_is_installed_already_is_no_answer_to_more(
    market: Market, words: tuple[str, ...]
) -> None:
    market.says("a-six 1.16 installed")

    assert settled(market.around(*words)) is None


def test_what_binds_to_the_system_is_said(market: Market) -> None:
    market.says("a-pygobject 3.42")

    offer = settled(market.around("PyGObject"))

    assert offer is not None
    assert offer.note == "it binds GLib and GTK"


def test_without_lists_they_are_fetched_first(market: Market) -> None:
    lists = Lists(str(market.directory / "none*"), ("ask", "update"), "six".__eq__)

    offer = settled(market.around("six", manager=market.manager(lists=lists)))

    assert offer is not None
    assert offer.title == "install a-six with juicer"
    assert offer.note == "juicer has no lists of packages yet: they are fetched first"
    assert offer.plan.steps == (
        Run(("sudo", "ask", "update")),
        Run(("sudo", "ask", "install", "a-six")),
    )


@pytest.mark.parametrize(
    "words",
    [
        (),
        (".",),
        ("./six.whl",),
        ("git+https://example.org/six",),
        ("six", "./other"),
        ("six", "-r", "requirements.txt"),
        ("six", "-e", "."),
        ("six", "-c", "constraints.txt"),
        ("six", "--pre"),
        ("six", "--dry-run"),
        ("none",),
    ],
)
def test_it_is_for_names_that_a_distribution_may_have(
    market: Market, words: tuple[str, ...]
) -> None:
    assert REMEDY.offer(market.around(*words)) is None


def test_pipx_is_left_to_the_remedy_for_programs(market: Market) -> None:
    assert REMEDY.offer(market.around("pipx")) is None
    assert REMEDY.offer(market.around("pipx", "PyYAML")) is not None


def test_it_does_not_uninstall(market: Market) -> None:
    command = surroundings(argv=("pip", "uninstall", "six")).command

    assert REMEDY.offer(replace(market.around(), command=command)) is None


def test_it_is_not_offered_for_an_unknown_distro() -> None:
    assert REMEDY.offer(surroundings(is_root=True)) is None


def test_it_drops_out_when_the_packages_are_another_python_s(market: Market) -> None:
    stdlib = market.directory / "lib" / "python3.14"
    stdlib.mkdir(parents=True)
    (stdlib / "os.py").touch()
    (market.path / "python3.14").touch()
    (market.path / "python3").symlink_to("python3.14")
    market.says("a-six 1.16")

    assert settled(market.around("six")) is None
