"""Each tool that an offer may use, with its version."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from pep668hook import programs, surroundings
from pep668hook.check import Check, Finding, State
from pep668hook.distros import known
from pep668hook.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pep668hook.check import Scene

_PATIENCE: Final = 5.0  # seconds
_VERSION: Final = re.compile(r"\d+(?:\.\d+)+[\w.+-]*")


def _look(scene: Scene) -> Iterator[Finding]:
    packages = (distro.packages for distro in known())
    its_own = (name for each in packages if each for name in each.programs)
    names = dict.fromkeys(("pip", *surroundings.TOOLS, *its_own))
    found = programs.find_all(names, scene.settings.path)

    def version(program: Path) -> str:
        argv: list[str | Path] = [program, "--version"]
        told = programs.run(argv, environ=scene.settings.environ, seconds=_PATIENCE)
        number = _VERSION.search(told.output) if told.status == 0 else None
        return number[0] if number else ""

    with ThreadPoolExecutor() as pool:
        versions = list(pool.map(version, found.values()))
    for (name, program), number in zip(found.items(), versions, strict=True):
        facts = {"path": str(program), "version": number or None}
        said = number or _("does not tell its version")
        seen = _("{version} ({program})").format(version=said, program=program)
        yield Finding(name, State.OK, seen, facts=facts)
    if not found:
        yield Finding(N_("tools"), State.OK, _("there is none that an offer could use"))


CHECK: Final = Check(N_("tools"), 80, _look)
