"""The directory: whether an environment may be made here, and which there are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from pep668hook import central, directory, environment
from pep668hook.check import Check, Finding, State
from pep668hook.directory import Standing
from pep668hook.environment import Problem
from pep668hook.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pep668hook.check import Scene
    from pep668hook.directory import Directory
    from pep668hook.environment import Environment


def _look(scene: Scene) -> Iterator[Finding]:
    place = directory.look(scene.cwd, scene.settings.home)
    kind = N_("project") if place.is_project else N_("directory")
    facts = {
        "path": str(place.root),
        "project": place.is_project,
        "standing": place.standing.name.lower(),
    }
    yield Finding(kind, State.OK, _trust(place, scene), facts=facts)
    if place.standing is not Standing.OWN:
        return
    scripts = scene.shell.activate_scripts if scene.shell is not None else ("activate",)
    for found in environment.find(directory.between(place), scripts):
        yield _environment(found, scene)


def _trust(place: Directory, scene: Scene) -> str:
    if place.standing is Standing.OWN:
        new = central.new_environment(place.root, scene.settings)
        shown = os.path.relpath(new, place.root)
        return _(
            "{directory}, which only you can change: new environments are {place}"
        ).format(directory=place.root, place=shown)
    personal = scene.settings.personal_environment
    words = (
        _("{directory}, which is {standing}: no environment is made here")
        if personal is None
        else _(
            "{directory}, which is {standing}: no environment is made here;"
            " {environment} serves instead"
        )
    )
    # translators: {standing} is such as: your home directory
    return words.format(
        directory=place.root, standing=_(place.standing.value), environment=personal
    )


def _environment(found: Environment, scene: Scene) -> Finding:
    facts = {"path": str(found.path), "problem": None}
    if found.problem is None:
        return Finding(
            N_("environment"),
            State.OK,
            _("{environment} is whole").format(environment=found.path),
            facts=facts,
        )
    facts = {**facts, "problem": found.problem.name.lower()}
    seen = _("{environment}: {problem}").format(
        environment=found.path, problem=_(found.problem.value)
    )
    cure = "pep668hook fix -- pip install wheel"  # the first offer is the repair
    if found.problem is Problem.UNTRUSTED:
        cure = scene.command(["chmod", "-R", "go-w", str(found.path)])
    return Finding(N_("environment"), State.WARNING, seen, cure, facts)


CHECK: Final = Check(N_("directory"), 90, _look)
