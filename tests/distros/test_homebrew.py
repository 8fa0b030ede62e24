from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.distro import read_os_release
from pep668hook.distros import identify
from pep668hook.distros.homebrew import DISTRO
from pep668hook.package import Package

RECORDED = Path(__file__).parent.parent / "os_release"


@pytest.mark.parametrize(
    ("recorded", "prefix"),
    [
        ("debian-12", "/home/linuxbrew/.linuxbrew/Cellar/python@3.12/3.12.7"),
        (
            "void",
            "/opt/homebrew/Cellar/python@3.13/3.13.0/Frameworks/Python.framework/Versions/3.13",
        ),
        (
            "void",
            "/usr/local/Cellar/python@3.13/3.13.0/Frameworks/Python.framework/Versions/3.13",
        ),
    ],
)
def test_is_told_by_its_place_on_any_system(recorded: str, prefix: str) -> None:
    os_release = read_os_release((RECORDED / recorded).read_text())

    assert identify(os_release, Path(prefix), "") is DISTRO
    assert DISTRO.whose(os_release) == "Homebrew's own Python (kept by brew)"


PACKAGES = DISTRO.packages
assert PACKAGES is not None


# As Homebrew 4 documents it, less what is not read; not run.
INFO = """
{"formulae": [
  {"name": "numpy", "versions": {"stable": "2.1.3"}, "outdated": false,
   "installed": [{"version": "2.1.3"}],
   "dependencies": ["openblas", "python@3.12", "python@3.13"]},
  {"name": "pillow", "versions": {"stable": "11.0.0"}, "outdated": false,
   "installed": [], "dependencies": ["python@3.13"]}
], "casks": []}
"""


def test_its_answer_is_read_for_each_python() -> None:
    numpy = Package("numpy", "2.1.3", installed=True)

    assert PACKAGES.read(INFO) == {
        "numpy python@3.12": numpy,
        "numpy python@3.13": numpy,
        "pillow python@3.13": Package("pillow", "11.0.0"),
    }


@pytest.mark.parametrize(
    "output",
    ["", "Error: No available formula", "[]", "{}", '{"formulae": [{"name": "x"}]}'],
)
def test_what_it_does_not_have_is_not_there(output: str) -> None:
    assert PACKAGES.read(output) == {}


def test_it_has_few_libraries() -> None:
    assert PACKAGES.candidates("numpy", (3, 13)) == ("numpy python@3.13",)
    assert PACKAGES.candidates("tkinter", (3, 13)) == ("python-tk@3.13 python@3.13",)
    assert PACKAGES.candidates("requests", (3, 13)) == ()


def test_it_is_asked_once_for_each_formula_and_told() -> None:
    asked = PACKAGES.query(["opencv python@3.13", "opencv python@3.13"])

    assert asked[-5:] == ("brew", "info", "--json=v2", "--formula", "opencv")
    assert PACKAGES.install(["numpy"]) == ("brew", "install", "numpy")
