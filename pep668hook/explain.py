"""Say what would be offered for a command, without asking or doing anything.

The seam for judging the advice from outside: docs/explain.md holds its JSON stable.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from pep668hook import advice, plain_text
from pep668hook.command_line import Command
from pep668hook.failure import Failure
from pep668hook.launch import launched, pip_launched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pep668hook.advice import Advice
    from pep668hook.remedy import Offer
    from pep668hook.settings import Settings
    from pep668hook.shell import Shell


def explain(argv: Sequence[str], settings: Settings, shell: Shell) -> Advice | None:
    """Take `argv` for a pip command that was refused here, and advise.

    Where another machine's os-release is given, pip is taken to be that machine's,
    whether or not this one has a pip that is refused.
    """
    command = Command(joint="", assignments=(), words=tuple(argv), is_bare=True)
    launch = launched(command, settings.environ)
    pip = None if launch is None else pip_launched(launch)
    if pip is None:
        return None
    supposed = bool(settings.environ.get("PEP668HOOK_OS_RELEASE"))
    cwd = Path.cwd()
    program = pip.launch.find(cwd)
    if program is None and not supposed:
        return None
    failure = Failure(
        argv=pip.argv,
        program=program or Path(pip.launch.words[0]),
        cwd=cwd,
        status=1,
        text="",
        suspended=False,
        by_root=pip.launch.by_root,
        supposed=supposed,
    )
    return advice.advise(failure, settings, shell, settled)


def settled(offers: Sequence[Offer]) -> list[Offer]:
    """Settle what is still a guess, all at once; what drops out is left out."""
    with ThreadPoolExecutor() as pool:
        return [offer for offer in pool.map(_settle, offers) if offer is not None]


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
        for key, offer in advice.offers.items()
    ]
    return plain_text.to_json({"reason": advice.reason(), "offers": offers})


def to_text(advice: Advice) -> str:
    """Write the advice for a person to read."""
    lines = [advice.reason()]
    for key, offer in advice.offers.items():
        lines += ["", f"{key or 'Enter'}: {offer.title}"]
        lines += [f"    {offer.note}"] if offer.note else []
        lines += [f"    $ {command}" for command in advice.commands(offer)]
    return "\n".join(lines)


def _settle(offer: Offer) -> Offer | None:
    return offer if offer.settle is None else offer.settle()
