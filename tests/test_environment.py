from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pep668hook import environment
from pep668hook.environment import (
    Environment,
    Problem,
    find,
    is_environment,
    site_packages,
)
from tests.builders import AWKWARD, FOR_FISH
from tests.machine import UV
from tests.users import NOBODY, as_root, become

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BASE = os.path.realpath(sys.executable)
NAME = f"python{sys.version_info.major}.{sys.version_info.minor}"
SCRIPTS = ("activate",)

# What stands for itself even in the scripts of a Python without CVE-2024-9287's fix.
TAME = "it's a b;é%n&&-z"


def inspect(path: Path, scripts: Sequence[str] = SCRIPTS) -> Environment:
    return environment.inspect(path, scripts)


def by_virtualenv(path: Path, *arguments: str) -> Path:
    words = ["-m", "virtualenv", "--quiet", "--python", BASE, "--no-periodic-update"]
    done = subprocess.run(
        [sys.executable, "-I", *words, *arguments, path],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return path


def by_venv(path: Path, *arguments: str) -> Path:
    subprocess.run([BASE, "-m", "venv", "--without-pip", *arguments, path], check=True)
    return path


def by_uv(path: Path, *arguments: str) -> Path:
    words = ["--quiet", "--no-config", "--offline", "--python", BASE]
    subprocess.run([UV, "venv", *words, *arguments, "--", path], check=True)
    return path


def write_activate(path: Path, text: str) -> None:
    (path / "bin" / "activate").write_text(text)


def links(path: Path) -> list[Path]:
    return [path / "bin" / name for name in ("python", "python3", NAME)]


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    return by_venv(tmp_path / ".venv")


@pytest.fixture(params=[by_virtualenv, by_uv], ids=["virtualenv", "uv"])
def in_awkward_place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    (tmp_path / AWKWARD).mkdir()
    made: Path = request.param(tmp_path / AWKWARD / ".venv")
    return made


# -- what works


def test_an_environment_is_what_has_a_configuration(venv: Path, tmp_path: Path) -> None:
    assert is_environment(venv)
    assert not is_environment(tmp_path)
    assert not is_environment(tmp_path / "missing")


def test_one_that_is_whole_can_be_activated(venv: Path) -> None:
    found = inspect(venv)

    assert found.usable
    assert found.path == venv


def test_one_of_virtualenv_s_or_uv_s_is_whole_wherever_it_lies(
    in_awkward_place: Path,
) -> None:
    assert inspect(in_awkward_place).problem is None
    assert inspect(in_awkward_place, ("activate.fish",)).problem is None


def test_one_whose_path_is_written_in_numbers_is_whole(tmp_path: Path) -> None:
    venv = by_venv(tmp_path / "größe" / ".venv")
    numbers = r"""'"$(unset -f printf 2>/dev/null || :; \printf '%b' '\0303\0266')"'"""
    write_activate(venv, f"VIRTUAL_ENV='{venv}'\n".replace("ö", numbers))

    assert inspect(venv).problem is None


def test_one_whose_path_holds_a_carriage_return_is_whole(tmp_path: Path) -> None:
    assert inspect(by_virtualenv(tmp_path / "a\r\nb" / ".venv")).problem is None


def test_one_of_venv_s_is_whole_where_its_path_is_tame(tmp_path: Path) -> None:
    (tmp_path / TAME).mkdir()

    assert inspect(by_venv(tmp_path / TAME / ".venv")).problem is None


def test_one_reached_by_a_link_is_whole(venv: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(venv)

    assert inspect(tmp_path / "link").problem is None


def test_one_whose_python_is_a_copy_is_whole(tmp_path: Path) -> None:
    assert inspect(by_venv(tmp_path / ".venv", "--copies")).problem is None


def test_it_tells_whether_there_is_a_pip(venv: Path) -> None:
    assert not inspect(venv).has_pip

    pip = venv / "lib" / NAME / "site-packages" / "pip"
    pip.mkdir()
    (pip / "__init__.py").touch()

    assert inspect(venv).has_pip


def test_one_of_virtualenv_s_has_a_pip(tmp_path: Path) -> None:
    assert inspect(by_virtualenv(tmp_path / ".venv")).has_pip


def test_one_of_uv_s_has_none(tmp_path: Path) -> None:
    found = inspect(by_uv(tmp_path / ".venv"))

    assert found.usable
    assert not found.has_pip


# -- what does not


def test_what_debian_leaves_without_python3_venv_was_never_finished(
    venv: Path,
) -> None:
    for script in (venv / "bin").glob("[aA]ctivate*"):
        script.unlink()

    assert inspect(venv).problem is Problem.HALF_MADE


def test_a_bare_configuration_was_never_finished(tmp_path: Path) -> None:
    (tmp_path / "pyvenv.cfg").touch()

    assert inspect(tmp_path).problem is Problem.HALF_MADE


def test_one_without_any_python_was_never_finished(venv: Path) -> None:
    for link in links(venv):
        link.unlink()

    assert inspect(venv).problem is Problem.HALF_MADE


def test_one_whose_shell_has_no_script_was_never_finished(venv: Path) -> None:
    assert inspect(venv, ("activate.fish",)).usable

    (venv / "bin" / "activate.fish").unlink()

    assert inspect(venv, ("activate.fish",)).problem is Problem.HALF_MADE
    assert inspect(venv, ("activate.fish", "activate")).usable


def test_one_whose_python_was_removed_is_told(venv: Path) -> None:
    for link in links(venv):
        link.unlink(missing_ok=True)
        link.symlink_to("/usr/bin/python3.999")

    assert inspect(venv).problem is Problem.NO_INTERPRETER


def test_one_whose_python_has_become_another_is_told(
    venv: Path, tmp_path: Path
) -> None:
    newer = tmp_path / "bin" / "python3.999"
    newer.parent.mkdir()
    newer.touch(mode=0o755)
    for link in links(venv):
        link.unlink(missing_ok=True)
        link.symlink_to(newer)

    assert inspect(venv).problem is Problem.NO_INTERPRETER


def test_one_that_was_upgraded_in_place_is_whole(venv: Path) -> None:
    for older in ("python3.9", "python3.8"):
        (venv / "lib" / older / "site-packages").mkdir(parents=True)

    assert inspect(venv).problem is None
    assert site_packages(venv) == venv / "lib" / NAME / "site-packages"


def test_the_newest_packages_count_where_the_python_does_not_tell(
    tmp_path: Path,
) -> None:
    for name in ("python3.10", "python3.9", "python3.11"):
        (tmp_path / "lib" / name / "site-packages").mkdir(parents=True)

    assert site_packages(tmp_path) == tmp_path / "lib" / "python3.11" / "site-packages"


def test_one_that_was_moved_is_told(venv: Path, tmp_path: Path) -> None:
    moved = venv.rename(tmp_path / "moved")

    assert inspect(moved).problem is Problem.MOVED


def test_so_is_one_of_virtualenv_s_or_uv_s(
    in_awkward_place: Path, tmp_path: Path
) -> None:
    moved = in_awkward_place.rename(tmp_path / "moved")

    assert inspect(moved).problem is Problem.MOVED


def test_one_that_was_copied_is_told(venv: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(venv, tmp_path / "copied", symlinks=True)

    assert inspect(copied).problem is Problem.MOVED


@pytest.mark.parametrize("name", ["$(touch pwned)", "`touch pwned`", "$HOME"])
def test_a_path_that_the_script_would_expand_is_told(tmp_path: Path, name: str) -> None:
    venv = by_venv(tmp_path / name / ".venv")
    # As CPython wrote it before the fix of CVE-2024-9287 (3.11.7 did).
    write_activate(venv, f'VIRTUAL_ENV="{venv}"\nexport VIRTUAL_ENV\n')

    assert inspect(venv).problem is Problem.UNQUOTED


@pytest.mark.parametrize("name", ['a"; touch pwned; "b', 'a"; touch pwned #', 'q"q'])
def test_a_path_that_leaves_its_quotes_is_not_activated(
    tmp_path: Path, name: str
) -> None:
    venv = by_venv(tmp_path / name)
    write_activate(venv, f'VIRTUAL_ENV="{venv}"\nexport VIRTUAL_ENV\n')

    assert not inspect(venv).usable


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (FOR_FISH, Problem.UNQUOTED),
        ("a\\\\b", Problem.MOVED),
        ("a\\b", None),
        ('it\'s "a" $b\nc', None),
    ],
)
def test_a_path_that_only_fish_would_read_otherwise_is_told_in_fish(
    tmp_path: Path, name: str, problem: Problem | None
) -> None:
    venv = by_virtualenv(tmp_path / name / ".venv")
    # As uv and CPython since the fix of CVE-2024-9287 write it.
    script = f"set -gx VIRTUAL_ENV {shlex.quote(str(venv))}\n\nset -gx PATH /bin\n"
    (venv / "bin" / "activate.fish").write_text(script)

    assert inspect(venv, ("activate.fish",)).problem is problem
    assert inspect(venv).problem is None


def test_a_script_for_fish_that_finds_its_own_place_is_fine(venv: Path) -> None:
    script = "set -gx VIRTUAL_ENV (path resolve (status dirname)/..)\n"
    (venv / "bin" / "activate.fish").write_text(script)

    assert inspect(venv, ("activate.fish",)).problem is None


@pytest.mark.parametrize("prompt", ["$(touch pwned)", "`touch pwned`", "a\\b"])
def test_a_prompt_that_the_shell_would_expand_is_told(venv: Path, prompt: str) -> None:
    write_activate(venv, f"VIRTUAL_ENV={venv}\nVIRTUAL_ENV_PROMPT='({prompt}) '\n")

    assert inspect(venv).problem is Problem.UNQUOTED


def test_so_is_the_name_that_stands_in_for_a_prompt(tmp_path: Path) -> None:
    assert inspect(by_virtualenv(tmp_path / "$(x)")).problem is Problem.UNQUOTED


def test_a_prompt_of_plain_words_is_fine(tmp_path: Path) -> None:
    venv = by_venv(tmp_path / ".venv", "--prompt", "my app")

    assert inspect(venv).problem is None


def test_a_script_that_finds_its_own_place_is_fine(venv: Path) -> None:
    write_activate(venv, 'VIRTUAL_ENV="$(cd "$(dirname "$0")" && pwd)"\n')

    assert inspect(venv).problem is None


# -- whom it can be trusted to


# What is run by the shell that activates it, by its Python at each start, and by pip.
PARTS = (
    *(".", "bin", "bin/activate", "bin/pip", "pyvenv.cfg", "lib", f"lib/{NAME}"),
    *(f"lib/{NAME}/site-packages{name}" for name in ("", "/pip", "/x.pth")),
    f"lib/{NAME}/site-packages/sitecustomize.py",
)


@pytest.mark.parametrize("part", PARTS)
def test_one_that_others_can_write_to_is_not_trusted(venv: Path, part: str) -> None:
    (venv / part).touch()
    (venv / part).chmod(0o777)

    assert inspect(venv).problem is Problem.UNTRUSTED


@as_root
@pytest.mark.parametrize("part", PARTS)
def test_one_that_is_another_s_is_not_trusted(venv: Path, part: str) -> None:
    (venv / part).touch()
    os.chown(venv / part, NOBODY, NOBODY)

    assert inspect(venv).problem is Problem.UNTRUSTED


def test_one_whose_python_others_can_write_to_is_not_trusted(tmp_path: Path) -> None:
    venv = by_venv(tmp_path / ".venv", "--copies")
    (venv / "bin" / "python").chmod(0o777)

    assert inspect(venv).problem is Problem.UNTRUSTED


@as_root
def test_one_whose_script_cannot_be_read_is_not_trusted() -> None:
    with become("nobody") as place:
        (place / "bin").mkdir()
        (place / "pyvenv.cfg").touch()
        (place / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
        (place / "bin" / "python").symlink_to("/bin/sh")
        (place / "bin" / "activate").touch(mode=0)
        (place / "bin" / "activate.fish").touch(mode=0)

        assert inspect(place).problem is Problem.UNTRUSTED
        assert inspect(place, ("activate.fish",)).problem is Problem.UNTRUSTED

        (place / "bin" / "activate.fish").chmod(0o644)
        assert inspect(place, ("activate.fish",)).problem is Problem.UNTRUSTED


def test_it_tells_whether_the_place_that_it_lies_in_is_the_user_s(
    venv: Path, tmp_path: Path
) -> None:
    assert inspect(venv).in_own_place

    tmp_path.chmod(0o777)

    assert not inspect(venv).in_own_place


# -- where they are found


def make(path: Path) -> Path:
    path.mkdir(parents=True)
    (path / "pyvenv.cfg").touch()
    return path


def found(*directories: Path) -> list[Path]:
    return [each.path for each in find(directories, SCRIPTS)]


def test_the_usual_names_come_first(tmp_path: Path) -> None:
    paths = [make(tmp_path / name) for name in ("aaa", "env", "venv", ".venv")]

    assert found(tmp_path) == [*reversed(paths[1:]), paths[0]]


def test_any_name_will_do(tmp_path: Path) -> None:
    path = make(tmp_path / AWKWARD)
    (tmp_path / "src").mkdir()
    (tmp_path / "file").touch()

    assert found(tmp_path) == [path]


def test_the_directories_are_looked_through_in_order(tmp_path: Path) -> None:
    upper, lower = make(tmp_path / "env"), make(tmp_path / "src" / "env")

    assert found(lower.parent, upper.parent) == [lower, upper]


def test_a_directory_that_is_gone_has_none(tmp_path: Path) -> None:
    assert found(tmp_path / "gone") == []


def test_the_usual_names_are_found_in_a_directory_however_full(tmp_path: Path) -> None:
    for number in range(2100):
        (tmp_path / str(number)).touch()
    path = make(tmp_path / ".venv")

    assert found(tmp_path) == [path]


@as_root
def test_a_neighbour_that_may_not_be_looked_at_is_no_matter() -> None:
    with become("nobody") as place:
        path = make(place / ".venv")
        (place / "closed").mkdir(mode=0)

        assert found(place) == [path]


@pytest.mark.parametrize("part", ["", "bin", "bin/activate"])
def test_one_with_a_part_where_others_can_put_another_is_not_trusted(
    tmp_path: Path, part: str
) -> None:
    venv = by_virtualenv(tmp_path / ".venv")
    shared = tmp_path / "shared"
    shared.mkdir()
    assert inspect(venv).problem is None

    (venv / part).rename(shared / "part")
    (venv / part).symlink_to(shared / "part")
    shared.chmod(0o777)

    assert inspect(venv).problem is Problem.UNTRUSTED


def test_a_script_with_a_path_that_none_can_be_is_not_activated(venv: Path) -> None:
    write_activate(venv, "VIRTUAL_ENV='/a\0b'\n")
    (venv / "bin" / "activate.fish").write_text("set -gx VIRTUAL_ENV '/a\0b'\n")

    assert inspect(venv).problem is Problem.MOVED
    assert inspect(venv, ("activate.fish",)).problem is Problem.MOVED
