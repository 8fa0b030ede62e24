"""Whether the hook is loaded in this very shell, and what is in its way there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pep668hook import installation, programs
from pep668hook.check import Check, Finding, State
from pep668hook.plain_text import strip_control
from pep668hook.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pep668hook.check import Scene, Told
    from pep668hook.shell import Shell

# The function that is wrapped round pip, or the script that an alias leads to instead.
_OURS: Final = re.compile(r"__pep668hook_run|pep668hook\.pip\.")
_AT_PROMPT: Final = "__pep668hook_"
_NAMES: Final = ("pip", "pip3")
_SHOWN: Final = 60  # characters of an alias or a function


def _look(scene: Scene) -> Iterator[Finding]:
    if scene.shell is None:
        return
    if scene.told is None:
        yield _by_rc_file(scene, scene.shell)
        return
    for name in _NAMES:
        yield _of_name(name, scene, scene.shell, scene.told)
    if scene.told.prompt is not None:
        yield _at_prompt(scene, scene.told.prompt)


def _by_rc_file(scene: Scene, shell: Shell) -> Finding:
    """Tell by the rc file alone: this shell's own function has not called."""
    settings = scene.settings
    rc_file = shell.rc_file(settings.home or scene.cwd, settings.environ)
    facts = {"rc_file": str(rc_file)}
    if installation.has_line(rc_file):
        seen = _(
            "not loaded in this shell, or called past it; {rc_file} loads it"
        ).format(rc_file=rc_file)
        return Finding(N_("loaded"), State.WARNING, seen, scene.load(), facts)
    seen = _("not loaded in this shell, and {rc_file} has no line for it").format(
        rc_file=rc_file
    )
    cure = f"pep668hook install {shell.name}"
    return Finding(N_("loaded"), State.FAILURE, seen, cure, facts)


def _of_name(name: str, scene: Scene, shell: Shell, told: Told) -> Finding:
    alias, function = told.aliases.get(name, ""), told.functions.get(name, "")
    theirs = function if function and not _OURS.search(function) else ""
    is_wrapped = bool(_OURS.search(alias + function))
    wrapped = [each for each in _NAMES if _OURS.search(told.functions.get(each, ""))]
    facts: dict[str, object] = {"alias": alias, "function": function}
    facts["wrapped"] = is_wrapped and not theirs
    where = _defined(name, scene, shell)
    cures = [] if where is None else [scene.edit(*where)]
    if alias and not (_OURS.search(alias) or _leads(alias, name, wrapped)):
        what = _("an alias of yours: {alias}").format(alias=alias)
        cures += [shell.forget_alias(name), scene.load()]
        return _in_the_way(name, what, where, cures, facts)
    if theirs:
        what = _("a function of yours:\n{theirs}").format(theirs=theirs)
        cures += [shell.forget_function(name), scene.load()]
        return _in_the_way(name, what, where, cures, facts)
    if is_wrapped:
        return _in_new_shells(name, where, cures, facts)
    program = programs.find(name, scene.settings.path)
    if program is None:
        seen = _("there is none on PATH; what else runs a pip is met at the prompt")
        return Finding(name, State.OK, seen, facts=facts)
    seen = _(
        "not wrapped: {program} came after the shell, or the wrapper was removed"
    ).format(program=program)
    return Finding(name, State.FAILURE, seen, scene.load(), facts)


def _in_the_way(
    name: str,
    what: str,
    where: tuple[Path, int] | None,
    cures: Sequence[str],
    facts: dict[str, object],
) -> Finding:
    """Say what is called instead of the hook, and where it may come from."""
    seen = _("not wrapped, for there is {what}").format(what=_short(what))
    if where is not None:
        seen = _("{seen} (line {line} of {file}, to be taken out)").format(
            seen=seen, line=where[1], file=where[0]
        )
        facts |= {"file": str(where[0]), "line": where[1]}
    return Finding(name, State.FAILURE, seen, "; ".join(cures), facts)


def _in_new_shells(
    name: str,
    where: tuple[Path, int] | None,
    cures: Sequence[str],
    facts: dict[str, object],
) -> Finding:
    """Say whether what is wrapped here is so in the next shell, by the rc file."""
    if where is None:
        return Finding(name, State.OK, _("wrapped"), facts=facts)
    seen = _(
        "wrapped here, but line {line} of {file} puts something else in its place"
        " in new shells, and is to be taken out"
    ).format(line=where[1], file=where[0])
    facts |= {"file": str(where[0]), "line": where[1]}
    return Finding(name, State.WARNING, seen, "; ".join(cures), facts)


def _defined(name: str, scene: Scene, shell: Shell) -> tuple[Path, int] | None:
    """Find the line of the rc file that makes the alias or the function, and lasts."""
    settings = scene.settings
    rc_file = shell.rc_file(settings.home or scene.cwd, settings.environ)
    told = re.compile(
        rf"\s*(?:(?:new-|set-)?alias|function)\s(?:.*?\s)?{name}(?:[\s=]+(.*)|$)"
        rf"|\s*{name}\s*\(\)|\s*function\s+{name}\b",
        re.IGNORECASE,
    )
    taken_back = re.compile(
        rf"\s*(?:unalias|unset|unfunction|functions|remove-(?:item|alias))\s(?:.*[\s:])?"
        rf"{name}\b",
        re.IGNORECASE,
    )
    try:
        lines = rc_file.read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    found = None
    for number, line in enumerate(lines, 1):
        made = told.match(line)
        if taken_back.match(line):
            found = None
        elif made and not _leads(made[1] or "", name, _NAMES):
            found = found or (rc_file, number)
    return found


def _leads(alias: str, name: str, wrapped: Sequence[str]) -> bool:
    """Say whether an alias leads to a wrapped name, with options, say."""
    words = re.sub(rf"^(?:alias )?{name}=", "", alias).strip("'\"").split()
    return any(word in wrapped for word in words[:2])


def _at_prompt(scene: Scene, prompt: str) -> Finding:
    facts = {"prompt": prompt}
    if _AT_PROMPT in prompt:
        seen = _("lines that have failed are looked at")
        return Finding(N_("prompt"), State.OK, seen, facts=facts)
    seen = _("something has taken the hook's place at the prompt")
    return Finding(N_("prompt"), State.FAILURE, seen, scene.load(), facts)


def _short(text: str) -> str:
    lines = strip_control(text).splitlines()
    code = (line for line in lines if not line.lstrip().startswith("#"))
    words = " ".join(" ".join(code).split())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 3]}..."


CHECK: Final = Check(N_("hook"), 20, _look)
