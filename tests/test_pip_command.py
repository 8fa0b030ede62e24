from __future__ import annotations

import pytest

from pep668hook.pip_command import OptionUse, PipCommand, parse


def command(words: str) -> PipCommand:
    return parse(words.split())


@pytest.mark.parametrize(
    ("words", "requirements"),
    [
        ("pip install six", ["six"]),
        ("pip install six attrs", ["six", "attrs"]),
        ("pip -q install six", ["six"]),
        ("pip --proxy install install six", ["six"]),
        ("pip --log=install install six", ["six"]),
        ("pip install --user six -U attrs", ["six", "attrs"]),
        ("pip install -i https://example.org/simple six", ["six"]),
        ("pip install -r six", []),
        ("pip install -- -r six", ["-r", "six"]),
        ("pip -- install -r six", ["-r", "six"]),
        ("pip install - six", ["-", "six"]),
        ("pip uninstall -y six", ["six"]),
        ("pip uninstall --yes -r list.txt six", ["six"]),
        ("pip install --implementation cp six", ["six"]),
        ("pip install --uploaded-prior-to 2026-01-01 six", ["six"]),
        ("pip install --unheard-of six", ["six"]),
    ],
)
def test_tells_what_is_wanted_from_options_and_their_values(
    words: str, requirements: list[str]
) -> None:
    assert list(command(words).requirements) == requirements


@pytest.mark.parametrize(
    ("words", "subcommand"),
    [
        ("pip install", "install"),
        ("pip3 uninstall six", "uninstall"),
        ("pip --isolated -qq list", "list"),
        ("pip --cert file --timeout=3 install six", "install"),
        ("pip -- install", "install"),
        ("pip --version", None),
        ("pip --log", None),
        ("pip", None),
        ("", None),
    ],
)
def test_finds_the_subcommand_behind_general_options(
    words: str, subcommand: str | None
) -> None:
    assert command(words).subcommand == subcommand


def test_is_named_as_it_was_typed() -> None:
    assert command("pip3.11 install six").name == "pip3.11"
    assert command("").name == "pip"


@pytest.mark.parametrize(
    "words",
    [
        "-r FILE",
        "-rFILE",
        "--requirement FILE",
        "--requirement=FILE",
        "--requirem FILE",
        "-Ur FILE",
        "-qUrFILE",
        "six -r FILE",
    ],
)
def test_finds_a_requirement_file_however_it_is_written(words: str) -> None:
    assert command(f"pip install {words}").requirement_files == ("FILE",)


def test_finds_constraints_and_editables() -> None:
    seen = command("pip install -c one --constraint=two -e . --editable ./other")

    assert seen.constraints == ("one", "two")
    assert seen.editables == (".", "./other")
    assert seen.requirements == ()


def test_takes_the_next_argument_for_a_value_whatever_it_looks_like() -> None:
    seen = command("pip install -r --break-system-packages requirements-dev.txt")

    assert seen.requirement_files == ("--break-system-packages",)
    assert seen.requirements == ("requirements-dev.txt",)
    assert not seen.has("--break-system-packages")


@pytest.mark.parametrize("words", ["-r", "--requirement", "-qr"])
def test_a_value_may_be_missing(words: str) -> None:
    seen = command(f"pip install {words}")

    assert seen.has("--requirement")
    assert seen.requirement_files == ()


def test_each_option_knows_where_it_stands() -> None:
    assert command("pip -v install -qr FILE --pre").options == (
        OptionUse("--verbose", None, (1,), (1, 2)),
        OptionUse("--quiet", None, (3,), (1, 2)),
        OptionUse("--requirement", "FILE", (3, 4), (2, 3)),
        OptionUse("--pre", None, (5,), (0, 5)),
    )


@pytest.mark.parametrize(
    ("words", "options", "left"),
    [
        ("pip install --user six", ["--user"], "pip install six"),
        ("pip install six", ["--user"], "pip install six"),
        ("pip --user install --use six", ["--user"], "pip install --use six"),
        ("pip install -i URL six", ["--index-url"], "pip install six"),
        ("pip install --index-url=URL six", ["--index-url"], "pip install six"),
        ("pip install -qU six", ["--upgrade"], "pip install -q six"),
        ("pip install -qU six", ["--upgrade", "--quiet"], "pip install six"),
        ("pip install -Ur FILE", ["--requirement"], "pip install -U"),
        ("pip install -Ur FILE", ["--upgrade"], "pip install -r FILE"),
        ("pip install -UrFILE six", ["--requirement"], "pip install -U six"),
        ("pip install -UrFILE six", ["--upgrade"], "pip install -rFILE six"),
        ("pip install -qqq six", ["--quiet"], "pip install six"),
        ("pip install -r - six", ["--requirement"], "pip install six"),
        ("pip install - six", ["--user"], "pip install - six"),
        ("pip install -- --user", ["--user"], "pip install -- --user"),
        ("pip install -qr", ["--requirement"], "pip install -q"),
        ("pip install --requirement", ["--requirement"], "pip install"),
        ("pip install -r --user", ["--user"], "pip install -r --user"),
    ],
)
def test_takes_options_out(words: str, options: list[str], left: str) -> None:
    assert " ".join(command(words).without(*options)) == left


@pytest.mark.parametrize(
    "argument", ["", "two\nlines", "caf\udce9", "$(touch pwned)", "a=b", "--\n"]
)
def test_any_argument_comes_through(argument: str) -> None:
    argv = ("pip", "install", "--report", argument, "--", argument)
    seen = parse(argv)

    assert seen.without("--user") == argv
    assert seen.values("--report") == (argument,)
    assert seen.requirements == (argument,)
    assert parse(["pip", "install", f"--log={argument}"]).values("--log") == (argument,)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("pip install yaml", "pip install PyYAML"),
        ("pip install -U yaml six", "pip install -U PyYAML six"),
        ("pip -q install yaml -r yaml", "pip -q install PyYAML -r yaml"),
        ("pip install six json", "pip install six"),
        ("pip install -- yaml", "pip install -- PyYAML"),
        ("yaml install yaml", "yaml install PyYAML"),
    ],
)
def test_other_requirements_take_the_place_of_those_asked_for(
    line: str, expected: str
) -> None:
    command = parse(line.split())

    assert " ".join(command.renamed({"yaml": "PyYAML", "json": ""}).argv) == expected


@pytest.mark.parametrize(
    ("words", "subcommand", "requirements"),
    [
        ("python -m pip install -U six", "install", ["six"]),
        ("python -m pip -q --proxy install install six", "install", ["six"]),
        ("uv pip install --system six", "install", ["six"]),
        ("uv -q --color never pip install --link-mode copy six", "install", ["six"]),
        ("uv pip list", "list", []),
        ("uv add six", None, []),
        ("uv", None, []),
    ],
)
def test_reads_what_stands_for_pip(
    words: str, subcommand: str | None, requirements: list[str]
) -> None:
    assert command(words).subcommand == subcommand
    if subcommand == "install":
        assert list(command(words).requirements) == requirements


@pytest.mark.parametrize("words", ["pip -q", "uv -q", "uv -q add six", "pip -q --"])
def test_without_a_subcommand_there_are_options_and_nothing_is_wanted(
    words: str,
) -> None:
    seen = command(words)

    assert seen.requirements == ()
    assert seen.options == (OptionUse("--quiet", None, (1,), (1, 2)),)


def test_the_options_of_uv_and_those_of_its_pip_are_told_once_each() -> None:
    seen = command("uv -q pip install --system -v six")

    assert [use.name for use in seen.options] == ["--quiet", "--system", "--verbose"]


def test_an_option_that_no_pip_knows_is_named_as_it_was_typed() -> None:
    seen = command("pip install -Zq --nonsense=1 six")

    assert [use.name for use in seen.options] == ["-Z", "--quiet", "--nonsense"]


def test_tells_what_leads_to_pip() -> None:
    assert command("python -m pip install six").way == ("-m", "pip")
    assert command("pip install six").way == ()
    assert command("uv pip install six").is_of_uv
    assert not command("pip install six").is_of_uv
    assert command("uv -p 3.11 pip install six").values("--python") == ("3.11",)
