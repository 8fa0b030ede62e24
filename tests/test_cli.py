from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from pep668hook import __version__, rescue
from pep668hook.cli import main
from pep668hook.installation import snippet_directory
from pep668hook.shells import named, names

Output = pytest.CaptureFixture[str]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def home(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("SHELL", "/bin/bash")
    return tmp_path


@pytest.fixture
def in_bash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psutil.Process.parents", lambda _self: [])


def test_version_is_the_package_s(capsys: Output) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert ended.value.code == 0
    assert capsys.readouterr().out == f"{__version__}\n"


def test_help_teaches_how_to_begin(capsys: Output) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])

    said = capsys.readouterr().out
    for words in ("pep668hook demo", "pep668hook install", "PEP668HOOK=off"):
        assert words in said


def test_rescue_is_the_snippets_own_and_not_for_a_person(
    capsys: Output,
) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])

    assert "    rescue" not in capsys.readouterr().out


def test_no_verb_is_an_error(capsys: Output) -> None:
    with pytest.raises(SystemExit) as ended:
        main([])

    assert ended.value.code == 2
    assert "VERB" in capsys.readouterr().err


def test_it_reads_the_words_that_it_was_started_with() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-m", "pep668hook", "--version"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stdout == f"{__version__}\n"


# -- init


@pytest.mark.parametrize("name", names())
def test_init_prints_the_snippet(name: str, capsys: Output) -> None:
    shell = named(name)
    assert shell is not None
    snippet = snippet_directory() / f"pep668hook.{shell.extension}"

    assert main(["init", name]) == 0

    said = capsys.readouterr()
    assert said.out.endswith(snippet.read_text())
    assert sys.executable in said.out
    assert said.err == ""


def test_init_s_snippet_finds_its_helper(capsys: Output) -> None:
    main(["init", "bash"])
    snippet = capsys.readouterr().out
    script = 'eval "$1"; printf "%s\\n" "$__pep668hook_python" "$__pep668hook_watch"'

    done = subprocess.run(
        ["bash", "--norc", "-c", script, "bash", snippet],
        capture_output=True,
        check=True,
        text=True,
    )

    python, watch = map(Path, done.stdout.splitlines())
    assert python == Path(sys.executable)
    assert watch.is_file()
    assert done.stderr == ""


def test_init_for_a_shell_without_a_snippet_names_those_with_one(
    capsys: Output,
) -> None:
    assert main(["init", "tcsh"]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "pep668hook: no snippet for the shell `tcsh`: "
        f"it can be {' or '.join(names())}\n"
    )


# -- install and uninstall


def test_install_adds_a_line_for_the_shell_and_says_so(
    home: Path, capsys: Output
) -> None:
    assert main(["install", "bash"]) == 0

    rc_file = home / ".bashrc"
    snippet = home / ".local" / "share" / "pep668hook" / "pep668hook.bash"
    assert str(snippet) in rc_file.read_text()
    assert snippet.is_file()
    assert capsys.readouterr().out.splitlines() == [
        f"added a line to {rc_file}",
        f"new bash shells have it; for this one: source {snippet}",
    ]


def test_installing_twice_says_that_it_is_there(home: Path, capsys: Output) -> None:
    main(["install", "zsh"])
    before = (home / ".zshrc").read_bytes()
    capsys.readouterr()

    assert main(["install", "zsh"]) == 0

    assert (home / ".zshrc").read_bytes() == before
    said = capsys.readouterr().out
    assert said.startswith(f"the line is already in {home / '.zshrc'}\n")


@pytest.mark.usefixtures("in_bash")
def test_install_takes_the_shell_that_one_is_in(home: Path) -> None:
    assert main(["install"]) == 0

    assert (home / ".bashrc").is_file()


@pytest.mark.usefixtures("in_bash")
def test_install_in_an_unknown_shell_asks_for_a_name(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("SHELL", "/bin/tcsh")

    assert main(["install"]) == 2

    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("pep668hook: no shell found: it can be ")
    assert said[1].startswith("hint: name one: `pep668hook install ")
    assert not (home / ".bashrc").exists()


def test_install_for_a_shell_without_a_snippet_changes_nothing(home: Path) -> None:
    assert main(["install", "tcsh"]) == 2

    assert list(home.iterdir()) == []


def test_install_can_leave_the_rc_file_alone(home: Path, capsys: Output) -> None:
    assert main(["install", "--no-rc"]) == 0

    share = home / ".local" / "share" / "pep668hook"
    assert (share / "watch.py").is_file()
    assert capsys.readouterr().out == f"the snippets are in {share}\n"
    assert [path.name for path in home.iterdir()] == [".local"]


def test_uninstall_takes_the_line_out_of_every_file(home: Path, capsys: Output) -> None:
    main(["install", "bash"])
    main(["install", "zsh"])
    capsys.readouterr()

    assert main(["uninstall"]) == 0

    assert not (home / ".bashrc").exists()
    assert not (home / ".zshrc").exists()
    assert capsys.readouterr().out.splitlines() == [
        f"took the line out of {home / '.bashrc'}",
        f"took the line out of {home / '.zshrc'}",
    ]


def test_uninstall_can_be_for_one_shell(home: Path) -> None:
    main(["install", "bash"])
    main(["install", "zsh"])

    assert main(["uninstall", "zsh"]) == 0

    assert (home / ".bashrc").exists()
    assert not (home / ".zshrc").exists()


def test_uninstall_says_where_there_was_nothing(home: Path, capsys: Output) -> None:
    assert main(["uninstall", "bash"]) == 0

    assert capsys.readouterr().out == f"no line of ours in {home / '.bashrc'}\n"


def test_what_cannot_be_written_is_said_with_a_way_out(
    home: Path, capsys: Output
) -> None:
    (home / ".bashrc").mkdir()

    assert main(["install", "bash"]) == 1

    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith(f"pep668hook: could not write `{home / '.bashrc'}`: ")
    assert said[1].startswith("hint: ")


# -- demo

Played = tuple[str | None, str | None, bool]


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[Played]:
    calls: list[Played] = []

    def demo(wanted: str | None, *, in_use: str | None, by_hand: bool) -> int:
        calls.append((wanted, in_use, by_hand))
        if wanted == "interrupted":
            raise KeyboardInterrupt
        return 7

    monkeypatch.setitem(sys.modules, "pep668hook.demo", SimpleNamespace(demo=demo))
    monkeypatch.setattr("pep668hook.ancestry.shell_in_use", lambda *_: "fish")
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


@pytest.mark.usefixtures("played")
def test_ctrl_c_ends_a_verb_as_it_ends_a_program() -> None:
    assert main(["demo", "--in", "interrupted"]) == 130


# -- rescue


def test_rescue_s_status_is_the_snippet_s_to_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def story(arguments: list[str]) -> int:
        assert arguments == ["bash", "record"]
        return 0

    monkeypatch.setattr(rescue, "main", story)

    assert main(["rescue", "bash", "record"]) == 0


def test_a_fault_of_ours_costs_a_line_and_no_more(capsys: Output) -> None:
    assert main(["rescue", "too few words"]) == rescue.NOTHING_DONE

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("pep668hook: internal error: ValueError(")
    assert said.err.count("\n") == 1


def test_nothing_of_the_current_directory_is_imported(tmp_path: Path) -> None:
    for name in ("rich", "random", "pep668hook", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken in')\n")

    done = subprocess.run(
        [sys.executable, "-I", "-m", "pep668hook", "rescue", "bash", "x", *"032"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=False,
        text=True,
    )

    assert "taken in" not in done.stderr


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
