"""Which shell this is, by the parent processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook import ancestry, shells
from pep668hook.check import Check, Finding, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pep668hook.check import Scene


def _look(scene: Scene) -> Iterator[Finding]:
    parents = ancestry.names()
    above = ", ".join(parents) or "they cannot be told"
    facts: dict[str, object] = {"parents": list(parents)}
    if scene.shell is None:
        first, *others = shells.names()
        yield Finding(
            "shell",
            State.FAILURE,
            f"none that there is a snippet for (parents: {above})",
            f"pep668hook install {first}  # or {', '.join(others)}",
            facts,
        )
        return
    facts["shell"] = scene.shell.name
    yield Finding(
        "shell", State.OK, f"{scene.shell.name} (parents: {above})", facts=facts
    )


CHECK: Final = Check("shell", 10, _look)
