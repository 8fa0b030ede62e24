"""Whatever a person reads of ours is in their language: told by one made for that."""

from __future__ import annotations

import json
import re
from contextlib import redirect_stdout, suppress
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from rich.cells import cell_len

from pep668hook import (
    advice,
    checks,
    cli,
    doctor,
    explain,
    explain_log,
    settings,
    trial,
)
from pep668hook import words as words_module
from pep668hook.checks import self_test
from pep668hook.errors import HookError
from pep668hook.first_contact import INTRODUCTION
from pep668hook.panel import Choice, draw
from pep668hook.prompt import LEAVE_IT, Question, ask
from pep668hook.setting import SETTINGS
from pep668hook.shells import named
from pep668hook.trial import Outcome
from pep668hook.words import _, find, spoken_by
from tests.advice.case import read_all
from tests.advice.scene import Scene
from tests.advice.test_advice import put_there
from tests.builders import screen
from tests.desk import Desk
from tests.patients import scene, told
from tests.pseudo import catalogue, translated, unmarked
from tests.test_explain_log import LOGS
from tests.test_undo import Case as Undone
from tests.test_undo import install

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pep668hook.shell import Shell
    from tests.advice.case import Case
    from tests.machine import Machine

CASES: Final = read_all()
# Names: of programs and projects, of distributions, of keys, of what a file is called.
NAMES: Final = """
Alpine Arch Ansible Debian Fedora Gentoo Homebrew Linux Leap Nix NixOS Pi OS Portage
Raspbian Raspberry Tumbleweed Ubuntu Void XBPS openSUSE OpenSUSE Kali Mint Manjaro
PEP PATH HOME Enter Esc
apk apt brew dnf pacman pip pipx uv zypper tool npm conda hatch pdm pipenv pixi poetry
Hatch PDM Pipenv Pixi Poetry Rye rye Uv Conda pygobject mamba micromamba
python sudo pep hook
Systemd systemd CUPS Samba DBus Bus libvirt RPM BlueZ
"""
# argparse's own words, which Python translates or does not.
OF_ARGPARSE: Final = """
usage options option positional arguments show this help message and exit program's
version number VERB SHELL FILE NAME VALUE DIR json
"""


@pytest.fixture(autouse=True, scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with spoken_by(str(catalogue(tmp_path_factory.mktemp("locale")))):
        yield


def bash() -> Shell:
    shell = named("bash")
    assert shell is not None
    return shell


def test_the_language_marks_every_letter_and_keeps_what_is_typed() -> None:
    assert translated("run `pip` in {place}: no") != "run `pip` in {place}: no"
    assert unmarked(translated("run `pip` in it: no")) == set()
    assert unmarked("run `pip` in it") == {"run", "in", "it"}
    assert _("removed {path}").count("{path}") == 1
    assert len(_("removed {path}")) >= 1.3 * len("removed {path}")


# -- the panel


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.name)
def advised(
    request: pytest.FixtureRequest,
    machine: Machine,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Case, advice.Advice | None]:
    place = Scene(request.param, machine, tmp_path_factory.mktemp("case"))
    place.build()
    with pytest.MonkeyPatch.context() as monkeypatch:
        put_there(place, monkeypatch)
        given = settings.read(place.environ())
        return request.param, explain.explain(place.argv, given, bash())


def known_of(case: Case, given: advice.Advice) -> list[str]:
    """List the texts of a case that are not ours."""
    typed = [" ".join(given.commands(offer)) for offer in given.offers.values()]
    files = [*case.files, *case.environments, case.where]
    seen = given.surroundings
    paths = [str(seen.interpreter.prefix), str(seen.directory.cwd), str(seen.home)]
    return [case.command, *case.packages, *typed, *files, *paths, NAMES]


def test_all_that_is_offered_is_in_it(
    advised: tuple[Case, advice.Advice | None],
) -> None:
    case, given = advised
    if given is None:
        return
    known = known_of(case, given)

    assert unmarked(given.reason(), *known) == set()
    for offer in given.offers.values():
        assert unmarked(offer.title, *known) == set()
        assert unmarked(offer.note, *known) == set()
        assert unmarked(offer.done, *known) == set()


@pytest.mark.parametrize("columns", [40, 80])
def test_the_panel_fits(
    advised: tuple[Case, advice.Advice | None], columns: int
) -> None:
    given = advised[1]
    if given is None:
        return
    choices = [
        Choice(key or "Enter", offer.title, offer.note, given.typed(offer))
        for key, offer in given.offers.items()
    ]
    choices.append(Choice("q", _(LEAVE_IT), "", ()))
    shown = screen(columns=columns, rows=200)
    drawn = draw(given.reason(), choices, shown, _(INTRODUCTION))

    lines = drawn.splitlines()
    assert max(map(cell_len, lines)) <= columns
    if columns == 80:
        framed = lines[1:]
        assert {cell_len(line) for line in framed} == {columns}
    for choice in choices:
        assert any(re.match(rf"\W*{choice.key} ", line) for line in lines)

    brief = [Choice(each.key, "", "", ()) for each in choices]
    assert unmarked(draw("", brief, shown), "pep hook Enter") == set()


def test_a_plain_panel_is_in_it() -> None:
    drawn = draw(
        "",
        [
            Choice("Enter", "", _("just as it was typed"), ["do"]),
            Choice("q", "", "", []),
        ],
        screen(plain=True),
    )

    assert unmarked(drawn, "pep hook Enter Esc do") == set()


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("key", [b"\r", b"p", b"2", b"q"])
def test_the_keys_are_the_same(
    machine: Machine, tmp_path: Path, columns: int, key: bytes
) -> None:
    case = next(each for each in CASES if each.others and each.first == "create-venv")
    place = Scene(case, machine, tmp_path)
    place.build()
    with pytest.MonkeyPatch.context() as monkeypatch:
        put_there(place, monkeypatch)
        given = explain.explain(place.argv, settings.read(place.environ()), bash())
    assert given is not None
    question = Question(given.reason, given.offers, given.typed)
    desk = Desk()
    try:
        end = _(LEAVE_IT).split()[0].encode()
        desk.press(0.3, key, after=end)
        with desk.as_stderr():
            shown = screen(columns=columns, rows=100)
            answer = ask(question, shown, descriptor=desk.descriptor)
    finally:
        desk.leave()

    by_number = list(given.offers)[1]
    taken = {b"\r": "", b"p": "p", b"2": by_number}.get(key)
    assert answer is (given.offers[taken] if taken is not None else answer)
    assert (taken is None) == (not hasattr(answer, "title"))


# -- the doctor


@pytest.mark.usefixtures("in_bash")
def test_the_doctor_s_chart_is_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")  # no path is folded
    file = tmp_path / "home" / ".config" / "pep668hook" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('mode = "hint"\nmoed = "x"\n[panel]\nstyle = "compact"\n')
    ill = scene(
        tmp_path,
        told=told(
            aliases={"pip": "pip=nothing"},
            functions={"pip3": "function pip3 { :; }"},
            prompt="none",
            mode="off",
        ),
        PEP668HOOK_PANEL_STYLE="odd",
        CI="yes",
        PIP_BREAK_SYSTEM_PACKAGES="1",
        VIRTUAL_ENV=str(tmp_path),
    )
    well = scene(tmp_path / "well", within=None)
    for patient in (ill, well):
        doctor.doctor(patient, as_json=False, self_test=False)

    shown = re.sub(r"(?m)^ +\$ .*$", "", capsys.readouterr().out)
    # What finds out whether the helper runs at all is English: it is no part of it.
    helper = next(each for each in checks.known() if each.name == "helper")
    foreign = [f"{each.about} {each.seen}" for each in doctor.look(helper, ill)]
    known = [*foreign, str(tmp_path), NAMES, "CI yes PIP BREAK SYSTEM PACKAGES nothing"]
    known += ["PANEL STYLE function mode hint off ask panel style odd compact bash"]
    known += ["config toml run state cache work"]
    assert unmarked(shown, *known) == set()


def test_the_doctor_s_findings_have_the_same_names_for_programs(
    tmp_path: Path,
) -> None:
    done = [(each, doctor.look(each, scene(tmp_path))) for each in checks.known()[:9]]
    spoken_names = json.loads(doctor.to_json(done, 1))["findings"]
    with spoken_by(None):
        written = json.loads(doctor.to_json(done, 1))["findings"]

    for name in ("check", "about", "state", "facts"):
        assert [e[name] for e in spoken_names] == [e[name] for e in written]
        assert unmarked(json.dumps([e[name] for e in spoken_names])) or name == "facts"


def test_the_trial_is_told_of_in_it(tmp_path: Path) -> None:
    where = scene(tmp_path)
    for outcome in (Outcome(1, 1, 1, 1), Outcome(fault=_("no environment is active"))):
        finding = self_test._told(outcome, where)

        assert unmarked(finding.seen, "bash rc") == set()


def test_what_the_trial_waits_for_is_said_in_english(tmp_path: Path) -> None:
    catalogue(tmp_path)
    speaks = {"LANG": "de_DE.UTF-8", "LANGUAGE": "de"}

    assert find(speaks, str(tmp_path)) is not None
    assert find({**speaks, **trial._environ(tmp_path)}, str(tmp_path)) is None


# -- the other verbs


def test_what_undo_says_is_in_it(machine: Machine, tmp_path: Path) -> None:
    case = Undone(machine, tmp_path)
    case.was_done(made=case.made(), retried=("pip", "install", "six"))
    install(case.venv, "flask")

    said = case.undo(answer=".venv")

    known = "made .venv and activated it flask venv"
    assert len(said) == 3
    assert unmarked("\n".join([*said, *case.asked]), known) == set()


def test_what_config_says_is_in_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for argv in (
        ["config", "set", "panel.style", "compact"],
        ["config"],
        ["config", "unset", "panel.style"],
        ["config", "set", "panel.style", "odd"],
        ["config", "set", "panel.stile", "plain"],
        ["log"],
        ["undo"],
    ):
        cli.main(argv)

    shown = capsys.readouterr()
    settings_names = " ".join(each.name for each in SETTINGS)
    values = " ".join(str(each.default) for each in SETTINGS)
    known = [settings_names, values, str(home), "pep hook compact config toml", NAMES]
    assert unmarked(shown.out + shown.err, *known, str(Path.cwd())) == set()


@pytest.mark.usefixtures("home")
def test_the_columns_of_config_are_as_wide_as_they_look(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wide = tmp_path / "wide"
    spoken = catalogue(wide)
    with pytest.MonkeyPatch.context() as monkeypatch, spoken_by(str(spoken)):
        say = words_module._Present.speaker.say
        shown = {"all": "\N{CJK UNIFIED IDEOGRAPH-5168}\N{CJK UNIFIED IDEOGRAPH-90E8}"}
        monkeypatch.setattr(
            words_module._Present.speaker, "say", lambda m: shown.get(m) or say(m)
        )
        cli.main(["config"])

    lines = capsys.readouterr().out.splitlines()
    ends = {cell_len(line.partition(_("built in"))[0]) for line in lines}
    assert any(shown["all"] in line for line in lines)
    assert len(ends) == 1


@pytest.mark.parametrize("log", sorted(LOGS.glob("*.txt")), ids=lambda log: log.stem)
def test_what_is_said_of_a_log_is_in_it(log: Path) -> None:
    if log.name == "expected.txt":
        return
    shell = bash()
    for refusal in explain_log.read(str(log)):
        said = list(explain_log.to_text([refusal], shell, 80))
        suggested = explain_log.suggestions(refusal, shell)
        typed = " ".join(" ".join(each.commands) for each in suggested)
        facts = f"{refusal.command} {refusal.interpreter} {refusal.context}"
        names = f"{refusal.distribution} actions setup opt venv sh bin PATH"
        known = [typed, facts, names.replace("-", " "), NAMES, refusal.tool]
        assert unmarked("".join(said), *known) == set()


@pytest.mark.parametrize(
    "verb",
    ["", *cli._EXAMPLES],
)
def test_the_help_is_in_it(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main([*verb.split(), "--help"])

    shown = capsys.readouterr().out
    verbs = "completions config demo doctor explain fix init install log undo uninstall"
    examples = " ".join([*cli._EXAMPLES.values(), *cli._FIRST_STEPS, "off HOOK"])
    known = [OF_ARGPARSE, verbs, examples, "set unset schema", NAMES]
    options = " ".join(re.findall(r"--[\w-]+", shown))
    assert unmarked(shown, *known, options) == set()


def test_the_man_page_is_english_in_every_language() -> None:
    spoken_page = cli.manual_page()
    with spoken_by(None):
        assert cli.manual_page() == spoken_page


# -- errors


def every_error(kind: type[HookError] = HookError) -> Iterator[type[HookError]]:
    for each in kind.__subclasses__():
        yield each
        yield from every_error(each)


GIVEN: Final = {
    "Path": Path("/zz"),
    "str": "zz",
    "str | None": "zz",
    "Sequence[str]": ("zz", "zz"),
    "int | None": 3,
    "bool": True,
    "OSError": OSError(1, "zz"),
}


def made(kind: type[HookError]) -> HookError:
    """Make an error of whatever it asks for."""
    hints = kind.__init__.__annotations__
    return kind(
        **{name: GIVEN[hint] for name, hint in hints.items() if name != "return"}
    )


@pytest.mark.parametrize("kind", list(every_error()), ids=lambda kind: kind.reference)
def test_every_error_is_in_it(kind: type[HookError]) -> None:
    error = made(kind)

    said = f"{error}\n{error.hint or ''}"
    known = "zz sudo sh install.sh --system powershell bash fish zsh"
    assert unmarked(said, known) == set()


# -- a terminal that does not know its letters


@pytest.mark.parametrize("argv", [["--help"], ["completions", "fish"], ["config"]])
def test_a_letter_that_cannot_be_written_becomes_a_question_mark(
    argv: list[str], home: Path
) -> None:
    ascii_out = TextIOWrapper(BytesIO(), "ascii", write_through=True)
    with redirect_stdout(ascii_out), suppress(SystemExit):
        cli.main(argv)

    written = ascii_out.buffer.getvalue()  # type: ignore[attr-defined] # a BytesIO
    assert b"?" in written
    assert str(home).encode() not in written
