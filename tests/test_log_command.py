from __future__ import annotations

import pytest

from pep668hook.log_command import Shown, find, refused
from pep668hook.log_line import LogLine

ERROR = "error: externally-managed-environment"


def found(*lines: str, width: int = 0) -> Shown | None:
    *before, last = [
        LogLine(number, line.encode()) for number, line in enumerate(lines, start=1)
    ]
    return find(last, reversed(before), width)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("pip install six", "pip install six"),
        ("  pip3.12 install -U six ", "pip3.12 install -U six"),
        ("sudo -H pip install six", "sudo -H pip install six"),
        ("A=1 env B=2 pip uninstall six", "A=1 env B=2 pip uninstall six"),
        ("/usr/bin/python3.12 -I -m pip install x", None),
        ("python3 -m pip.__main__ install x", None),
        ("python -mpip install x", None),
        ("uv pip install --system x", None),
        ("uv --no-cache pip sync requirements.txt", None),
        ("python3 -m ensurepip", None),
        ("python3 /tmp/get-pip.py --user", None),
        ("curl -s https://example.org/get-pip.py | sudo python3", None),
        ("cd app && pip install . && pytest", "pip install ."),
        ("if true; then pip install a; fi", "pip install a"),
        ("(pip install a)", "pip install a)"),
        ("pip install 'a; b' \"c && d\" e\\;f || true", None),
    ],
)
def test_finds_the_command_on_a_line(line: str, command: str | None) -> None:
    expected = {
        "pip install 'a; b' \"c && d\" e\\;f || true": (
            "pip install 'a; b' \"c && d\" e\\;f"
        )
    }

    assert refused(line) == (command or expected.get(line, line))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "pip list",
        "pipx install six",
        "pip-compile install",
        "To update, run: python3 -m pip install --upgrade pip",
        "you can pip install six",
        "apt install python3-pip",
        "python3 -m venv .venv",
        "uv add six",
    ],
)
def test_other_lines_have_none(line: str) -> None:
    assert refused(line) is None


@pytest.mark.parametrize(
    "prompt",
    [
        "$ ",
        "# ",
        "/ # ",
        "user@host:~/app$ ",
        "(.venv) user@host:~$ ",
        "[root@host ~]# ",
        "me@mac app % ",
        "PS C:\\work> ",
        "~/app \N{HEAVY RIGHT-POINTING ANGLE QUOTATION MARK ORNAMENT} ",
        "+ ",
        "++ ",
        "task: [deps] ",
        "[command]",
    ],
)
def test_knows_prompts_and_traces(prompt: str) -> None:
    assert found(f"{prompt}pip install six", ERROR) == Shown(
        "pip install six", "terminal", 0
    )


def test_the_nearest_command_counts() -> None:
    shown = found("$ pip install a", "ok", "$ pip install b", "...", ERROR)

    assert shown == Shown("pip install b", "terminal", 1)


def test_another_command_in_between_may_have_run_it() -> None:
    assert found("$ pip install a", "ok", "$ ./setup.sh", ERROR) == Shown(
        None, "terminal", 0
    )


def test_what_make_says_is_nearer_than_make() -> None:
    shown = found("$ make", "pip install -r requirements.txt", ERROR)

    assert shown == Shown("pip install -r requirements.txt", "terminal", 0)


def test_without_a_command_there_is_none() -> None:
    assert found("Reading package lists...", ERROR) is None


def test_of_a_script_that_is_shown_whole_the_first_is_refused() -> None:
    lines = ("pip install a", "pip install b", "shell: bash -e", ERROR)

    assert found("##[group]Run pip install a", *lines) == Shown(
        "pip install a", "github-actions", 3
    )
    assert found("##[group]Run make", *lines) == Shown(
        "pip install a", "github-actions", 2
    )
    assert found(*lines) == Shown("pip install b", "", 1)


def test_where_steps_are_mixed_it_is_that_of_the_same_step() -> None:
    shown = found(
        "#8 [2/3] RUN pip install a", "#9 [1/2] RUN pip install b", f"#8 1.0 {ERROR}"
    )

    assert shown == Shown("pip install a", "dockerfile", 1)


@pytest.mark.parametrize(
    "cmd",
    ['["pip", "install", "a b"]', "\"pip install 'a b'\""],
)
def test_reads_words_that_are_written_as_json(cmd: str) -> None:
    assert found(f'fatal: => {{"cmd": {cmd}}}', ERROR) == Shown(
        "pip install 'a b'", "ansible", 0
    )


def test_what_is_no_json_after_all_is_no_command() -> None:
    assert found('fatal: => {"cmd": ["pip" "install"]}', ERROR) == Shown(
        None, "ansible", 0
    )


@pytest.mark.parametrize(
    "lines",
    [
        (
            '    "cmd": [',
            '        "pip",',
            '        "install",',
            '        "a"',
            "    ],",
        ),
        ("    cmd:", "    - pip", "    - install", "    - 'a'", "    msg: |-"),
    ],
)
def test_reads_words_that_are_listed(lines: tuple[str, ...]) -> None:
    assert found(*lines, ERROR) == Shown("pip install a", "ansible", 4)


def test_puts_together_what_a_terminal_has_folded() -> None:
    lines = ("user@host:~$ pip ins", "tall a b c d e f g h", " i", ERROR)

    assert found(*lines, width=20) == Shown(
        "pip install a b c d e f g h i", "terminal", 2
    )
    assert found("user@host:~$ pip ins", "tall six", ERROR, width=20) == Shown(
        "pip install six", "terminal", 1
    )
    assert found("$ pip install six", "tall", ERROR, width=80) == Shown(
        "pip install six", "terminal", 1
    )


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ('["pip", "install", 1.5, "x"]', "pip install 1.5 x"),
        ("[" * 4000, None),
        ("[" * 4000 + "]" * 90, None),
    ],
)
def test_a_list_of_words_may_hold_anything(words: str, command: str | None) -> None:
    shown = found(f"$ {words}", ERROR)

    assert shown is not None
    assert shown.text == command
