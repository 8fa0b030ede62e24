from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook.distros import fedora, homebrew
from pep668hook.distros.debian import DISTRO
from pep668hook.installed import Place
from pep668hook.plan import Plan
from pep668hook.remedies.leave_it_alone import REMEDY
from tests.builders import (
    directory,
    environment,
    installed,
    kept,
    managed,
    site,
    surroundings,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pep668hook.installed import Installed
    from pep668hook.remedy import Offer

TOOLS = {name: Path("/usr/bin") / name for name in ("apt", "apt-cache", "sudo")}
SYSTEM = site(Place.DISTRIBUTION, Path("/usr"))


def offer(line: str, found: Sequence[Installed] = ()) -> Offer | None:
    return REMEDY.offer(
        surroundings(
            argv=["pip", *line.split()], distro=DISTRO, tools=TOOLS, installed=found
        )
    )


def test_what_the_distribution_upgrades_is_left_to_it() -> None:
    made = offer("install --upgrade pip setuptools")

    assert made is not None
    assert made.remedy == REMEDY.name == "leave-it-alone"
    assert made.title == "leave pip and setuptools to apt: there is nothing to do"
    assert made.done == "nothing was done: apt upgrades pip and setuptools"
    assert made.note == (
        "outside of a project there is no environment to upgrade it in"
    )
    assert made.plan == Plan((), ())


def test_it_is_the_system_s_where_nobody_is_known() -> None:
    made = REMEDY.offer(surroundings(argv=["pip", "install", "-U", "pip"]))

    assert made is not None
    assert made.title == "leave pip to the system: there is nothing to do"


@pytest.mark.parametrize(
    "line",
    ["install six", "install pip six", "install ./pip", "install -r r.txt", "install"],
)
def test_whatever_else_is_asked_can_be_done(line: str) -> None:
    assert offer(line) is None


@pytest.mark.parametrize(
    "about",
    [{"place": directory(is_project=True)}, {"environments": [environment()]}],
)
def test_an_environment_has_its_own_to_upgrade(about: dict[str, object]) -> None:
    argv = ["pip", "install", "-U", "pip"]

    assert REMEDY.offer(surroundings(argv=argv, **about)) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("line", ["install setuptools", "install wheel"])
def test_what_is_not_to_be_upgraded_may_be_wanted_for_itself(line: str) -> None:
    assert offer(line) is None


def test_there_is_a_pip_already() -> None:
    assert offer("install pip") is not None


def test_what_would_fail_anywhere_is_told() -> None:
    made = REMEDY.offer(
        surroundings(
            argv=["pip", "install", "-r", "r.txt"], obstacle="there is no r.txt here"
        )
    )

    assert made is not None
    assert made.title == "stop here: there is no r.txt here"
    assert made.done == "nothing was done: there is no r.txt here"


# -- uninstall


def test_what_is_nowhere_needs_no_removal() -> None:
    made = offer("uninstall six")

    assert made is not None
    assert made.title == "stop here: six is not installed"
    assert made.done == "nothing was done: six is not installed"
    assert made.note == "neither in the system's Python nor in an environment here"


def test_several_that_are_nowhere_are_said_together() -> None:
    made = offer("uninstall six flask")

    assert made is not None
    assert made.title == "stop here: six and flask are not installed"


def test_what_the_distribution_installed_is_explained() -> None:
    made = offer("uninstall PyYAML", [installed("pyyaml", SYSTEM)])

    assert made is not None
    assert made.title == "leave pyyaml to apt"
    assert made.note == (
        "it came with Debian 12's own Python (kept by apt):"
        " `sudo apt remove python3-yaml` removes it, and what needs it"
    )
    assert made.plan == Plan((), ())


def test_a_formula_is_named_without_the_python_that_it_is_for() -> None:
    made = REMEDY.offer(
        surroundings(
            argv=["pip", "uninstall", "numpy"],
            distro=homebrew.DISTRO,
            tools={"brew": Path("/opt/homebrew/bin/brew")},
            installed=[installed("numpy", SYSTEM)],
        )
    )

    assert made is not None
    assert "`brew uninstall numpy` removes it" in made.note


def test_a_command_that_would_need_quotes_is_not_shown() -> None:
    made = REMEDY.offer(
        surroundings(
            argv=["pip", "uninstall", "six"],
            distro=fedora.DISTRO,
            tools={name: Path("/usr/bin") / name for name in ("dnf", "sudo")},
            installed=[installed("six", SYSTEM)],
        )
    )

    assert made is not None
    assert "dnf" not in made.note


def test_without_a_command_for_it_none_is_shown() -> None:
    argv = ["pip", "uninstall", "six"]

    made = REMEDY.offer(surroundings(argv=argv, installed=[installed("six", SYSTEM)]))

    assert made is not None
    assert made.note == "it came with Debian 12's own Python (kept by apt)"


def test_what_is_in_an_environment_is_another_remedy_s() -> None:
    inside = site(Place.ENVIRONMENT, Path("/work/.venv"))

    assert offer("uninstall six", [installed("six", inside)]) is None


def test_what_can_be_removed_is_another_remedy_s(tmp_path: Path) -> None:
    found = installed("six", site(base=tmp_path))
    found.metadata.mkdir(parents=True)
    (found.metadata / "RECORD").write_text("six-1.0.dist-info/RECORD,,\n")

    assert offer("uninstall six", [found]) is None


def test_what_has_no_list_of_its_files_stays() -> None:
    made = offer("uninstall six", [installed()])

    assert made is not None
    assert made.title == "leave six in place"
    where = "~/.local/lib/python3.11/site-packages/six-1.0.dist-info"
    assert made.done == f"nothing was done: {where} stays"
    assert made.note == f"which files belong to {where} is not recorded"


def test_what_somebody_else_keeps_is_theirs_to_remove() -> None:
    argv = ["pip", "uninstall", "six"]
    asked_for = managed(dependencies={"six": ()})

    assert REMEDY.offer(surroundings(argv=argv, managed=asked_for)) is None
    assert (
        REMEDY.offer(surroundings(argv=argv, kept={"pipx": kept(names=["six"])}))
        is None
    )
