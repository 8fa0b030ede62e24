from __future__ import annotations

import pytest

from pep668hook.launcher import Launch, read

SIX = ("install", "six")


@pytest.mark.parametrize("name", ["pip", "pip3", "pip3.11"])
def test_a_pip_is_started_by_its_name(name: str) -> None:
    assert read([name, *SIX]) == Launch((name, *SIX), name, by_root=False)


def test_the_way_to_a_pip_is_no_part_of_its_name() -> None:
    assert read(["/usr/bin/pip3", *SIX]) == Launch(
        ("pip3", *SIX), "/usr/bin/pip3", by_root=False
    )


@pytest.mark.parametrize("line", ["python3 -m pip", "python3 -I -m pip"])
def test_a_python_starts_its_own(line: str) -> None:
    assert read([*line.split(), *SIX]) == Launch(
        ("pip", *SIX), "python3", by_root=False
    )


@pytest.mark.parametrize(
    "line",
    [
        "sudo pip",
        "sudo -H pip",
        "sudo -u root pip",
        "sudo -- pip",
        "sudo env A=b pip",
        "sudo PIP_X=1 pip",
        "doas pip",
        "/usr/bin/sudo --preserve-env pip",
    ],
)
def test_root_s_rights_are_told(line: str) -> None:
    assert read([*line.split(), *SIX]) == Launch(("pip", *SIX), "pip", by_root=True)


def test_variables_give_no_rights() -> None:
    assert read(["env", "A=b", "pip", *SIX]) == Launch(
        ("pip", *SIX), "pip", by_root=False
    )


@pytest.mark.parametrize(
    "line",
    ["", "ls", "sudo", "sudo -u", "sudo ls pip", "python3", "python3 pip", "pipx x"],
)
def test_all_else_starts_no_pip(line: str) -> None:
    assert read(line.split()) is None
