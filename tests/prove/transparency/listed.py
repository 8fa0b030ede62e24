"""The differences that there are: each one by name, with what it looks like and why.

docs/guarantees.md lists the same, in the same words; a test holds the two together. A
difference that no row here describes to the letter makes its case fail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.prove.transparency.pair import Difference


@dataclass(frozen=True)
class Listed:
    """One kind of difference."""

    name: str
    reason: str
    aspect: str
    """What it is seen in, as a pattern for the whole of the aspect's name."""
    lines: str
    """The lines that are different, as a pattern for the whole of each: `- ...`."""
    shells: str = r".*"
    case: str = r".*"
    """The line that was run, as a pattern for the whole of it."""

    def describes(self, shell: str, case: str, difference: Difference) -> bool:
        line = f"{difference.sign} {difference.line}"
        return (
            re.fullmatch(self.shells, shell) is not None
            and re.fullmatch(self.case, case, re.DOTALL) is not None
            and re.fullmatch(self.aspect, difference.aspect) is not None
            and re.fullmatch(self.lines, line, re.DOTALL) is not None
        )


_OURS: Final = r"(?:pip3?|pep668hook|__pep668hook_\w+)"

LISTED: Final = (
    Listed(
        "our own names",
        "the functions, aliases and variables that are the hook",
        r"the shell's (?:functions|variables|aliases|modules)",
        rf"\+ (?:(?:declare|typeset|export) (?:-\S+ )*)?{_OURS}(?:\b.*|=.*)?",
    ),
    Listed(
        "our place at the prompt",
        "where a shell lets itself be told that a line has ended",
        r"the shell's (?:functions|variables)",
        r"\+ declare -a PROMPT_COMMAND=.*__pep668hook_prompt.*"
        r"|- declare -\S+ PROMPT_COMMAND=.*"
        r"|\+ typeset -g -a (?:precmd|preexec)_functions=\( __pep668hook_\w+ \)"
        r"|\+ fish_(?:pre|post)exec __pep668hook_\w+"
        r"|[-+] prompt \{.*",
    ),
    Listed(
        "variables that the shell makes when they are asked for",
        "`declare -p` and `typeset -p` show them once somebody has looked",
        r"the shell's variables",
        r"[-+] declare -\S+ (?:HISTCMD|BASH_SUBSHELL|BASH_CMDS)\b.*"
        r"|[-+] typeset -g -A (?:aliases|functions|galiases)",
        r"bash|zsh",
    ),
    Listed(
        "zsh/parameter is loaded",
        "zsh's own tables of functions and aliases; its completion loads them, too",
        r"the shell's modules",
        r"\+ zsh/parameter",
        r"zsh",
    ),
    Listed(
        "how often bash has found pip",
        "`hash` counts what bash itself has started",
        r"the shell's hashed",
        r"[-+]  +\d+\\t\S+/pip3?",
        r"bash",
    ),
    Listed(
        "the watch is pip's parent",
        "somebody has to see what pip says, and it leads the job as pip would",
        r"pip's family",
        r"- parent: the shell|\+ parent: another"
        r"|- (?:group|foreground): pip itself|\+ (?:group|foreground): another"
        r"|- parent is called \w+|\+ parent is called python\S*",
    ),
    Listed(
        "a pseudo-terminal for what pip says",
        "it has the modes and the size of the terminal, but for the output processing, "
        "which the terminal itself does once",
        r"pip's (?:modes|descriptors)",
        r"[-+] -?opost.*|[-+] \d+ -> (?:terminal [A-C]|/dev/tty)",
    ),
    Listed(
        "the signals 32 and 33",
        "the C library's own, which its posix_spawn ignores in what it starts and "
        "which it sets before it makes use of them",
        r"pip's signals",
        r"\+ SigIgn (?:32|33)",
    ),
    Listed(
        "SIGPIPE below PowerShell",
        "PowerShell ignores it in what it starts; every Python does so by itself",
        r"pip's signals",
        r"- SigIgn 13",
        r"powershell",
    ),
    Listed(
        "bash takes a level off SHLVL",
        "where the last command of a subshell takes the subshell's place, which a "
        "function cannot",
        r"pip's environment",
        r"[-+] SHLVL=\d+",
        r"bash",
    ),
    Listed(
        "what bash reads is shown by `set -v`",
        "and so is what runs at the prompt",
        r"screen|what follows",
        r"\+ \{ __pep668hook_prompt; \} 3>&2 2>/dev/null\\r",
        r"bash",
    ),
    Listed(
        "a pip of a version manager is asked for its version",
        "after a line that has failed with 1 and names an install: only it knows which "
        "Python it leads to",
        r"pip's questions",
        r"\+ its version",
    ),
    Listed(
        "fish counts one status more after `fg`",
        "in `status_generation`: the function goes on where pip was stopped",
        r"the shell's variables",
        r"[-+] status_generation \d+",
        r"fish",
    ),
    Listed(
        "fish tells of no signal in a function",
        "that has ended pip, or tells it of what the function has run; the status is "
        "the same",
        r"screen",
        r"[-+] fish: Job \d+, .* terminated by signal .*"
        # Ctrl-\ at pip's bar: behind its echo stands this, or fish's sign of a new line.
        r"|- .*\^\\\\fish: Job \d+, .* terminated by signal .*"
        r"|[-+] (?:.*\^\\\\)?\\x1b\[2m\\xe2\\x8f\\x8e.*",
        r"fish",
    ),
    Listed(
        "fish traces the first line of the function",
        "the one that switches its trace off",
        r"screen",
        r"\+ --> set -l fish_trace\\r",
        r"fish",
    ),
    Listed(
        "what is written to the terminal by its name may come earlier",
        "than what was written to stdout or stderr in the same moment, as that takes a "
        "way that is longer",
        r"screen",
        r"[-+] (?:\\x1b.*)?(?:by-name|(?:out|err) \d)\\r",
        case=r".*>/dev/tty'",
    ),
    Listed(
        "modes that are set by way of stdout or stderr",
        "are those of the pseudo-terminal; by stdin or `/dev/tty` they are the "
        "terminal's",
        r"screen",
        r"[-+] isig icanon iexten -?echo .*",
        case=r".*stty -echo <&2.*",
    ),
    Listed(
        "zsh remembers less of where pip was found",
        "it remembers what it starts itself, and all that lies beside that",
        r"the shell's hashed",
        r"- [\w.+-]+=\S+",
        r"zsh",
    ),
    Listed(
        "zsh tells of no signal in a function",
        "that has ended pip; the status is the same",
        r"screen",
        r"- zsh: [a-zA-Z0-9 -]+  +pip.*|- \\r",
        r"zsh",
        r".*kill -s.*",
    ),
    Listed(
        "zsh names the function that a command fails in",
        "where pip cannot be started at all",
        r"screen",
        r"[-+] (?:.*\\r)?(?:zsh|__pep668hook_run:\d+): .*bad interpreter.*",
        r"zsh",
    ),
    Listed(
        "zsh loses the status of a function with two outputs",
        "in a pipeline, by its MULTIOS, whatever the function",
        r"the shell's (?:statuses|variables)",
        r"- 7|\+ 0|[-+] typeset -g -a argv=.*",
        r"zsh",
        r".* 2>&1 >/dev/null \| cat",
    ),
    Listed(
        "zsh times no functions",
        "so it tells no time of pip's; it does so for a pip that cannot be refused",
        r"screen",
        r"- t\\r",
        r"zsh",
        r".*; time pip3? .*",
    ),
    Listed(
        "a job of a function is called by the words in it",
        "in bash and fish; zsh gives it no name",
        r"screen",
        r"[-+] (?:\\x1b\[\?2004l\\r)?(?:\[\d\]  \+ continued  )?.*\\r",
        case=r"pip install --target .*tinything",
    ),
    Listed(
        "what PowerShell gives to `Out-Default` by hand",
        "it reads from a program itself; what a script runs keeps its terminal",
        r"pip's (?:descriptors|modes)|screen",
        r"[-+] .*",
        r"powershell",
        r".*\| Out-Default.*",
    ),
    Listed(
        "`. pip` in PowerShell",
        "runs the wrapper's script in the session's own scope, and its names stay "
        "there; `pip` and `& pip` do not",
        r"the shell's (?:functions|variables)",
        r"[-+] .*",
        r"powershell",
        r"\. pip.*",
    ),
    Listed(
        "PowerShell completes `pip` to both",
        "the alias, and the program by its path, as with any alias of a program's name",
        r"the shell's completion",
        r"\+ pip -> /?\S+/pip3? \(Command\)",
        r"powershell",
    ),
)


def unlisted(
    shell: str, case: str, differences: Sequence[Difference]
) -> tuple[list[Difference], set[str]]:
    """Sort out what no row describes; name the rows that describe the rest."""
    names = set()
    left = []
    for difference in differences:
        rows = [row.name for row in LISTED if row.describes(shell, case, difference)]
        names.update(rows[:1])
        if not rows:
            left.append(difference)
    return left, names
