from __future__ import annotations

from pep668hook.errors import HookError


def test_an_error_says_what_could_not_be_done_and_why() -> None:
    error = HookError(message="could not make `.venv`", context="the disk is full")

    assert str(error) == "could not make `.venv`: the disk is full"


def test_an_error_without_a_cause_says_only_what() -> None:
    assert str(HookError(message="could not make `.venv`")) == "could not make `.venv`"
