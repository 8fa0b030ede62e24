"""Each command in the documentation is run, or its words are held against the code."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from itertools import dropwhile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from pep668hook import distros, grammar, installation
from pep668hook.cli import _parser
from pep668hook.errors import HookError
from tests import documents, drivers
from tests.machine import CHECKOUT, UV, add_wheel

if TYPE_CHECKING:
    from tests.documents import Block
    from tests.machine import Machine

# What is not run, and why. Its words are checked all the same.
NOT_RUN: Final = {
    "./dev demo": "tests/test_demo.py plays it",
    "./dev test": "this is it",
    "./dev test --cov --ignore=tests/live --ignore=tests/prove": "the same",
    "./dev lint": "a check of its own",
    "./dev bench": "it takes minutes",
    "./dev docs": "tests/test_docs.py builds the site",
    "./dev prove": "it takes minutes; tests/test_prove.py runs a part",
    "./dev mutate": "it takes minutes; tests/test_mutate.py reads its results",
    "./dev words": "tests/test_catalogues.py writes them",
    "./dev words fr": "the same",
    "./dev deb": "tests/test_deb.py builds it",
    "./dev pictures": "tests/test_pictures.py takes some",
    "./dev clean": "it would take these tests away",
    "sh install.sh": "it fetches what the helper needs",
    "pep668hook doctor": "it is of the person's own shell: tests/live/test_doctor.py",
    "docker build . 2>&1 | pep668hook explain": "there is no Docker here",
    "man pep668hook": "whether there is a `man` is the machine's: tests/test_manual.py",
    "pipx install yt-dlp": "there is no pipx here",
    "sudo apt install pipx": "it needs root and the network",
    "sudo apt install python3-gi": "the same",
    "pep668hook fix": "it is of an interactive shell: tests/live/test_after.py",
}

# What does not end with 0, and what it says then.
ENDS_OTHERWISE: Final = {"pep668hook undo": (1, "nothing to take back")}

# What must be there before: by page, as a script of bash.
BEFORE: Final = {
    "docs/remedies/add-to-project.md": (
        'printf \'[project]\\nname = "shop"\\nversion = "1"\\n'
        'requires-python = ">=3.9"\\n\' >pyproject.toml'
    ),
}

SHOWN_BY: Final = {
    "bash": ("%s\nprintf '\\036%%s\\036\\n' $?\n", ["--noprofile", "--norc", "-c"]),
    "zsh": ("%s\nprintf '\\036%%s\\036\\n' $?\n", ["-f", "-c"]),
    "fish": ("%s\nprintf '\\036%%s\\036\\n' $status\n", ["--no-config", "-c"]),
    "powershell": (
        '%s\n"$([char]30)$([int](-not $?))$([char]30)"\n',
        ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command"],
    ),
}
JOINTS: Final = ("&&", "||", "|", ";", "2>&1")
OURS: Final = re.compile(r"(\./dev|pep668hook|sh install\.sh) \S")
PATIENCE: Final = 300  # seconds
LIBRARIES: Final = ("requests", "flask", "six", "tinything")

DEV: Final = (CHECKOUT / "dev").read_text("utf-8")
INSTALL: Final = (CHECKOUT / "install.sh").read_text("utf-8")

BLOCKS: Final = documents.blocks()
RUN: Final = [
    pytest.param(block, id=block.name)
    for block in BLOCKS
    if not NOT_RUN.keys() >= set(block.commands)
]


class Desk:
    """A home with the hook in it, a project, and a pip that is refused."""

    def __init__(self, machine: Machine, place: Path) -> None:
        self.machine = machine
        self.home = place / "home"
        self.project = self.home / "project"
        self.bin = place / "bin"
        for path in (self.project, self.bin):
            path.mkdir(parents=True)
        wheels = place / "wheels"
        for name in LIBRARIES:
            add_wheel(wheels, name)
        add_program(wheels, "yt_dlp", "yt-dlp")
        for program in (UV, UV.with_name("pep668hook")):
            (self.bin / program.name).symlink_to(program)
        share = self.home / ".local" / "share" / "pep668hook"
        installation.lay_out(share, helper=Path(sys.prefix))
        (self.project / "requirements.txt").write_text("tinything\n")
        log = CHECKOUT / "tests" / "logs" / "recorded_terminal-nix_pip-26.3.txt"
        shutil.copy(log, self.project / "build.log")
        (self.project / "tests").symlink_to(CHECKOUT / "tests")
        # Caches of its own: what is ours may be taken away by a command of the docs.
        machine.lend_pip(self.home / ".cache")
        own = {**machine.environ(), "XDG_CACHE_HOME": str(self.home / ".cache")}
        self.environ = {
            **own,
            "HOME": str(self.home),
            "PATH": machine.path(self.bin),
            "PIP_FIND_LINKS": str(wheels),
            "POWERSHELL_TELEMETRY_OPTOUT": "1",
            "POWERSHELL_UPDATECHECK": "Off",
            "UV_FIND_LINKS": str(wheels),
            "UV_NO_INDEX": "1",
            "UV_OFFLINE": "1",
            "UV_PYTHON_DOWNLOADS": "never",
        }

    def make_environment(self) -> None:
        words = ["--python", str(self.machine.python), "--no-periodic-update"]
        words += ["--app-data", str(self.machine.cache / "pep668hook" / "virtualenv")]
        subprocess.run(
            [sys.executable, "-I", "-m", "virtualenv", "--quiet", *words, ".venv"],
            cwd=self.project,
            env=self.environ,
            check=True,
        )

    def run(self, shell: str, commands: list[str]) -> list[tuple[int, str]]:
        """Run them in one shell; give the status of each, and what it wrote."""
        program = drivers.require(drivers.named(shell))
        form, options = SHOWN_BY[shell]
        script = "".join(form % command for command in commands)
        done = subprocess.run(
            [program, *options, script],
            cwd=self.project,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=PATIENCE,
            check=False,
        )
        parts = done.stdout.decode().split("\x1e")
        assert len(parts) == 2 * len(commands) + 1, done.stdout.decode()
        return [
            (int(status), said)
            for said, status in zip(parts[0::2], parts[1::2], strict=False)
        ]


def add_program(wheels: Path, module: str, command: str) -> None:
    """Make a wheel that brings a command."""
    add_wheel(wheels, module)
    with zipfile.ZipFile(wheels / f"{module}-1.0-py3-none-any.whl", "a") as wheel:
        points = f"[console_scripts]\n{command} = {module}:main\n"
        wheel.writestr(f"{module}-1.0.dist-info/entry_points.txt", points)


def simple_commands(text: str) -> list[list[str]]:
    """Take a line apart: its commands, without what only gives rights or variables."""
    words = shlex.split(text, comments=True)
    commands: list[list[str]] = [[]]
    for word in words:
        if word in JOINTS:
            commands.append([])
        else:
            commands[-1].append(word)
    stripped = [list(dropwhile(is_before_a_command, each)) for each in commands]
    return [command for command in stripped if command]


def is_before_a_command(word: str) -> bool:
    return word == "sudo" or "=" in word


def fault(words: list[str]) -> str:
    """Say what is wrong with the words of a command; nothing where they are right."""
    program, *rest = words
    if program == "pep668hook":
        return fault_of_ours(rest)
    if program == "./dev":
        return "" if f"\n  {rest[0]} " in DEV else f"./dev has no verb {rest[0]}"
    if program == "sh" and rest[:1] == ["install.sh"]:
        told = INSTALL.partition("END\n}")[0]
        wrong = [each for each in rest[1:] if each.startswith("-") and each not in told]
        return f"install.sh knows no {wrong}" if wrong else ""
    return ""


def fault_of_ours(words: list[str]) -> str:
    """Hold words of ours against the parser, which ends the process at a mistake."""
    arguments = words[: words.index("--")] if "--" in words else words
    if not arguments or set(arguments) & {"...", "SHELL", "NAME"}:
        return ""
    try:
        grammar.check(_parser(), arguments)
        with redirect_stderr(StringIO()) as said, redirect_stdout(StringIO()):
            _parser().parse_args(arguments)
    except HookError as error:
        return str(error)
    except SystemExit as ended:
        # A verb that is named without what it needs is only named.
        wants = "required" in said.getvalue()
        return said.getvalue() if ended.code and not wants else ""
    return ""


@pytest.fixture
def desk(machine: Machine, tmp_path: Path) -> Desk:
    return Desk(machine, tmp_path)


@pytest.mark.parametrize("block", RUN)
def test_a_command_of_the_docs_does_what_they_say(desk: Desk, block: Block) -> None:
    text = "\n".join(block.commands)
    if ".venv" in text:
        desk.make_environment()
    before = BEFORE.get(block.page)
    if before:
        subprocess.run(["bash", "-c", before], cwd=desk.project, check=True)
    told = {
        command: output
        for command, output in zip(block.commands, block.outputs, strict=True)
        if command not in NOT_RUN
    }

    results = desk.run(block.shell, list(told))

    for (command, output), (status, said) in zip(told.items(), results, strict=True):
        expected, words = ENDS_OTHERWISE.get(command, (0, ""))
        assert status == expected, f"$ {command}\n{said}"
        assert words in said
        for line in output:
            assert line.strip() in {"", "..."} or line.strip() in said


def test_no_way_of_writing_a_command_is_overlooked(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "Type:\n\n    first --now\n\n```text\n$ second  # aloud\nsaid\n```\n"
        "\n- a list\n\n  ```fish\n  third\n  ```\n\n```text\nonly said\n```\n"
    )

    found = documents.blocks_of(page)

    assert [(block.shell, block.commands) for block in found] == [
        ("bash", ("first --now",)),
        ("bash", ("second",)),
        ("fish", ("third",)),
    ]
    assert found[1].outputs == (("said",),)


def test_what_is_not_run_is_still_in_the_docs() -> None:
    there = {command for block in BLOCKS for command in block.commands}

    assert NOT_RUN.keys() | ENDS_OTHERWISE.keys() <= there


@pytest.mark.parametrize("command", NOT_RUN)
def test_a_command_that_is_not_run_has_the_right_words(command: str) -> None:
    assert [fault(words) for words in simple_commands(command) if fault(words)] == []


@pytest.mark.parametrize(
    ("page", "text"),
    sorted({span for span in documents.spans() if OURS.match(span[1])}),
)
def test_a_command_that_is_named_in_passing_has_the_right_words(
    page: str, text: str
) -> None:
    assert [fault(words) for words in simple_commands(text) if fault(words)] == [], page


def test_a_package_is_installed_as_its_distribution_does() -> None:
    known = [each.packages for each in distros.known() if each.packages]
    right = {each.install(("a.b",))[:2] for each in known}

    for command in NOT_RUN:
        if command.startswith("sudo "):
            assert tuple(command.split()[1:3]) in right


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ("pep668hook cure", "no such verb"),
        ("pep668hook log --yaml", "--yaml"),
        ("./dev deploy", "deploy"),
        ("sh install.sh --global", "--global"),
    ],
)
def test_a_wrong_word_is_found(wrong: str, what: str) -> None:
    (words,) = simple_commands(wrong)

    assert what in fault(words)
