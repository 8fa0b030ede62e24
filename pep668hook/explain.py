"""Say what would be offered for a command, without asking or doing anything.

The seam for judging the advice from outside: the JSON's names are stable.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from pep668hook import programs
from pep668hook.advice import advise
from pep668hook.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pep668hook.advice import Advice
    from pep668hook.remedy import Offer
    from pep668hook.settings import Settings
    from pep668hook.shell import Shell


def explain(argv: Sequence[str], settings: Settings, shell: Shell) -> Advice | None:
    """Take `argv` for a pip command that was refused here, and advise."""
    program = programs.find(Path(argv[0]).name, settings.path) if argv else None
    if program is None:
        return None
    failure = Failure(
        argv=tuple(argv),
        program=Path(argv[0]) if Path(argv[0]).is_absolute() else program,
        cwd=Path.cwd(),
        status=1,
        text="",
        suspended=False,
    )
    return advise(failure, settings, shell)


def settled(advice: Advice) -> dict[str, Offer]:
    """Settle what is still a guess, all at once; what drops out is left out."""
    with ThreadPoolExecutor() as pool:
        known = pool.map(_settle, advice.offers.values())
        return {
            key: offer for key, offer in zip(advice.offers, known, strict=True) if offer
        }


def to_json(advice: Advice) -> str:
    """Write the advice as JSON: `reason`, and `offers` in order."""
    offers = [
        {
            "key": key or "Enter",
            "remedy": offer.remedy,
            "title": offer.title,
            "commands": list(advice.commands(offer)),
            "why": offer.note,
        }
        for key, offer in settled(advice).items()
    ]
    return json.dumps({"reason": advice.reason, "offers": offers}, indent=2)


def to_text(advice: Advice) -> str:
    """Write the advice for a person to read."""
    lines = [advice.reason]
    for key, offer in settled(advice).items():
        lines += ["", f"{key or 'Enter'}: {offer.title}"]
        lines += [f"    {offer.note}"] if offer.note else []
        lines += [f"    $ {command}" for command in advice.commands(offer)]
    return "\n".join(lines)


def _settle(offer: Offer) -> Offer | None:
    return offer if offer.settle is None else offer.settle()
