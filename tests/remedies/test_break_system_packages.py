from __future__ import annotations

from pep668hook.plan import Plan, Retry
from pep668hook.remedies.break_system_packages import REMEDY
from tests.builders import installed, surroundings


def test_in_a_container_the_protection_can_be_overridden() -> None:
    offer = REMEDY.offer(surroundings(in_container=True))

    assert offer is not None
    assert offer.remedy == REMEDY.name == "break-system-packages"
    assert offer.title == "install six over the system's own packages"
    retry = Retry(("pip", "install", "six", "--break-system-packages"))
    assert offer.plan == Plan((), (retry,))


def test_no_key_alone_is_enough_for_it() -> None:
    offer = REMEDY.offer(surroundings(in_container=True))

    assert offer is not None
    assert offer.confirm == "break"


def test_elsewhere_it_is_not_spoken_of() -> None:
    assert REMEDY.offer(surroundings(is_root=True)) is None


def test_what_is_not_installed_needs_no_override() -> None:
    argv = ["pip", "uninstall", "six"]
    there = surroundings(argv=argv, in_container=True, installed=[installed()])

    assert REMEDY.offer(there) is not None
    assert REMEDY.offer(surroundings(argv=argv, in_container=True)) is None
