from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook import trial
from pep668hook.check import State
from pep668hook.checks.self_test import CHECK
from pep668hook.trial import Outcome
from tests.patients import found, scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEALED = Outcome(started=0.1, refused=0.5, offered=0.25, healed=1.0)


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Callable[[Outcome], list[Path]]:
    """Let the trial end so, without a shell; tests/test_trial.py plays it for real."""
    played: list[Path] = []

    def end(outcome: Outcome) -> list[Path]:
        def run(_shell: object, program: Path, _settings: object) -> Outcome:
            played.append(program)
            return outcome

        monkeypatch.setattr(trial, "run", run)
        return played

    return end


def test_a_trial_that_went_well_is_told_with_its_times(
    tmp_path: Path, ends: Callable[[Outcome], list[Path]]
) -> None:
    ends(HEALED)

    seen = found(CHECK, scene(tmp_path, SHELL="/bin/bash"))["self-test"]

    assert seen.state is State.OK
    assert "a new bash with your rc files" in seen.seen
    assert "in 1.9 s (start 0.1, refusal 0.5, panel 0.2, healing 1.0)" in seen.seen
    assert seen.facts["seconds"] == 1.85


@pytest.mark.parametrize(
    ("outcome", "cure"),
    [
        (
            Outcome(started=0.1, refused=0.5, fault="nothing was offered"),
            "pep668hook install bash",
        ),
        (Outcome(fault="its rc files did not end"), "pep668hook doctor  # "),
    ],
)
def test_one_that_did_not_is_a_failure_with_a_cure(
    tmp_path: Path,
    ends: Callable[[Outcome], list[Path]],
    outcome: Outcome,
    cure: str,
) -> None:
    ends(outcome)

    seen = found(CHECK, scene(tmp_path, SHELL="/bin/bash"))["self-test"]

    assert seen.state is State.FAILURE
    assert outcome.fault in seen.seen
    assert seen.cure.startswith(cure)


def test_the_persons_own_program_is_tried_before_that_on_path(
    tmp_path: Path, ends: Callable[[Outcome], list[Path]]
) -> None:
    played = ends(HEALED)
    mine = tmp_path / "mine" / "bash"
    other = tmp_path / "other" / "bash"
    for program in (mine, other):
        program.parent.mkdir()
        program.touch(0o755)

    found(CHECK, scene(tmp_path, path=[other.parent], SHELL=str(mine)))
    found(CHECK, scene(tmp_path, path=[other.parent], SHELL="/bin/sh"))

    assert played == [mine, other]


def test_without_a_program_there_is_no_trial(
    tmp_path: Path, ends: Callable[[Outcome], list[Path]]
) -> None:
    assert ends(HEALED) == []

    seen = found(CHECK, scene(tmp_path, path=[tmp_path]))["self-test"]

    assert seen.state is State.OK
    assert "no bash on PATH" in seen.seen


def test_without_a_shell_there_is_no_trial(tmp_path: Path) -> None:
    assert found(CHECK, scene(tmp_path, within=None)) == {}


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        ('[policy]\nmode = "hint"\n', "the mode is hint"),
        ('[policy.remedies]\nforbidden = ["create-venv"]\n', "create-venv"),
    ],
)
def test_what_the_site_forbids_is_not_tried(
    tmp_path: Path,
    ends: Callable[[Outcome], list[Path]],
    policy: str,
    why: str,
) -> None:
    played = ends(HEALED)
    site = tmp_path / "site.toml"
    site.write_text(policy)

    seen = found(CHECK, scene(tmp_path, SHELL="/bin/bash", site_file=site))

    assert played == []
    assert seen["self-test"].state is State.OK
    assert why in seen["self-test"].seen
