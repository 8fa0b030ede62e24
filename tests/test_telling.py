from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from pep668hook import aftermath
from pep668hook.cli import main
from pep668hook.shells.bash import SHELL as BASH
from pep668hook.shells.zsh import SHELL as ZSH

Output = pytest.CaptureFixture[str]


# -- explain


@pytest.fixture
def described(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a directory of a machine that is told by its os-release alone."""
    os_release = Path(__file__).parent / "os_release" / "debian-12"
    monkeypatch.setenv("PEP668HOOK_OS_RELEASE", str(os_release))
    monkeypatch.setenv("PATH", "/nowhere")
    for name in ("VIRTUAL_ENV", "WORKON_HOME"):
        monkeypatch.delenv(name, raising=False)
    project = home / "app"
    project.mkdir()
    monkeypatch.chdir(project)
    return project


@pytest.mark.usefixtures("in_bash")
def test_explain_says_what_would_be_offered(described: Path, capsys: Output) -> None:
    assert main(["explain", "--", "pip", "install", "six"]) == 0

    said = capsys.readouterr().out
    assert "Enter: make .venv, activate it and install six" in said
    assert "    $ source .venv/bin/activate" in said
    assert list(described.iterdir()) == []


def test_explain_speaks_json_and_the_shell_that_is_named(
    described: Path, capsys: Output
) -> None:
    words = ["--json", "--shell", "fish", "--", "pip3", "install", "six"]

    assert main(["explain", *words]) == 0

    said = json.loads(capsys.readouterr().out)
    assert "source .venv/bin/activate.fish" in said["offers"][0]["commands"]
    assert list(described.iterdir()) == []


@pytest.mark.usefixtures("in_bash")
def test_explain_takes_bash_where_no_shell_is_found(
    described: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.delenv("SHELL")

    assert main(["explain", "--", "pip", "install", "six"]) == 0
    assert "    $ source .venv/bin/activate\n" in capsys.readouterr().out
    assert list(described.iterdir()) == []


def test_explain_names_the_shells_that_it_knows(
    described: Path, capsys: Output
) -> None:
    words = ["--shell", "csh", "--", "pip", "install", "six"]

    assert main(["explain", *words]) == 2
    assert "no snippet for the shell `csh`" in capsys.readouterr().err
    assert list(described.iterdir()) == []


@pytest.mark.usefixtures("in_bash")
def test_explain_says_so_where_nothing_would_be_offered(
    described: Path, capsys: Output
) -> None:
    assert main(["explain", "--", "pip", "list"]) == 1

    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "pep668hook: nothing would be offered\n")
    assert list(described.iterdir()) == []


LOGS = Path(__file__).parent / "logs"
REFUSED = str(LOGS / "get-pip-piped.txt")
HARMLESS = str(LOGS / "look-alikes" / "pip-list.txt")


def test_explain_tells_of_the_refusals_in_a_log(capsys: Output) -> None:
    assert main(["explain", "--shell", "bash", REFUSED]) == 0
    said = capsys.readouterr()

    assert said.out.startswith("line 2: get-pip refused by Debian's marker\n")
    assert "source .venv/bin/activate" in said.out
    assert said.err == ""


def test_explain_writes_json(capsys: Output) -> None:
    assert main(["explain", "--json", "--shell", "fish", REFUSED]) == 0
    (refusal,) = json.loads(capsys.readouterr().out)["refusals"]

    assert refusal["tool"] == "get-pip"
    assert "activate.fish" in str(refusal["offers"])


@pytest.mark.parametrize(
    ("options", "out"), [([], ""), (["--json"], '{"refusals": []}\n')]
)
def test_explain_says_that_there_is_none(
    options: list[str], out: str, capsys: Output
) -> None:
    assert main(["explain", *options, "--shell", "bash", HARMLESS]) == 1
    said = capsys.readouterr()

    assert said.out == out
    assert said.err == "pep668hook: no refusal by PEP 668 in it\n"


def test_explain_says_that_it_cannot_read(capsys: Output) -> None:
    assert main(["explain", "--shell", "bash", "no/such.log"]) == 2
    said = capsys.readouterr()

    assert said.out == ""
    assert said.err == (
        "pep668hook: could not read no/such.log: No such file or directory\n"
    )


def test_explain_takes_a_log_or_a_command(capsys: Output) -> None:
    assert main(["explain", REFUSED, "--", "pip", "install", "six"]) == 2
    assert "hint: `--` stands in front" in capsys.readouterr().err


def test_explain_takes_one_log(capsys: Output) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["explain", "pip", "install", "six"])

    assert ended.value.code == 2
    assert "install six" in capsys.readouterr().err


def test_explain_takes_what_is_after_the_dashes_for_a_command(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    assert main(["explain", "--shell", "bash", "--", REFUSED]) == 1
    assert capsys.readouterr().err == "pep668hook: nothing would be offered\n"


def test_explain_ends_quietly_when_nobody_reads_on() -> None:
    with subprocess.Popen(
        [sys.executable, "-I", "-m", "pep668hook", "explain", "--shell", "bash", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, said = process.communicate(Path(REFUSED).read_bytes())

    assert said == b""
    assert process.returncode == 0


def test_explain_writes_what_the_terminal_can_show(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("$ pip install caf\xe9\nerror: externally-managed-environment\n")
    done = subprocess.run(
        [sys.executable, "-m", "pep668hook", "explain", "--shell", "bash", str(log)],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )

    assert b"pip install caf?" in done.stdout


# -- fix


def test_fix_is_told_where_to_leave_the_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []

    def story(*words: object) -> int:
        told.extend(words)
        return 0

    monkeypatch.setattr(aftermath, "again", story)
    monkeypatch.setattr(aftermath, "without_the_hook", story)
    command = ["--", "pip", "install", "-U", "x"]

    assert main(["fix", "--for", "bash", "--record", "there", *command]) == 0
    assert main(["fix", "--for", "zsh", *command]) == 0

    assert told == [command[1:], BASH, Path("there"), command[1:], ZSH]


# -- demo

Played = tuple[str | None, str | None, bool]


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[Played]:
    calls: list[Played] = []

    def demo(wanted: str | None, *, in_use: str | None, by_hand: bool) -> int:
        calls.append((wanted, in_use, by_hand))
        return 7

    monkeypatch.setitem(sys.modules, "pep668hook.demo", SimpleNamespace(demo=demo))
    monkeypatch.setattr("pep668hook.chosen_shell.in_use", lambda: "fish")
    return calls


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ([], (None, "fish", False)),
        (["--in", "zsh"], ("zsh", "fish", False)),
        (["--in", "all"], ("all", "fish", False)),
        (["--shell"], (None, "fish", True)),
        (["--in", "bash", "--shell"], ("bash", "fish", True)),
    ],
)
def test_demo_is_played_as_it_is_asked_for(
    played: list[Played],
    words: list[str],
    call: Played,
) -> None:
    assert main(["demo", *words]) == 7
    assert played == [call]
