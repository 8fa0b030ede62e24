from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook import handoff
from pep668hook.plan import Activate, ActivateTold, Retry
from pep668hook.shells import named
from pep668hook.shells.powershell import SHELL
from tests.builders import AWKWARD
from tests.drivers.powershell import DRIVER
from tests.machine import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STRICT = (
    "Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop';"
    " $PSNativeCommandUseErrorActionPreference = $true"
)
# A script takes what it is to write from here, so that no encoding is in between.
SHOW = "import json, sys; print(json.dumps(sys.argv[1:]))"


class Engine:
    """A real PowerShell that runs scripts, without anybody's profile."""

    def __init__(self, place: Path) -> None:
        program = DRIVER.find()
        if program is None:
            if os.environ.get("CI"):
                pytest.fail("pwsh is not installed, and CI is set")
            pytest.skip("pwsh is not installed")
        self._program = program
        self._place = place
        self.show = f"& {SHELL.quote(sys.executable)} -I -c {SHELL.quote(SHOW)}"

    def run(self, script: str, environ: Mapping[str, str] | None = None) -> str:
        path = self._place / "script.ps1"
        handoff.write(script, path, SHELL.signature)
        done = subprocess.run(
            [self._program, "-NoLogo", "-NoProfile", "-File", path],
            cwd=self._place,
            env={
                "PATH": os.defpath,
                "HOME": str(self._place),
                "LC_ALL": "C.UTF-8",
                "POWERSHELL_TELEMETRY_OPTOUT": "1",
                "POWERSHELL_UPDATECHECK": "Off",
                **(environ or {}),
            },
            capture_output=True,
            check=False,
        )
        assert done.stderr == b""
        assert done.returncode == 0, done.stdout
        return done.stdout.decode()

    def words(self, words: Sequence[str]) -> list[str]:
        """Tell what a program gets for the quoted words."""
        quoted = " ".join(map(SHELL.quote, words))
        seen: list[str] = json.loads(self.run(f"{STRICT}\n{self.show} {quoted}\n"))
        return seen


CANDIDATES = {
    "": {"config": ""},
    "config set": {"mode": "what it's like: a $(touch pwned)", "plain": ""},
}


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Engine(tmp_path)


def test_it_is_found_by_its_name_and_not_by_its_program() -> None:
    assert named("powershell") is SHELL
    assert "pwsh" in SHELL.programs
    assert SHELL.extension == "ps1"


def test_any_word_comes_through_as_itself(engine: Engine, words: list[str]) -> None:
    # PowerShell has no way to write a byte that is not of UTF-8.
    words = [word for word in words if "\udcff" not in word]

    for start in range(0, len(words), 1000):
        some = words[start : start + 1000]
        assert engine.words(some) == some


def test_bytes_that_are_no_utf_8_stay_one_word(engine: Engine) -> None:
    word = "a\udcff'\u2019; echo pwned #"

    assert engine.words([word, "next"]) == [
        "a\N{REPLACEMENT CHARACTER}'\u2019; echo pwned #",
        "next",
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "ascii"])
def test_a_curly_quote_is_doubled_whatever_the_locale_makes_of_it(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    word = "a\u2019; echo pwned".encode()
    monkeypatch.setattr(
        os, "fsencode", lambda text: text.encode(encoding, "surrogateescape")
    )
    monkeypatch.setattr(
        os, "fsdecode", lambda data: data.decode(encoding, "surrogateescape")
    )

    quoted = os.fsencode(SHELL.quote(os.fsdecode(word)))

    assert quoted.decode() == "'a\u2019\u2019; echo pwned'"


@pytest.mark.parametrize(
    "word",
    ["six", "--upgrade", "-U", "-r", "./wheels/x-1.0-py3-none-any.whl", "x==1.0"],
)
def test_a_plain_word_is_taught_as_one_types_it(word: str) -> None:
    assert SHELL.run(["pip", "install", word]) == f"pip install {word}"


@pytest.mark.parametrize(
    "word", ["-r.txt", ".5", "1kb", "--", "-", "a,b", "~", "@x", ""]
)
def test_what_powershell_would_take_for_something_else_is_quoted(word: str) -> None:
    assert SHELL.quote(word) == f"'{word}'"


@pytest.mark.parametrize(
    ("argv", "line"),
    [
        ([".venv/bin/Activate.ps1"], ".venv/bin/Activate.ps1"),
        (["/a b/pip", "list"], "& '/a b/pip' list"),
        (["-x/pip"], "& '-x/pip'"),
        (["1/2"], "& '1/2'"),
        (["python3.11", "-m", "venv", ".venv"], "python3.11 -m venv .venv"),
    ],
)
def test_a_program_is_called_so_that_it_is_one(argv: list[str], line: str) -> None:
    assert SHELL.run(argv) == line


def test_an_environment_is_activated_by_the_script_that_it_has(tmp_path: Path) -> None:
    script = tmp_path / "bin" / "activate.ps1"
    script.parent.mkdir()
    script.touch()

    assert SHELL.activate(tmp_path) == str(script)
    assert SHELL.activate_or_stop(tmp_path).startswith(f"try {{ & '{script}' }} catch ")
    assert SHELL.activate(Path(".venv")) == ".venv/bin/Activate.ps1"


PIP = (
    "& (Microsoft.PowerShell.Core\\Get-Command 'pip'"
    " -CommandType Application -TotalCount 1)"
)
OR_STOP = "catch { Microsoft.PowerShell.Utility\\Write-Error $_; exit 1 }"


def test_a_script_runs_the_program_and_no_function_of_its_name() -> None:
    assert SHELL.run_unwrapped(["pip", "it's", ""]) == f"{PIP} 'it''s' ''"


def test_a_script_activates_or_ends() -> None:
    line = SHELL.activate_or_stop(Path("/it's"))

    assert line == f"try {{ & '/it''s/bin/Activate.ps1' }} {OR_STOP}"


def test_a_script_activates_below_what_a_program_prints_or_ends() -> None:
    line = SHELL.activate_told_or_stop(["pip", "a b"])

    assert line == f"try {{ & \"$({PIP} 'a b')/bin/activate.ps1\" }} {OR_STOP}"


def test_a_value_is_quoted_whatever_it_is() -> None:
    assert SHELL.export("NAME", "it's $x") == "$env:NAME = 'it''s $x'"
    assert SHELL.assign("name", "it's $x") == "$global:name = 'it''s $x'\n"


def test_what_is_no_text_is_quoted_byte_for_byte() -> None:
    assert SHELL.quote("caf\udce9's") == "'caf\udce9''s'"


def test_a_snippet_is_loaded_if_it_is_there_and_sourced_by_a_dot() -> None:
    path = Path("/a b/x.ps1")

    assert SHELL.load(path) == "try { . '/a b/x.ps1' } catch { }"
    assert SHELL.source(path) == ". '/a b/x.ps1'"


def test_a_missing_snippet_is_passed_over_in_silence(
    engine: Engine, tmp_path: Path
) -> None:
    line = SHELL.load(tmp_path / "gone")

    assert engine.run(f"{STRICT}\n{line}\n'still here'\n") == "still here\n"


def test_a_snippet_is_loaded_whatever_its_directory_is_called(
    engine: Engine, tmp_path: Path
) -> None:
    # A backslash is a slash to PowerShell's own commands, on every system.
    name = AWKWARD.replace("\\", "") + " \u2018[x]\u2019"
    snippet = tmp_path / name / "snippet.ps1"
    snippet.parent.mkdir()
    snippet.write_text("$loaded = 'yes'\n")

    for line in (SHELL.load(snippet), SHELL.source(snippet)):
        assert engine.run(f"{line}\n$loaded\n") == "yes\n"
    assert not (tmp_path / "pwned").exists()


def test_a_variable_has_the_value_that_it_is_given(engine: Engine) -> None:
    value = "it's $(touch pwned) \u2019"

    assert engine.run(SHELL.assign("name", value) + "$name\n") == f"{value}\n"


def test_its_profile_is_where_it_says(engine: Engine, tmp_path: Path) -> None:
    ask = "$PROFILE.CurrentUserCurrentHost\n"
    elsewhere = {"XDG_CONFIG_HOME": str(tmp_path / "elsewhere")}

    assert engine.run(ask) == f"{SHELL.rc_file(tmp_path, {})}\n"
    assert engine.run(ask, elsewhere) == f"{SHELL.rc_file(tmp_path, elsewhere)}\n"


# -- the script that activates and tries again


def make(environment: Path, maker: str) -> Path:
    """Make an environment by virtualenv or by the standard library's venv."""
    how = {
        "venv": ["-m", "venv", "--without-pip"],
        "virtualenv": [
            "-m",
            "virtualenv",
            "--quiet",
            "--no-seed",
            "--no-periodic-update",
        ],
    }
    argv = [sys.executable, "-I", *how[maker], str(environment)]
    subprocess.run(argv, check=True, capture_output=True)
    return environment


NAMES = [
    "plain",
    "a b",
    "it's",
    'a"b',
    "\u2018a\u2019",
    "\u201ca\u201d",
    "$(touch pwned)",
]


@pytest.mark.parametrize("maker", ["venv", "virtualenv"])
def test_the_script_activates_and_tries_again(
    engine: Engine, tmp_path: Path, maker: str
) -> None:
    lines = [STRICT]
    expected = []
    for number, name in enumerate(NAMES):
        environment = make(tmp_path / name, maker)
        retry = Retry(("python", "-I", "-c", SHOW, "a b", "*", ""))
        script = handoff.render((Activate(environment), retry), SHELL)
        steps = tmp_path / f"steps-{number}.ps1"
        handoff.write(script, steps, SHELL.signature)
        lines += [f"& '{steps}'", "(Get-Command python).Source", "deactivate", ""]
        expected += ['["a b", "*", ""]', f"{environment}/bin/python"]

    said = engine.run("\n".join(lines))

    assert said.splitlines() == expected
    assert not (tmp_path / "pwned").exists()


def test_an_activation_that_throws_ends_the_script_by_status_1(
    engine: Engine, tmp_path: Path
) -> None:
    environment = tmp_path / "broken"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "activate.ps1").write_text("throw 'no'\n")
    script = handoff.render((Activate(environment), Retry(("echo", "pwned"))), SHELL)
    handoff.write(script, tmp_path / "steps.ps1", SHELL.signature)

    said = engine.run(f"& '{tmp_path}/steps.ps1' 2>$null\n$?; $LASTEXITCODE\n")

    assert said == "False\n1\n"


def test_a_script_activates_what_a_program_tells_or_ends(
    engine: Engine, tmp_path: Path
) -> None:
    activate = tmp_path / "it's $(touch pwned)" / "bin" / "activate.ps1"
    activate.parent.mkdir(parents=True)
    activate.write_text("'active'\n")
    told = ("printf", "%s", str(activate.parents[1])), ("false",)
    script = handoff.render(tuple(map(ActivateTold, told)), SHELL)
    handoff.write(script, tmp_path / "steps.ps1", SHELL.signature)

    said = engine.run(f"& '{tmp_path}/steps.ps1' 2>$null\n$?; $LASTEXITCODE\n")

    assert said == "active\nFalse\n1\n"
    assert not (tmp_path / "pwned").exists()


def test_a_person_activates_what_a_program_tells() -> None:
    line = SHELL.activate_told(["poetry", "env", "info"])

    assert line == "& \"$(& 'poetry' env info)/bin/activate.ps1\""


def test_the_retry_goes_past_an_alias_and_a_function(engine: Engine) -> None:
    line = SHELL.run_unwrapped(["printf", "%s", "real"])

    said = engine.run(
        f"Set-Alias printf Get-Date; function printf {{ 'not' }}\n{line}\n"
    )

    assert said == "real"


# -- the scripts themselves

SCRIPTS = sorted((CHECKOUT / "shell").glob("*.ps1"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_parses_without_an_error_and_is_plain_ascii(
    engine: Engine, script: Path
) -> None:
    assert script.read_bytes().isascii()
    parse = (
        "$errors = $null\n"
        "$null = [System.Management.Automation.Language.Parser]::ParseFile("
        f"'{script}', [ref] $null, [ref] $errors)\n"
        "$errors\n"
    )

    assert engine.run(parse) == ""


# What the parser of Windows PowerShell 5.1 does not know.
NEWER = "AndAnd OrOr QuestionMark QuestionQuestion QuestionQuestionEquals QuestionDot"
NEWER += " QuestionLBracket"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_has_nothing_that_windows_powershell_cannot_parse(
    engine: Engine, script: Path
) -> None:
    parse = (
        "$tokens = $null\n"
        "$null = [System.Management.Automation.Language.Parser]::ParseFile("
        f"'{script}', [ref] $tokens, [ref] $null)\n"
        "$tokens | ForEach-Object { $_.Kind.ToString() }\n"
    )

    assert not set(engine.run(parse).split()) & set(NEWER.split())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_calls_cmdlets_by_their_full_names(
    engine: Engine, script: Path
) -> None:
    parse = (
        "$syntax = [System.Management.Automation.Language.Parser]::ParseFile("
        f"'{script}', [ref] $null, [ref] $null)\n"
        "$syntax.FindAll({ $args[0] -is"
        " [System.Management.Automation.Language.CommandAst] }, $true) |"
        " ForEach-Object { $_.GetCommandName() } | Where-Object { $_ } |"
        " Where-Object { Get-Command $_ -CommandType Alias -ErrorAction Ignore }\n"
    )

    assert engine.run(parse) == ""


def test_commands_are_chained_as_powershell_7_chains_them() -> None:
    assert SHELL.chain(["a", "b c"]) == "a && b c"


def test_our_own_words_are_completed(engine: Engine) -> None:
    script = SHELL.complete(CANDIDATES)
    ask = (
        "foreach ($line in 'pep668hook config set m', 'pep668hook nosuch ') {"
        " [Management.Automation.CommandCompletion]::CompleteInput("
        "$line, $line.Length, $null).CompletionMatches |"
        " Where-Object ResultType -eq 'ParameterValue' |"
        ' ForEach-Object { "$($_.CompletionText): $($_.ToolTip)" } }'
    )

    said = engine.run(f"{STRICT}\n{script}\n{ask}")

    assert said.splitlines() == ["mode: what it's like: a $(touch pwned)"]


def test_a_program_that_fails_ends_a_script_with_its_status() -> None:
    words = ["uv", "sync"]

    assert SHELL.run_or_stop(words) == (
        f"{SHELL.run_unwrapped(words)}; if (-not $?) {{ exit $LASTEXITCODE }}"
    )


def test_a_directory_is_put_in_front_of_path() -> None:
    line = SHELL.extend_path(Path("/it's/bin"))

    assert line == "$env:PATH = '/it''s/bin:' + $env:PATH"


def test_a_variable_of_the_environment_is_exported(engine: Engine) -> None:
    value = "it's $(touch pwned) \u2019"
    script = SHELL.export("NAME", value) + "\n$env:NAME\n"
    script += SHELL.export("NAME", "") + "\n[bool] $env:NAME\n"

    assert engine.run(script) == f"{value}\nFalse\n"


def test_what_stands_in_the_way_can_be_forgotten(engine: Engine) -> None:
    lines = ["Set-Alias pip echo", "function pip3 { 'mine' }"]
    lines += [SHELL.forget_alias("pip"), SHELL.forget_function("pip3")]
    lines += ["Test-Path Alias:pip", "Test-Path Function:pip3", ""]

    assert engine.run("\n".join(lines)) == "False\nFalse\n"


def test_a_session_keeps_no_history_and_runs_our_lines(tmp_path: Path) -> None:
    session = SHELL.session(tmp_path / "rc", tmp_path, ["echo ours"], {})

    (text,) = session.files.values()
    assert text.encode().startswith(SHELL.signature)
    assert "Remove-Module PSReadLine" in text
    assert text.endswith("echo ours\n")
    assert "-NoExit" in session.arguments
