"""What only PowerShell has, or has in a way of its own."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.drivers.powershell import DRIVER
from tests.machine import install_hook, write_script
from tests.person import Person, Shell, files_below

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


pytestmark = pytest.mark.parametrize("driver", ["powershell"], indirect=True)

PIP = "pip install tinything"
STRICT = DRIVER.strict["strict, and whatever fails stops"]

# Tells its words, its own name and what its streams are.
STUB = """\
#!{python}
import os, sys
print(os.path.basename(sys.argv[0]), sys.argv[1:], [os.isatty(n) for n in range(3)])
if not os.isatty(0):
    print("read", repr(sys.stdin.read()))
if os.isatty(1):  # else nothing says which of the two comes first
    print("on stderr", file=sys.stderr)
sys.exit(int(os.environ.get("TEST_STATUS", "0")))
"""


def start(
    person: Person,
    *,
    hook: bool = True,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
    cwd: Path | None = None,
) -> Shell:
    return person.start(hook=hook, before=before, after=after, size=(160, 50), cwd=cwd)


def with_stub(person: Person, root: Path) -> None:
    """Put a pip on PATH that tells how it was started."""
    stub = root / "stub"
    stub.mkdir()
    for name in ("pip", "pip3"):
        write_script(stub / name, STUB.format(python=person.machine.python))
    person.environ["PATH"] = person.machine.path(stub)


def both(person: Person, lines: Sequence[str], **how: Sequence[str]) -> list[list[str]]:
    """Run the lines in a plain shell and in one with the hook; list what differs."""
    seen = []
    for hook in (False, True):
        shell = start(person, hook=hook, **how)
        seen.append([f"{shell.run(line)} {shell.said}" for line in lines])
        shell.close()
    return [
        [line, plain, hooked]
        for line, plain, hooked in zip(lines, *seen, strict=True)
        if plain != hooked
    ]


# -- the promise


@pytest.mark.parametrize(
    "name", ["it's a\"b", "\u2018a\u2019 “b”", "$(touch pwned) `x; [y]"]
)
def test_a_directory_of_an_awkward_name_is_only_a_directory(
    person: Person, name: str
) -> None:
    project = person.work / name
    project.mkdir()
    shell = start(person, cwd=project)

    shell.enter(f"{PIP} && python -c 'import tinything; print(tinything.__file__)'")
    status = shell.answer("enter")

    assert status == 0
    assert f"{project}/.venv/lib/" in shell.said.replace("\n", "")
    assert not list(person.home.rglob("pwned"))


# -- statuses


def test_the_rest_of_the_line_sees_the_status_after_a_no(person: Person) -> None:
    shell = start(person)
    seen = []
    for line in (
        f"{PIP} && 'went on'",
        f"{PIP} || 'went otherwise'",
        f'{PIP}; "$? $LASTEXITCODE"',
        f"if ($true) {{ {PIP} }}; $?",
    ):
        shell.enter(line)
        shell.answer("q")
        seen.append(shell.said.splitlines()[-1])

    assert "went on" not in seen[0]
    assert seen[1:] == ["went otherwise", "False 1", "False"]


UNASKED = [
    *(f"{PIP} | Out-String", f"{PIP} | cat", f"{PIP} 2>&1 | cat"),
    f"Measure-Command {{ {PIP} }} | ForEach-Object {{ 'measured' }}",
    *(f"$output = {PIP}; $output", f"{PIP} > ../output", f"if ({PIP}) {{ 'some' }}"),
]


def test_where_stdout_is_no_terminal_nobody_is_asked(person: Person) -> None:
    assert both(person, UNASKED) == []


MERGED = ["pip list 2>&1", "pip install x 2>&1", "pip list *>&1", "1 | pip list 2>&1"]


def test_what_is_merged_into_the_output_is_errors_as_without_the_hook(
    person: Person, tmp_path: Path
) -> None:
    write_script(tmp_path / "pip", "#!/bin/sh\necho out; sleep 0.1; echo err >&2\n")
    person.environ["PATH"] = person.machine.path(tmp_path)

    assert both(person, MERGED) == []


# -- strict modes


def test_what_is_not_refused_is_as_without_the_hook_in_a_strict_shell(
    person: Person,
) -> None:
    lines = [
        "pip list",
        "pip nosuch",
        "pip nosuch; 'after'",
        "try { pip nosuch } catch { 1 }",
    ]

    assert both(person, lines, after=STRICT) == []


# -- the words of a command line

SETTING = [
    "$v = '*.txt'; $n = $null; $l = 'a', 'b'; $one = 1.10; $t = '~/x'; $q = 'req[s]'",
    "$c = 'pip'; $c3 = 'pip3'; $e = @(); $dd = '--'; $h = @{ a = 1 }",
    "function Test-Splat { pip install @args }",
    'function Test-Nested { pip install -e .[a,b] "$($args[0])" $args -- x }',
]

WORDS = r"""
-e .[dev,test]
--config-settings=a=b,c=d
-- x -- y
'--' -- x
$dd -- x
-DX=1.5 -rreq.txt -r req.txt
$l $l[0] "$l" "$l[0]" ($l) (,$l) @(1,2) (1..3) $l.Count $e
@l
@l -- *.txt
@e x '*.txt'
--% *.txt 'a b' $v %HOME% -- "c,d"
a,b --% *.txt 'a b'
*.txt '*.txt' "*.txt" $v "$v" ${v} $v$v a$v "x$v" $v* "$v*" c* [x].txt ./*.txt ?.txt
req[s] 'req[s]' $q "$q" .[ax] '.[ax]' a[0-9]
~ ~/x '~/x' $t ~root "~" x~
$n '' "" ($n) "$n"
'x y',z a,'*.txt' *.txt,b $l,c 1,2 a,(1,2) a,b,c d , e ,1
'x y',"a b",c "x y",'z w' (1+1),2 x$v,b a,b,'c d' a, b '',b a,'' ~/a,b c.txt,*.txt
--opt=a,b --opt='a b',c --opt="a",b -o a,b "a`"b",c 'it''s',c a`,b,c
--foo=$v --foo="$v" --foo='*.txt' --find-links=*.txt -U'x' -U"x*"
a`*b 'it''s' "a`"b" "a`nb" \x "a\" 'g\\' '"' 'a;b' 'a&b' `$HOME '$HOME' "$HOME" $HOME
1.10 0x10 1kb 1e2 -1 -1.5 .5 1_0 007 $one 10gb 1l 1d -5kb 1.0.0
{b c} x
@{a=1} $h [int] $true
$(1;2) $() (cat /dev/null) "$(1+1)" (Get-Location).Path $PWD ("*.txt") ("$v")
-v -vv -Verbose -Debug -ErrorAction Stop -WhatIf -Confirm -OutVariable x
a#b `#c "#d" x=y @x
'x>=1.0,<2' "y<3" z~=1.4,!=1.4.1 -i https://example.invalid/z?a=b%20
"é ü" 'ß中' “c d”
a"b*"c a'*' $v'x'
"""

OTHERS = [
    *("pip", "pip --version", "pip install", "pip --", "pip install --"),
    *(
        " pip3 list -v --format  x-1_y ",
        "pip list -x:y",
        "pip show 007 1kb",
    ),
    *('Invoke-Expression "pip list -v`n| cat"', "& { pip list -v }"),
    "Invoke-Expression \"'x' |`npip list\"",
    'Invoke-Expression "pip list ```n a,b"',
    *("& pip install *.txt '*.txt' a,b", "& $c install '*.txt' a,b"),
    *("& 'pip3' install '*.txt' a,b", "& $c3 install *.txt", 'pip3 install "*" a,b'),
    *(". pip install a,b", "Test-Splat *.txt '*.txt' a,b -- x"),
    *("Test-Nested 'a*' 'b c'", "1, 2 | ForEach-Object { pip install $_ a,b '*.txt' }"),
    "foreach ($i in 1..2) { pip install '*.txt' x$i,b }",
    *(
        "'x', 'y' | pip install -r - a,b '*.txt'",
        "'x' | pip list",
        "cat a.txt | pip list",
    ),
    *("$x = pip install a,b '*.txt'; $x", "$x = pip list a,b; $x.GetType().Name"),
    *("pip list a,b | Out-String", "pip install a,b '*' | ForEach-Object { \"<$_>\" }"),
    *("pip install a,b | cat", "pip list > ../o; Get-Content ../o"),
    *("pip install 2> ../o; Get-Content ../o", "pip list *>&1 | Out-String"),
    *("Invoke-Expression \"pip install a,b '*.txt'\"", "pip install (pip list a,b) c"),
    "& ([scriptblock]::Create(\"pip install a,b '*.txt'\"))",
    *("pip install $(pip install x,y)", "Invoke-Command { pip install a,b '*' }"),
    "$block = { pip install @args 'x*',y }; & $block 1 2",
    *("pip install a,b; pip install '*.txt'; pip install *.txt", '"$(pip list a,b)"'),
    *("pip install a,b && pip install '*' || pip x", "[void] (pip install a,b)"),
    "if ($true) { if (pip list) { pip install '*' a,b } }",
]


def test_the_words_are_what_the_program_would_have_got(
    person: Person, tmp_path: Path
) -> None:
    with_stub(person, tmp_path)
    for name in ("a.txt", "b.txt", "c d.txt", "[x].txt", "reqs", ".ax"):
        (person.work / name).write_text("first\nsecond\n")
    words = WORDS.strip().splitlines()
    lines = [f"pip install {each}" for each in words]
    lines += [f"pip list {each}" for each in words]

    assert both(person, [*lines, *OTHERS], after=SETTING) == []


def test_the_status_is_its_own(person: Person, tmp_path: Path) -> None:
    with_stub(person, tmp_path)
    asked = [
        f'{pip}; "$? $LASTEXITCODE"'
        for pip in ("pip list", "pip install x", "& pip list")
    ]
    asked += ["pip install x && 'and'", "pip install x || 'or'", "$x = pip list; $?"]
    lines: list[str] = []
    for status in (0, 1, 2, 77, 255):
        lines += [f"$env:TEST_STATUS = '{status}'", *asked]

    assert both(person, lines) == []


def test_the_words_are_apart_whatever_joins_them(
    person: Person, tmp_path: Path
) -> None:
    with_stub(person, tmp_path)

    assert both(person, ["pip install a 'b c' d"], after=["$OFS = ','"]) == []


def test_what_a_word_does_it_does_once(person: Person, tmp_path: Path) -> None:
    with_stub(person, tmp_path)
    shell = start(person)

    shell.run("$n = 0; pip install $(($global:n++); 'x') $(($global:n++); 'y'),z")
    shell.run('"<$n>"')

    assert shell.said == "<2>\n"


# -- what is the user's own


def test_a_prompt_of_the_users_own_sees_what_it_did(person: Person) -> None:
    own = 'function prompt { "<$? $LASTEXITCODE>`e]777;prompt;0`a`$ " }'
    seen = []
    for hook in (False, True):
        shell = start(person, hook=hook, after=[own])
        seen.append([])
        for line in ("pip nosuch", "pip --version", "$x = 1", "pip nosuch; $x"):
            shell.run(line)
            seen[-1].append(re.findall(r"<[^>]*>", shell.text)[-1])

    assert seen[0] == seen[1]
    assert seen[1][0] == "<False 1>"


def test_a_function_that_is_made_later_goes_first(person: Person) -> None:
    own = "function pip { \"my own $args $($input -join '+')\" }"

    assert both(person, [PIP, "'x', 'y' | pip a,b"], after=[own]) == []


def test_a_wrapper_of_the_users_own_still_works(person: Person) -> None:
    shell = start(person, after=["function mypip { pip --no-color @args }"])

    shell.enter("mypip install tinything && 'went on'")

    assert shell.answer("enter") == 0
    assert shell.said.endswith("went on\n")


def test_removing_the_module_takes_it_out_of_the_session(person: Person) -> None:
    line = "Get-Module | Remove-Module; (Get-Command pip).CommandType"
    lines = [line, PIP, "Get-Module"]

    assert both(person, lines) == []


def test_what_is_not_found_is_told_as_without_the_hook(person: Person) -> None:
    lines = ["nosuchthing", "nosuchthing | cat; 'on'", "& ./none.ps1", "pip3 --version"]

    assert both(person, lines) == []


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_search_of_the_users_own_goes_on(person: Person, moment: str) -> None:
    own = (
        "$ExecutionContext.InvokeCommand.CommandNotFoundAction = { param($n, $found)"
        " if ($n -eq 'mine') { $found.CommandScriptBlock = { 'my own' } } }"
    )

    assert (
        both(person, ["mine", "nosuchthing", "pip --version"], **{moment: [own]}) == []
    )


def test_without_the_module_the_search_is_the_users_again(person: Person) -> None:
    shell = start(person)

    shell.run("Remove-Module pep668hook")

    shell.run("$null -eq $ExecutionContext.InvokeCommand.CommandNotFoundAction")
    assert shell.said == "True\n"


def test_without_any_module_of_powershells_it_still_asks(person: Person) -> None:
    others = "Get-Module | Where-Object Name -ne pep668hook | Remove-Module"
    shell = start(person, after=[others])

    shell.enter(PIP)

    assert shell.answer("enter") == 0


def test_loading_twice_is_loading_once(person: Person) -> None:
    load = DRIVER.load(person.share / "pep668hook.ps1")
    shell = start(person, after=[load, load])
    assert shell.screen == ["$"]

    assert shell.run(load) == 0
    assert shell.said == ""
    shell.run("(Get-Module pep668hook).ExportedAliases.Count; $Error.Count")
    assert shell.said == "3\n0\n"
    shell.enter(PIP)
    assert shell.answer("enter") == 0


def test_loading_in_a_function_is_loading_for_all(person: Person) -> None:
    load = DRIVER.load(person.share / "pep668hook.ps1")
    shell = start(person, hook=False, after=[f"function Use-It {{ {load} }}; Use-It"])

    shell.enter(PIP)

    assert shell.answer("enter") == 0


def test_it_leaves_nothing_else_in_the_session(person: Person) -> None:
    ask = [
        "(Get-ChildItem Function:).Name -join ' '",
        "(Get-Variable -Scope Global).Name -ne '__n' -join ' '",
        "(Get-ChildItem Env:).Name -join ' '",
        "((Get-ChildItem Alias:).Name -notmatch '^(pip|pep668hook)') -join ' '",
    ]

    assert both(person, ask) == []


def test_the_text_of_init_does_the_same(person: Person) -> None:
    command = f"& '{person.share}/venv/bin/python' -I -m pep668hook init powershell"
    shell = start(
        person, hook=False, after=[f"{command} | Out-String | Invoke-Expression"]
    )
    assert shell.screen == ["$"]

    shell.enter(f"{PIP} && 'went on'")

    assert shell.answer("enter") == 0
    assert shell.said.endswith("went on\n")


def test_the_completion_of_pip_goes_on_working(person: Person) -> None:
    own = "Register-ArgumentCompleter -Native -CommandName pip -ScriptBlock { 'from' }"
    ask = ["(TabExpansion2 'pip fr' 6).CompletionMatches.CompletionText"]

    assert both(person, ask, after=[own]) == []


def test_a_trace_shows_what_it_would_without_the_hook(person: Person) -> None:
    lines = ["pip --version", "pip install --target ../t --quiet nosuchthing"]

    assert both(person, lines, after=["Set-PSDebug -Trace 1"]) == []


CMDLETS = [
    *("Get-Command", "Get-Item", "New-Module", "Import-Module", "Export-ModuleMember"),
    *("Write-Error", "ForEach-Object"),
]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_no_function_of_the_users_gets_in_between(person: Person, moment: str) -> None:
    own = [f"function {name} {{ 'PWNED' }}" for name in CMDLETS]
    shell = start(person, **{moment: own})

    shell.enter(f"{PIP} && 'went on'")
    status = shell.answer("enter")

    assert status == 0
    assert "PWNED" not in shell.said
    assert person.venv.exists()


# -- the prompt

TELLING = """function prompt {
    $told = "$? $global:LASTEXITCODE"
    $global:told = $told
    $global:LASTEXITCODE = 0
    "$([char] 27)]777;prompt;0$([char] 7)`$ "
}"""
FAILING = [
    "Get-Item nosuch",
    "sh -c 'exit 3'",
    "sh -c 'exit 1'",
    "'fine'",
    "throw 'no'",
]


@pytest.mark.parametrize("mode", DRIVER.strict)
def test_the_users_own_prompt_sees_what_it_would_without_the_hook(
    person: Person, mode: str
) -> None:
    own = [TELLING, *DRIVER.strict[mode]]
    lines = [each for line in FAILING for each in (line, "$told")]
    line = "python3 -m pip install --no-such-option x"

    assert both(person, [*lines, line, "$told; $Error.Count"], before=own) == []


@pytest.mark.parametrize("mode", DRIVER.strict)
def test_a_strict_shell_is_asked_and_healed_at_the_prompt(
    person: Person, mode: str
) -> None:
    shell = start(person, after=DRIVER.strict[mode])

    shell.enter(f"python3 -m {PIP}")
    shell.answer("enter")

    assert "Successfully installed tinything" in shell.said
    assert shell.screen[-1] == "(work) $"


def test_without_the_module_the_prompt_is_the_users_again(person: Person) -> None:
    shell = start(person, before=[TELLING])

    assert shell.run("Remove-Module pep668hook") == 0
    shell.run("$function:prompt.ToString().Trim().Split()[0]")
    assert shell.said == "$told\n"
    shell.run(f"python3 -m {PIP}")

    assert not shell.asked


def test_a_prompt_that_came_later_stays_without_the_module(person: Person) -> None:
    later = "$before = $function:prompt; function prompt { $late = 1; & $before }"
    shell = start(person, after=[later])

    shell.run("Remove-Module pep668hook")
    shell.run("$function:prompt.ToString().Trim().Split()[0]")

    assert shell.said == "$late\n"


# -- where nobody types


def run(person: Person, *arguments: str, profile: Sequence[str] = ()) -> str:
    load = DRIVER.load(person.share / "pep668hook.ps1")
    argv, variables = DRIVER.start(person.rc, [load, *profile])
    done = subprocess.run(
        [*argv, *arguments],
        cwd=person.work,
        env={**person.environ, **variables},
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    return done.stdout.decode()


def test_a_command_gets_the_plain_pip(person: Person) -> None:
    ask = "(Get-Command pip).CommandType; Get-Module"

    assert run(person, "-Command", ask) == "Application\n"
    assert run(person, "-NonInteractive", "-Command", ask) == "Application\n"
    script = person.work / "script.ps1"
    script.write_text(ask)
    assert run(person, "-File", str(script)) == "Application\n"
    assert run(person, str(script)) == "Application\n"


@pytest.mark.parametrize(
    ("options", "wrapped"),
    [
        ("-NoProfileLoadTime", True),
        ("-Login", True),
        ("-ExecutionPolicy Bypass -WorkingDirectory .", True),
        ("-ep Bypass -wd .", True),
        ("-NoExit -Command $null", True),
        ("-noe -c $null", True),
        ("-NonInteractive", False),
        ("-noni", False),
        ("-NonInteractive -NoExit -Command $null", False),
    ],
)
def test_only_where_somebody_types_is_pip_wrapped(
    person: Person,
    options: str,
    wrapped: bool,  # noqa: FBT001
) -> None:
    load = DRIVER.load(person.share / "pep668hook.ps1")
    argv, variables = DRIVER.start(person.rc, [load])
    shell = Shell(
        [*argv, *options.split()],
        cwd=person.work,
        environ={**person.environ, **variables},
        size=(100, 40),
    )

    shell.run("(Get-Command pip).CommandType")
    shell.close()

    assert shell.said == ("Alias\n" if wrapped else "Application\n")


def test_a_constrained_session_loads_in_silence(person: Person) -> None:
    constrain = "$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'"
    shell = start(person, before=[constrain])
    assert shell.screen == ["$"]

    shell.run("(Get-Command pip).CommandType")

    assert shell.said == "Application\n"


def test_other_runspaces_and_jobs_get_the_plain_pip(person: Person) -> None:
    shell = start(person)
    asked = []
    for line in (
        "1 | ForEach-Object -Parallel { (Get-Command pip).CommandType }",
        "Start-ThreadJob { (Get-Command pip).CommandType } | Receive-Job -Wait",
        "Start-Job { (Get-Command pip).CommandType } | Receive-Job -Wait",
    ):
        shell.run(line)
        if "is not recognized" not in shell.said and "Application" not in shell.said:
            asked.append(shell.said)

    assert "Alias" not in " ".join(asked)


# -- keys


def from_bash(person: Person, line: str, *, hook: bool) -> Shell:
    """Start a PowerShell in a bash, which can stop it, and type a line there."""
    outer = Shell(
        ["bash", "--norc", "-i"],
        cwd=person.work,
        environ={**person.environ, "PS1": r"\[\e]777;prompt;$?\a\]$ "},
    )
    load = DRIVER.load(person.share / "pep668hook.ps1")
    argv, variables = DRIVER.start(person.rc, [load] if hook else [])
    words = [*(f"{name}={value}" for name, value in variables.items()), *argv]
    outer.run(f"env {' '.join(words)}")
    outer.enter(line)
    return outer


def test_ctrl_z_while_pip_runs_is_as_without_the_hook(person: Person) -> None:
    go_on = person.home / "go on"
    person.environ["TEST_STALL"] = str(go_on)
    seen = []
    for hook in (False, True):
        go_on.unlink(missing_ok=True)
        shell = from_bash(person, f"{PIP} || 'otherwise'", hook=hook)
        shell.wait_for("pip is slow")
        shell.press("ctrl-z")
        shell.status()
        stopped = "Stopped" in shell.said
        shell.enter("fg")
        go_on.touch()
        shell.answer_if_asked("q")
        seen.append((stopped, shell.status(), "otherwise\n" in shell.said))
        shell.close()

    assert seen[0] == seen[1] == (True, 0, True)
    assert not shell.asked


# -- a helper that is not there, or does not work


@pytest.fixture
def share(person: Person, tmp_path: Path) -> Path:
    person.share = tmp_path / "share"
    install_hook(person.share, person.machine.share / "venv")
    return person.share


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("#!/bin/sh\nexit 3\n", 0o644),
        ("#!/bin/sh\nexit 3\n", 0o755),
        ("\x7fELF", 0o755),
    ],
)
def test_a_helper_that_never_began_costs_a_strict_shell_nothing_but_time(
    person: Person, share: Path, text: str, mode: int
) -> None:
    (share / "venv").unlink()
    (share / "venv" / "bin").mkdir(parents=True)
    write_script(share / "venv" / "bin" / "python", text)
    (share / "venv" / "bin" / "python").chmod(mode)

    assert both(person, [PIP], after=STRICT) == []
    assert files_below(person.runtime) <= {"pep668hook"}


@pytest.mark.parametrize("text", ["#!/no/such/python\n", "echo 'no first line'\n"])
def test_a_pip_that_cannot_be_started_fails_as_without_the_hook(
    person: Person, tmp_path: Path, text: str
) -> None:
    write_script(tmp_path / "pip", text)
    person.environ["PATH"] = person.machine.path(tmp_path)
    lines = [
        *("pip install x", "pip list", "pip install x; 'after'", "pip list || 'other'"),
        *("'y' | pip install x", "sh -c 'exit 3'; pip install x; $LASTEXITCODE"),
    ]

    assert both(person, lines) == []
    assert both(person, lines, after=STRICT) == []
