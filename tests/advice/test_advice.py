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


@dataclass(frozen=True)
class Told:
    """What somebody was told in a case."""

    case: Case
    text: str
    tools_run: str

    @property
    def offers(self) -> list[Offered]:
        return [
            Offered(
                each["remedy"],
                each["key"],
                "\n".join(each["commands"]),
                f"{each['title']}\n{each['why']}",
            )
            for each in (json.loads(self.text)["offers"] if self.text else ())
        ]

    @property
    def first(self) -> Offered:
        return (self.offers or [Offered(NOTHING, "", "", "")])[0]

    @property
    def others(self) -> set[str]:
        return {each.remedy for each in self.offers[1:]}

    @property
    def words(self) -> str:
        reason = json.loads(self.text)["reason"] if self.text else ""
        return "\n".join([reason, *(each.words for each in self.offers)])


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.name)
def told(
    request: pytest.FixtureRequest,
    machine: Machine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Told:
    scene = Scene(request.param, machine, tmp_path_factory.mktemp("case"))
    scene.build()
    with pytest.MonkeyPatch.context() as monkeypatch:
        put_there(scene, monkeypatch)
        text = answer(scene)
    run = scene.was_run.read_text() if scene.was_run.exists() else ""
    return Told(scene.case, text, run)


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
    advised = explain.explain(scene.argv, given, shell)
    return explain.to_json(advised) if advised else ""


def test_enter_is_what_an_expert_would_say(told: Told) -> None:
    case, first = told.case, told.first

    assert first.remedy == case.first, told.text
    assert re.search(case.commands, first.commands, re.MULTILINE), told.text
    assert not case.avoid or not re.search(case.avoid, first.commands), told.text
    assert re.search(case.says, told.words, re.IGNORECASE), told.text


def test_the_others_are_what_one_might_want_instead(told: Told) -> None:
    assert told.others >= set(told.case.others), told.text
    assert told.others <= {*told.case.others, *told.case.may}, told.text


def test_there_are_five_at_most_each_with_its_key_and_commands(told: Told) -> None:
    keys = [each.key for each in told.offers]
    commands = [each.commands for each in told.offers if each.commands]

    assert len(keys) <= 5
    assert keys[:1] in ([], ["Enter"])
    assert len(set(keys)) == len(keys)
    assert len(set(commands)) == len(commands), told.text


def test_no_tool_is_run_but_what_knows_the_packages(told: Told) -> None:
    assert told.tools_run == ""


@pytest.mark.parametrize("case", AS_THEY_ARE, ids=lambda case: case.name)
def test_the_command_line_says_the_same(
    case: Case, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(case, machine, tmp_path)
    scene.build()
    words = ["--json", "--shell", "bash", "--", *scene.argv]
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
