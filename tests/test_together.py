from __future__ import annotations

import pytest

from tests.together import group

ADVICE = "tests/advice/test_advice.py"
LANGUAGE = "tests/test_other_language.py"


@pytest.mark.parametrize("file", ["test_deb.py", "live/test_install_script.py"])
def test_all_of_a_file_that_makes_one_thing_is_together(file: str) -> None:
    tests = [f"tests/{file}::test_one", f"tests/{file}::test_another[of-some]"]

    assert {group(test) for test in tests} == {f"tests/{file}"}


@pytest.mark.parametrize("file", [ADVICE, LANGUAGE])
def test_what_is_asked_of_one_case_is_together(file: str) -> None:
    tests = [
        f"{file}::test_one[A case, or so]",
        f"{file}::test_another[A case, or so]",
        f"{file}::test_the_panel_fits[A case, or so-40]",
        f"{file}::test_the_panel_fits[A case, or so-80]",
    ]

    assert len({group(test) for test in tests}) == 1
    assert group(f"{file}::test_one[Another case]") != group(tests[0])


@pytest.mark.parametrize("test", ["tests/test_x.py::test_y[bash-40]", f"{ADVICE}::t"])
def test_any_other_stands_alone(test: str) -> None:
    assert group(test) == test
