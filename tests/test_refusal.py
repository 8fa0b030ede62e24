from __future__ import annotations

import shutil
import sysconfig
from typing import TYPE_CHECKING

import pytest

from pep668hook.refusal import Refused, given, is_likely, refused
from pep668hook.settings import read
from pep668hook.shells.bash import SHELL
from tests.builders import bare_environment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.machine import Machine

PIP_REFUSES, UV_REFUSES = 1, 2


class Case:
    """A person who uses the machine's Python, from a directory of theirs."""

    def __init__(self, machine: Machine, root: Path) -> None:
        self.python = machine.python
        self.home, self.cwd = root / "home", root / "home" / "work"
        self.cwd.mkdir(parents=True)
        scripts = root / "uv"
        scripts.mkdir()
        shutil.copy(f"{sysconfig.get_path('scripts')}/uv", scripts / "uv")
        self._environ = {**machine.environ(), "HOME": str(self.home)}
        self._environ["PATH"] = machine.path(scripts)

    def refused(
        self,
        line: str,
        *statuses: int,
        environ: Mapping[str, str] | None = None,
    ) -> Refused | None:
        line = line.replace("{python}", str(self.python))
        settings = read({**self._environ, **(environ or {})})
        return refused(line, statuses or (1,), self.cwd, SHELL.grammar, settings)

    def is_likely(self, line: str, *statuses: int) -> bool:
        settings = read(self._environ)
        return is_likely(line, statuses or (1,), self.cwd, settings)

    def given(self, words: Sequence[str]) -> Refused | None:
        return given(words, self.cwd, read(self._environ))


@pytest.fixture
def case(machine: Machine, tmp_path: Path) -> Case:
    return Case(machine, tmp_path)


@pytest.mark.parametrize(
    ("line", "argv"),
    [
        ("pip install x", "pip install x"),
        ("python3 -m pip install x", "python -m pip install x"),
        ("{python} -m pip install x", "python -m pip install x"),
        ("sudo {python} -m pip install x", "python -m pip install x"),
        ("env A=1 nohup pip uninstall x", "pip uninstall x"),
        ("time pip install --user x", "pip install --user x"),
        ("true; pip install x", "pip install x"),
        ("cd work && pip install x", "pip install x"),
        ("pip install x && python app.py", "pip install x"),
        ("pip install --dry-run x", "pip install --dry-run x"),
        ("pip --python {python} install x", "pip --python {python} install x"),
    ],
)
def test_what_pip_refuses_is_told_by_the_line(case: Case, line: str, argv: str) -> None:
    found = case.refused(line)

    assert found is not None
    assert found.failure.argv == tuple(
        argv.replace("{python}", str(case.python)).split()
    )
    assert found.failure.cwd == case.cwd
    assert found.failure.by_root is line.startswith("sudo")


@pytest.mark.parametrize(
    "line",
    [
        "uv pip install --system x",
        "uv -q pip install --system x",
        "uv pip install --python {python} x",
        "uv pip install -p python3 x",
        "uv pip uninstall --system x",
        "UV_SYSTEM_PYTHON=1 uv pip install x",
        "UV_PYTHON={python} uv pip install x",
        "UV_BREAK_SYSTEM_PACKAGES=0 uv pip install --system x",
    ],
)
def test_what_uv_refuses_is_told_by_the_line(case: Case, line: str) -> None:
    found = case.refused(line, UV_REFUSES)

    assert found is not None
    assert found.failure.program.name.startswith("python")
    assert found.failure.argv[0] == "uv"


@pytest.mark.parametrize(
    ("line", "statuses"),
    [
        ("pip list", [1]),
        ("pip install x", [2]),
        ("pip install x", [127]),
        ("pip install x", [130]),
        ("pip install x; false", [1]),
        ("pip install x || false", [1]),
        ("false && pip install x", [1]),
        ("cd elsewhere && pip install x", [1]),
        ("cd .. && pip install x", [1]),
        ("cd -P work && pip install x", [1]),
        ("pip install $x", [1]),
        ("grep pip install", [1]),
        ("echo pip install", [1]),
        ("pip uninstall", [1]),
        ("pip install --help", [1]),
        ("pip install --target t x", [1]),
        ("pip install --prefix=t x", [1]),
        ("pip install --root t x", [1]),
        ("pip install --break-system-packages x", [1]),
        ("pip install --dry-run --report r x", [1]),
        ("PIP_BREAK_SYSTEM_PACKAGES=1 pip install x", [1]),
        ("PIP_TARGET=t pip install x", [1]),
        ("PIP_PYTHON=/usr/bin/python3 pip install x", [1]),
        ("nosuchpip -m pip install x", [1]),
        ("pip9.9 install x", [1]),
        ("sudo pip9.9 install x", [1]),
        ("uv pip install x", [2]),
        ("uv pip install --system x", [1]),
        ("uv pip list --system", [2]),
        ("uv add x", [2]),
        ("uv", [2]),
        ("uv pip install --system --target t x", [2]),
        ("uv pip install --system --prefix t x", [2]),
        ("uv pip install --system --user x", [2]),
        ("uv pip install --system --break-system-packages x", [2]),
        ("UV_BREAK_SYSTEM_PACKAGES=true uv pip install --system x", [2]),
        ("uv pip install --python 9.9 x", [2]),
        ("", [1]),
    ],
)
def test_what_was_not_refused_is_none(
    case: Case, line: str, statuses: list[int]
) -> None:
    assert case.refused(line, *statuses) is None


def test_in_an_environment_nothing_is_refused(case: Case) -> None:
    environment = bare_environment(case.cwd / ".venv")
    path = {"PATH": f"{environment}/bin"}

    assert case.refused("python -m pip install x", environ=path) is None
    assert case.refused(".venv/bin/python -m pip install x") is None
    assert case.refused("uv pip install --python .venv x", UV_REFUSES) is None


def test_a_configuration_file_may_have_allowed_it(case: Case) -> None:
    conf = case.home / ".config" / "pip" / "pip.conf"
    conf.parent.mkdir(parents=True)
    conf.write_text("[install]\nbreak-system-packages = true\n")

    assert case.refused("pip install x") is None
    assert case.refused("pip uninstall x") is not None


def test_each_command_of_a_pipeline_has_its_own_status(case: Case) -> None:
    assert case.refused("pip install x | tee log", 1, 0) is not None
    assert case.refused("pip install x 2>&1 | tee log", 0, 1) is None
    assert case.refused("yes | pip uninstall x", 141, 1) is not None
    # Where only the last one's is known.
    assert case.refused("pip install x | tee log", 1) is None
    assert case.refused("yes | pip uninstall x", 1) is not None


def test_the_rest_of_the_chain_is_told(case: Case) -> None:
    def rest(line: str, *statuses: int) -> tuple[tuple[str, ...], ...] | None:
        found = case.refused(line, *statuses)
        return None if found is None else found.failure.rest

    assert rest("pip install x && python app.py && b") == (("python", "app.py"), ("b",))
    assert rest("true; pip install x && a; true") is None
    assert rest("true; pip install x && a") == (("a",),)
    assert rest("pip install x && a >log") == ()
    assert rest("pip install x | tee log && a", 1, 0) == ()


def test_a_python_that_only_its_shim_knows_is_asked(case: Case) -> None:
    shim = case.home / "bin" / "python"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec {case.python} "$@"\n')
    shim.chmod(0o755)

    assert case.refused(f"{shim} -m pip install x") is not None


@pytest.mark.parametrize(
    "line",
    [
        "pip install $x",
        "for each in a b; do python3 -m pip install $each; done",
        "if pip install x; then y; fi",
        "PIP_PRE=$x pip3 install --user x",
        "pip install x[a]",
    ],
)
def test_a_line_that_is_not_plain_is_likely_to_be_refused(
    case: Case, line: str
) -> None:
    assert case.is_likely(line)
    assert not case.is_likely(line, 3)


@pytest.mark.parametrize(
    "line",
    [
        "grep 'pip install' $x",
        'echo "x; pip install y" | grep $z',
        "pip install --target $x y",
        "pip download $x",
        "pip install $x <list",
        "pip install $x 2>errors",
        "pip install $x >all 2>&1",
        "pip install $x --break-system-packages",
        "git commit -m 'for pip' && install $x",
    ],
)
def test_another_line_that_is_not_plain_is_not(case: Case, line: str) -> None:
    assert not case.is_likely(line)


def test_a_command_that_is_given_is_judged_as_if_it_had_failed(case: Case) -> None:
    assert case.given(["pip", "install", "x"]) is not None
    assert case.given(["uv", "pip", "install", "--system", "x"]) is not None
    assert case.given(["pip", "list"]) is None
    assert case.given(["ls"]) is None
