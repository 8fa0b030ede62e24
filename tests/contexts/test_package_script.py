from __future__ import annotations

from pep668hook.contexts.package_script import CONTEXT
from pep668hook.distros import debian
from tests.builders import case


def test_it_is_not_for_who_installs_the_package_to_mend() -> None:
    (suggested,) = CONTEXT.suggest(case(is_known=False))

    assert suggested.remedy == "leave-it-alone"
    assert suggested.commands == ()


def test_the_package_may_depend_on_another() -> None:
    first, second = CONTEXT.suggest(case(distro=debian.DISTRO))

    assert "what apt installs" in first.why
    assert second.commands == ("sudo apt install python3-six",)
