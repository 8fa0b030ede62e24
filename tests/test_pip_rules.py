from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook.pip_command import parse
from pep668hook.pip_rules import bypasses, is_for_user_alone

if TYPE_CHECKING:
    from pep668hook.pip_command import PipCommand


def command(words: str) -> PipCommand:
    return parse(words.split())


@pytest.mark.parametrize(
    "words",
    [
        "pip install --break-system-packages six",
        "pip install --break six",
        "pip uninstall -y six --break-system-packages",
        "pip install --target dir six",
        "pip install -tdir six",
        "pip install --target= six",
        "pip install --prefix=dir six",
        "pip install --root dir six",
        "pip install --dry-run --report file six",
        "pip install --help",
        "pip install --require-virtualenv six",
        "pip uninstall",
        "pip uninstall -y",
        "pip download six",
        "pip list",
        "pip",
    ],
)
def test_these_are_never_refused(words: str) -> None:
    assert bypasses(command(words), {})


@pytest.mark.parametrize(
    "words",
    [
        "pip install",
        "pip install six",
        "pip install --user six",
        "pip install -e .",
        "pip install -r file",
        "pip install --dry-run six",
        "pip install --report file six",
        "pip install --dry-run --report= six",
        "pip install --dry-run --report file --report= six",
        "pip install -- --break-system-packages",
        "pip --python other install six",
        "pip uninstall six",
        "pip uninstall -r file",
    ],
)
def test_these_are_refused(words: str) -> None:
    assert not bypasses(command(words), {})


@pytest.mark.parametrize(
    ("words", "variable", "value"),
    [
        ("pip install six", "PIP_BREAK_SYSTEM_PACKAGES", "1"),
        ("pip install six", "PIP_BREAK_SYSTEM_PACKAGES", "Yes"),
        ("pip install six", "PIP_BREAK_SYSTEM_PACKAGES", "on"),
        ("pip install six", "PIP_BREAK_SYSTEM_PACKAGES", "not a boolean"),
        ("pip install six", "PIP_break_system_packages", "true"),
        ("pip uninstall six", "PIP_BREAK_SYSTEM_PACKAGES", "true"),
        ("pip install six", "PIP_TARGET", "dir"),
        ("pip install six", "PIP_PREFIX", "dir"),
        ("pip install six", "PIP_ROOT", "dir"),
        ("pip install --dry-run six", "PIP_REPORT", "file"),
        ("pip install --report file six", "PIP_DRY_RUN", "1"),
        ("pip install six", "PIP_REQUIRE_VENV", "1"),
        # Not the plain word: pip has read the variables before it completes it.
        ("pip install --isol six", "PIP_BREAK_SYSTEM_PACKAGES", "1"),
    ],
)
def test_a_variable_can_say_the_same(words: str, variable: str, value: str) -> None:
    assert bypasses(command(words), {variable: value})


@pytest.mark.parametrize(
    ("words", "variable", "value"),
    [
        ("pip install six", "PIP_BREAK_SYSTEM_PACKAGES", "0"),
        ("pip install six", "PIP_BREAK_SYSTEM_PACKAGES", "False"),
        ("pip install six", "PIP_BREAK_SYSTEM_PACKAGES", "n"),
        ("pip install six", "PIP_BREAK_SYSTEM_PACKAGES", "f"),
        ("pip install six", "PIP_BREAK_SYSTEM_PACKAGES", "OFF"),
        ("pip install six", "PIP_BREAK_SYSTEM_PACKAGES", ""),
        ("pip install six", "BREAK_SYSTEM_PACKAGES", "1"),
        ("pip install six", "UV_BREAK_SYSTEM_PACKAGES", "1"),
        ("pip install --isolated six", "PIP_BREAK_SYSTEM_PACKAGES", "1"),
        ("pip --isolated install six", "PIP_TARGET", "dir"),
        ("pip install six", "PIP_TARGET", ""),
        ("pip uninstall six", "PIP_TARGET", "dir"),
        ("pip uninstall", "PIP_REQUIREMENT", "file"),
        ("pip install six", "PIP_USER", "1"),
        ("pip install six", "PIP_DRY_RUN", "1"),
        ("pip install --report file six", "PIP_DRY_RUN", "no"),
        ("pip install --dry-run --report= six", "PIP_REPORT", "file"),
        ("pip install six", "PIP_HELP", "1"),
        ("pip install six", "PIP_UNHEARD_OF", "1"),
    ],
)
def test_a_variable_that_says_no_such_thing(
    words: str, variable: str, value: str
) -> None:
    assert not bypasses(command(words), {variable: value})


# -- uv, which finds no Python of the system unless it is told to


@pytest.mark.parametrize(
    "words",
    [
        "uv pip install six",
        "uv pip list --system",
        "uv add six",
        "uv pip install --system --help",
        "uv pip install --system --user six",
        "uv pip install --system --target dir six",
        "uv pip install --system --prefix dir six",
        "uv pip install --system --break-system-packages six",
        "uv pip uninstall --system --break-system-packages six",
    ],
)
def test_these_are_never_refused_by_uv(words: str) -> None:
    assert bypasses(command(words), {})


@pytest.mark.parametrize(
    "words",
    [
        "uv pip install --system six",
        "uv pip uninstall --system six",
        "uv pip install --python 3.12 six",
        "uv pip install -p /usr/bin/python3 six",
        "uv --python 3.12 pip install six",
    ],
)
def test_these_are_refused_by_uv(words: str) -> None:
    assert not bypasses(command(words), {})
    # What pip would be told is nothing to uv.
    assert not bypasses(command(words), {"PIP_BREAK_SYSTEM_PACKAGES": "1"})


@pytest.mark.parametrize("yes", ["1", "y", "yes", "t", "true", "on", "TRUE", "On"])
def test_a_variable_tells_uv_to_take_the_python_of_the_system(yes: str) -> None:
    words = "uv pip install six"

    assert not bypasses(command(words), {"UV_SYSTEM_PYTHON": yes})
    assert bypasses(
        command(words), {"UV_SYSTEM_PYTHON": yes, "UV_BREAK_SYSTEM_PACKAGES": yes}
    )


@pytest.mark.parametrize("no", ["", "0", "no", "false", "maybe"])
def test_a_variable_that_does_not_say_yes_tells_uv_nothing(no: str) -> None:
    words = "uv pip install six"

    assert bypasses(command(words), {"UV_SYSTEM_PYTHON": no})
    assert not bypasses(command(f"{words} --system"), {"UV_BREAK_SYSTEM_PACKAGES": no})


def test_a_variable_names_the_python_for_uv() -> None:
    words = "uv pip install six"

    assert not bypasses(command(words), {"UV_PYTHON": "/usr/bin/python3"})
    assert bypasses(command(words), {"UV_PYTHON": ""})


# -- for the user alone


@pytest.mark.parametrize("yes", ["1", "true", "YES", "not a boolean"])
def test_a_variable_can_make_an_installation_one_for_the_user(yes: str) -> None:
    assert is_for_user_alone(command("pip install six"), {"PIP_USER": yes})


@pytest.mark.parametrize(
    ("words", "environ"),
    [
        ("pip install six", {}),
        ("pip install six", {"PIP_USER": "0"}),
        ("pip install six", {"PIP_USER": "False"}),
        ("pip install six", {"PIP_USER": ""}),
        ("pip install six", {"PIP_TARGET": "dir"}),
        ("pip --isolated install six", {"PIP_USER": "1"}),
        ("pip uninstall six", {"PIP_USER": "1"}),
        ("pip list", {"PIP_USER": "1"}),
        ("pip", {"PIP_USER": "1"}),
        # uv reads no variable of pip's, and knows no --no-user.
        ("uv pip install --system six", {"PIP_USER": "1"}),
        # It is the variable that counts; what was typed can be seen.
        ("pip install --user six", {}),
    ],
)
def test_all_else_is_for_everybody(words: str, environ: dict[str, str]) -> None:
    assert not is_for_user_alone(command(words), environ)
