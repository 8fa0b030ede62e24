"""What several contexts suggest alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pep668hook import applications, requirement, wording
from pep668hook.applications import Kind
from pep668hook.context import Suggestion
from pep668hook.posix_words import BourneWords
from pep668hook.retry import with_override
from pep668hook.words import _

if TYPE_CHECKING:
    from pep668hook.context import Case
    from pep668hook.package import PackageManager


def request(case: Case) -> str:
    """Say what was asked, or as much of it as is known."""
    if case.asks_for_pip:
        return _("use its pip")
    if case.command is not None:
        return wording.request(case.command)
    # translators: what was asked for where it is not known of what
    return _("install")


def reason(case: Case, why: str) -> str:
    """Add what the distribution wants before it makes an environment."""
    package = case.distro.venv_package if case.distro else ""
    return (
        _("{reason}; {python} -m venv needs {package} here").format(
            reason=why, python=case.python, package=package
        )
        if package
        else why
    )


def in_image(case: Case) -> tuple[str, ...]:
    """Write a Dockerfile's lines that make an environment, and install in it."""
    return (
        f"RUN {case.python} -m venv /opt/venv",
        'ENV PATH="/opt/venv/bin:$PATH"',
        f"RUN {BourneWords().run(case.again_in('/opt/venv'))}",
    )


def application(case: Case) -> tuple[Suggestion, ...]:
    """Suggest pipx, where all that was asked for is programs."""
    command = case.command
    if command is None or applications.kind_of_all(command) is not Kind.APPLICATION:
        return ()
    return (
        Suggestion(
            remedy="install-application",
            title=_("{request} with pipx").format(request=request(case)),
            commands=(case.shell.run(("pipx", "install", *command.requirements)),),
            why=_("a program gets an environment of its own"),
        ),
    )


def system_package(case: Case) -> tuple[Suggestion, ...]:
    """Suggest the distribution's packages, by the names they are likely to have."""
    names = packages_of(case)
    manager = case.distro.packages if case.distro else None
    if not names or manager is None or case.distro is None:
        return ()
    argv = manager.install(names)
    return (
        Suggestion(
            remedy="install-system-package",
            title=_("{request} with {manager}").format(
                request=request(case), manager=case.distro.package_owner
            ),
            commands=(
                case.shell.run(("sudo", *argv) if manager.as_root else tuple(argv)),
            ),
            why=_(
                "for the system's own Python, if the distribution has it by that name"
            ),
        ),
    )


def packages_of(case: Case) -> list[str]:
    """Name the packages that the distribution is likely to have of what was asked."""
    command = case.command
    manager = case.distro.packages if case.distro else None
    if manager is None or command is None or command.subcommand != "install":
        return []
    if command.requirement_files or command.editables:
        return []
    asked = [requirement.parse(word) for word in command.requirements]
    names = [
        _package_of(each.name, manager, case.version)
        for each in asked
        if each is not None and not each.address
    ]
    return names if len(names) == len(asked) and all(names) else []


def _package_of(
    project: str, manager: PackageManager, version: tuple[int, int] | None
) -> str:
    candidates = manager.candidates(project, version or (3, 0))
    if version is None and candidates != manager.candidates(project, (3, 1)):
        return ""
    return manager.called(candidates[0]) if candidates else ""


def override(case: Case, prefix: str) -> tuple[Suggestion, ...]:
    """Suggest pip's override, for what is made anew each time."""
    if case.command is None or case.tool != "pip":
        return ()
    words = BourneWords().run(with_override(case.command).argv)
    return (
        Suggestion(
            remedy="break-system-packages",
            title=_("{request} over the system's own packages").format(
                request=request(case)
            ),
            commands=(prefix + words,),
            why=_("only where nothing else in the image needs the system's Python"),
        ),
    )
