from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook.installed import Place
from pep668hook.plan import Plan, Run
from pep668hook.remedies.remove_leftover import REMEDY
from tests.builders import installed, site, surroundings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pep668hook.installed import Installed
    from pep668hook.remedy import Offer


@pytest.fixture(name="home")
def _home(tmp_path: Path) -> Path:
    return tmp_path


def put(home: Path, name: str, *, writable: bool = True) -> Installed:
    found = installed(name, site(base=home / ".local"), writable=writable)
    found.metadata.mkdir(parents=True)
    (found.site.path / f"{name}.py").touch()
    rows = (f"{name}.py,,", f"{name}-1.0.dist-info/RECORD,,")
    (found.metadata / "RECORD").write_text("\n".join(rows))
    return found


def offer(
    home: Path,
    line: str,
    found: Sequence[Installed],
    *,
    tools: Sequence[str] = (),
    is_root: bool = False,
) -> Offer | None:
    return REMEDY.offer(
        surroundings(
            argv=["pip", *line.split()],
            installed=found,
            home=home,
            tools={name: Path("/usr/bin") / name for name in tools},
            is_root=is_root,
        )
    )


def paths(found: Installed) -> tuple[str, ...]:
    return (str(found.metadata), str(found.site.path / f"{found.name}.py"))


def test_what_pip_left_in_the_user_s_own_site_is_removed_by_name(home: Path) -> None:
    found = put(home, "six")

    made = offer(home, "uninstall -y Six", [found])

    assert made is not None
    assert made.remedy == REMEDY.name == "remove-leftover"
    assert made.title == "remove six from ~/.local/lib/python3.11/site-packages"
    assert made.done == "removing six from ~/.local/lib/python3.11/site-packages"
    assert made.note == "pip put it there; the system's own packages stay as they are"
    assert made.plan == Plan((), (Run(("rm", "-r", "--", *paths(found))),))


def test_each_of_several_is_removed(home: Path) -> None:
    found = [put(home, "six"), put(home, "flask")]

    made = offer(home, "uninstall flask six", found)

    assert made is not None
    assert made.title == (
        "remove flask and six from ~/.local/lib/python3.11/site-packages"
    )
    assert len(made.plan.steps) == 2


def test_the_system_s_own_copy_stays(home: Path) -> None:
    system = installed("six", site(Place.DISTRIBUTION, Path("/usr")))

    made = offer(home, "uninstall six", [put(home, "six"), system])

    assert made is not None
    assert made.note == "six of the system's own stays as it is"


@pytest.mark.parametrize("place", [Place.DISTRIBUTION, Place.ENVIRONMENT])
def test_what_is_another_s_is_not_removed(home: Path, place: Place) -> None:
    found = installed("six", site(place))

    assert offer(home, "uninstall six", [found]) is None


def test_what_is_nowhere_is_not_removed(home: Path) -> None:
    assert offer(home, "uninstall six ./x", []) is None


def test_what_has_no_list_of_its_files_is_not_removed(home: Path) -> None:
    found = [put(home, "six"), installed("flask", site(base=home / ".local"))]

    assert offer(home, "uninstall six flask", found) is None


@pytest.mark.parametrize("name", ["sudo", "doas"])
def test_what_is_root_s_is_removed_with_its_rights(home: Path, name: str) -> None:
    found = put(home, "six", writable=False)

    made = offer(home, "uninstall six", [found], tools=[name])

    assert made is not None
    assert made.plan.steps == (Run((name, "rm", "-r", "--", *paths(found))),)


def test_without_these_rights_it_stays(home: Path) -> None:
    found = put(home, "six", writable=False)

    assert offer(home, "uninstall six", [found]) is None


def test_root_needs_nobody(home: Path) -> None:
    found = put(home, "six", writable=False)

    made = offer(home, "uninstall six", [found], is_root=True)

    assert made is not None
    assert made.plan.steps == (Run(("rm", "-r", "--", *paths(found))),)
