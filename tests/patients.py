"""Somebody for the doctor to look at: a home, a directory, what their shell tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pep668hook import settings, shells
from pep668hook.check import Scene, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pep668hook.check import Check, Finding

WRAPPED: Final = "pip () { __pep668hook_run pip; }"


def told(
    *,
    aliases: Mapping[str, str] | None = None,
    functions: Mapping[str, str] | None = None,
    prompt: str | None = None,
    mode: str = "",
) -> Told:
    wrapped = dict.fromkeys(("pip", "pip3"), WRAPPED)
    return Told(
        aliases=aliases or {},
        functions=wrapped if functions is None else functions,
        prompt=prompt,
        mode=mode,
    )


def scene(  # noqa: PLR0913 # one keyword a field
    place: Path,
    *,
    within: str | None = "bash",
    told: Told | None = None,
    share: Path | None = None,
    helper: Path | None = None,
    site_file: Path | None = None,
    path: Iterable[Path] = (),
    **environ: str,
) -> Scene:
    home, cwd = place / "home", place / "home" / "work"
    cwd.mkdir(parents=True, exist_ok=True)
    where = share or home / ".local" / "share" / "pep668hook"
    variables = {"HOME": str(home), "PATH": ":".join(map(str, path)), **environ}
    return Scene(
        settings=settings.read(variables, site_file),
        cwd=cwd,
        shell=shells.named(within) if within else None,
        told=told,
        share=where,
        helper=helper or where / "venv" / "bin" / "python",
    )


def found(check: Check, where: Scene) -> dict[str, Finding]:
    """Make a check; give its findings by what they are about, the last of each."""
    return {finding.about: finding for finding in check.look(where)}
