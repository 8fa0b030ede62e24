from __future__ import annotations

import pytest

from pep668hook.command_line import Command, read, rest_of_chain
from pep668hook.shells.bash import SHELL as BASH
from pep668hook.shells.zsh import SHELL as ZSH


def words_of(line: str) -> list[tuple[str, ...]] | None:
    commands = read(line, BASH.grammar)
    return None if commands is None else [command.words for command in commands]


def chain(line: str) -> tuple[Command, ...]:
    commands = read(line, BASH.grammar)
    assert commands is not None
    return commands


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("pip install six", ["pip", "install", "six"]),
        ("  pip\tinstall  six  ", ["pip", "install", "six"]),
        ("/usr/bin/python3.12 -m pip", ["/usr/bin/python3.12", "-m", "pip"]),
        ("pip install x==1.0 y~=2 z!=3", ["pip", "install", "x==1.0", "y~=2", "z!=3"]),
        ("pip install --index-url=https://a.b/c?", None),
        (
            "pip install git+https://a/b#egg=c",
            ["pip", "install", "git+https://a/b#egg=c"],
        ),
        ("pip install ''", ["pip", "install", ""]),
        ("pip install 'a  b'\"c d\"e\\ f", ["pip", "install", "a  bc de f"]),
        (r'pip "a\"b\\c\d"', ["pip", 'a"b\\c\\d']),
        (r"pip 'a\b'", ["pip", "a\\b"]),
        ("pip \\\n install", ["pip", "install"]),
        ('pip "a\\\nb"', ["pip", "ab"]),
        (
            "pip install 'x>=1;python_version>\"3\"'",
            ["pip", "install", 'x>=1;python_version>"3"'],
        ),
        ("pip install naïve", ["pip", "install", "naïve"]),
    ],
)
def test_plain_words_are_what_the_shell_makes_of_them(
    line: str, words: list[str] | None
) -> None:
    assert words_of(line) == (None if words is None else [tuple(words)])


@pytest.mark.parametrize(
    "line",
    [
        "pip install $x",
        'pip install "$x"',
        "pip install `x`",
        'pip install "`x`"',
        "pip install $(x)",
        "pip install x*",
        "pip install x?",
        "pip install x[extra]",
        "pip install {x,y}",
        "pip install ~/x",
        "~/pip install x",
        "pip install =x",
        "pip install x # later",
        "# pip install x",
        "pip install x &",
        "pip install x <list",
        "pip install x 2>errors",
        "pip install x &>all",
        "pip install x >all 2>&1",
        "pip install x <<end",
        "pip install > >(tee log)",
        "for x in a b; do pip install a; done",
        "if pip install x; then y; fi",
        "! pip install x",
        "( pip install x )",
        "{ pip install x; }",
        "[[ -e x ]] && pip install x",
        "while pip install x; do y; done",
        "x && && y",
        "&& y",
        "A=1",
        "pip install 'x",
        'pip install "x',
        "pip install x\\",
    ],
)
def test_what_is_more_than_plain_words_is_not_read(line: str) -> None:
    assert read(line, BASH.grammar) is None


def test_a_keyword_in_quotes_is_a_word() -> None:
    assert words_of("'if' x") == [("if", "x")]


def test_an_empty_line_holds_no_command() -> None:
    assert read(" \n ; ", BASH.grammar) == ()


def test_what_joins_the_commands_is_told() -> None:
    commands = chain("a && b || c; d | e |& f\ng &&\nh;")

    joints = ["", "&&", "||", ";", "|", "|&", "\n", "&&"]
    assert [command.joint for command in commands] == joints
    assert [command.words[0] for command in commands] == list("abcdefgh")


def test_assignments_stand_before_the_command() -> None:
    (command,) = chain("A=1 B='x y' C= pip D=4")

    assert command.assignments == (("A", "1"), ("B", "x y"), ("C", ""))
    assert command.words == ("pip", "D=4")
    assert not command.is_bare


def test_a_quoted_name_is_no_assignment() -> None:
    (command,) = chain("'A'=1 pip")

    assert command.assignments == ()
    assert command.words == ("A=1", "pip")


@pytest.mark.parametrize("tail", [">log", "1> log", ">>log", "2>&1", "2>&1 >log"])
def test_a_redirection_of_stdout_is_no_word(tail: str) -> None:
    (command,) = chain(f"pip install x {tail}")

    assert command.words == ("pip", "install", "x")
    assert not command.is_bare


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("pip x", []),
        ("pip x && a b && c", [("a", "b"), ("c",)]),
        ("pip x && a; c", [("a",)]),
        ("pip x && a || c", []),
        ("pip x | tee && a", []),
        ("pip x && a >log", []),
        ("pip x && A=1 a", []),
        ("pip x; a", []),
    ],
)
def test_the_rest_of_a_chain_is_what_has_not_run(
    line: str, rest: list[tuple[str, ...]]
) -> None:
    assert rest_of_chain(chain(line)) == tuple(rest)


def test_two_quotes_in_a_row_are_one_where_zsh_is_told_so() -> None:
    assert read("pip 'a''b'", ZSH.grammar) is None
    assert read("pip 'a' 'b'", ZSH.grammar) is not None
