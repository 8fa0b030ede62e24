from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pep668hook import __version__, aftermath, programs, rescue
from pep668hook.cli import _EXAMPLES, _parser, main
from pep668hook.ending import NOTHING_DONE
from pep668hook.grammar import verbs
from pep668hook.shells import names

Output = pytest.CaptureFixture[str]


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


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    "words", [["config"], ["log"], ["explain", "--", "pip install x"], ["--version"]]
)
def test_a_stream_that_is_closed_is_no_fault(
    words: list[str], closed: str, tmp_path: Path
) -> None:
    verb = [sys.executable, "-I", "-m", "pep668hook", *words]
    environ = {**os.environ, "HOME": str(tmp_path), "SHELL": "/bin/bash"}

    statuses = []
    for redirected in ("", closed):
        done = subprocess.run(
            ["sh", "-c", f'exec "$@" {redirected}', "sh", *verb],
            env=environ,
            capture_output=True,
            check=False,
            text=True,
        )
        assert "Traceback" not in done.stderr
        statuses.append(done.returncode)

    assert statuses[0] == statuses[1]


@pytest.mark.parametrize("word", ["config", "--version", "--help"])
def test_a_disk_that_is_full_is_told_in_one_line(word: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "pep668hook", word],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )

    assert done.returncode == 1
    assert done.stderr == "pep668hook: [Errno 28] No space left on device\n"


def test_a_reader_that_closes_early_is_no_fault() -> None:
    with subprocess.Popen(
        [sys.executable, "-I", "-m", "pep668hook", "config"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, said = process.communicate()

    assert said == b""
    assert process.returncode == 0


def test_a_mistyped_verb_gets_its_nearest(capsys: Output) -> None:
    assert main(["instal"]) == 2

    assert capsys.readouterr().err == (
        "pep668hook: no such verb: `instal`: did you mean `install`?\n"
    )


@pytest.mark.parametrize("verb", sorted(_EXAMPLES))
def test_the_help_of_each_verb_shows_it_in_use(verb: str, capsys: Output) -> None:
    with pytest.raises(SystemExit):
        main([*verb.split(), "--help"])

    assert f"example:\n  {_EXAMPLES[verb]}\n" in capsys.readouterr().out


def test_each_verb_has_its_example() -> None:
    assert {verb.name for verb in verbs(_parser())} == set(_EXAMPLES)


# -- completions


@pytest.mark.parametrize("name", names())
def test_completions_are_printed_for_each_shell(name: str, capsys: Output) -> None:
    assert main(["completions", name]) == 0

    said = capsys.readouterr().out
    for word in ("uninstall", "panel.style", "compact"):
        assert word in said


def test_ctrl_c_ends_a_verb_as_it_ends_a_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(*_words: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(aftermath, "without_the_hook", interrupted)

    assert main(["fix", "--for", "bash"]) == 130


# -- rescue


@pytest.mark.usefixtures("home")
def test_what_has_failed_is_known_to_have_where_the_end_of_children_is_ignored() -> (
    None
):
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        main(["log"])
        done = programs.run(["/bin/sh", "-c", "exit 3"], environ={}, seconds=9)
    finally:
        signal.signal(signal.SIGCHLD, before)

    assert done.status == 3


def test_rescue_s_status_is_the_snippet_s_to_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def story(arguments: list[str]) -> int:
        assert arguments == ["bash", "record"]
        return 0

    monkeypatch.setattr(rescue, "main", story)

    assert main(["rescue", "bash", "record"]) == 0


def test_after_s_status_is_the_snippet_s_to_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(aftermath, "main", len)

    assert main(["after", "bash", "record", "line"]) == 3


def test_a_fault_of_ours_costs_a_line_and_no_more(capsys: Output) -> None:
    assert main(["rescue", "too few words"]) == NOTHING_DONE

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("pep668hook: internal error: ValueError(")
    assert said.err.count("\n") == 1


def test_what_the_system_does_not_allow_is_said_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def fills_the_disk(*_words: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", "/home/me/\x1b[2J")

    monkeypatch.setattr(aftermath, "without_the_hook", fills_the_disk)

    assert main(["fix", "--for", "bash", "--", "pip", "install", "six"]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert "No space left on device: '/home/me/" in said.err
    assert said.err.startswith("pep668hook: ")
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
