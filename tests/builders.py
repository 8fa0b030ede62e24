from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pep668hook import managers, requirement, toml_file
from pep668hook.context import Case
from pep668hook.directory import Directory, Standing
from pep668hook.distro import Distro
from pep668hook.environment import Environment
from pep668hook.failure import Failure
from pep668hook.installed import Installed, Place, Site
from pep668hook.interpreter import Interpreter
from pep668hook.journal import Entry, Made
from pep668hook.keeper import Kept, Order
from pep668hook.manager import ManagedProject, Project
from pep668hook.package import Package, PackageManager
from pep668hook.panel import Choice, Screen
from pep668hook.pip_command import parse
from pep668hook.plan import Activate, MakeEnvironment, Plan, Retry
from pep668hook.preferences import Preferences, Source
from pep668hook.remedy import Offer
from pep668hook.shells.bash import SHELL
from pep668hook.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pep668hook.correction import Correction
    from pep668hook.environment import Problem
    from pep668hook.keeper import Option
    from pep668hook.manager import Commands
    from pep668hook.package import Lists
    from pep668hook.plan import Action, ShellStep

HOME = Path("/home/me")
PROJECT = HOME / "work" / "app"
PYTHON = Path("/usr/bin/python3.11")
REFUSED = (
    "error: externally-managed-environment\n\n"
    "\N{MULTIPLICATION SIGN} This environment is externally managed\n"
)
NOTHING_SAID = Preferences(Source({}, {}), (), ())

# A name that every kind of quoting has to survive; `pwned` tells of one that did not.
AWKWARD = "a b'c\"d$(touch pwned)`touch pwned`;touch pwned&&x!y%n\\é\n-z"
# One that a Bourne shell's quoting keeps in one word, and fish reads as two commands.
FOR_FISH = "a\\'\";touch pwned;#"


def failure(  # noqa: PLR0913 # one keyword a field
    *,
    argv: Sequence[str] = ("pip", "install", "six"),
    program: Path = Path("/usr/bin/pip"),
    cwd: Path = PROJECT,
    status: int = 1,
    text: str = REFUSED,
    suspended: bool = False,
    by_root: bool = False,
    rest: Sequence[Sequence[str]] = (),
) -> Failure:
    return Failure(
        argv=tuple(argv),
        program=program,
        cwd=cwd,
        status=status,
        text=text,
        suspended=suspended,
        by_root=by_root,
        rest=tuple(tuple(words) for words in rest),
    )


def interpreter(
    *,
    executable: Path = PYTHON,
    version: tuple[int, int] = (3, 11),
    prefix: Path = Path("/usr"),
    virtual: bool = False,
    managed: bool = True,
) -> Interpreter:
    stdlib = Path("/usr/lib/python{}.{}".format(*version))
    return Interpreter(
        executable=executable,
        version=version,
        prefix=prefix,
        stdlib=stdlib,
        virtual=virtual,
        marker=stdlib / "EXTERNALLY-MANAGED" if managed else None,
    )


def directory(
    *,
    cwd: Path = PROJECT,
    root: Path | None = None,
    standing: Standing = Standing.OWN,
    is_project: bool = False,
) -> Directory:
    return Directory(
        cwd=cwd, root=root or cwd, standing=standing, is_project=is_project
    )


def environment(
    *,
    path: Path = PROJECT / ".venv",
    problem: Problem | None = None,
    in_own_place: bool = True,
    has_pip: bool = True,
) -> Environment:
    return Environment(
        path=path,
        problem=problem,
        in_own_place=in_own_place,
        has_pip=has_pip,
    )


def surroundings(  # noqa: PLR0913 # one keyword a field
    *,
    argv: Sequence[str] = ("pip", "install", "six"),
    typed: Sequence[str] = (),
    corrections: Sequence[Correction] = (),
    obstacle: str = "",
    python: Interpreter | None = None,
    place: Directory | None = None,
    environments: Sequence[Environment] = (),
    personal: Environment | None = None,
    personal_path: Path | None = HOME / ".virtualenvs" / "default",
    home: Path | None = HOME,
    whose: str = "Debian 12's own Python (kept by apt)",
    distro: Distro | None = None,
    tools: Mapping[str, Path] | None = None,
    managed: ManagedProject | None = None,
    is_root: bool = False,
    by_root: bool = False,
    in_container: bool = False,
    path: Sequence[Path] = (),
    kept: Mapping[str, Kept] | None = None,
    with_commands: Sequence[str] = (),
    installed: Sequence[Installed] = (),
    new_environment: Path | None = None,
    preferences: Preferences = NOTHING_SAID,
) -> Surroundings:
    place = place or directory()
    return Surroundings(
        command=parse(argv),
        typed=parse(typed or argv),
        corrections=tuple(corrections),
        obstacle=obstacle,
        interpreter=python or interpreter(),
        directory=place,
        environments=tuple(environments),
        personal=personal,
        personal_path=personal_path,
        home=home,
        whose=whose,
        distro=distro,
        tools=tools or {},
        managed=managed,
        is_root=is_root,
        by_root=by_root,
        in_container=in_container,
        path=tuple(path),
        kept=_KEPT if kept is None else kept,
        with_commands=frozenset(with_commands),
        installed=tuple(installed),
        new_environment=new_environment or place.root / ".venv",
        preferences=preferences,
    )


class Market:
    """A distro whose package manager answers in words of ours, from a directory."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "bin"
        self.path.mkdir()
        self.directory = directory
        self.asked = directory / "asked"
        self._script = self.path / "ask"
        self.says()

    def says(self, *packages: str) -> None:
        """Let it have packages, each as `name version` or `name version installed`."""
        lines = "".join(f"echo '{package}'\n" for package in packages)
        self._script.write_text(f'#!/bin/sh\necho "$@" >>{self.asked}\n{lines}')
        self._script.chmod(0o755)

    def manager(
        self,
        *,
        as_root: bool = True,
        for_each_python: bool = False,
        lists: Lists | None = None,
    ) -> PackageManager:
        return PackageManager(
            programs=("ask",),
            candidates=lambda project, _: (
                () if project == "none" else (f"a-{project}",)
            ),
            query=lambda names: ("ask", *names),
            read=self._read,
            install=lambda names: ("ask", "install", *names),
            remove=("ask", "remove"),
            pipx="pipx{0}{1}",
            as_root=as_root,
            for_each_python=for_each_python,
            lists=lists,
        )

    @staticmethod
    def _read(output: str) -> dict[str, Package]:
        rows = (line.split() for line in output.splitlines())
        return {
            name: Package(name, version, installed=bool(more))
            for name, version, *more in rows
        }

    def around(  # noqa: PLR0913 # one keyword a fact
        self,
        *words: str,
        manager: PackageManager | None = None,
        python: Interpreter | None = None,
        place: Directory | None = None,
        environments: Sequence[Environment] = (),
        tools: Sequence[str] = ("ask", "sudo"),
        is_root: bool = False,
    ) -> Surroundings:
        """Look round where `pip install` was told these words."""
        return surroundings(
            argv=("pip", "install", *words),
            python=python or interpreter(prefix=self.directory),
            place=place or directory(cwd=self.directory),
            environments=environments,
            distro=Distro(
                "Fruit",
                frozenset({"fruit"}),
                "juicer",
                packages=manager or self.manager(),
            ),
            tools={name: self.path / name for name in tools},
            is_root=is_root,
            path=(self.path, Path("/usr/bin"), Path("/bin")),
        )


def managed(  # noqa: PLR0913 # one keyword a field
    *,
    name: str = "uv",
    root: Path = PROJECT,
    commands: Commands | None = None,
    environment: Path | None = PROJECT / ".venv",
    prepare: Sequence[str] = (),
    adds_by_pip: bool = False,
    dependencies: Mapping[str, tuple[str, ...]] | None = None,
    extras: Sequence[str] = (),
    tell: Sequence[str] = (),
    enter: str = "",
) -> ManagedProject:
    manager = next(each for each in managers.known() if each.name == name)
    there = Project(root, {"project": {}}, {}, None, "linux")
    return ManagedProject(
        manager=manager,
        root=root,
        commands=commands or manager.manage(there).commands,
        environment=environment,
        prepare=tuple(prepare),
        adds_by_pip=adds_by_pip,
        dependencies=dependencies or {},
        extras=tuple(extras),
        tell=tuple(tell),
        enter=enter,
    )


def project(  # one keyword a field
    root: Path,
    pyproject: str | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    home: Path | None = None,
    platform: str = "linux",
    **files: str,
) -> Project:
    """Write a project; `uv_lock` stands for `uv.lock` in the names of its files."""
    texts = {name.replace("_", "."): text for name, text in files.items()}
    for name, text in texts.items():
        (root / name).write_text(text)
    if pyproject is not None:
        (root / "pyproject.toml").write_text(pyproject)
    tables = toml_file.read(root / "pyproject.toml")
    return Project(root, tables, environ or {}, home, platform)


def site(place: Place = Place.USER, base: Path = HOME / ".local") -> Site:
    return Site(place, base / "lib" / "python3.11" / "site-packages", base)


def installed(
    name: str = "six", where: Site | None = None, *, writable: bool = True
) -> Installed:
    where = where or site()
    return Installed(name, where, where.path / f"{name}-1.0.dist-info", writable)


def kept(*, bin: Path = HOME / ".local" / "bin", names: Sequence[str] = ()) -> Kept:  # noqa: A002 # its name
    return Kept(bin=bin, names=frozenset(names))


def order(  # noqa: PLR0913 # one keyword a field
    word: str,
    *,
    commands_of: Sequence[str] = (),
    has_own: bool = True,
    options: Sequence[Option] = (),
    python: Path | None = None,
    kept: bool = False,
    newest: bool = False,
    afresh: bool = False,
    for_everyone: bool = False,
) -> Order:
    wanted = requirement.parse(word)
    assert wanted is not None
    return Order(
        wanted=wanted,
        commands_of=tuple(commands_of),
        has_own=has_own,
        options=tuple(options),
        python=python,
        kept=kept,
        newest=newest,
        afresh=afresh,
        for_everyone=for_everyone,
    )


_KEPT = {"pipx": kept(), "uv": kept()}


def plan(
    *,
    actions: Sequence[Action] | None = None,
    steps: Sequence[ShellStep] | None = None,
) -> Plan:
    path = PROJECT / ".venv"
    make = MakeEnvironment(path=path, interpreter=PYTHON, prompt="app")
    retry = Retry(("pip", "install", "six"))
    return Plan(
        actions=tuple([make] if actions is None else actions),
        steps=tuple([Activate(path), retry] if steps is None else steps),
    )


def offer(  # noqa: PLR0913 # one keyword a field
    *,
    remedy: str = "create-venv",
    title: str = "make .venv, activate it and install six",
    letter: str = "v",
    plan: Plan | None = None,
    done: str = "made .venv and activated it",
    note: str = "",
    confirm: str = "",
    whole: bool = True,
    settle: Callable[[], Offer | None] | None = None,
) -> Offer:
    return Offer(
        remedy=remedy,
        title=title,
        letter=letter,
        plan=plan or _PLAN,
        done=done,
        note=note,
        confirm=confirm,
        whole=whole,
        settle=settle,
    )


_PLAN = plan()


def made(
    path: Path = PROJECT / ".venv",
    *,
    identity: str = "7-7",
    unlisted: Sequence[str] = ("pyvenv.cfg",),
    set_aside: str = "",
) -> Made:
    return Made(
        path=str(path),
        identity=identity,
        unlisted=tuple(unlisted),
        set_aside=set_aside,
    )


def entry(  # noqa: PLR0913 # one keyword a field
    *,
    when: str = "2026-01-31T12:00:00.000000+00:00",
    cwd: str = str(PROJECT),
    argv: Sequence[str] = ("pip", "install", "six"),
    remedy: str = "create-venv",
    done: str = "made .venv and activated it",
    made: Made | None = None,
    had_pip: bool = True,
    activated: str = "",
    ran: Sequence[tuple[str, ...]] = (),
    retried: Sequence[str] = (),
    undone: bool = False,
) -> Entry:
    return Entry(
        when=when,
        cwd=cwd,
        argv=tuple(argv),
        interpreter=str(PYTHON),
        remedy=remedy,
        done=done,
        made=made,
        had_pip=had_pip,
        activated=activated,
        ran=tuple(ran),
        retried=tuple(retried),
        undone=undone,
    )


def bare_environment(path: Path) -> Path:
    """Make a real environment without a pip, of the Python that runs the tests."""
    base = os.path.realpath(sys.executable)
    subprocess.run([base, "-m", "venv", "--without-pip", path], check=True)
    return path


def choice(
    *,
    key: str = "Enter",
    title: str = "make .venv, activate it and install six",
    note: str = "",
    commands: Sequence[str] = ("python3.11 -m venv .venv",),
) -> Choice:
    return Choice(key=key, title=title, note=note, commands=tuple(commands))


def screen(
    *,
    columns: int = 80,
    rows: int = 24,
    encoding: str = "utf-8",
    plain: bool = False,
    coloured: bool = False,
) -> Screen:
    return Screen(
        columns=columns,
        rows=rows,
        encoding=encoding,
        plain=plain,
        coloured=coloured,
    )


def case(
    *argv: str,
    tool: str = "pip",
    python: str = "python3",
    version: tuple[int, int] | None = None,
    distro: Distro | None = None,
    is_known: bool = True,
) -> Case:
    return Case(
        command=parse(argv or ("pip", "install", "six")) if is_known else None,
        tool=tool,
        python=python,
        version=version,
        distro=distro,
        shell=SHELL,
    )
