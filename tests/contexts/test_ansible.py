from __future__ import annotations

import pytest

from pep668hook.contexts.ansible import CONTEXT
from pep668hook.distros import debian
from tests.builders import case


def test_the_task_gets_a_virtualenv() -> None:
    (suggested,) = CONTEXT.suggest(case("pip", "install", "six", "a>=2"))

    assert suggested.commands == (
        "- ansible.builtin.pip:",
        '    name: ["six", "a>=2"]',
        "    virtualenv: /opt/venv",
        "    virtualenv_command: python3 -m venv",
    )


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (case("pip", "install", "-r", "a b.txt"), '    requirements: "a b.txt"'),
        (case(is_known=False), '    name: ["..."]'),
    ],
)
def test_says_what_is_installed(asked: object, line: str) -> None:
    (suggested,) = CONTEXT.suggest(asked)  # type: ignore[arg-type] # a case

    assert suggested.commands[1] == line


def test_or_the_task_is_one_for_packages() -> None:
    _, suggested = CONTEXT.suggest(case(distro=debian.DISTRO))

    assert suggested.commands == (
        "- ansible.builtin.package:",
        '    name: ["python3-six"]',
    )
