from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook.engines import EnvironmentNotMadeError, make, warm
from pep668hook.environment import Environment, inspect
from pep668hook.plan import MakeEnvironment
from pep668hook.settings import read
from tests.builders import AWKWARD, FOR_FISH
from tests.machine import UV

if TYPE_CHECKING:
    from pep668hook.settings import Settings

BASE = Path(os.path.realpath(sys.executable))


def settings(*path: Path, cache: Path | None = None) -> Settings:
    entries = os.pathsep.join(map(str, path))
    given = {} if cache is None else {"XDG_CACHE_HOME": str(cache)}
    return read({"PATH": entries, "LC_ALL": "C.UTF-8", **given})


def request_for(path: Path, interpreter: Path = BASE) -> MakeEnvironment:
    return MakeEnvironment(path=path, interpreter=interpreter, prompt="my app")


def stand_in(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def judged(path: Path) -> Environment:
    return inspect(path, ("activate",))


def ask_pip(path: Path) -> str:
    done = subprocess.run(
        [path / "bin" / "pip", "--version"], capture_output=True, check=True, text=True
    )
    return done.stdout


def test_an_environment_is_whole_and_has_a_pip(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / ".venv"

    make(request_for(path), settings(cache=cache))

    made = judged(path)
    assert made.usable
    assert made.has_pip
    assert str(path) in ask_pip(path)


def test_it_is_made_for_the_python_that_is_asked_for(
    tmp_path: Path, cache: Path
) -> None:
    path = tmp_path / ".venv"

    make(request_for(path), settings(cache=cache))

    assert (path / "bin" / "python").resolve() == BASE


def test_it_has_the_prompt_that_is_asked_for(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / ".venv"

    make(request_for(path), settings(cache=cache))

    assert "my app" in (path / "pyvenv.cfg").read_text()


def test_it_is_whole_whatever_its_directory_is_called(
    tmp_path: Path, cache: Path
) -> None:
    path = tmp_path / AWKWARD / ".venv"

    make(request_for(path), settings(cache=cache))

    assert judged(path).usable
    assert ask_pip(path).startswith("pip ")
    assert not (tmp_path / "pwned").exists()


def test_nothing_is_said_on_the_terminal(
    tmp_path: Path, cache: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    make(request_for(tmp_path / "a\nb" / ".venv"), settings(cache=cache))

    assert capfd.readouterr() == ("", "")


def test_a_broken_one_is_made_whole_where_it_stands(
    tmp_path: Path, cache: Path
) -> None:
    path = tmp_path / ".venv"
    make(request_for(path), settings(cache=cache))
    (path / "bin" / "activate").unlink()
    kept = path / "lib" / "kept"
    kept.touch()

    make(request_for(path), settings(cache=cache))

    assert judged(path).usable
    assert kept.exists()


def test_uv_is_asked_first(tmp_path: Path) -> None:
    uv = stand_in(
        tmp_path / "bin" / "uv",
        f'printf "%s\\n" "$@" >{tmp_path}/said\n'
        f"exec {BASE} -m venv --without-pip {tmp_path}/.venv",
    )

    make(request_for(tmp_path / ".venv"), settings(uv.parent))

    said = (tmp_path / "said").read_text().splitlines()
    assert said[0] == "venv"
    assert said[said.index("--python") + 1] == str(BASE)
    assert said[said.index("--prompt") + 1] == "my app"
    assert said[-2:] == ["--", str(tmp_path / ".venv")]


def test_uv_s_own_environment_is_whole_and_has_a_pip(
    tmp_path: Path, cache: Path
) -> None:
    path = tmp_path / AWKWARD / ".venv"

    make(request_for(path), settings(UV.parent, cache=cache))

    assert "uv = " in (path / "pyvenv.cfg").read_text()
    assert judged(path).usable
    assert ask_pip(path).startswith("pip ")


def test_where_fish_reads_a_path_otherwise_than_uv_writes_it_uv_is_not_asked(
    tmp_path: Path, cache: Path
) -> None:
    uv = stand_in(tmp_path / "bin" / "uv", f"touch {tmp_path}/asked")
    path = tmp_path / FOR_FISH / ".venv"

    make(request_for(path), settings(uv.parent, cache=cache))

    assert not (tmp_path / "asked").exists()
    assert inspect(path, ("activate.fish",)).usable


def test_where_uv_fails_virtualenv_makes_it(tmp_path: Path, cache: Path) -> None:
    uv = stand_in(tmp_path / "bin" / "uv", "echo no; exit 2")
    path = tmp_path / ".venv"

    make(request_for(path), settings(uv.parent, cache=cache))

    assert judged(path).usable
    assert "virtualenv = " in (path / "pyvenv.cfg").read_text()


def test_where_virtualenv_fails_the_python_s_own_module_makes_it(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "virtualenv", None)
    path = tmp_path / ".venv"

    make(request_for(path), settings(cache=cache))

    assert judged(path).usable
    assert "virtualenv = " not in (path / "pyvenv.cfg").read_text()


def test_but_not_where_its_script_would_run_what_the_path_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "virtualenv", None)
    path = tmp_path / "$(touch pwned)"

    with pytest.raises(EnvironmentNotMadeError, match="venv cannot be trusted with"):
        make(request_for(path), settings())

    assert not path.exists()


def test_where_nothing_can_make_it_the_last_one_s_words_say_why(
    tmp_path: Path,
) -> None:
    python = stand_in(tmp_path / "bin" / "python3", "echo; echo broken; echo; exit 1")

    with pytest.raises(EnvironmentNotMadeError) as raised:
        make(request_for(tmp_path / ".venv", python), settings())

    assert str(raised.value) == f"could not make `{tmp_path / '.venv'}`: broken"


def test_what_virtualenv_s_parser_says_is_not_written_to_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(EnvironmentNotMadeError):
        make(request_for(tmp_path / "a:b"), settings())

    assert capfd.readouterr() == ("", "")


def test_a_maker_that_says_nothing_is_worded_too(tmp_path: Path) -> None:
    python = stand_in(tmp_path / "bin" / "python3", "exit 1")

    with pytest.raises(EnvironmentNotMadeError, match="it said nothing"):
        make(request_for(tmp_path / ".venv", python), settings())


@pytest.mark.parametrize("maker", ["uv", "virtualenv", "venv"])
@pytest.mark.parametrize("sees", [True, False])
def test_whoever_makes_it_it_sees_the_system_if_it_is_to(
    maker: str,
    sees: bool,  # noqa: FBT001 # a parameter
    tmp_path: Path,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if maker == "venv":
        monkeypatch.setitem(sys.modules, "virtualenv", None)
    path = tmp_path / ".venv"
    bin_of_uv = [UV.parent] if maker == "uv" else []

    make(
        replace(request_for(path), sees_system=sees),
        settings(*bin_of_uv, cache=cache),
    )

    assert judged(path).usable
    written = (path / "pyvenv.cfg").read_text()
    assert f"include-system-site-packages = {str(sees).lower()}" in written


def test_warming_fills_the_cache_and_leaves_no_environment(tmp_path: Path) -> None:
    warm(BASE, settings(cache=tmp_path))

    kept = {path.name for path in (tmp_path / "pep668hook").iterdir()}
    assert "virtualenv" in kept
    assert any(name.startswith("pip-") for name in kept)


def test_warming_that_fails_is_no_matter(tmp_path: Path) -> None:
    python = stand_in(tmp_path / "bin" / "python3", "exit 1")

    warm(python, settings(cache=tmp_path))


def test_what_will_be_needed_is_imported_ahead(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pep668hook import engines\n"
        "engines.prepare()\n"
        "print('virtualenv.seed.wheels.embed' in sys.modules,"
        " 'virtualenv.run' in sys.modules)\n"
    )

    done = subprocess.run(
        [sys.executable, "-I", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stdout == "True True\n"
    assert list(tmp_path.iterdir()) == []
