"""The live self-test: a refusal in a shell of the person's own, and one key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import programs, trial
from pep668hook.check import Check, Finding, State
from pep668hook.files import is_program
from pep668hook.setting import MODE
from pep668hook.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pep668hook.check import Scene
    from pep668hook.shell import Shell
    from pep668hook.trial import Outcome

_NEEDED: Final = "create-venv"
_AGAIN: Final = "pep668hook doctor"


def _look(scene: Scene) -> Iterator[Finding]:
    shell, settings = scene.shell, scene.settings
    if shell is None:
        return
    hindrance = _hindrance(scene)
    if hindrance:
        yield Finding(
            "self-test", State.OK, _("not tried, for {reason}").format(reason=hindrance)
        )
        return
    program = _program(scene, shell)
    if program is None:
        seen = _("not tried, for there is no {shell} on PATH").format(shell=shell.name)
        yield Finding(N_("self-test"), State.OK, seen)
        return
    yield _told(trial.run(shell, program, settings), scene)


def _program(scene: Scene, shell: Shell) -> Path | None:
    """Find the shell's program: the one that the person has chosen, else on PATH."""
    chosen = Path(scene.settings.environ.get("SHELL", ""))
    if chosen.is_absolute() and chosen.name in shell.programs and is_program(chosen):
        return chosen
    found = programs.find_all(shell.programs, scene.settings.path)
    return next(iter(found.values()), None)


def _hindrance(scene: Scene) -> str:
    """Tell what of the site's policy leaves nothing to try."""
    policy = scene.settings.preferences.policy
    decided = policy.says(MODE)
    if decided not in {None, "ask"}:
        return _("by {source} the mode is {mode}").format(
            source=policy.places[MODE.name], mode=decided
        )
    if not scene.settings.preferences.permits(_NEEDED):
        return _("the remedy {remedy} is not allowed").format(remedy=_NEEDED)
    return ""


def _told(outcome: Outcome, scene: Scene) -> Finding:
    facts = {
        "seconds": round(outcome.seconds, 2),
        "started": outcome.started,
        "refused": outcome.refused,
        "offered": outcome.offered,
        "healed": outcome.healed,
        "fault": outcome.fault or None,
    }
    name = "" if scene.shell is None else scene.shell.name
    if not outcome.fault:
        seen = _(
            "a new {shell} with your rc files was refused, asked and healed "
            "in {seconds:.1f} s ({steps})"
        ).format(shell=name, seconds=outcome.seconds, steps=_steps(outcome))
        return Finding(N_("self-test"), State.OK, seen, facts=facts)
    seen = _("in a new {shell} with your rc files {fault}").format(
        shell=name, fault=outcome.fault
    )
    return Finding(N_("self-test"), State.FAILURE, seen, _cure(outcome, scene), facts)


def _steps(outcome: Outcome) -> str:
    steps = {
        _("start"): outcome.started,
        _("refusal"): outcome.refused,
        _("panel"): outcome.offered,
        _("healing"): outcome.healed,
    }
    return ", ".join(f"{name} {took or 0:.1f}" for name, took in steps.items())


def _cure(outcome: Outcome, scene: Scene) -> str:
    """Write what to do where the other checks find nothing."""
    name = "" if scene.shell is None else f" {scene.shell.name}"
    if outcome.refused is not None and outcome.offered is None:
        return f"pep668hook install{name}"
    # translators: a command, and a shell's comment behind it
    words = _("{command}  # what else it names first, then once more")
    return words.format(command=_AGAIN)


CHECK: Final = Check(N_("self-test"), 100, _look)
