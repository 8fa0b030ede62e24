from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from pep668hook.contexts import known
from pep668hook.explain_log import (
    NoLogError,
    UnreadableLogError,
    read,
    suggestions,
    to_json,
    to_text,
)
from pep668hook.refusals import Refusal
from pep668hook.shells.bash import SHELL

LOGS = Path(__file__).parent / "logs"
LOG = LOGS / "get-pip-piped.txt"


def refusal(  # noqa: PLR0913 # one keyword a field
    *,
    command: str | None = "pip3 install six",
    interpreter: str | None = "python3.12",
    distribution: str | None = "Debian",
    marker_text: str | None = "try apt install",
    context: str = "terminal",
    tool: str = "pip",
) -> Refusal:
    return Refusal(
        tool=tool,  # type: ignore[arg-type] # one of its names
        line=7,
        command=command,
        interpreter=interpreter,
        distribution=distribution,
        marker_text=marker_text,
        context=context,
    )


def commands(found: Refusal) -> tuple[str, ...]:
    return suggestions(found, SHELL)[0].commands


def as_stdin(
    monkeypatch: pytest.MonkeyPatch, data: bytes, *, is_terminal: bool
) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(data), isatty=lambda: is_terminal)
    monkeypatch.setattr(sys, "stdin", stdin)


def test_reads_a_file() -> None:
    assert [each.line for each in read(str(LOG))] == [2]


@pytest.mark.parametrize("name", [None, "-"])
def test_reads_what_is_piped_in(
    name: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_stdin(monkeypatch, LOG.read_bytes(), is_terminal=False)

    assert [each.line for each in read(name)] == [2]


def test_does_not_wait_for_somebody_who_does_not_know(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    as_stdin(monkeypatch, b"", is_terminal=True)
    with pytest.raises(NoLogError) as raised:
        list(read(None))

    assert raised.value.exit_code == 2
    assert "explain --" in (raised.value.hint or "")


@pytest.mark.parametrize(
    ("name", "why"),
    [("no/such\x1b[31m.log", "No such file"), (".", "Is a directory")],
)
def test_says_why_it_cannot_read(name: str, why: str) -> None:
    with pytest.raises(UnreadableLogError) as raised:
        list(read(name))

    assert raised.value.exit_code == 2
    assert why in str(raised.value)
    assert "\x1b" not in str(raised.value)


@pytest.mark.parametrize(
    ("interpreter", "python"),
    [
        ("python3.12", "python3.12"),
        ("/usr/bin/python3.12", "/usr/bin/python3.12"),
        ("/usr", "python3"),
        (None, "python3"),
    ],
)
def test_makes_the_environment_with_the_python_that_refused(
    interpreter: str | None, python: str
) -> None:
    found = refusal(interpreter=interpreter)

    assert commands(found)[0] == f"{python} -m venv .venv"


@pytest.mark.parametrize("context", [each.name for each in known()])
@pytest.mark.parametrize("place", ["/usr;reboot;", "/$(reboot)", "/a`reboot`", "/a b"])
def test_no_python_of_a_log_s_is_named_that_a_shell_would_read_otherwise(
    context: str, place: str
) -> None:
    found = refusal(interpreter=f"{place}/python3", context=context)

    said = str([each.commands for each in suggestions(found, SHELL)])
    assert place not in said


@pytest.mark.parametrize(
    ("command", "again"),
    [
        ("pip3 install 'a b' -U", "pip install 'a b' -U"),
        ("sudo python3 -m pip install --user six", "pip install six"),
        ("/usr/bin/python3 -m pip.__main__ install six", "pip install six"),
        ("pip install $NAME", "pip install ..."),
        ("pip install 'unfinished", "pip install ..."),
        ("python3 setup.py install", "pip install ..."),
        (None, "pip install ..."),
    ],
)
def test_runs_again_only_what_no_shell_changes(command: str | None, again: str) -> None:
    assert commands(refusal(command=command))[-1] == again


def test_the_version_names_the_package() -> None:
    found = refusal(
        interpreter="/usr/bin/python3.11", marker_text="try zypper install python311-x"
    )
    _, package = suggestions(found, SHELL)

    assert package.commands == ("sudo zypper install 'python3.11dist(six)'",)


def test_json_has_all_names_and_null_for_what_is_not_known() -> None:
    nothing = refusal(
        command=None, interpreter=None, distribution=None, marker_text=None
    )
    read_back = json.loads("".join(to_json([refusal(), nothing], SHELL)))

    first, second = read_back["refusals"]
    assert list(first) == [
        *("tool", "line", "command", "interpreter", "distribution", "marker_text"),
        *("context", "offers"),
    ]
    assert list(first["offers"][0]) == ["key", "remedy", "title", "commands", "why"]
    assert first["line"] == 7
    assert [key for key, value in second.items() if value is None] == [
        *("command", "interpreter", "distribution", "marker_text"),
    ]


def test_json_of_nothing_is_an_empty_list() -> None:
    assert json.loads("".join(to_json([], SHELL))) == {"refusals": []}


def test_json_is_ascii() -> None:
    assert "".join(to_json([refusal(command="pip install \xe9")], SHELL)).isascii()


def test_text_says_what_is_known() -> None:
    (text,) = to_text([refusal()], SHELL, 80)

    assert (
        text
        == """\
line 7: pip refused by Debian's marker
  command  pip3 install six
  python   python3.12
  where    terminal

make .venv, activate it and install six
    what is installed there, and no more, is found there; python3.12 -m venv
    needs python3-venv here
    python3.12 -m venv .venv
    source .venv/bin/activate
    pip install six

install six with apt
    for the system's own Python, if the distribution has it by that name
    sudo apt install python3-six
"""
    )


def test_text_says_what_is_not_known() -> None:
    text = "".join(
        to_text([refusal(command=None, interpreter=None, distribution=None)], SHELL, 80)
    )

    assert text.startswith("line 7: pip refused by an unknown marker\n")
    assert text.count("not in the log") == 2


def test_an_empty_line_is_between_two() -> None:
    first, second = to_text([refusal(), refusal()], SHELL, 80)

    assert not first.startswith("\n")
    assert second == "\n" + first


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize(
    "log", ["github-raw", "ansible-two-hosts", "package-script-alpine"]
)
def test_what_is_not_to_be_copied_fits_the_terminal(log: str, columns: int) -> None:
    found = list(read(str(LOGS / f"{log}.txt")))
    text = "".join(to_text(found, SHELL, columns))
    copied = {
        line
        for each in found
        for suggested in suggestions(each, SHELL)
        for line in suggested.commands
    }

    for line in text.splitlines():
        is_fact = line.startswith(("  command", "  python"))
        assert (
            len(line) <= min(columns, 96)
            or is_fact
            or line.strip() in {command.strip() for command in copied}
        )
