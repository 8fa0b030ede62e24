from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from virtualenv.seed.wheels import embed

from pep668hook import interpreter, managed_python, programs, settings
from pep668hook.managed_python import NoManagedPythonError


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("a Python with spaces") / "python"
    pip, _ = managed_python.make(place, settings.current())
    return pip


def pip(program: Path, *words: str, **variables: str) -> programs.Completed:
    environ = {"PATH": "/usr/bin:/bin", "PIP_CONFIG_FILE": "/dev/null", **variables}
    return programs.run([program, *words], environ=environ, seconds=60)


def test_what_it_makes_is_externally_managed(made: Path) -> None:
    python = interpreter.of_script(made, ())

    assert python is not None
    assert python.externally_managed
    assert python.version == sys.version_info[:2]
    assert python.prefix == made.parent.parent


def test_its_pip_refuses_in_pips_own_words(made: Path) -> None:
    refused = pip(made, "install", "--no-index", "nothing")

    assert refused.status == 1
    assert "error: externally-managed-environment" in refused.output
    assert "made for the demo of pep668hook" in refused.output


def test_its_pip_does_all_else(made: Path) -> None:
    told = pip(made, "--version")

    assert told.status == 0
    assert str(made.parent.parent) in told.output


def test_a_base_of_debian_s_finds_its_pip_by_m_too(made: Path) -> None:
    (library,) = (made.parent.parent / sys.platlibdir).glob("python3.*")

    # The only place that Debian's own Python looks in.
    assert (library / "dist-packages" / "pip" / "__main__.py").is_file()


def test_finds_a_pip_on_the_path_that_is_managed(made: Path) -> None:
    mine = replace(settings.read({}), path=(Path("/nonexistent"), made.parent))

    found = managed_python.find(mine)

    assert found is not None
    assert found[0] == made


def test_finds_none_where_none_is_managed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreter, "of_script", lambda *_: None)

    assert managed_python.find(settings.read({})) is None


def test_it_says_so_where_there_is_no_pip_to_put_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embed, "get_embed_wheel", lambda *_: None)

    with pytest.raises(NoManagedPythonError, match="could not make an externally"):
        managed_python.make(tmp_path / "python", settings.read({}))
