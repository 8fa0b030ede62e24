from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pep668hook import requirement, system_packages
from pep668hook.package import Lists, Package
from pep668hook.settings import read
from pep668hook.system_packages import (
    Found,
    install,
    look_up,
    manager_of,
    may_have,
    pipx,
    removal,
)
from tests.builders import interpreter, surroundings

if TYPE_CHECKING:
    from pathlib import Path

    from pep668hook.requirement import Requirement
    from tests.builders import Market


def wanted(*words: str) -> list[Requirement]:
    found = [requirement.parse(word) for word in words]
    return [each for each in found if each is not None]


def make_python(prefix: Path, name: str) -> None:
    stdlib = prefix / "lib" / name
    stdlib.mkdir(parents=True)
    (stdlib / "os.py").touch()
    (prefix / "bin" / name).touch()
    (prefix / "bin" / "python3").symlink_to(name)


def test_root_installs_by_itself_and_anybody_else_with_sudo(market: Market) -> None:
    assert install(market.around(is_root=True), ["six"]) == ("ask", "install", "six")
    assert install(market.around(), ["six"]) == ("sudo", "ask", "install", "six")


def test_doas_serves_where_there_is_no_sudo(market: Market) -> None:
    assert install(market.around(tools=("doas", "ask")), ["six"])[0] == "doas"
    assert install(market.around(tools=("doas", "sudo", "ask")), ["six"])[0] == "sudo"


def test_one_that_needs_no_rights_is_given_none(market: Market) -> None:
    around = market.around(manager=market.manager(as_root=False), tools=("ask",))

    assert install(around, ["six"]) == ("ask", "install", "six")
    assert install(market.around(manager=market.manager(as_root=False)), ["six"]) == (
        "ask",
        "install",
        "six",
    )


def test_nobody_installs_without_the_right_to(market: Market) -> None:
    around = market.around(tools=("ask",))

    assert manager_of(around) is None
    assert install(around, ["six"]) == ()


def test_nobody_installs_with_a_tool_that_is_not_there(market: Market) -> None:
    assert install(market.around(tools=("sudo",), is_root=True), ["six"]) == ()


def test_nobody_installs_for_an_unknown_distro() -> None:
    assert install(surroundings(is_root=True), ["six"]) == ()
    assert pipx(surroundings(is_root=True)) == ()
    assert look_up(surroundings(is_root=True), wanted("six")) is None
    assert not may_have(surroundings(is_root=True), wanted("six"))


def test_pipx_may_be_one_of_many_for_many_pythons(market: Market) -> None:
    assert pipx(market.around(is_root=True)) == ("ask", "install", "pipx311")


def test_there_is_something_to_ask_if_one_may_be_there(market: Market) -> None:
    assert may_have(market.around(), wanted("none", "six"))
    assert not may_have(market.around(), wanted("none"))


def test_what_is_there_is_told_with_its_version(market: Market) -> None:
    market.says("a-six 1.16", "a-flask 2.2 installed", "a-other 1")

    assert look_up(market.around(), wanted("six", "flask")) == Found(
        packages=(Package("a-six", "1.16"), Package("a-flask", "2.2", installed=True)),
        missing=(),
    )
    assert market.asked.read_text() == "a-six a-flask\n"


def test_new_is_what_is_not_installed(market: Market) -> None:
    market.says("a-six 1.16", "a-flask 2.2 installed")

    found = look_up(market.around(), wanted("six", "flask"))

    assert found is not None
    assert found.new == (Package("a-six", "1.16"),)


def test_what_is_not_there_is_missing_as_it_was_typed(market: Market) -> None:
    market.says("a-six 1.16")

    assert look_up(market.around(), wanted("Six", "Nothing.Much")) == Found(
        packages=(Package("a-six", "1.16"),), missing=("Nothing.Much",)
    )


def test_nobody_is_asked_about_what_has_no_name_there(market: Market) -> None:
    assert look_up(market.around(), wanted("none")) == Found((), ("none",))
    assert not market.asked.exists()


@pytest.mark.parametrize(
    "word", ["six>=1.16", "six==1.16", "six ~=1.10", "six<2,>1", "six>=1.0rc1"]
)
def test_a_version_that_fits_is_there(market: Market, word: str) -> None:
    market.says("a-six 1.16")

    found = look_up(market.around(), wanted(word))

    assert found == Found((Package("a-six", "1.16"),), ())


@pytest.mark.parametrize("word", ["six>=2", "six==1.15", "six ~=1.17", "six<1"])
def test_another_version_is_said_to_be_there(market: Market, word: str) -> None:
    market.says("a-six 1.16")

    assert look_up(market.around(), wanted(word)) == Found(
        (), (f"{word} (it is 1.16 there)",)
    )


def test_a_version_that_cannot_be_read_fits_nothing_but_any(market: Market) -> None:
    market.says("a-six unknown")

    assert look_up(market.around(), wanted("six>1")) == Found(
        (), ("six>1 (it is unknown there)",)
    )
    assert look_up(market.around(), wanted("six==what")) == Found(
        (), ("six==what (it is unknown there)",)
    )
    assert look_up(market.around(), wanted("six")) == Found(
        (Package("a-six", "unknown"),), ()
    )


def test_a_package_does_not_bring_extras(market: Market) -> None:
    market.says("a-six 1.16")

    assert look_up(market.around(), wanted("six[fast]")) == Found((), ("six[fast]",))


def test_a_failing_tool_has_nothing(market: Market) -> None:
    (market.path / "ask").unlink()

    assert look_up(market.around(), wanted("six")) == Found((), ("six",))


def test_only_where_programs_and_the_person_live_is_handed_on(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APT_CONFIG", "/somewhere")
    script = market.path / "ask"
    script.write_text("#!/bin/sh\necho a-six ${APT_CONFIG-no}:$LC_ALL:$HOME:$PATH\n")

    found = look_up(market.around(), wanted("six"))

    assert found is not None
    assert (
        found.packages[0].version == f"no:C.UTF-8:/home/me:{market.path}:/usr/bin:/bin"
    )


def test_a_person_without_a_home_can_ask_too(market: Market) -> None:
    market.says("a-six 1.16")

    found = look_up(replace(market.around(), home=None), wanted("six"))

    assert found == Found((Package("a-six", "1.16"),), ())


def test_it_is_for_the_system_s_first_python(market: Market) -> None:
    market.says("a-six 1.16")
    make_python(market.directory, "python3.11")
    second = interpreter(version=(3, 13), prefix=market.directory)

    assert look_up(market.around(), wanted("six")) is not None
    assert look_up(market.around(python=second), wanted("six")) is None


def test_one_with_packages_for_each_python_serves_any(market: Market) -> None:
    market.says("a-six 1.16")
    make_python(market.directory, "python3.11")
    second = interpreter(version=(3, 13), prefix=market.directory)
    manager = market.manager(for_each_python=True)

    found = look_up(market.around(manager=manager, python=second), wanted("six"))

    assert found == Found((Package("a-six", "1.16"),), ())


def lists(market: Market) -> Lists:
    pattern = str(market.directory / "lists" / "*_Packages*")
    return Lists(pattern, ("ask", "update"), lambda project: project == "six")


def test_without_any_lists_what_is_likely_is_there_once_they_are_fetched(
    market: Market,
) -> None:
    around = market.around(manager=market.manager(lists=lists(market)))

    assert look_up(around, wanted("six", "flask")) == Found(
        packages=(Package("a-six", ""),),
        missing=("flask",),
        refresh=("sudo", "ask", "update"),
    )


def test_without_any_lists_no_version_can_be_promised(market: Market) -> None:
    around = market.around(manager=market.manager(lists=lists(market)))

    assert look_up(around, wanted("six>1")) == Found(
        (), ("six>1 (it is unknown there)",), ("sudo", "ask", "update")
    )


def test_what_is_installed_needs_no_lists(market: Market) -> None:
    market.says("a-six 1.16 installed")
    around = market.around(manager=market.manager(lists=lists(market)))

    found = look_up(around, wanted("six"))

    assert found == Found((Package("a-six", "1.16", installed=True),), ())


def test_with_lists_what_is_not_in_them_is_missing(market: Market) -> None:
    (market.directory / "lists").mkdir()
    (market.directory / "lists" / "main_Packages.lz4").touch()
    around = market.around(manager=market.manager(lists=lists(market)))

    assert look_up(around, wanted("six")) == Found((), ("six",))


# -- what removes them


def test_packages_are_removed_by_the_names_that_projects_have(market: Market) -> None:
    found = removal(market.around(), ["six", "flask"])

    assert found == ("sudo", "ask", "remove", "a-six", "a-flask")


def test_what_has_no_name_there_is_not_removed(market: Market) -> None:
    assert removal(market.around(), ["six", "none"]) == ()


def test_nobody_to_ask_removes_nothing(market: Market) -> None:
    assert removal(surroundings(), ["six"]) == ()
    silent = replace(market.manager(), remove=())
    assert removal(market.around(manager=silent), ["six"]) == ()


# -- taking back


def test_what_was_installed_is_removed_by_name(market: Market) -> None:
    around = market.around("six")

    assert system_packages.taken_back(
        around, system_packages.install(around, ["a-six", "b-six"])
    ) == ("sudo", "ask", "remove", "a-six", "b-six")


@pytest.mark.parametrize("argv", [(), ("pipx", "install", "six"), ("ask", "install")])
def test_what_something_else_installed_is_not(
    market: Market, argv: tuple[str, ...]
) -> None:
    assert system_packages.taken_back(market.around("six"), argv) == ()


def test_without_a_command_that_removes_there_is_none(market: Market) -> None:
    manager = replace(market.manager(), remove=())
    around = market.around("six", manager=manager)
    argv = system_packages.install(around, ["a-six"])

    assert system_packages.taken_back(around, argv) == ()


def test_where_system_packages_are_never_a_way_out_nothing_is(market: Market) -> None:
    never = read({"PEP668HOOK_SYSTEM_PACKAGES": "never"}).preferences
    around = replace(market.around("six"), preferences=never)

    assert system_packages.install(around, ["a-six"]) == ()
    assert system_packages.taken_back(around, ("ask", "install", "a-six")) == ()
