"""Which shell this is, by the parent processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook import ancestry, shells
from pep668hook.check import Check, Finding, State
from pep668hook.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pep668hook.check import Scene


def _look(scene: Scene) -> Iterator[Finding]:
    parents = ancestry.names()
    above = ", ".join(parents) or _("they cannot be told")
    facts: dict[str, object] = {"parents": list(parents)}
    if scene.shell is None:
        first, *others = shells.names()
        yield Finding(
            N_("shell"),
            State.FAILURE,
            _("none that there is a snippet for (parents: {parents})").format(
                parents=above
            ),
            # translators: a command, and a shell's comment behind it
            _("{command}  # or {others}").format(
                command=f"pep668hook install {first}", others=", ".join(others)
            ),
            facts,
        )
        return
    facts["shell"] = scene.shell.name
    yield Finding(
        N_("shell"),
        State.OK,
        _("{shell} (parents: {parents})").format(shell=scene.shell.name, parents=above),
        facts=facts,
    )


CHECK: Final = Check(N_("shell"), 10, _look)
