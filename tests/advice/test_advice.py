from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pytest

from pep668hook import advice, container, distros, explain, settings, surroundings
from pep668hook.shells import named
from tests.advice.case import NOTHING, read_all
from tests.advice.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pep668hook.distro import Distro, OsRelease
    from pep668hook.failure import Failure
    from pep668hook.settings import Settings
    from pep668hook.surroundings import Surroundings
    from tests.advice.case import Case
    from tests.machine import Machine

CASES: Final = read_all()
# Where what is told is the same on every machine that this runs on.
AS_THEY_ARE: Final = [case for case in CASES if case.machine == "unknown"]


@dataclass(frozen=True)
class Offered:
    remedy: str
    key: str
    commands: str
    words: str


@pytest.fixture
def scene(case: Case, machine: Machine, tmp_path: Path) -> Scene:
    scene = Scene(case, machine, tmp_path)
    scene.build()
    return scene


def put_there(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process be on the machine of the case, as the user of the case."""

    def identify(os_release: OsRelease, _: Path, words: str) -> Distro | None:
        place = scene.place(scene.case.box.prefix)
        return _with_lists(distros.identify(os_release, place, words), scene.lists)

    def look_around(
        failure: Failure, current: Settings, scripts: Sequence[str]
    ) -> Surroundings | None:
        seen = surroundings.look_around(failure, current, scripts)
        inside = container.is_container(current.environ, root=scene.root)
        return seen and replace(seen, is_root=scene.case.root, in_container=inside)

    monkeypatch.chdir(scene.cwd)
    monkeypatch.setattr(surroundings, "identify", identify)
    monkeypatch.setattr(advice, "look_around", look_around)


def _with_lists(distro: Distro | None, lists: Path) -> Distro | None:
    packages = distro.packages if distro else None
    if distro is None or packages is None or packages.lists is None:
        return distro
    here = replace(packages.lists, pattern=str(lists / "*"))
    return replace(distro, packages=replace(packages, lists=here))


def answer(scene: Scene) -> str:
    """Ask in this process, as `pep668hook explain --json` does."""
    shell = named("bash")
    assert shell is not None
    given = settings.read(scene.environ())
    advised = explain.explain(scene.case.argv, given, shell)
    return explain.to_json(advised) if advised else ""


def read(text: str) -> tuple[str, list[Offered]]:
    if not text:
        return "", []
    told = json.loads(text)
    return told["reason"], [
        Offered(
            each["remedy"],
            each["key"],
            "\n".join(each["commands"]),
            f"{each['title']}\n{each['why']}",
        )
        for each in told["offers"]
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_enter_is_what_an_expert_would_say(
    case: Case, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_there(scene, monkeypatch)

    text = answer(scene)

    reason, offers = read(text)
    first = offers[0] if offers else Offered(NOTHING, "", "", "")
    remedies = [each.remedy for each in offers]
    words = "\n".join([reason, *(each.words for each in offers)])
    assert first.remedy == case.first, text
    assert re.search(case.commands, first.commands), text
    assert not case.avoid or not re.search(case.avoid, first.commands), text
    assert re.search(case.says, words, re.IGNORECASE), text
    assert set(case.others) <= set(remedies[1:]), text
    assert set(remedies[1:]) <= {*case.others, *case.may}, text
    assert not scene.was_run.exists(), scene.was_run.read_text()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_there_are_five_offers_at_most_with_a_key_each(
    case: Case, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_there(scene, monkeypatch)

    _, offers = read(answer(scene))

    keys = [each.key for each in offers]
    assert len(offers) <= 5
    assert len(set(keys)) == len(keys)
    assert keys[:1] in ([], ["Enter"])
    assert case.first == NOTHING or offers


@pytest.mark.parametrize("case", AS_THEY_ARE, ids=lambda case: case.name)
def test_the_command_line_says_the_same(
    case: Case, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["--json", "--shell", "bash", "--", *case.argv]
    done = subprocess.run(
        [sys.executable, "-I", "-m", "pep668hook", "explain", *words],
        cwd=scene.cwd,
        env=scene.environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    monkeypatch.chdir(scene.cwd)

    assert done.stdout.strip() == answer(scene)
    assert done.returncode == (0 if done.stdout else 1)


def test_each_case_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert len(CASES) >= 130
