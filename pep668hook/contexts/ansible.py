"""A task of Ansible."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from pep668hook.context import Context, Suggestion
from pep668hook.suggestions import packages_of, request
from pep668hook.words import _

if TYPE_CHECKING:
    from pep668hook.context import Case


def _suggest(case: Case) -> tuple[Suggestion, ...]:
    command = case.command
    names = list(command.requirements) if command else []
    asked = [f"    name: {json.dumps(names or ['...'])}"]
    if command and command.requirement_files:
        asked = [f"    requirements: {json.dumps(command.requirement_files[0])}"]
    environment = Suggestion(
        remedy="create-venv",
        title=_("give the task a virtualenv, and {request} there").format(
            request=request(case)
        ),
        commands=(
            "- ansible.builtin.pip:",
            *asked,
            "    virtualenv: /opt/venv",
            f"    virtualenv_command: {case.python} -m venv",
        ),
        why=_("the module makes it where it is not there yet"),
    )
    packages = packages_of(case)
    if not packages or case.distro is None:
        return (environment,)
    system = Suggestion(
        remedy="install-system-package",
        title=_("install it with {manager}").format(manager=case.distro.package_owner),
        commands=(
            "- ansible.builtin.package:",
            f"    name: {json.dumps(packages)}",
        ),
        why=_("for the system's own Python, if the distribution has it by that name"),
    )
    return (environment, system)


CONTEXT: Final = Context(
    name="ansible",
    suggest=_suggest,
    rank=20,
    command=re.compile(
        r'(?:"cmd": |^\s+cmd: )'
        r'(?P<command>\[[^\[\]]*\]|"(?:[^"\\]|\\.)*+"|[^"\[\s].*)'
    ),
    listed=re.compile(r'^\s*"?cmd"?: ?\[?\s*$'),
    # Since ansible-core 2.19 a failure is told before its result, which may have the
    # same text twice itself.
    repeats=re.compile(r'^Origin: .*:\d+:\d+$|^\s*"stderr_lines": \['),
    signs=re.compile(r"^(?:TASK|PLAY|RUNNING HANDLER) \[|^fatal: \[.*\]: FAILED! =>"),
)
