"""Advice: what is offered for a failure, in what order, by which keys, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from pep668hook import (
    configuration,
    distros,
    handoff,
    keepers,
    managers,
    pip_rules,
    ranking,
    requirement,
    wording,
    words,
)
from pep668hook.catalogue import variants
from pep668hook.plan import Then
from pep668hook.remedy import Remedy
from pep668hook.retry import overruling_user
from pep668hook.setting import ENGINE
from pep668hook.surroundings import look_around
from pep668hook.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pep668hook.failure import Failure
    from pep668hook.remedy import Offer
    from pep668hook.settings import Settings
    from pep668hook.shell import Shell
    from pep668hook.surroundings import Surroundings

# Nothing else is of use where the command would fail in any environment.
_WHERE_STUCK: Final = frozenset({"install-system-package", "leave-it-alone"})
_INTO_AN_ENVIRONMENT: Final = frozenset(
    {"activate-venv", "repair-venv", "create-venv", "use-personal-venv"}
)


_NOT_BY_SUDO: Final = N_(
    "sudo is no way out: root's pip would change files that the "
    "system's own packages rely on."
)


@dataclass(frozen=True, slots=True)
class Advice:
    """The offers for one failure, as they are shown."""

    offers: Mapping[str, Offer]
    """By key, with the empty string for Enter; never empty."""
    why: str
    """Why the first is the first, where it is not obvious."""
    surroundings: Surroundings
    shell: Shell

    def reason(self, first: Offer | None = None) -> str:
        """Say why pip refused, and why an offer is first, if not another one is now."""
        is_advised = first is None or first.remedy == self.offers[""].remedy
        return " ".join(_sentences(self.surroundings, self.why if is_advised else ""))

    def commands(self, offer: Offer) -> tuple[str, ...]:
        """Write what a person would type for the same end."""
        surroundings = self.surroundings
        cwd, home = surroundings.directory.cwd, surroundings.home
        chosen = surroundings.preferences.value(ENGINE)
        by_uv = chosen == "uv" and "uv" in surroundings.tools
        return handoff.commands(offer.plan, self.shell, cwd, home, by_uv=by_uv)

    def typed(self, offer: Offer) -> tuple[str, ...]:
        """Write the same on a line, or no line where there is nothing to type."""
        commands = self.commands(offer)
        return (self.shell.chain(commands),) if commands else ()


def advise(
    failure: Failure,
    settings: Settings,
    shell: Shell,
    settled: Callable[[Sequence[Offer]], Sequence[Offer]] = lambda offers: offers,
) -> Advice | None:
    """Look around and choose, or None where nothing was refused or nothing helps.

    `settled` may find out about guesses first; otherwise they are offered as such.
    """
    surroundings = look_around(failure, settings, shell.activate_scripts)
    if surroundings is None:
        return None
    made = settled([*_made(surroundings), *_literal(surroundings)])
    offers, why = ranking.rank(made, surroundings)
    if not offers:
        return None
    if _is_for_user_alone(failure, surroundings, settings):
        offers = tuple(
            replace(each, plan=overruling_user(each.plan)) for each in offers
        )
    carried_on = [_carried_on(offer, failure.rest, shell) for offer in offers]
    return Advice(ranking.keys(carried_on), why, surroundings, shell)


def prepare() -> None:
    """Import ahead all that advice is made of."""
    words.prepare()
    for known in (distros.known, keepers.known, managers.known, _remedies):
        known()


def _remedies() -> tuple[Remedy, ...]:
    return variants("pep668hook.remedies", "REMEDY", Remedy)


def _made(surroundings: Surroundings) -> list[Offer]:
    made = (
        remedy.offer(surroundings)
        for remedy in _remedies()
        if surroundings.preferences.permits(remedy.name)
        and (not surroundings.obstacle or remedy.name in _WHERE_STUCK)
    )
    return [offer for offer in made if offer is not None]


def _literal(surroundings: Surroundings) -> list[Offer]:
    """Offer what was typed as well, where PyPI has another project by that name."""
    if not any(each.is_another for each in surroundings.corrections):
        return []
    made = _made(replace(surroundings, command=surroundings.typed))
    ranked, _why = ranking.rank(made, surroundings)
    first = next((each for each in ranked if each.remedy in _INTO_AN_ENVIRONMENT), None)
    if first is None:
        return []
    return [replace(first, letter="t", note=_("just as it was typed"))]


def _sentences(surroundings: Surroundings, why: str) -> Iterator[str]:
    whose = surroundings.whose
    whose = f"{whose[:1].upper()}{whose[1:]}"
    # translators: {python} is whose it is, as in: Debian 12's own Python (kept by apt)
    yield _("{python} takes no packages from pip (PEP 668).").format(python=whose)
    if surroundings.by_root:
        yield _(_NOT_BY_SUDO)
    if surroundings.command.has("--user"):
        yield _("`--user` is refused too: its packages come before the system's own.")
    for each in surroundings.corrections:
        yield wording.sentence(each.why)
    if _asks_for_makers(surroundings):
        names = wording.listed(surroundings.command.requirements)
        # translators: of pip, setuptools and wheel; it is the Python that has them
        yield _("Its {packages} came with it; an environment brings its own.").format(
            packages=names
        )
    absent = wording.absent_manager(surroundings.managed, surroundings.tools)
    if absent:
        yield wording.sentence(absent)
    if why:
        yield why


def _asks_for_makers(surroundings: Surroundings) -> bool:
    wanted = map(requirement.parse, surroundings.command.requirements)
    names = {each.name if each is not None else "" for each in wanted}
    is_install = surroundings.command.subcommand == "install"
    return is_install and bool(names) and names <= requirement.MAKERS


def _is_for_user_alone(
    failure: Failure, surroundings: Surroundings, settings: Settings
) -> bool:
    environ = configuration.in_effect(
        surroundings.typed,
        settings.environ,
        home=surroundings.home,
        cwd=failure.cwd,
        prefix=surroundings.interpreter.prefix,
    )
    return pip_rules.is_for_user_alone(surroundings.typed, environ)


def _carried_on(offer: Offer, rest: tuple[tuple[str, ...], ...], shell: Shell) -> Offer:
    """Let what would have come next be part of the offer, if that does anything."""
    if not rest or not (offer.plan.steps or offer.settle):
        return offer
    settle = offer.settle
    then = _("and then: {command}").format(
        command=shell.chain([shell.run(words) for words in rest])
    )
    steps = (*offer.plan.steps, Then(rest))
    return replace(
        offer,
        plan=replace(offer.plan, steps=steps),
        note=_("{note}; {then}").format(note=offer.note, then=then)
        if offer.note
        else then,
        settle=None if settle is None else partial(_settled, settle, rest, shell),
    )


def _settled(
    settle: Callable[[], Offer | None],
    rest: tuple[tuple[str, ...], ...],
    shell: Shell,
) -> Offer | None:
    offer = settle()
    return None if offer is None else _carried_on(offer, rest, shell)
