from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.pip_command import parse
from pep668hook.plan import Activate, Plan, Retry, Run
from pep668hook.retry import in_environment, overruling_user, with_override


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        ("pip install six", "pip install six"),
        ("pip3 install -U six==1.16", "pip3 install -U six==1.16"),
        ("pip install --user six", "pip install six"),
        ("pip install -U --user six", "pip install -U six"),
        ("pip --python /usr/bin/python3 install six", "pip install six"),
        ("pip --python=/usr/bin/python3 install six", "pip install six"),
        ("pip install -- --user", "pip install -- --user"),
        ("pip uninstall -y six", "pip uninstall -y six"),
    ],
)
def test_the_command_is_repeated_but_for_what_an_environment_refuses(
    typed: str, again: str
) -> None:
    assert in_environment(parse(typed.split())) == Retry(tuple(again.split()))


def test_a_word_stays_a_word_whatever_it_holds() -> None:
    argv = ("pip", "install", "six>=1; python_version > '3'", "", "a\nb")

    assert in_environment(parse(argv)) == Retry(argv)


def test_a_setting_for_the_user_alone_is_overruled_in_an_environment() -> None:
    activate = Activate(Path(".venv"))
    again = Retry(("python", "-m", "pip", "install", "six"))
    overruled = Retry(("python", "-m", "pip", "install", "--no-user", "six"))
    other = Plan((), (Run(("pipx", "install", "black")),))

    assert overruling_user(Plan((), (activate, again))) == Plan(
        (), (activate, overruled)
    )
    assert overruling_user(other) == other


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        ("pip install six", "pip install six --break-system-packages"),
        ("pip install -r r.txt", "pip install -r r.txt --break-system-packages"),
        ("pip install -q -- six", "pip install -q --break-system-packages -- six"),
    ],
)
def test_the_override_is_an_option_of_the_same_command(typed: str, again: str) -> None:
    assert with_override(parse(typed.split())) == Retry(tuple(again.split()))


def test_uv_is_not_led_back_to_the_system() -> None:
    command = parse(["uv", "pip", "install", "--system", "-p", "3.11", "six"])

    assert in_environment(command).argv == ("uv", "pip", "install", "six")
