from __future__ import annotations

import pytest

from pep668hook.distros import arch, debian, homebrew, opensuse, uv
from pep668hook.suggestions import (
    application,
    in_image,
    override,
    packages_of,
    reason,
    request,
    system_package,
)
from tests.builders import case


def test_says_what_was_asked() -> None:
    assert request(case()) == "install six"
    assert request(case(is_known=False)) == "install"
    assert request(case(tool="get-pip", is_known=False)) == "use its pip"


def test_says_what_the_distribution_wants_first() -> None:
    assert reason(case(), "so") == "so"
    assert reason(case(distro=debian.DISTRO), "so") == (
        "so; python3 -m venv needs python3-venv here"
    )


def test_an_image_has_its_environment_on_path() -> None:
    assert in_image(case()) == (
        "RUN python3 -m venv /opt/venv",
        'ENV PATH="/opt/venv/bin:$PATH"',
        "RUN /opt/venv/bin/pip install six",
    )


def test_a_program_gets_an_environment_of_its_own() -> None:
    (suggested,) = application(case("pip", "install", "yt-dlp"))

    assert suggested.commands == ("pipx install yt-dlp",)


def test_a_library_is_no_program() -> None:
    assert application(case()) == ()
    assert application(case(is_known=False)) == ()


def test_a_package_is_installed_by_root_or_not() -> None:
    asked = ("pip", "install", "numpy")
    (by_root,) = system_package(case(*asked, distro=debian.DISTRO))
    (by_user,) = system_package(
        case(*asked, distro=homebrew.DISTRO, version=(3, 13)),
    )

    assert by_root.commands == ("sudo apt install python3-numpy",)
    assert by_user.commands == ("brew install numpy",)


@pytest.mark.parametrize(
    "argv",
    [
        ("pip", "install"),
        ("pip", "uninstall", "six"),
        ("pip", "install", "-r", "a.txt"),
        ("pip", "install", "-e", "."),
        ("pip", "install", "six", "./here"),
        ("pip", "install", "six @ https://example.org/six.whl"),
    ],
)
def test_what_is_not_only_names_is_no_package(argv: tuple[str, ...]) -> None:
    assert system_package(case(*argv, distro=debian.DISTRO)) == ()


def test_a_name_that_depends_on_a_version_needs_one() -> None:
    assert packages_of(case(distro=opensuse.DISTRO)) == []
    assert packages_of(case(distro=opensuse.DISTRO, version=(3, 11))) == [
        "python3.11dist(six)"
    ]


def test_who_has_no_packages_suggests_none() -> None:
    assert packages_of(case(distro=uv.DISTRO)) == []
    assert packages_of(case()) == []
    assert packages_of(case(distro=homebrew.DISTRO, version=(3, 13))) == []
    assert packages_of(case(distro=arch.DISTRO, is_known=False)) == []


def test_the_override_is_for_pip_and_what_is_known() -> None:
    (suggested,) = override(case(), "RUN ")

    assert suggested.commands == ("RUN pip install six --break-system-packages",)
    assert override(case(tool="uv"), "RUN ") == ()
    assert override(case(is_known=False), "RUN ") == ()
