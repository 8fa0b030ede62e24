"""A machine on which everything has a hostile name or content: what is said of it.

All in this process, from real files: facts, advice, the panel in all its styles, what
is handed to each shell, and what `explain`, `fix`, `log` and `undo` would print.
"""

from __future__ import annotations

import io
import itertools
import os
import shutil
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pep668hook import (
    account,
    advice,
    cli,
    consent,
    explain,
    explain_log,
    handoff,
    history,
    journal,
    panel,
    records,
)
from pep668hook.prompt import Question
from pep668hook.refusals import refusals
from pep668hook.shells import named
from pep668hook.shells import names as shell_names
from tests.builders import screen
from tests.layout import MARKER, Layout
from tests.prove.hostile.names import controls, executions, names, texts, words
from tests.prove.scale import generated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pep668hook.advice import Advice
    from pep668hook.failure import Failure
    from pep668hook.settings import Settings

_PLACES: Final = itertools.count()
_SCREENS: Final = (
    screen(columns=80, rows=60),
    screen(columns=30, rows=60),
    screen(columns=80, rows=12),
    replace(screen(columns=100, rows=60), plain=True),
    replace(screen(columns=80, rows=60), encoding="ascii"),
    replace(screen(columns=80, rows=60), coloured=True),
)
_OS_RELEASE: Final = "ID={}\nID_LIKE={}\nNAME={}\nPRETTY_NAME={}\nVERSION_ID={}\n"
_FILES: Final = (
    *("pyproject.toml", "setup.cfg", "setup.py", "requirements.txt", "Pipfile"),
    *("uv.lock", "poetry.lock", "pdm.lock", "pixi.toml", "environment.yml", ".env"),
    *("Pipfile.lock", "poetry.toml", "hatch.toml", ".python-version", "uv.toml"),
    "requirements-dev.txt",
)
_ASKED: Final = (
    ("install",),
    ("uninstall",),
    ("install", "-r"),
    ("install", "-e"),
    ("install", "--python"),
    ("install", "--user"),
    ("install", "-c"),
    ("install", "--index-url"),
)


@dataclass(frozen=True)
class Hostile:
    """What somebody has called and written everything that we read."""

    directory: str
    home: str
    files: dict[str, str]
    others: list[str]
    argv: tuple[str, ...]
    marker: str
    os_release: str
    shebang: str
    path: list[str]
    environment: str
    activate: str
    configuration: str
    environ: dict[str, str]
    project: str


def _quoted(text: str, quote: str) -> str:
    return f"{quote}{text}{quote}"


def os_releases() -> st.SearchStrategy[str]:
    known = st.sampled_from(["debian", "fedora", "arch", "alpine", "nixos", "ubuntu"])
    value = st.one_of(known, texts(longest=60))
    values = st.tuples(st.one_of(known, value), value, value, value, value)
    filled = values.map(lambda each: _OS_RELEASE.format(*each))
    return st.one_of(filled, filled, texts(), st.just(""))


def markers() -> st.SearchStrategy[str]:
    return st.one_of(
        texts().map(lambda text: f"[externally-managed]\nError={text}\n"),
        texts().map(lambda text: f"[externally-managed]\nError-de={text}\n"),
        texts().map(lambda text: f"{MARKER}{text}"),
        texts(),
    )


def contents() -> st.SearchStrategy[str]:
    """What a project's files may hold: something like what we look for, or anything."""
    return st.one_of(
        st.just(""),
        texts(),
        texts().map(lambda text: f'[project]\nname = "{text}"\ndependencies = []\n'),
        texts().map(lambda text: f"[tool.poetry]\nname = '{text}'\n"),
        texts().map(lambda text: f"[tool.uv]\n[tool.pdm]\n[tool.hatch.envs.{text}]\n"),
        texts().map(lambda text: f"[metadata]\nname = {text}\n"),
        texts().map(lambda text: f"name: {text}\nchannels: []\n"),
        texts(longest=60).map(lambda text: f"-r {text}\n{text}\n--index-url {text}\n"),
    )


def machines() -> st.SearchStrategy[Hostile]:
    asked = st.tuples(st.sampled_from(_ASKED), st.lists(words(), max_size=3))
    variables = st.sampled_from(
        [
            *("WORKON_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"),
            *("VIRTUAL_ENV", "CONDA_PREFIX", "LANG", "LC_ALL", "TERM", "POETRY_HOME"),
            *("PIP_REQUIRE_VIRTUALENV", "PIP_CONFIG_FILE", "PIPX_HOME", "UV_TOOL_DIR"),
            *(
                "PEP668HOOK_MODE",
                "PIP_PREFIX",
                "PIP_USER",
                "container",
                "PIP_CACHE_DIR",
            ),
            *("UV_PROJECT_ENVIRONMENT", "PIPENV_VENV_IN_PROJECT", "PYENV_VERSION"),
        ]
    )
    value = st.one_of(texts(longest=80), texts(longest=80).map(lambda text: f"/{text}"))
    value = value.map(lambda text: text.replace("\0", ""))
    return st.builds(
        Hostile,
        directory=names(),
        home=names(),
        files=st.dictionaries(st.sampled_from(_FILES), contents(), max_size=4),
        others=st.lists(names(), max_size=4),
        argv=asked.map(lambda each: ("pip", *each[0], *each[1])),
        marker=markers(),
        os_release=os_releases(),
        shebang=texts(longest=300),
        path=st.lists(texts(longest=60), max_size=3),
        environment=st.one_of(st.just(".venv"), names()),
        activate=texts(),
        configuration=st.one_of(
            st.just(""),
            texts(),
            texts().map(lambda text: f"mode = '{text}'\n[{text}]\n"),
            texts(longest=80).map(lambda text: f"[environment]\nname = '{text}'\n"),
        ),
        environ=st.dictionaries(variables, value, max_size=4),
        project=texts(longest=80),
    )


class Place:
    """The hostile machine, as it lies on the disk."""

    def __init__(self, root: Path, hostile: Hostile) -> None:
        self.layout = Layout(root)
        self.home = _renamed(self.layout.home, hostile.home)
        self.cwd = _renamed(self.home / "app", hostile.directory)
        for name, content in hostile.files.items():
            _write(self.cwd / name, content)
        for name in hostile.others:
            _write(self.cwd / name, "")
        stdlib = self.layout.prefix / "lib" / "python3.11"
        _write(stdlib / "EXTERNALLY-MANAGED", hostile.marker)
        _write(root / "os-release", hostile.os_release)
        _write(
            self.home / ".config" / "pep668hook" / "config.toml", hostile.configuration
        )
        self.pip = self.layout.pip
        if hostile.shebang:
            self.other = _script(
                root / "other" / "pip", f"#!{self.layout.python}{hostile.shebang}\n"
            )
        self._environment(hostile)
        path = [str(self.layout.prefix / "bin"), *hostile.path]
        self.environ = {
            **self.layout.environ,
            "HOME": str(self.home),
            "PATH": os.pathsep.join(path).replace("\0", ""),
            "PEP668HOOK_OS_RELEASE": str(root / "os-release"),
            **hostile.environ,
        }
        self.failures = [
            self.layout.failure(*hostile.argv, cwd=self.cwd, program=program)
            for program in (self.pip, self.other if hostile.shebang else self.pip)
        ]

    def _environment(self, hostile: Hostile) -> None:
        place = self.cwd / hostile.environment
        if os.path.lexists(place) or not hostile.activate:
            return
        (place / "bin").mkdir(parents=True)
        (place / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
        _write(
            place / "pyvenv.cfg", f"home = {self.layout.prefix}/bin\n{hostile.project}"
        )
        (place / "bin" / "python").symlink_to(self.layout.python)
        path = os.fspath(place)
        for script in ("activate", "activate.fish", "activate.ps1"):
            text = f"VIRTUAL_ENV='{path}'\nVIRTUAL_ENV_PROMPT={hostile.activate}\n"
            _write(place / "bin" / script, text)


def _renamed(path: Path, name: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(exist_ok=True)
    new = path.with_name(name)
    return path if os.path.lexists(new) else path.rename(new)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_dir():
        path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")


def _script(path: Path, text: str) -> Path:
    _write(path, text)
    path.chmod(0o755)
    return path


def all_that_is_shown(given: Advice) -> Iterator[str]:
    """Give what a person would see of the offers, in every style."""
    question = Question(given.reason, given.offers, given.typed)
    choices = [
        panel.Choice(key or "Enter", each.title, each.note, question.commands(each))
        for key, each in given.offers.items()
    ]
    for shown in _SCREENS:
        yield panel.draw(given.reason(), choices, shown, "below")
        for each in given.offers.values():
            yield panel.line(each.done, shown)
            yield panel.line(each.title, shown)
        yield panel.line(consent.hint(given), shown)
    for each in given.offers.values():
        # What `keypress.spell` is asked behind goes to the terminal as it is.
        yield each.title if each.confirm else ""


def scripts(given: Advice) -> Iterator[str]:
    for name in shell_names():
        shell = named(name)
        assert shell is not None
        for offer in given.offers.values():
            if offer.plan.steps:
                yield handoff.render(offer.plan.steps, shell)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("machines")


@pytest.fixture(scope="module")
def made(root: Path) -> Callable[[Hostile], Place]:
    def make(hostile: Hostile) -> Place:
        place = root / str(next(_PLACES))
        place.mkdir()
        return Place(place, hostile)

    return make


def advised(place: Place) -> Iterator[tuple[Failure, Settings, Advice]]:
    settings = place.layout.settings(**place.environ)
    for failure, name in zip(
        place.failures, itertools.cycle(shell_names()), strict=False
    ):
        shell = named(name)
        assert shell is not None
        found = advice.advise(failure, settings, shell)
        if found is not None:
            yield failure, settings, found


def test_nothing_of_a_machine_acts_on_the_terminal_or_is_run(
    made: Callable[[Hostile], Place],
    root: Path,
    record_property: Callable[[str, object], None],
) -> None:
    seen = {"machines": 0, "offers": 0}

    @generated(800)
    @given(machines())
    def hold(hostile: Hostile) -> None:
        seen["machines"] += 1
        place = made(hostile)
        for _, settings, found in advised(place):
            seen["offers"] += len(found.offers)
            for shown in all_that_is_shown(found):
                assert controls(shown) == []
            for complaint in settings.preferences.complaints:
                assert controls(panel.line(complaint, _SCREENS[0])) == []
            explain.to_json(found)
            for script in scripts(found):
                os.fsencode(script)
        shutil.rmtree(place.layout.home.parent)

    hold()
    assert executions(root) == []
    # Many are in the way of any offer, and are to be; not all of them.
    assert seen["offers"] > seen["machines"] // 2
    record_property("cases", seen["machines"])


def test_what_was_done_there_can_be_told(
    made: Callable[[Hostile], Place], record_property: Callable[[str, object], None]
) -> None:
    seen = {"entries": 0}

    @generated(150)
    @given(machines())
    def hold(hostile: Hostile) -> None:
        place = made(hostile)
        state = place.layout.prefix / "state"
        for _, settings, found in advised(place):
            for offer in found.offers.values():
                account.Account(offer, found.surroundings).close(state)
            entries = journal.read(state)
            assert controls(history.to_text(entries, settings.home)) == []
            history.to_json(entries)
        seen["entries"] += 1
        shutil.rmtree(place.layout.home.parent)

    hold()
    record_property("cases", seen["entries"])


_VERBS: Final = (
    ("undo",),
    ("log",),
    ("config",),
    ("config", "--json"),
    ("config", "set", "mode", "{}"),
    ("config", "set", "environment.name", "{}"),
    ("config", "set", "{}", "ask"),
    ("config", "unset", "mode"),
    ("explain", "--shell", "bash", "--", "pip", "install", "{}"),
    ("explain", "--json", "--", "pip", "install", "{}"),
    ("explain", "{}"),
    ("explain", "--shell", "{}"),
    ("{}",),
    ("init", "{}"),
    ("fix", "--", "pip", "install", "{}"),
    ("completions", "{}"),
    ("demo", "--in", "{}"),
)


@pytest.fixture
def quiet_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))


@pytest.mark.usefixtures("in_bash", "quiet_stdin")
def test_the_verbs_print_nothing_that_acts(
    made: Callable[[Hostile], Place],
    record_property: Callable[[str, object], None],
) -> None:
    seen = {"verbs": 0}

    @generated(500)
    @given(machines(), st.sampled_from(_VERBS), names())
    def hold(hostile: Hostile, verb: tuple[str, ...], word: str) -> None:
        seen["verbs"] += 1
        place = made(hostile)
        said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="strict")
        told = io.TextIOWrapper(
            io.BytesIO(), encoding="utf-8", errors="backslashreplace"
        )
        with (
            chdir(place.cwd),
            redirect_stdout(said),
            redirect_stderr(told),
            pytest.MonkeyPatch.context() as patched,
        ):
            for name in list(os.environ):
                patched.delenv(name)
            for name, value in place.environ.items():
                patched.setenv(name, value)
            try:
                cli.main([each.replace("{}", word) for each in verb])
            except SystemExit as error:  # argparse's
                assert isinstance(error.code, int)  # noqa: PT017
        for stream in (said, told):
            stream.flush()
            shown = stream.buffer.getvalue().decode()  # type: ignore[attr-defined]
            assert controls(shown) == [], (verb, shown)
        shutil.rmtree(place.layout.home.parent)

    hold()
    record_property("cases", seen["verbs"])


# -- what is read that others may have written: records and logs


def test_a_record_of_anything_is_a_refusal_or_none(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    seen = {"records": 0}
    path = tmp_path / f"{os.getpid()}-1"
    fields = st.lists(texts(longest=120), max_size=9).map("\0".join)
    refused = st.just("\0error: externally-managed-environment\n\n\u00d7 This\0")

    @generated(400)
    @given(st.one_of(fields, st.tuples(fields, refused, fields).map("".join), texts()))
    def hold(content: str) -> None:
        seen["records"] += 1
        path.write_bytes(os.fsencode(content.encode("utf-8", "replace").decode()))
        records.read(path)
        records.read_line(path)

    hold()
    record_property("cases", seen["records"])


def test_a_log_of_anything_is_told_without_its_controls(
    record_property: Callable[[str, object], None],
) -> None:
    seen = {"logs": 0}
    pieces = st.lists(texts(longest=120), min_size=6, max_size=6)
    shells = st.sampled_from(shell_names()).map(named)

    @generated(400)
    @given(pieces, shells)
    def hold(words: list[str], shell: object) -> None:
        seen["logs"] += 1
        first, command, python, title, words_, last = words
        log = (
            f"{first}\n$ pip install {command}\n+ {python}/bin/python -m pip install"
            f" x\nerror: externally-managed-environment\n\n\u00d7 This environment is "
            f"externally managed{title}\n\u2570\u2500> {words_}\n\nnote: If you "
            f"believe this is a mistake, please contact your Python installation\n"
            f"hint: See PEP 668 for the detailed specification.\n{last}\n"
        )
        found = list(refusals([os.fsencode(log.encode("utf-8", "replace").decode())]))
        for columns in (30, 100):
            for piece in explain_log.to_text(found, shell, columns):  # type: ignore[arg-type]
                assert controls(piece) == []
        list(explain_log.to_json(found, shell))  # type: ignore[arg-type]

    hold()
    record_property("cases", seen["logs"])
