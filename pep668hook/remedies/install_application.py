"""Give a command-line program an environment of its own, by pipx or uv tool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pep668hook import applications, keepers, requirement, system_packages
from pep668hook.applications import Application, Kind
from pep668hook.files import exists
from pep668hook.keeper import Order, carried
from pep668hook.plan import AddToPath, Plan, Run
from pep668hook.remedy import Offer, Remedy
from pep668hook.setting import INSTALLER
from pep668hook.wording import notes, request, short, things
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pep668hook.keeper import Keeper, Kept
    from pep668hook.requirement import Requirement
    from pep668hook.surroundings import Surroundings

_Argv = tuple[str, ...]
_FROM_DISTRO: Final = "pipx"
_AFRESH: Final = ("--force-reinstall", "--ignore-installed")


@dataclass(frozen=True, slots=True)
class _Way:
    """How a keeper would do all that is asked."""

    keeper: Keeper
    commands: tuple[_Argv, ...]
    kept: Kept
    """What it has."""
    first: tuple[_Argv, ...] = ()
    """What gets the keeper itself."""


def offer(surroundings: Surroundings) -> Offer | None:
    """Offer it for what is programs and nothing else."""
    if surroundings.command.subcommand == "uninstall":
        return _removal(surroundings)
    wanted = _wanted(surroundings)
    if not wanted:
        return None
    here = (
        _way(keeper, wanted, surroundings)
        for keeper in _by_preference(wanted, surroundings)
        if keeper.program in surroundings.tools
    )
    way = next(filter(None, here), None) or _by_distro(wanted, surroundings)
    return None if way is None else _installation(way, wanted, surroundings)


def _wanted(surroundings: Surroundings) -> tuple[Requirement, ...]:
    """List what is asked for by name, if all of it is programs.

    What is imported as well belongs to a project where there is one. A keeper that is
    there by another way, such as its maker's installer, is no program to be kept.
    """
    command, kept, tools = surroundings.command, surroundings.kept, surroundings.tools
    is_imported = surroundings.kind is Kind.BOTH and surroundings.directory.is_project
    if not kept or surroundings.kind is None or is_imported:
        return ()
    parsed = map(requirement.parse, command.requirements)
    wanted = tuple(each for each in parsed if each is not None)
    itself = (each.name in kept and each.name in tools for each in wanted)
    return () if any(itself) else wanted


def _by_preference(
    wanted: Sequence[Requirement], surroundings: Surroundings
) -> list[Keeper]:
    """Put first who has one of them, the one chosen, who has other programs, pipx.

    pipx before uv: every option of pip's goes along, as a pip can do the work, and it
    is what most distros' own refusals advise.
    """
    chosen = surroundings.preferences.value(INSTALLER)

    def preference(keeper: Keeper) -> tuple[bool, bool, bool]:
        names = surroundings.kept[keeper.name].names
        has_one = any(each.name in names for each in wanted)
        return not has_one, keeper.program != chosen, not names

    return sorted(keepers.known(), key=preference)  # known: by name, so pipx first


def _way(
    keeper: Keeper, wanted: Sequence[Requirement], surroundings: Surroundings
) -> _Way | None:
    """Find how it does that, for every user where that is meant and it can."""
    kept = _kept(keeper, surroundings)
    commands = _commands(keeper, kept, wanted, surroundings)
    if commands is None or (not keeper.yields and _in_the_way(kept, wanted)):
        return None
    return _Way(keeper, commands, kept)


def _kept(keeper: Keeper, surroundings: Surroundings) -> Kept:
    """Find what it has, for every user where root's rights were asked for."""
    everyones = None
    if surroundings.by_root and system_packages.may_be_root(surroundings):
        everyones = keeper.everyones(surroundings.tools[keeper.program])
    return everyones or surroundings.kept[keeper.name]


def _allowed(
    commands: Iterable[_Argv], kept: Kept, surroundings: Surroundings
) -> tuple[_Argv, ...]:
    """Give the commands root's rights, where they are for every user."""
    if not kept.for_everyone:
        return tuple(commands)
    return tuple(system_packages.as_root(argv, surroundings) for argv in commands)


def _commands(
    keeper: Keeper,
    kept: Kept,
    wanted: Sequence[Requirement],
    surroundings: Surroundings,
) -> tuple[_Argv, ...] | None:
    """Write its commands; None if it cannot do what an option asks."""
    command = surroundings.command
    options = carried(command, surroundings.directory.cwd)
    if options is None:
        return None
    python = surroundings.interpreter.executable
    written = [
        keeper.install(
            Order(
                wanted=each,
                commands_of=_known(each).commands_of,
                has_own=_known(each).has_own,
                options=options,
                python=python if command.has("--python") else None,
                kept=each.name in kept.names,
                newest=command.has("--upgrade"),
                afresh=any(map(command.has, _AFRESH)),
                for_everyone=kept.for_everyone,
            )
        )
        for each in wanted
    ]
    commands = tuple(argv for argv in written if argv is not None)
    if len(commands) < len(written):
        return None
    return _allowed(commands, kept, surroundings)


def _in_the_way(kept: Kept, wanted: Sequence[Requirement]) -> tuple[str, ...]:
    """Name the commands that are in their place already, from elsewhere."""
    new = (
        each.name
        for each in wanted
        if kept.names.isdisjoint((each.name, *_known(each).commands_of))
    )
    return tuple(name for name in new if exists(kept.bin / name))


def _known(wanted: Requirement) -> Application:
    """Find what the table says of it; what is not in it is like most."""
    return applications.find(wanted.name) or Application(Kind.APPLICATION)


def _by_distro(
    wanted: Sequence[Requirement], surroundings: Surroundings
) -> _Way | None:
    """Get pipx from the distro first, if it has one and the user may."""
    keeper = next(each for each in keepers.known() if each.name == _FROM_DISTRO)
    if keeper.program in surroundings.tools:
        return None
    get = system_packages.pipx(surroundings)
    others = [each for each in wanted if each.name != keeper.name]
    kept = surroundings.kept[keeper.name]
    commands = _commands(keeper, kept, others, surroundings)
    if not get or commands is None:
        return None
    return _Way(keeper, commands, kept, first=(get,))


def _installation(
    way: _Way, wanted: Sequence[Requirement], surroundings: Surroundings
) -> Offer:
    add = AddToPath(way.kept.bin)
    is_needed = way.commands and way.kept.bin not in surroundings.path
    title, done = _words(way, wanted, surroundings)
    return Offer(
        remedy=REMEDY.name,
        title=title,
        letter="x",
        done=done,
        note=notes(_notes(way, wanted, surroundings)),
        plan=Plan(
            actions=(),
            steps=(
                *map(Run, (*way.first, *way.commands)),
                *((add,) if is_needed else ()),
            ),
        ),
    )


def _words(
    way: _Way, wanted: Sequence[Requirement], surroundings: Surroundings
) -> tuple[str, str]:
    """Say what will happen, and then what is happening."""
    name = way.keeper.name
    names = way.kept.names
    packages = things(surroundings.command)
    title, done, upgrading = _phrases(way)
    asked = request(surroundings.command)
    has_all = all(each.is_bare and each.name in names for each in wanted)
    if has_all and not any(map(surroundings.command.has, _AFRESH)):
        asked = _("upgrade {packages}").format(packages=packages)
        done = upgrading
    done = done.format(packages=packages, manager=name)
    if not way.first:
        return title.format(request=asked, manager=name), done
    distro = surroundings.distro
    source = distro.package_owner if distro else _("the system")
    if not way.commands:
        words = _("install {packages} with {manager}")
        done = _("installing {packages} with {manager}")
        return (
            words.format(packages=name, manager=source),
            done.format(packages=name, manager=source),
        )
    words = _("install {keeper} with {manager}, then {request} with it")
    return words.format(keeper=name, manager=source, request=asked), done


def _phrases(way: _Way) -> tuple[str, str, str]:
    """Word the offer, and what is happening where it installs and where it upgrades."""
    if way.kept.for_everyone:
        return (
            _("{request} with {manager} for every user"),
            _("installing {packages} with {manager} for every user"),
            _("upgrading {packages} with {manager} for every user"),
        )
    return (
        _("{request} with {manager}"),
        _("installing {packages} with {manager}"),
        _("upgrading {packages} with {manager}"),
    )


def _notes(
    way: _Way, wanted: Sequence[Requirement], surroundings: Surroundings
) -> Iterator[str]:
    """Say what else is worth knowing."""
    kept = way.kept
    if surroundings.kind is Kind.BOTH:
        yield _("For its command alone: nothing else can import it then")
    here, home = surroundings.directory.cwd, surroundings.home
    for name in _in_the_way(kept, wanted):
        where = short(kept.bin / name, here, home)
        yield _(
            "{command} is there already, and stays: remove it to get the new one"
        ).format(command=where)
    if way.commands and kept.bin not in surroundings.path:
        where, lasting = short(kept.bin, here, home), way.keeper.lasting
        yield _(
            "{directory} is not on PATH: added here; `{command}` makes it last"
        ).format(directory=where, command=lasting)


def _removal(surroundings: Surroundings) -> Offer | None:
    """Offer to remove what a keeper has, if it has all of it."""
    command = surroundings.command
    parsed = [requirement.parse(word) for word in command.requirements]
    names = [each.name for each in parsed if each is not None]
    if command.requirement_files or len(names) < len(parsed):
        return None
    here = (each for each in keepers.known() if each.program in surroundings.tools)
    for keeper in here if surroundings.kept else ():
        kept = _kept(keeper, surroundings)
        if kept.names.issuperset(names):
            argvs = (keeper.uninstall(name, kept) for name in names)
            steps = tuple(map(Run, _allowed(argvs, kept, surroundings)))
            return Offer(
                remedy=REMEDY.name,
                title=_("{request} with {manager}, which has it").format(
                    request=request(command), manager=keeper.name
                ),
                letter="x",
                done=_("uninstalling {packages} with {manager}").format(
                    packages=things(command), manager=keeper.name
                ),
                plan=Plan(actions=(), steps=steps),
            )
    return None


REMEDY: Final = Remedy("install-application", offer)
