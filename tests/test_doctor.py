from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook import checks, doctor
from pep668hook.check import Check, Finding, State
from pep668hook.cli import main
from pep668hook.settings import NoHomeError
from tests.machine import install_hook
from tests.patients import scene

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pep668hook.check import Scene

Output = pytest.CaptureFixture[str]

DOCS = Path(__file__).resolve().parent.parent / "docs" / "doctor.md"


def well(_scene: Scene) -> Iterator[Finding]:
    yield Finding("this", State.OK, "is well")


def ill(_scene: Scene) -> Iterator[Finding]:
    yield Finding("that", State.FAILURE, "is ill", "cure it")


def breaks(_scene: Scene) -> Iterator[Finding]:
    yield Finding("first", State.OK, "is well")
    message = "no such thing"
    raise RuntimeError(message)


def test_every_check_has_a_name_and_a_place_of_its_own() -> None:
    known = checks.known()

    assert len({check.name for check in known}) == len(known)
    assert len({check.rank for check in known}) == len(known)
    assert known[-1].name == doctor.SELF_TEST


def test_a_check_that_fails_itself_is_a_finding(tmp_path: Path) -> None:
    found = doctor.look(Check("odd", 1, breaks), scene(tmp_path))

    assert [each.state for each in found] == [State.OK, State.FAILURE]
    assert "RuntimeError('no such thing')" in found[1].seen
    assert found[1].cure


def test_what_could_not_be_done_is_told_in_its_own_words(tmp_path: Path) -> None:
    def fails(_scene: Scene) -> Iterator[Finding]:
        raise NoHomeError

    (found,) = doctor.look(Check("odd", 1, fails), scene(tmp_path))

    assert found.seen == "no place for it: HOME is not set"
    assert found.cure


def test_each_check_is_told_before_and_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = (Check("one", 1, well), Check("self-test", 2, ill))
    monkeypatch.setattr(checks, "known", lambda: known)
    told: list[tuple[str, int | None]] = []

    def tell(check: Check, found: list[Finding] | None) -> None:
        told.append((check.name, None if found is None else len(found)))

    doctor.examine(scene(tmp_path), self_test=False, tell=tell)
    assert told == [("one", None), ("one", 1)]

    doctor.examine(scene(tmp_path), self_test=True, tell=tell)
    assert told[2:] == [
        ("one", None),
        ("one", 1),
        ("self-test", None),
        ("self-test", 1),
    ]


@pytest.mark.parametrize(("look", "status"), [(well, 0), (ill, 1), (breaks, 1)])
def test_the_status_says_whether_all_is_well(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Output,
    look: object,
    status: int,
) -> None:
    known = (Check("one", 1, look),)  # type: ignore[arg-type]
    monkeypatch.setattr(checks, "known", lambda: known)

    told = doctor.doctor(scene(tmp_path), as_json=True, self_test=True)

    document = json.loads(capsys.readouterr().out)
    assert told == status
    assert document["healthy"] is (status == 0)
    assert document["complete"] is True


def test_a_table_is_what_a_person_gets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(checks, "known", lambda: (Check("one", 1, ill),))

    doctor.doctor(scene(tmp_path), as_json=False, self_test=True)

    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith("One\n \N{BALLOT X} that         is ill\n   $ cure it\n")
    assert "Not healthy after " in said.out


def test_on_a_terminal_it_says_what_takes_long_and_wipes_that_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    known = (Check("one", 1, well), Check(doctor.SELF_TEST, 2, well))
    monkeypatch.setattr(checks, "known", lambda: known)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    doctor.doctor(scene(tmp_path), as_json=False, self_test=True)

    begun, *wiped = capsys.readouterr().err.split("\r\x1b[K")[1:]
    assert begun == "trying it in a new shell ..."
    assert wiped == ["", ""]


def test_in_plain_style_nothing_is_wiped_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(checks, "known", lambda: (Check(doctor.SELF_TEST, 1, well),))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    where = scene(tmp_path, PEP668HOOK_PANEL_STYLE="plain")
    doctor.doctor(where, as_json=False, self_test=True)

    assert capsys.readouterr().err == ""


def test_whoever_reads_may_have_seen_enough(tmp_path: Path) -> None:
    measured = {name: value for name, value in os.environ.items() if "COV" in name}
    rest = "--no-self-test | head -n 1"
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -I -m pep668hook doctor {rest}"],
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", **measured},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith("Shell")
    assert done.stderr == ""


def test_a_plain_style_holds_in_a_file_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(checks, "known", lambda: (Check("one", 1, ill),))
    where = scene(tmp_path, PEP668HOOK_PANEL_STYLE="plain")

    doctor.doctor(where, as_json=False, self_test=True)

    assert capsys.readouterr().out.startswith("Failure: that: is ill\nCure: cure it\n")


def test_what_the_shell_has_told_is_read_whatever_is_in_it() -> None:
    told = doctor.read_told(
        [
            "alias.pip=alias pip='a=b'",
            "alias.pip3=",
            "function.pip=pip () \n{ \n}",
            "prompt=",
            "mode=off",
            "unheard of",
        ]
    )

    assert told.aliases == {"pip": "alias pip='a=b'"}
    assert told.functions == {"pip": "pip () \n{ \n}"}
    assert told.prompt == ""
    assert told.mode == "off"


# -- by the command line


@pytest.fixture
def healthy(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody in bash whose share is whole."""
    for name in ("PEP668HOOK", "CI", "VIRTUAL_ENV", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    install_hook(home / ".local" / "share" / "pep668hook", Path(sys.prefix))
    monkeypatch.chdir(home)
    return home


def document(capsys: Output) -> Mapping[str, object]:
    told: Mapping[str, object] = json.loads(capsys.readouterr().out)
    return told


@pytest.mark.usefixtures("in_bash")
def test_told_by_the_function_it_says_that_it_is_loaded(
    healthy: Path, capsys: Output
) -> None:
    share = healthy / ".local" / "share" / "pep668hook"
    helper = share / "venv" / "bin" / "python"
    told = [f"--told=function.{name}=__pep668hook_run" for name in ("pip", "pip3")]
    words = ["--for", "bash", "--share", str(share), "--helper", str(helper), *told]

    assert main(["doctor", "--json", "--no-self-test", *words]) == 0

    assert document(capsys)["healthy"] is True


@pytest.mark.usefixtures("in_bash")
def test_called_as_a_program_it_cannot_be_loaded(healthy: Path, capsys: Output) -> None:
    assert main(["doctor", "--json", "--no-self-test"]) == 1

    findings = document(capsys)["findings"]
    assert isinstance(findings, list)
    (wrong,) = [each for each in findings if each["state"] == "failure"]
    assert wrong["about"] == "loaded"
    assert wrong["cure"] == "pep668hook install bash"
    assert str(healthy) in wrong["seen"]


@pytest.mark.usefixtures("in_bash", "healthy")
def test_whatever_is_wrong_has_a_cure_and_every_name_is_in_the_docs(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_BREAK_SYSTEM_PACKAGES", "1")
    monkeypatch.setenv("CI", "1")
    monkeypatch.setenv("PEP668HOOK_PANEL_STYLE", "loud")

    main(["doctor", "--json", "--no-self-test"])

    docs = DOCS.read_text("utf-8")
    told = document(capsys)
    findings = told["findings"]
    assert isinstance(findings, list)
    assert all(each["cure"] for each in findings if each["state"] != "ok")
    for name in (*told, *findings[0], *(each["check"] for each in findings)):
        assert f"`{name}`" in docs, name
