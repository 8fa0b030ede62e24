"""A script that a package of the distribution runs when it is installed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pep668hook.context import Context, Suggestion
from pep668hook.suggestions import system_package
from pep668hook.words import _

if TYPE_CHECKING:
    from pep668hook.context import Case


def _suggest(case: Case) -> tuple[Suggestion, ...]:
    owner = case.distro.package_owner if case.distro else _("the package manager")
    report = Suggestion(
        remedy="leave-it-alone",
        title=_("tell those who made the package"),
        commands=(),
        why=_(
            "what {owner} installs must not call pip on the system's own "
            "Python; its script has to bring an environment, or to depend on "
            "packages"
        ).format(owner=owner),
    )
    return (report, *system_package(case))


CONTEXT: Final = Context(
    name="package-script",
    suggest=_suggest,
    rank=65,
    signs=re.compile(
        r"^Setting up \S+ \(|^Executing \S+\.(?:post|pre)-\w+$|^Running scriptlet: "
        r"|^:: Running (?:post|pre)-transaction hooks|^Processing triggers for "
    ),
    is_brief=True,
)
