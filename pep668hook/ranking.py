"""Put the offers in order and give each its key: the advice itself, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pep668hook import applications, bindings
from pep668hook.applications import Kind
from pep668hook.directory import Standing
from pep668hook.plain_text import strip_control
from pep668hook.requirement import normalise, parse

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
    "create-venv",
    "add-to-project",
    "install-application",
    "create-venv-seeing-system",
    "install-system-package",
    "use-personal-venv",
    "remove-leftover",
    "leave-it-alone",
    "break-system-packages",
)
_NO_KEYS: Final = frozenset("qn")


@dataclass(frozen=True, slots=True)
class Rule:
    """When a remedy comes first against that order, and what is said of it."""

    remedy: str
    holds: Callable[[Surroundings], bool]
    why: str
    """With `{names}` for what was asked of pip; empty where the offer says it all."""


def _always(_surroundings: Surroundings) -> bool:
    return True


def _is_for_everyone(surroundings: Surroundings) -> bool:
    return surroundings.by_sudo


def _is_a_program(surroundings: Surroundings) -> bool:
    return _kind(surroundings) is Kind.APPLICATION


def _is_a_tool_without_a_project(surroundings: Surroundings) -> bool:
    return _kind(surroundings) is Kind.TOOL and not surroundings.directory.is_project


def _binds_the_system(surroundings: Surroundings) -> bool:
    parsed = (parse(word) for word in surroundings.command.requirements)
    names = [normalise(each.name) for each in parsed if each]
    return bool(names) and all(map(bindings.bound, names))


def _belongs_to_no_directory(surroundings: Surroundings) -> bool:
    return surroundings.directory.standing is not Standing.OWN


# The first rule that holds, and whose remedy has something to offer, decides.
RULES: Final = (
    Rule("remove-leftover", _always, ""),
    Rule("leave-it-alone", _always, ""),
    Rule("install-system-package", _is_for_everyone, ""),
    Rule("add-to-project", _always, ""),
    Rule(
        "install-application",
        _is_a_program,
        "{names}: a program, which gets an environment of its own.",
    ),
    Rule(
        "install-application",
        _is_a_tool_without_a_project,
        "{names}: a program, and this is not a project.",
    ),
    Rule(
        "install-system-package",
        _binds_the_system,
        "{names} binds libraries of this system, which its own package is built for.",
    ),
    Rule("activate-venv", _belongs_to_no_directory, ""),
    Rule("use-personal-venv", _belongs_to_no_directory, ""),
)


def rank(
    offers: Sequence[Offer], surroundings: Surroundings
) -> tuple[tuple[Offer, ...], str]:
    """Order the offers, the advised one first, and say why where it is not obvious."""
    ordered = sorted(offers, key=lambda offer: _ORDER.index(offer.remedy))
    for rule in RULES:
        firsts = [offer for offer in ordered if offer.remedy == rule.remedy]
        if firsts and rule.holds(surroundings):
            others = [offer for offer in ordered if offer.remedy != rule.remedy]
            names = strip_control(", ".join(surroundings.command.requirements))
            return (*firsts, *others)[:MOST_OFFERS], rule.why.format(names=names)
    return tuple(ordered[:MOST_OFFERS]), ""


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


def _kind(surroundings: Surroundings) -> Kind | None:
    kept = {name for each in surroundings.kept.values() for name in each.names}
    return applications.kind_of_all(surroundings.command, kept)
