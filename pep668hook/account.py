"""The account of an accepted offer: what stood there before, and what it has done."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pep668hook import contents, journal
from pep668hook.files import exists
from pep668hook.journal import Entry, Made
from pep668hook.plan import Activate, AddPip, MakeEnvironment, Retry, Run, SetAside

if TYPE_CHECKING:
    from pathlib import Path

    from pep668hook.plan import Plan
    from pep668hook.remedy import Offer
    from pep668hook.surroundings import Surroundings


class Account:
    """One accepted offer; it is opened before anything is done."""

    def __init__(self, offer: Offer, surroundings: Surroundings) -> None:
        self._offer = offer
        self._surroundings = surroundings
        self._path, self._set_aside = _to_be_made(offer.plan)
        self._makes_parent = self._path is not None and not os.path.lexists(
            self._path.parent
        )

    def close(self, state: Path | None) -> None:
        """Write what was done to the journal, if there can be one."""
        if state is not None and (self._offer.plan.actions or self._offer.plan.steps):
            # The work is done, and a full disk or a read-only home changes nothing.
            with suppress(OSError):
                journal.append(self._entry(), state)

    def _entry(self) -> Entry:
        plan, surroundings = self._offer.plan, self._surroundings
        activated = [step.path for step in plan.steps if isinstance(step, Activate)]
        retried = [step.argv for step in plan.steps if isinstance(step, Retry)]
        return Entry(
            when=datetime.now(UTC).isoformat(timespec="microseconds"),
            cwd=str(surroundings.directory.cwd),
            argv=surroundings.typed.argv,
            interpreter=str(surroundings.interpreter.executable),
            remedy=self._offer.remedy,
            done=self._offer.done,
            made=self._made(),
            had_pip=not any(isinstance(action, AddPip) for action in plan.actions),
            activated=str(activated[0]) if activated else "",
            ran=tuple(step.argv for step in plan.steps if isinstance(step, Run)),
            retried=retried[0] if retried else (),
        )

    def _made(self) -> Made | None:
        if self._path is None or not _is_there(self._set_aside):
            return None
        return Made(
            path=str(self._path),
            identity=contents.identity(self._path),
            unlisted=tuple(sorted(contents.unlisted(self._path))),
            set_aside="" if self._set_aside is None else str(self._set_aside),
            parent_made=self._makes_parent,
        )


def _is_there(set_aside: Path | None) -> bool:
    """Say whether the old one is where it was to go, if there was one."""
    return set_aside is None or exists(set_aside)


def _to_be_made(plan: Plan) -> tuple[Path | None, Path | None]:
    """Tell which environment is not there yet, and where an old one goes to."""
    aside = {
        action.path: action.new_path
        for action in plan.actions
        if isinstance(action, SetAside) and exists(action.path)
    }
    new = (
        action.path
        for action in plan.actions
        if isinstance(action, MakeEnvironment)
        and (action.path in aside or not os.path.lexists(action.path))
    )
    path = next(new, None)
    return path, aside.get(path) if path is not None else None
