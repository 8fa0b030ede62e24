from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.person import Person

SHOW = "python -c 'import tinything; print(tinything.__file__)'"


def test_one_key_and_the_line_goes_on_in_an_environment_of_its_own(
    person: Person,
) -> None:
    shell = person.start()

    shell.enter(person.driver.and_then("pip install tinything", SHOW))
    status = shell.answer("enter")

    assert status == 0
    assert f"{person.venv}/lib/" in shell.text.splitlines()[-2]
    assert shell.screen[-1] == "(work) $"
    shell.run(f"echo {person.driver.variable('VIRTUAL_ENV')}")
    assert shell.said == f"{person.venv}\n"
