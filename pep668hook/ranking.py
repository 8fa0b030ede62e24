"""Put the offers in order and give each its key: the advice itself, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pep668hook import bindings
from pep668hook.applications import Kind
from pep668hook.directory import Standing
from pep668hook.requirement import parse
from pep668hook.wording import listed
from pep668hook.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pep668hook.remedy import Offer
    from pep668hook.surroundings import Surroundings

MOST_OFFERS: Final = 5

# What is there comes before what must be made, what belongs to the directory before
# what belongs to the person, and what pip was asked for before what the system has.
_ORDER: Final = (
    "activate-venv",
    "repair-venv",
    "create-venv-seeing-system",
    "create-venv",
    "add-to-project",
    "install-application",
    "install-system-package",
    "use-personal-venv",
    "remove-leftover",
    "leave-it-alone",
    "break-system-packages",
)
_NOTHING_DONE: Final = "leave-it-alone"
_NO_KEYS: Final = frozenset("qn")


@dataclass(frozen=True, slots=True)
class Rule:
    """When a remedy comes first against that order, and what is said of it."""

    name: str
    remedy: str
    holds: Callable[[Surroundings], bool]
    why: str = ""
    """With `{packages}` for what was asked; empty where the offer says it all."""
    why_of_several: str = ""
    """The same of several, where it is not the same."""


def _always(_surroundings: Surroundings) -> bool:
    return True


def _is_stuck(surroundings: Surroundings) -> bool:
    return bool(surroundings.obstacle)


def _is_a_program(surroundings: Surroundings) -> bool:
    return surroundings.kind is Kind.APPLICATION


def _is_a_tool_without_a_project(surroundings: Surroundings) -> bool:
    is_project = surroundings.directory.is_project or surroundings.environments
    return surroundings.kind is Kind.TOOL and not is_project


def _is_a_package_s_name(surroundings: Surroundings) -> bool:
    return any(each.is_package for each in surroundings.corrections)


def _binds_the_system(surroundings: Surroundings) -> bool:
    names = _names(surroundings)
    return bool(names) and all(map(bindings.bound, names))


def _binds_the_system_among_others(surroundings: Surroundings) -> bool:
    return any(map(bindings.bound, _names(surroundings)))


def _is_for_the_whole_system(surroundings: Surroundings) -> bool:
    return surroundings.by_root and not surroundings.environments


def _belongs_to_no_directory(surroundings: Surroundings) -> bool:
    return surroundings.directory.standing is not Standing.OWN


def _is_root_s_shell(surroundings: Surroundings) -> bool:
    is_root_s = surroundings.is_root and _belongs_to_no_directory(surroundings)
    has_keeper = not surroundings.kept.keys().isdisjoint(surroundings.tools)
    return is_root_s and not (surroundings.kind and has_keeper)


# The first rule that holds, and whose remedy has something to offer, decides.
RULES: Final = (
    Rule("only the distribution has it", "install-system-package", _is_stuck),
    Rule("it would fail anywhere", "leave-it-alone", _is_stuck),
    Rule(
        "a binding comes with what it binds",
        "install-system-package",
        _binds_the_system,
        N_(
            "{packages} binds libraries of this system, which its own package "
            "is built for."
        ),
        N_(
            "{packages} bind libraries of this system, which its own package "
            "is built for."
        ),
    ),
    Rule(
        "a binding among others is seen from their environment",
        "create-venv-seeing-system",
        _binds_the_system_among_others,
        N_("It binds libraries of this system, and the rest comes from pip."),
    ),
    Rule(
        "the project has a manager",
        "add-to-project",
        _always,
        N_("This project is kept by {manager}."),
    ),
    Rule("what pip left in earlier days", "remove-leftover", _always),
    Rule("nothing is to be done", "leave-it-alone", _always),
    Rule(
        "a root shell is for the whole system",
        "install-system-package",
        _is_root_s_shell,
        N_("You are root here: its own package is for the whole system."),
    ),
    Rule(
        "a program is no library",
        "install-application",
        _is_a_program,
        N_("{packages} is a program: an environment of its own keeps a program apart."),
        N_("{packages} are programs: an environment of its own keeps a program apart."),
    ),
    Rule(
        "a tool outside of any project is a program",
        "install-application",
        _is_a_tool_without_a_project,
        N_("{packages} is a program, and this is not a project."),
        N_("{packages} are programs, and this is not a project."),
    ),
    Rule(
        "a package's name is the distribution's",
        "install-system-package",
        _is_a_package_s_name,
    ),
    Rule(
        "sudo asks for the whole system",
        "install-system-package",
        _is_for_the_whole_system,
        N_("For the whole system, as with sudo, its own package is the safe one."),
    ),
    Rule("there is one that is active", "activate-venv", _belongs_to_no_directory),
    Rule("no environment belongs here", "use-personal-venv", _belongs_to_no_directory),
)


def rank(
    offers: Sequence[Offer], surroundings: Surroundings
) -> tuple[tuple[Offer, ...], str]:
    """Order the offers, the advised one first, and say why where it is not obvious.

    One that asks for a word to be typed is never the first.
    """
    ordered = sorted(
        offers,
        key=lambda offer: (
            bool(offer.confirm),
            not offer.whole,
            _ORDER.index(offer.remedy),
        ),
    )
    ordered = [each for each in ordered if not _is_said_before(each, ordered)]
    if not ordered or ordered[0].confirm:
        return (), ""
    for rule in RULES:
        firsts = [
            offer for offer in ordered if offer.remedy == rule.remedy and offer.whole
        ]
        if firsts and rule.holds(surroundings):
            others = [offer for offer in ordered if offer not in firsts]
            return _few([*firsts, *others]), _why(rule, surroundings)
    return _few(ordered), ""


def _few(ordered: Sequence[Offer]) -> tuple[Offer, ...]:
    """Keep what a person will read, without what `q` stands for in any case."""
    first, *others = ordered
    if first.settle is None:
        others = [offer for offer in others if offer.remedy != _NOTHING_DONE]
    return (first, *others)[:MOST_OFFERS]


def keys(offers: Sequence[Offer]) -> dict[str, Offer]:
    """Give Enter (the empty string) to the first offer and a letter to every other."""
    if not offers:
        return {}
    given: dict[str, Offer] = {"": offers[0]}
    for offer in offers[1:]:
        letters = (offer.letter, *"abcdefghijklmoprstuvwxyz")
        free = (letter for letter in letters if letter not in {*given, *_NO_KEYS})
        given[next(free)] = offer
    return given


def _is_said_before(offer: Offer, ordered: Sequence[Offer]) -> bool:
    """Say whether an earlier offer does the same: pipx is a package and a program."""
    plans = [each.plan for each in ordered[: ordered.index(offer)]]
    return bool(offer.plan.steps) and offer.plan in plans


def _why(rule: Rule, surroundings: Surroundings) -> str:
    managed, wanted = surroundings.managed, surroundings.command.requirements
    is_of_several = rule.why_of_several and len(wanted) != 1
    return _(rule.why_of_several if is_of_several else rule.why).format(
        packages=listed(wanted),
        manager=managed.manager.name if managed else "",
    )


def _names(surroundings: Surroundings) -> list[str]:
    parsed = (parse(word) for word in surroundings.command.requirements)
    return [each.name for each in parsed if each]
