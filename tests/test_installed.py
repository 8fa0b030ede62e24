from __future__ import annotations

import os
from pathlib import Path

import pytest

from pep668hook.installed import Installed, Place, Site, belongings, find, sites
from tests.builders import HOME, environment, installed, interpreter, site

LOCAL = Path("/usr/local/lib/python3.11")


# -- where a Python looks


def test_a_distribution_s_python_looks_in_these_places(tmp_path: Path) -> None:
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    packages.mkdir(parents=True)
    here = environment(path=tmp_path)
    empty = environment(path=tmp_path / "empty")

    found = sites(interpreter(), [here, empty], HOME, {})

    assert found[0] == Site(Place.ENVIRONMENT, packages, tmp_path)
    user = HOME / ".local"
    assert Site(Place.USER, user / "lib/python3.11/site-packages", user) in found
    local = Path("/usr/local")
    assert Site(Place.LOCAL, LOCAL / "dist-packages", local) in found
    system = Path("/usr/lib/python3/dist-packages")
    assert Site(Place.DISTRIBUTION, system, Path("/usr")) in found
    assert [each.place for each in found] == sorted(
        (each.place for each in found), key=list(Place).index
    )


def test_a_variable_says_where_the_user_s_own_is() -> None:
    found = sites(interpreter(), [], HOME, {"PYTHONUSERBASE": "/mine"})

    bases = {each.base for each in found if each.place is Place.USER}
    assert bases == {Path("/mine")}


def test_without_a_home_there_is_none() -> None:
    places = {each.place for each in sites(interpreter(), [], None, {})}

    assert places == {Place.LOCAL, Place.DISTRIBUTION}


def test_another_python_s_place_is_not_the_administrator_s() -> None:
    python = interpreter(prefix=Path("/opt/homebrew"))

    places = {each.place for each in sites(python, [], None, {})}

    assert places == {Place.DISTRIBUTION}


# -- what is there


def test_a_project_is_found_by_its_normalised_name(tmp_path: Path) -> None:
    there = Site(Place.USER, tmp_path, tmp_path)
    for name in (
        "PyYAML-6.0.dist-info",
        "ruamel.yaml-0.18.egg-info",
        "x.egg-link",
        "y",
    ):
        (tmp_path / name).mkdir()

    found = find(["pyyaml", "ruamel-yaml", "x", "y"], [there, site()])

    assert found == (
        Installed("pyyaml", there, tmp_path / "PyYAML-6.0.dist-info", writable=True),
        Installed(
            "ruamel-yaml", there, tmp_path / "ruamel.yaml-0.18.egg-info", writable=True
        ),
        Installed("x", there, tmp_path / "x.egg-link", writable=True),
    )


def test_what_cannot_be_written_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "six-1.0.dist-info").mkdir()
    monkeypatch.setattr(os, "access", lambda *_: False)

    (found,) = find(["six"], [Site(Place.LOCAL, tmp_path, tmp_path)])

    assert not found.writable


# -- which files are its own


def put(base: Path, *files: str, others: tuple[str, ...] = ()) -> Installed:
    """Install a project `six` that has these files below `base`, among others."""
    found = installed("six", site(base=base))
    record = found.metadata / "RECORD"
    for name in (*files, *others):
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found.metadata.mkdir(parents=True, exist_ok=True)
    named = [os.path.relpath(base / name, found.site.path) for name in files]
    rows = [*named, "six-1.0.dist-info/RECORD"]
    record.write_text("".join(f"{row},,\n" for row in rows) + "\n")
    return found


SITE = "lib/python3.11/site-packages"


def names(found: Installed, base: Path) -> list[str]:
    return [str(path.relative_to(base)) for path in belongings(found)]


def test_packages_are_named_whole_and_what_is_elsewhere_by_file(
    tmp_path: Path,
) -> None:
    found = put(
        tmp_path,
        "bin/six",
        "share/man/man1/six.1",
        f"{SITE}/six/__init__.py",
        f"{SITE}/six/inner/more.py",
        f"{SITE}/six_too.py",
        others=(f"{SITE}/six/__pycache__/__init__.cpython-311.pyc",),
    )

    assert names(found, tmp_path) == [
        "bin/six",
        f"{SITE}/six",
        f"{SITE}/six-1.0.dist-info",
        f"{SITE}/six_too.py",
        "share/man/man1/six.1",
    ]


def test_what_others_have_put_beside_it_stays(tmp_path: Path) -> None:
    found = put(
        tmp_path,
        f"{SITE}/google/six/a.py",
        f"{SITE}/google/__init__.py",
        others=(f"{SITE}/google/other.py",),
    )

    assert names(found, tmp_path) == [
        f"{SITE}/google/__init__.py",
        f"{SITE}/google/six",
        f"{SITE}/six-1.0.dist-info",
    ]


def test_a_link_that_it_did_not_bring_stays(tmp_path: Path) -> None:
    found = put(tmp_path, f"{SITE}/six/a.py")
    (tmp_path / SITE / "six" / "link").symlink_to(tmp_path)

    assert f"{SITE}/six/a.py" in names(found, tmp_path)


def test_a_file_that_is_gone_is_not_named(tmp_path: Path) -> None:
    found = put(tmp_path, f"{SITE}/six.py")
    (tmp_path / SITE / "six.py").unlink()

    assert names(found, tmp_path) == [f"{SITE}/six-1.0.dist-info"]


def test_a_list_that_names_what_is_outside_is_not_believed(tmp_path: Path) -> None:
    base = tmp_path / "base"

    assert names(put(base, "bin/six", "../precious"), base) == []


def test_a_long_list_is_no_answer(tmp_path: Path) -> None:
    found = put(tmp_path, *(f"bin/six{number}" for number in range(20)))

    assert names(found, tmp_path) == []


@pytest.mark.parametrize("ending", ["", "directory"])
def test_without_a_list_nothing_is_known(tmp_path: Path, ending: str) -> None:
    found = installed("six", site(base=tmp_path))
    (found.metadata / "RECORD" / ending).mkdir(parents=True)

    assert belongings(found) == ()


def test_a_list_that_cannot_be_read_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = put(tmp_path, f"{SITE}/six.py")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert belongings(found) == ()


@pytest.mark.parametrize("row", ["", ".", "six", "../../../bin", "../../.."])
def test_a_list_that_names_a_directory_is_not_believed(
    tmp_path: Path, row: str
) -> None:
    found = put(tmp_path, "bin/six", f"{SITE}/six/a.py")
    with (found.metadata / "RECORD").open("a") as record:
        record.write(f"{row},,\n")

    assert names(found, tmp_path) == []


def test_a_link_to_a_directory_that_it_brought_is_its_own(tmp_path: Path) -> None:
    found = put(tmp_path, f"{SITE}/six/a.py")
    (tmp_path / SITE / "six" / "link").symlink_to(tmp_path)
    with (found.metadata / "RECORD").open("a") as record:
        record.write("six/link,,\n")

    assert f"{SITE}/six" in names(found, tmp_path)
