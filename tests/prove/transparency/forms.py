"""What is run, and how it stands in its line.

PIP in a form stands for the command. A form is written for all shells, or for those of
Bourne's kin, fish and PowerShell each; where one of them has no words for it there is
none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Final = {
    # Nothing that PEP 668 can refuse: pip is the shell's own child.
    "passed": "pip list x",
    # With a person there the watch is in between.
    "watched": "pip install x",
    "failed": "pip3 uninstall -y x exit:7",
}
# For the form that is the command alone.
MORE_COMMANDS: Final = {
    "no-words": "pip",
    "no-words-to-install": "pip install",
    "options-first": "pip --timeout 5 -v install x",
    "pip3": "pip3 install x",
    "exit-1": "pip install exit:1",
    "exit-2": "pip install exit:2",
    "exit-126": "pip install exit:126",
    "exit-127": "pip install exit:127",
    "exit-130": "pip install exit:130",
    "exit-148": "pip install exit:148",
    "exit-255": "pip install exit:255",
    "passed-exit-1": "pip download install exit:1",
    "awkward-words": "pip install '' ' a  b ' '$HOME' '*' -- -x",
    "passed-awkward-words": "pip show '' ' a  b ' '$HOME' '*' -- -x",
    "a-backslash": r"pip install 'a\b'",
    "double-quotes": "pip install 'a\"b' '\"'",
    "letters-beyond-ascii": "pip install \u00fc\u4e2d\U0001f40d",
    "a-long-word": f"pip install {'x' * 3000}",
    "many-words": "pip install " + " ".join(f"w{number}" for number in range(300)),
    "globs": "pip install ./keep*",
    "tilde": "pip install ~ ~/x",
    "a-specifier": "pip install 'x>=1,<2' \"y[z]\"",
    "at-sign": "pip install 'x @ file:///nowhere'",
    "nul": "pip install 'eval:printf \"a\\\\0b\\\\0\\\\n\" >&2'",
    "invalid-bytes": r"""pip install 'eval:printf "\\377\\376 \\303\\n" >&2'""",
    "control-bytes": (
        r"""pip install 'eval:printf "\\033[31mred\\033[m\\a\\r\\t|\\v|\\f\\n" >&2'"""
    ),
    "no-line-end": "pip install 'eval:printf half >&2'",
    "carriage-returns": "pip install 'eval:printf \"1%%\\\\r2%%\\\\r\\\\r\\\\n\" >&2'",
    "terminated": "pip install 'eval:kill -s TERM $$'",
    "killed": "pip install 'eval:kill -s KILL $$'",
    "interrupted": "pip install 'eval:kill -s INT $$'",
    "hung-up": "pip install 'eval:kill -s HUP $$'",
    "aborted": "pip install 'eval:ulimit -c 0; kill -s ABRT $$'",
    "crashed": "pip install 'eval:ulimit -c 0; kill -s SEGV $$'",
    "alarmed": "pip install 'eval:kill -s ALRM $$'",
    "by-USR1": "pip install 'eval:kill -s USR1 $$'",
    "to-its-parent": "pip install 'eval:trap \"\" WINCH; kill -s WINCH $PPID'",
    "a-child-stays": "pip install 'eval:sleep 0.3 & '",
    "asks": "pip install 'eval:printf \"Proceed (Y/n)? \"; echo'",
    "stderr-closed-by-it": "pip install 'eval:exec 2>&-'",
    "stdout-closed-by-it": "pip install 'eval:exec >&-'",
    "large-stdout": "pip install 'eval:seq 100000'",
    "large-stderr": "pip install 'eval:seq 100000 >&2'",
    "in-turns": "pip install 'eval:for n in $(seq 500); do echo $n; echo $n >&2; done'",
    "umask-of-it": "pip install 'eval:umask 077; : >../made'",
    "moves-away": "pip install 'eval:cd /; pwd >&2'",
    "asks-for-the-size": "pip install 'eval:stty size <&2; stty size <&1; stty size'",
    "sets-modes": "pip install 'eval:stty -echo; stty echo'",
    "leaves-modes": "pip install 'eval:stty -echo'; stty -a; stty echo",
    "modes-of-stderr": "pip install 'eval:stty -echo <&2; stty -a; stty echo <&2'",
    "to-the-terminal-by-name": "pip install 'eval:echo by-name >/dev/tty'",
    "its-name": "pip install 'eval:tty'",
}

_BOURNE, _FISH, _POWERSHELL = "bourne", "fish", "powershell"
FORMS: Final[Mapping[str, str | Mapping[str, str]]] = {
    "stdout-to-a-file": "PIP >../out",
    "stderr-to-a-file": "PIP 2>../err",
    "to-two-files": "PIP >../out 2>../err",
    "to-one-file": {
        _BOURNE: "PIP >../out 2>&1",
        _FISH: "PIP >../out 2>&1",
        _POWERSHELL: "PIP *>../out",
    },
    "stdout-appended": "PIP >>../out",
    "stderr-appended": "PIP 2>>../err",
    "stderr-as-stdout": "PIP 2>&1",
    "stdout-as-stderr": {_BOURNE: "PIP >&2", _FISH: "PIP >&2"},
    "exchanged": {_BOURNE: "PIP 3>&1 >&2 2>&3", _FISH: "PIP 3>&1 >&2 2>&3"},
    "stderr-as-stdout-that-is-a-file": {
        _BOURNE: "PIP 2>&1 >../out",
        _FISH: "PIP 2>&1 >../out",
    },
    "stdout-nowhere": {
        _BOURNE: "PIP >/dev/null",
        _FISH: "PIP >/dev/null",
        _POWERSHELL: "PIP >$null",
    },
    "stderr-nowhere": {
        _BOURNE: "PIP 2>/dev/null",
        _FISH: "PIP 2>/dev/null",
        _POWERSHELL: "PIP 2>$null",
    },
    "stdout-closed": {_BOURNE: "PIP >&-", _FISH: "PIP >&-"},
    "stderr-closed": {_BOURNE: "PIP 2>&-", _FISH: "PIP 2>&-"},
    "stdin-closed": {_BOURNE: "PIP <&-", _FISH: "PIP <&-"},
    "stdin-empty": {_BOURNE: "PIP </dev/null", _FISH: "PIP </dev/null"},
    "stdin-from-a-file": {_BOURNE: "PIP <keep", _FISH: "PIP <keep"},
    "stdin-from-the-terminal-by-name": {
        _BOURNE: "PIP </dev/tty",
        _FISH: "PIP </dev/tty",
    },
    "stderr-to-the-terminal-by-name": {
        _BOURNE: "PIP 2>/dev/tty",
        _FISH: "PIP 2>/dev/tty",
    },
    "all-to-the-terminal-by-name": {
        _BOURNE: "PIP </dev/tty >/dev/tty 2>&1",
        _FISH: "PIP </dev/tty >/dev/tty 2>&1",
    },
    "more-descriptors": {
        _BOURNE: "PIP 5>../five 7<keep",
        _FISH: "PIP 5>../five 7<keep",
    },
    "descriptors-of-the-line": {_BOURNE: "{ PIP; } 6>../six 2>&6"},
    "here-string": {_BOURNE: "PIP <<<y"},
    "from-a-process": {_BOURNE: "PIP < <(echo y)"},
    "a-reader": "PIP | cat",
    "a-reader-of-both": {
        _BOURNE: "PIP 2>&1 | cat",
        _FISH: "PIP 2>&1 | cat",
        _POWERSHELL: "PIP 2>&1 | cat",
    },
    "a-reader-of-stderr": {
        _BOURNE: "PIP 2>&1 >/dev/null | cat",
        _FISH: "PIP 2>&1 >/dev/null | cat",
    },
    "a-tee": "PIP | tee ../tee",
    "a-reader-that-fails": "PIP | grep nothing",
    "a-reader-of-one-line": "PIP | head -n 1",
    "a-writer": "echo y | PIP",
    "in-between": "echo y | PIP | cat",
    "captured": {
        _BOURNE: 'x=$(PIP); echo "$x"',
        _FISH: "set x (PIP); echo $x",
        _POWERSHELL: "$x = PIP; $x",
    },
    "captured-with-stderr": {
        _BOURNE: 'x=$(PIP 2>&1); echo "$x"',
        _FISH: "set x (PIP 2>&1); echo $x",
        _POWERSHELL: '$x = PIP 2>&1; "$x"',
    },
    "backticks": {_BOURNE: "echo `PIP`"},
    "as-an-argument": {
        _BOURNE: 'echo "$(PIP)"',
        _FISH: "echo (PIP)",
        _POWERSHELL: "echo $(PIP)",
    },
    "subshell": {
        _BOURNE: "( PIP )",
        _FISH: "begin; PIP; end",
        _POWERSHELL: "& { PIP }",
    },
    "subshell-of-subshell": {_BOURNE: "( ( PIP; exit 3 ); echo $? )"},
    "group": {_BOURNE: "{ PIP; }", _POWERSHELL: ". { PIP }"},
    "group-to-a-file": {
        _BOURNE: "{ PIP; echo more; } >../out",
        _FISH: "begin; PIP; echo more; end >../out",
        _POWERSHELL: "& { PIP; echo more } >../out",
    },
    "and": "PIP && echo went-on",
    "or": "PIP || echo failed",
    "and-or": "PIP && echo went-on || echo failed",
    "not": {_BOURNE: "! PIP", _FISH: "! PIP", _POWERSHELL: "!(PIP)"},
    "not-fish": {_FISH: "not PIP"},
    "then": "PIP; echo more",
    "twice": "PIP; PIP",
    "its-status": {
        _BOURNE: "PIP; echo $? ${PIPESTATUS[*]}$pipestatus[*]",
        _FISH: "PIP; echo $status $pipestatus",
        _POWERSHELL: 'PIP; "$? $LASTEXITCODE"',
    },
    "the-last-word": {_BOURNE: "PIP; echo $_", _POWERSHELL: "PIP; echo $$ $^"},
    "condition": {
        _BOURNE: "if PIP; then echo yes; else echo no $?; fi",
        _FISH: "if PIP; echo yes; else; echo no $status; end",
        _POWERSHELL: "if (PIP) { echo yes } else { echo no }",
    },
    "while": {_BOURNE: "while PIP; do break; done", _FISH: "while PIP; break; end"},
    "until": {_BOURNE: "until PIP; do break; done"},
    "loop": {
        _BOURNE: "for i in 1 2; do PIP; done",
        _FISH: "for i in 1 2; PIP; end",
        _POWERSHELL: "foreach ($i in 1, 2) { PIP }",
    },
    "case": {
        _BOURNE: "case x in (x) PIP;; esac",
        _FISH: "switch x; case x; PIP; end",
        _POWERSHELL: "switch (1) { 1 { PIP } }",
    },
    "function": {
        _BOURNE: "f() { PIP; }; f",
        _FISH: "function f; PIP; end; f",
        _POWERSHELL: "function f { PIP }; f",
    },
    "function-that-returns": {
        _BOURNE: "f() { PIP || return; echo after; }; f; echo $?",
        _FISH: "function f; PIP; or return; echo after; end; f",
    },
    "function-with-arguments": {
        _BOURNE: "f() { PIP \"$@\"; }; f 'a b' '' c",
        _FISH: "function f; PIP $argv; end; f 'a b' '' c",
        _POWERSHELL: "function f { PIP @args }; f 'a b' '' c",
    },
    "evaluated": {
        _BOURNE: "eval 'PIP'",
        _FISH: "eval 'PIP'",
        _POWERSHELL: "Invoke-Expression 'PIP'",
    },
    "sourced": {
        _BOURNE: "echo 'PIP' >../script; . ../script",
        _FISH: "echo 'PIP' >../script; source ../script",
        _POWERSHELL: "echo 'PIP' >../script.ps1; . ../script.ps1",
    },
    "a-script": {
        _BOURNE: "echo 'PIP' >../script; sh ../script",
        _FISH: "echo 'PIP' >../script; fish ../script",
        _POWERSHELL: "echo 'PIP' >../script.ps1; ../script.ps1",
    },
    "command": {_BOURNE: "command PIP", _FISH: "command PIP"},
    "called": {_POWERSHELL: "& PIP"},
    "dotted": {_POWERSHELL: ". PIP"},
    "backslash": {_BOURNE: "\\PIP"},
    "execd": {_BOURNE: "( exec PIP )"},
    "by-env": "env PIP",
    "by-sh": {_BOURNE: "sh -c 'PIP'", _FISH: "sh -c 'PIP'", _POWERSHELL: "sh -c 'PIP'"},
    "by-nice": "env -u TERM PIP",
    "a-variable": {_BOURNE: "A=1 PIP_PRE=1 PIP", _FISH: "A=1 PIP_PRE=1 PIP"},
    "an-IFS": {_BOURNE: "IFS=: PIP"},
    "a-PATH": {_BOURNE: "PATH=$PATH: PIP", _FISH: "PATH=$PATH:/none PIP"},
    "words-in-a-variable": {
        _BOURNE: "w=('a b' '' c); PIP \"${w[@]}\"",
        _FISH: "set w 'a b' '' c; PIP $w",
        _POWERSHELL: "$w = 'a b', '', 'c'; PIP $w",
    },
    "a-substitution": {
        _BOURNE: "PIP $(echo a b)",
        _FISH: "PIP (echo a b)",
        _POWERSHELL: "PIP (echo a b)",
    },
    "braces": {_BOURNE: "PIP {a,b}", _FISH: "PIP {a,b}", _POWERSHELL: "PIP {a,b}"},
    "a-comment": "PIP # and why",
    "a-blank-in-front": " PIP",
    "another-umask": {
        _BOURNE: "umask 027; PIP; umask 022",
        _FISH: "umask 027; PIP; umask 022",
    },
    "fewer-descriptors": {_BOURNE: "( ulimit -n 40; PIP )"},
    "hardly-any-descriptors": {_BOURNE: "( ulimit -n 14; PIP )"},
    "a-signal-ignored": {_BOURNE: "( trap '' INT USR1 TERM; PIP )"},
    "a-trap": {_BOURNE: "( trap 'echo bye' EXIT; PIP )"},
    "strict-subshell": {_BOURNE: "( set -eu; PIP; echo after )"},
    "a-trace": {
        _BOURNE: "set -x; PIP; set +x",
        _FISH: "set -g fish_trace 1; PIP; set -e fish_trace",
        _POWERSHELL: "Set-PSDebug -Trace 1; PIP; Set-PSDebug -Trace 0",
    },
    "another-directory": {_BOURNE: "( cd /; PIP )"},
    "a-directory-that-is-gone": {_BOURNE: "( mkdir ../d; cd ../d; rmdir ../d; PIP )"},
    "in-the-background": {_BOURNE: "PIP & wait", _FISH: "PIP & wait"},
    "in-the-background-to-files": {
        _BOURNE: "PIP >../out 2>../err & wait",
        _FISH: "PIP >../out 2>../err & wait",
    },
    "a-subshell-in-the-background": {_BOURNE: "( PIP ) & wait"},
    "timed": {_BOURNE: "TIMEFORMAT=t TIMEFMT=t; time PIP"},
    "no-job-control": {_BOURNE: "set +m; PIP; set -m"},
    "through-xargs": {_BOURNE: "echo a | xargs -n 1 true; PIP"},
    "splatted": {_POWERSHELL: "$a = 'y', 'z'; PIP @a"},
    "stopping-parser": {_POWERSHELL: "PIP --% %PATH% 'a'"},
    "as-objects": {_POWERSHELL: 'PIP | ForEach-Object { "[$_]" }'},
    "caught": {_POWERSHELL: "try { PIP } catch { 'caught' } finally { 'done' }"},
    "errors-as-objects": {
        _POWERSHELL: "PIP 2>&1 | ForEach-Object { $_.GetType().Name }"
    },
    "out-null": {_POWERSHELL: "PIP | Out-Null"},
    "start-job": {_POWERSHELL: "Start-Job { 1 } | Wait-Job | Receive-Job; PIP"},
    "an-error-variable": {_POWERSHELL: "PIP; $Error.Count"},
    "a-block-timed": {_POWERSHELL: "$null = Measure-Command { PIP | Out-Default }"},
}


def write(shell: str, form: str | Mapping[str, str], command: str) -> str | None:
    kin = _BOURNE if shell in {"bash", "zsh"} else shell
    words = form if isinstance(form, str) else form.get(kin)
    return words.replace("PIP", command) if words else None
