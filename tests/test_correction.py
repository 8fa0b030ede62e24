from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pep668hook.correction import Correction, corrections
from pep668hook.pip_command import parse

if TYPE_CHECKING:
    from pathlib import Path


def corrected(cwd: Path, *words: str) -> tuple[Correction, ...]:
    return corrections(parse(["pip", "install", *words]), cwd)


def meant(cwd: Path, word: str) -> str | None:
    found = corrected(cwd, word)
    return found[0].meant if found else None


@pytest.mark.parametrize(
    ("typed", "project"),
    [
        ("yaml", "PyYAML"),
        ("cv2", "opencv-python"),
        ("sklearn", "scikit-learn"),
        ("bs4", "beautifulsoup4"),
        ("PIL", "pillow"),
        ("dotenv", "python-dotenv"),
        ("Crypto", "pycryptodome"),
        ("serial", "pyserial"),
        ("usb", "pyusb"),
        ("git", "GitPython"),
        ("mpl_toolkits", "matplotlib"),
        ("yaml>=6", "PyYAML>=6"),
        ("dotenv[cli]==1.0", "python-dotenv[cli]==1.0"),
    ],
)
def test_a_name_to_import_is_a_project_s(
    tmp_path: Path, typed: str, project: str
) -> None:
    assert meant(tmp_path, typed) == project


def test_both_names_are_said(tmp_path: Path) -> None:
    (said,) = corrected(tmp_path, "PIL")

    assert said.why == "`PIL` is what is imported; pip's name for it is pillow"


def test_another_project_by_that_name_is_told(tmp_path: Path) -> None:
    said = corrected(tmp_path, "serial", "yaml")

    assert [each.is_another for each in said] == [True, False]


@pytest.mark.parametrize(
    ("typed", "project"),
    [
        ("python3-randcrack", "randcrack"),
        ("python3-yaml", "PyYAML"),
        ("py3-pillow", "pillow"),
        ("python-requests", "requests"),
        ("python-serial", "pyserial"),
        ("python3-six==1.16", "six==1.16"),
    ],
)
def test_a_package_s_name_is_a_project_s_with_a_prefix(
    tmp_path: Path, typed: str, project: str
) -> None:
    (said,) = corrected(tmp_path, typed)

    assert said.meant == project
    assert said.is_package


@pytest.mark.parametrize("typed", ["python3-venv", "python3-dev", "python3-tk"])
def test_what_only_distributions_have_is_no_project(tmp_path: Path, typed: str) -> None:
    (said,) = corrected(tmp_path, typed)

    assert said.meant == ""
    assert said.is_package
    assert said.why.endswith("PyPI has none")


@pytest.mark.parametrize("typed", ["tkinter", "json", "sqlite3", "venv"])
def test_what_comes_with_python_is_no_project(tmp_path: Path, typed: str) -> None:
    assert corrected(tmp_path, typed) == (
        Correction(typed, "", f"`{typed}` is a part of Python itself"),
    )


@pytest.mark.parametrize(
    "typed",
    [
        "six",
        "python-dateutil",
        "python-dotenv",
        "python-docx",
        "python-telegram-bot",
        "python3-saml",
        "pyserial",
        "./yaml",
        "yaml @ https://example.org/yaml.zip",
        "git+https://example.org/yaml",
    ],
)
def test_what_is_right_stays(tmp_path: Path, typed: str) -> None:
    assert corrected(tmp_path, typed) == ()


def test_distutils_is_a_part_of_setuptools_since_it_has_left_python(
    tmp_path: Path,
) -> None:
    assert meant(tmp_path, "distutils") == "setuptools"


def test_what_is_to_be_uninstalled_is_called_by_its_name(tmp_path: Path) -> None:
    assert corrections(parse(["pip", "uninstall", "yaml"]), tmp_path) == ()


# -- a `>` that the shell took for its own


def test_a_version_in_the_name_of_an_empty_file_was_meant(tmp_path: Path) -> None:
    (tmp_path / "=2.1").touch()

    (said,) = corrected(tmp_path, "flask")

    assert said.meant == "flask>=2.1"
    assert "made a file `=2.1`" in said.why


@pytest.mark.parametrize("words", [("flask", "six"), ("flask==2",), ("./app",)])
def test_whose_version_it_is_may_be_uncertain(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "=2.1").touch()

    (said,) = corrected(tmp_path, *words)

    assert said.typed == said.meant == words[-1]


def test_it_belongs_to_no_list(tmp_path: Path) -> None:
    (tmp_path / "=2.1").touch()

    assert corrected(tmp_path, "-r", "requirements.txt") == ()


def test_a_file_with_something_in_it_is_somebody_s(tmp_path: Path) -> None:
    (tmp_path / "=2.1").write_text("x")
    (tmp_path / "=x").touch()
    (tmp_path / "=3").mkdir()

    assert corrected(tmp_path, "flask") == ()


def test_a_file_of_another_day_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "=2.1").touch()
    os.utime(tmp_path / "=2.1", (0, 0))

    assert corrected(tmp_path, "flask") == ()


def test_a_directory_that_is_gone_has_no_files(tmp_path: Path) -> None:
    assert corrected(tmp_path / "gone", "flask") == ()
