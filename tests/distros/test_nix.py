from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.distro import read_os_release
from pep668hook.distros import identify
from pep668hook.distros.nix import DISTRO
from pep668hook.package import Package

RECORDED = Path(__file__).parent.parent / "os_release"


@pytest.mark.parametrize(
    ("recorded", "prefix"),
    [
        ("nixos-24.05", "/nix/store/0a1b2c-python3-3.12.5"),
        ("debian-12", "/nix/store/0a1b2c-python3-3.12.5"),
    ],
)
def test_is_told_by_its_place_on_any_system(recorded: str, prefix: str) -> None:
    os_release = read_os_release((RECORDED / recorded).read_text())

    assert identify(os_release, Path(prefix), "") is DISTRO
    assert DISTRO.whose(os_release) == "Nix's own Python (kept by Nix)"


PACKAGES = DISTRO.packages
assert PACKAGES is not None


# nix-instantiate 2.8 of Debian 12, on a nixpkgs of four packages that was made for it:
# one has no version, one does not evaluate.
EVALUATED = """\
warning: the group 'nixbld' specified in 'build-users-group' does not exist
{"python311Packages.nope":"","python311Packages.noversion":"",\
"python311Packages.pyyaml":false,"python311Packages.requests":"2.31.0"}
"""


def test_its_answer_is_read() -> None:
    assert PACKAGES.read(EVALUATED) == {
        "python311Packages.requests": Package("python311Packages.requests", "2.31.0")
    }


@pytest.mark.parametrize(
    "output", ["", "error: file 'nixpkgs' was not found\n", "[]", "1"]
)
def test_what_it_does_not_have_is_not_there(output: str) -> None:
    assert PACKAGES.read(output) == {}


def test_a_project_is_an_attribute_for_the_version_of_python() -> None:
    assert PACKAGES.candidates("requests", (3, 12)) == ("python312Packages.requests",)
    assert PACKAGES.candidates("pygobject", (3, 12)) == (
        "python312Packages.pygobject3",
    )


def test_it_is_asked_for_versions_only() -> None:
    asked = PACKAGES.query(["python312Packages.six", "python312Packages.2ping"])

    assert asked[:2] == ("nix-instantiate", "--eval")
    assert asked[-1] == (
        "let nixpkgs = import <nixpkgs> { }; version = package:"
        ' (builtins.tryEval (package.version or "")).value; in {'
        ' "python312Packages.six" ='
        ' version (nixpkgs.python312Packages."six" or { });'
        ' "python312Packages.2ping" ='
        ' version (nixpkgs.python312Packages."2ping" or { }); }'
    )


def test_it_opens_a_shell_whose_python_has_them() -> None:
    names = ["python312Packages.six", "python312Packages.pyyaml"]

    assert PACKAGES.install(names) == (
        "nix-shell",
        "--packages",
        "python312.withPackages (ps: [ ps.six ps.pyyaml ])",
    )
