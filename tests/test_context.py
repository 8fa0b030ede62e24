from __future__ import annotations

from tests.builders import case


def test_a_command_is_run_again_without_what_an_environment_refuses() -> None:
    asked = case("pip", "install", "--user", "six", "-U")

    assert asked.again("pip") == ("pip", "install", "six", "-U")
    assert asked.again_in("/opt/venv") == (
        *("/opt/venv/bin/pip", "install", "six", "-U"),
    )


def test_uv_is_run_again_as_uv() -> None:
    asked = case("pip", "install", "--system", "six", tool="uv")

    assert asked.again("pip") == ("uv", "pip", "install", "six")
    assert asked.again_in(".venv") == (
        *("uv", "pip", "install", "--python", ".venv", "six"),
    )


def test_what_is_not_known_is_left_open() -> None:
    assert case(is_known=False).again("pip") == ("pip", "install", "...")


def test_who_wanted_a_pip_has_one_in_an_environment() -> None:
    asked = case(tool="ensurepip", is_known=False)

    assert asked.asks_for_pip
    assert asked.again("pip") == ("pip", "--version")
