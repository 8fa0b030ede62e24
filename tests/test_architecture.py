from __future__ import annotations

import re
from pathlib import Path

import pytest

from pep668hook import (
    checks,
    contexts,
    distros,
    keepers,
    managers,
    remedies,
    shells,
)
from pep668hook.catalogue import variants
from pep668hook.ranking import rank
from pep668hook.remedy import Remedy
from pep668hook.shells import named, names
from tests.builders import offer, plan, surroundings

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGE = CHECKOUT / "pep668hook"
TESTS = CHECKOUT / "tests"

REMEDIES = variants("pep668hook.remedies", "REMEDY", Remedy)
FOLDERS = [
    Path(package.__path__[0])
    for package in (
        checks,
        contexts,
        distros,
        keepers,
        managers,
        remedies,
        shells,
    )
]
VARIANTS = [path for folder in FOLDERS for path in folder.glob("[!_]*.py")]

# These hold values or say what others must do, and do nothing themselves.
WITHOUT_BEHAVIOUR = {"failure", "plan", "remedy", "shell"}
MODULES = sorted({path.stem for path in PACKAGE.glob("[!_]*.py")} - WITHOUT_BEHAVIOUR)


@pytest.mark.parametrize("module", MODULES)
def test_each_module_has_its_tests(module: str) -> None:
    assert (TESTS / f"test_{module}.py").is_file()


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda path: path.stem)
def test_each_variant_has_its_tests(variant: Path) -> None:
    assert (TESTS / variant.parent.name / f"test_{variant.name}").is_file()


@pytest.mark.parametrize("remedy", REMEDIES, ids=lambda remedy: remedy.name)
def test_each_remedy_is_called_as_its_file_is(remedy: Remedy) -> None:
    module = remedy.name.replace("-", "_")

    assert remedy.offer.__module__ == f"pep668hook.remedies.{module}"


def test_each_remedy_has_its_place_in_the_order() -> None:
    offers = {
        remedy.name: offer(remedy=remedy.name, plan=plan(steps=[]))
        for remedy in REMEDIES
    }

    for name, made in offers.items():
        assert rank([made], surroundings())[0] == (made,), name


def test_each_remedy_has_its_row_in_the_docs() -> None:
    table = (CHECKOUT / "docs" / "remedies" / "index.md").read_text()
    rows = re.findall(r"^\| \[`([\w-]+)`\]\(\1\.md\) \|", table, re.MULTILINE)

    assert {remedy.name for remedy in REMEDIES} == set(rows)


@pytest.mark.parametrize("name", names())
def test_each_shell_has_its_snippet(name: str) -> None:
    shell = named(name)

    assert shell is not None
    assert (CHECKOUT / "shell" / f"pep668hook.{shell.extension}").is_file()
