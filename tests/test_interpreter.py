from __future__ import annotations

import os
from pathlib import Path

import pytest

from pep668hook.interpreter import (
    Interpreter,
    from_pip_version,
    marker_words,
    of_executable,
    of_script,
)

ERROR = "[externally-managed]\nError=Use the package manager.\n"


def make_executable(path: Path, content: bytes = b"\x7fELF") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o755)
    return path


def make_library(path: Path, *, marked: bool = False) -> Path:
    path.mkdir(parents=True)
    (path / "os.py").touch()
    if marked:
        (path / "EXTERNALLY-MANAGED").write_text(ERROR)
    return path


@pytest.fixture(name="usr")
def _usr(tmp_path: Path) -> Path:
    """Make a system's prefix: `python3` is a link to an externally managed 3.11."""
    usr = tmp_path / "usr"
    make_executable(usr / "bin" / "python3.11")
    (usr / "bin" / "python3").symlink_to("python3.11")
    make_library(usr / "lib" / "python3.11", marked=True)
    return usr


def make_environment(path: Path, python: Path, config: str = "") -> Path:
    (path / "bin").mkdir(parents=True)
    (path / "bin" / "python").symlink_to(python)
    (path / "pyvenv.cfg").write_text(config or f"home = {python.parent}\n")
    return path


def test_a_system_s_python_is_externally_managed(usr: Path) -> None:
    seen = of_executable(usr / "bin" / "python3")

    assert seen == Interpreter(
        executable=usr / "bin" / "python3",
        version=(3, 11),
        prefix=usr,
        stdlib=usr / "lib" / "python3.11",
        virtual=False,
        marker=usr / "lib" / "python3.11" / "EXTERNALLY-MANAGED",
    )
    assert seen.externally_managed


def test_one_without_a_marker_is_not(usr: Path) -> None:
    (usr / "lib" / "python3.11" / "EXTERNALLY-MANAGED").unlink()
    seen = of_executable(usr / "bin" / "python3")

    assert seen is not None
    assert seen.marker is None
    assert not seen.externally_managed


@pytest.mark.parametrize("kind", ["directory", "dangling link"])
def test_only_a_file_is_a_marker(usr: Path, kind: str) -> None:
    marker = usr / "lib" / "python3.11" / "EXTERNALLY-MANAGED"
    marker.unlink()
    if kind == "directory":
        marker.mkdir()
    else:
        marker.symlink_to("gone")
    seen = of_executable(usr / "bin" / "python3")

    assert seen is not None
    assert seen.marker is None


def test_a_virtual_environment_is_not_externally_managed(
    usr: Path, tmp_path: Path
) -> None:
    venv = make_environment(tmp_path / ".venv", usr / "bin" / "python3")
    seen = of_executable(venv / "bin" / "python")

    assert seen is not None
    assert seen.virtual
    assert seen.prefix == venv
    assert seen.stdlib == usr / "lib" / "python3.11"
    assert seen.marker == usr / "lib" / "python3.11" / "EXTERNALLY-MANAGED"
    assert not seen.externally_managed


def test_an_environment_that_sees_the_system_s_packages_is_one(
    usr: Path, tmp_path: Path
) -> None:
    venv = make_environment(
        tmp_path / ".venv",
        usr / "bin" / "python3",
        "include-system-site-packages = true\n",
    )
    seen = of_executable(venv / "bin" / "python")

    assert seen is not None
    assert seen.virtual


def test_a_configuration_beside_the_executable_counts_too(
    usr: Path, tmp_path: Path
) -> None:
    venv = make_environment(tmp_path / ".venv", usr / "bin" / "python3")
    (venv / "pyvenv.cfg").rename(venv / "bin" / "pyvenv.cfg")
    seen = of_executable(venv / "bin" / "python")

    assert seen is not None
    assert seen.virtual
    assert seen.prefix == venv


@pytest.mark.parametrize(
    "version", ["version = 3.11.2", "version_info = 3.11.2.final.0", "prompt = x"]
)
def test_a_copied_binary_s_library_is_where_it_came_from(
    usr: Path, tmp_path: Path, version: str
) -> None:
    config = f"home = {usr / 'bin'}\n{version}\n"
    venv = make_environment(tmp_path / ".venv", usr / "bin" / "python3", config)
    (venv / "bin" / "python").unlink()
    make_executable(venv / "bin" / "python")
    seen = of_executable(venv / "bin" / "python")

    assert seen is not None
    assert seen.virtual
    assert seen.stdlib == usr / "lib" / "python3.11"


@pytest.mark.parametrize(
    "config",
    ["version = 3.11.2", "home = bin", "home = /gone", "home = /a\0b", "home = {loop}"],
)
def test_an_environment_whose_python_is_not_to_be_found_tells_nothing(
    usr: Path, tmp_path: Path, config: str
) -> None:
    loop = tmp_path / "loop"
    loop.mkdir()
    (loop / "python").symlink_to("python")
    config = config.format(loop=loop)
    venv = make_environment(tmp_path / ".venv", usr / "bin" / "python3", config)
    (venv / "bin" / "python").unlink()

    assert of_executable(venv / "bin" / "python") is None

    make_executable(venv / "bin" / "python")

    assert of_executable(venv / "bin" / "python") is None


def test_an_unreadable_configuration_tells_nothing(
    usr: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = make_environment(tmp_path / ".venv", usr / "bin" / "python3")
    (venv / "bin" / "python").unlink()
    make_executable(venv / "bin" / "python")

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refuse)

    assert of_executable(venv / "bin" / "python") is None


def test_conda_is_no_virtual_environment(tmp_path: Path) -> None:
    make_executable(tmp_path / "bin" / "python3.12")
    (tmp_path / "bin" / "python").symlink_to("python3.12")
    (tmp_path / "conda-meta").mkdir()
    make_library(tmp_path / "lib" / "python3.12")
    seen = of_executable(tmp_path / "bin" / "python")

    assert seen is not None
    assert not seen.virtual
    assert seen.version == (3, 12)


@pytest.mark.parametrize(
    ("executable", "library", "version"),
    [
        ("bin/python3.13", "lib64/python3.13", (3, 13)),
        ("bin/python3.13t", "lib/python3.13t", (3, 13)),
        ("bin/python3.11-dbg", "lib/python3.11", (3, 11)),
        ("bin/pypy3.10", "lib/pypy3.10", (3, 10)),
        ("bin/python2.7", "lib/python2.7", (2, 7)),
        ("bin/python", "lib/python3.12", (3, 12)),
        ("Resources/Python.app/Contents/MacOS/Python", "lib/python3.12", (3, 12)),
    ],
)
def test_finds_the_library_that_belongs_to_the_name(
    tmp_path: Path, executable: str, library: str, version: tuple[int, int]
) -> None:
    make_executable(tmp_path / executable)
    make_library(tmp_path / library)
    seen = of_executable(tmp_path / executable)

    assert seen is not None
    assert seen.version == version
    assert seen.stdlib == tmp_path / library
    assert seen.prefix == tmp_path


def test_a_number_in_the_name_chooses_among_several_libraries(usr: Path) -> None:
    make_library(usr / "lib" / "python3.12")
    make_executable(usr / "bin" / "python")
    seen = of_executable(usr / "bin" / "python3")

    assert seen is not None
    assert seen.version == (3, 11)
    assert of_executable(usr / "bin" / "python") is None


def test_a_directory_without_the_landmark_is_no_library(usr: Path) -> None:
    make_executable(usr / "local" / "bin" / "python3.11")
    (usr / "local" / "lib" / "python3.11" / "dist-packages").mkdir(parents=True)
    (usr / "local" / "lib" / "python3.x").mkdir()
    seen = of_executable(usr / "local" / "bin" / "python3.11")

    assert seen is not None
    assert seen.prefix == usr


def test_follows_homebrew_into_its_cellar(tmp_path: Path) -> None:
    framework = "Frameworks/Python.framework/Versions/3.12"
    cellar = tmp_path / "Cellar" / "python@3.12" / "3.12.7"
    make_executable(cellar / framework / "bin" / "python3.12")
    make_library(cellar / framework / "lib" / "python3.12", marked=True)
    (cellar / "bin").mkdir()
    (cellar / "bin" / "python3").symlink_to(f"../{framework}/bin/python3.12")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(cellar / "bin" / "python3")
    seen = of_executable(tmp_path / "bin" / "python3")

    assert seen is not None
    assert seen.prefix == cellar / framework
    assert seen.externally_managed


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("python", b"#!/usr/bin/env bash\nexec pyenv exec python\n"),
        ("python-exec2", b"\x7fELF"),
        ("mise", b"\x7fELF"),
        ("bash", b"\x7fELF"),
    ],
)
def test_a_shim_is_no_python(usr: Path, name: str, content: bytes) -> None:
    make_executable(usr / "bin" / name, content)
    (usr / "bin" / "python3.11").unlink()
    (usr / "bin" / "python3.11").symlink_to(name)

    assert of_executable(usr / "bin" / "python3.11") is None


def test_a_binary_far_from_any_library_is_no_python(tmp_path: Path) -> None:
    make_executable(tmp_path / "bin" / "python9.99")

    assert of_executable(tmp_path / "bin" / "python9.99") is None


def test_what_cannot_be_looked_at_is_no_python(
    usr: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> os.stat_result:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(Path, "stat", refuse)

        assert of_executable(usr / "bin" / "python3") is None


def test_what_may_be_run_but_not_read_is_still_a_python(
    usr: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)

    assert of_executable(usr / "bin" / "python3") is not None


@pytest.mark.parametrize("path", ["/gone/python3", "/nul\0/python3"])
def test_what_is_not_there_is_no_python(path: str) -> None:
    assert of_executable(Path(path)) is None


@pytest.mark.parametrize(
    "head",
    [
        "#!{usr}/bin/python3\nimport pip\n",
        "#! {usr}/bin/python3 -sE\n",
        "#!\t{usr}/bin/python3\t-I\n",
        "#!{usr}/bin/python3",
        "#!{usr}/bin/python3\r\n",
        "#!/bin/sh\n'''exec' {usr}/bin/python3 \"$0\" \"$@\"\n' '''\n",
        "#!/bin/sh\n'''exec' \"{usr}/bin/python3\" \"$0\" \"$@\"\n' '''\n",
        "#!/bin/sh\n'''exec' '{usr}/bin/python3' \"$0\" \"$@\"\n' '''\n",
        "#!/bin/sh\n'''exec' \"{usr}/bin/python3\" -sE \"$0\" \"$@\"\n' '''\n",
        "#!/usr/bin/env python3\n",
        "#!/usr/bin/env -S python3 -I\n",
        "#!/usr/bin/env --split-string python3 -I\n",
        "#!/usr/bin/env -S PYTHONSAFEPATH=1 python3\n",
        "#!/usr/bin/env {usr}/bin/python3\n",
    ],
)
def test_reads_the_python_from_the_first_lines_of_a_script(
    usr: Path, head: str
) -> None:
    script = make_executable(usr / "bin" / "pip", head.format(usr=usr).encode())
    seen = of_script(script, [Path("bin"), Path("/gone"), usr / "bin"])

    assert seen is not None
    assert seen.executable == usr / "bin" / "python3"


def test_reads_a_path_with_spaces_and_other_bytes(usr: Path, tmp_path: Path) -> None:
    awkward = tmp_path / os.fsdecode(b"it's caf\xe9; $(touch pwned)")
    usr.rename(awkward)
    line = b'#!/bin/sh\n\'\'\'exec\' "%b" "$0" "$@"\n'
    head = line % os.fsencode(awkward / "bin" / "python3")
    seen = of_script(make_executable(awkward / "bin" / "pip", head), [])

    assert seen is not None
    assert seen.prefix == awkward


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\x7fELF",
        b"import pip\n",
        b"#!\n",
        b"#!/bin/sh\nexec python3\n",
        b"#!/bin/bash\n",
        b"#!python3\n",
        b"#!bin/python3\n",
        b"#!/usr/bin/env\n",
        b"#!/usr/bin/env ruby\n",
        b"#!/usr/bin/env bin/python3\n",
        b"#!/usr/bin/env -i python3\n",
        b"#!/gone/python3\n",
    ],
)
def test_another_script_tells_nothing(
    usr: Path, head: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(usr)
    script = make_executable(usr / "bin" / "pip", head)

    assert of_script(script, [Path("bin"), usr / "bin"]) is None


def test_env_passes_over_what_cannot_be_run(usr: Path, tmp_path: Path) -> None:
    (make_executable(tmp_path / "first" / "python3")).chmod(0o644)
    script = make_executable(usr / "bin" / "pip", b"#!/usr/bin/env python3\n")
    seen = of_script(script, [tmp_path / "first", usr / "bin"])

    assert seen is not None
    assert seen.executable == usr / "bin" / "python3"


def test_a_script_that_is_not_there_tells_nothing(tmp_path: Path) -> None:
    assert of_script(tmp_path / "pip", []) is None
    assert of_script(tmp_path, []) is None


@pytest.mark.parametrize(
    "place",
    [
        "lib/python3.11/site-packages",
        "lib64/python3.11/site-packages",
        "lib/python3/dist-packages",
        "local/lib/python3.11/dist-packages",
    ],
)
def test_understands_what_pip_says_of_itself(usr: Path, place: str) -> None:
    seen = from_pip_version(
        f"WARNING: odd\npip 23.0.1 from {usr}/{place}/pip (python 3.11)\n"
    )

    assert seen is not None
    assert seen.prefix == usr
    assert seen.version == (3, 11)


@pytest.mark.parametrize(
    "output",
    [
        "",
        "pyenv: pip: command not found",
        "pip 23.0.1 from {usr}/lib/python3.11/site-packages/pip (python 3.12)",
        "pip 23.0.1 from {usr}/.local/lib/python3.11/site-packages/pip (python 3.11)",
        "pip 23.0.1 from {usr}/pip.pyz/pip (python 3.11)",
    ],
)
def test_what_pip_says_may_tell_nothing(usr: Path, output: str) -> None:
    assert from_pip_version(output.format(usr=usr)) is None


def test_a_virtual_environment_s_pip_names_it_too(usr: Path, tmp_path: Path) -> None:
    venv = make_environment(tmp_path / ".venv", usr / "bin" / "python3")
    place = venv / "lib" / "python3.11" / "site-packages" / "pip"
    seen = from_pip_version(f"pip 26.3 from {place} (python 3.11)\n")

    assert seen is not None
    assert seen.virtual
    assert seen.executable == venv / "bin" / "python"


@pytest.fixture(name="marker")
def _marker(usr: Path) -> Path:
    return usr / "lib" / "python3.11" / "EXTERNALLY-MANAGED"


LANGUAGES = """\
[externally-managed]
Error = in English
Error-de = auf Deutsch
error-de_AT = auf Österreichisch
Error-pt = em português
"""


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (None, "in English"),
        ("C", "in English"),
        ("fr_FR", "in English"),
        ("de", "auf Deutsch"),
        ("de_DE", "auf Deutsch"),
        ("de_AT", "auf Österreichisch"),
        ("pt-BR", "em português"),
    ],
)
def test_chooses_the_words_of_the_language(
    marker: Path, language: str | None, words: str
) -> None:
    marker.write_text(LANGUAGES, encoding="utf-8")

    assert marker_words(marker, language) == words


def test_keeps_the_lines_and_drops_comments(marker: Path) -> None:
    marker.write_text(
        "[externally-managed]\nError=one 100% %(two)s\n\n # three\n [bold]four\n"
    )

    assert marker_words(marker, None) == "one 100% %(two)s\n\n[bold]four"


def test_an_error_may_be_empty(marker: Path) -> None:
    marker.write_text("[externally-managed]\nError=\n")

    assert marker_words(marker, "de_DE") == ""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Error=no section\n",
        b"[other]\nError=other section\n",
        b"[externally-managed]\nHint=no error\n",
        b"\xef\xbb\xbf[externally-managed]\nError=byte order mark\n",
        b"[externally-managed]\nError=latin-1 \xe9\n",
        b"[externally-managed]\nError=one\nError=two\n",
        b"[externally-managed]\nError\n",
        "[externally-managed]\nError=wide\n".encode("utf-16"),
    ],
)
def test_whatever_is_wrong_pip_s_own_words_serve(marker: Path, content: bytes) -> None:
    marker.write_bytes(content)
    words = marker_words(marker, "de_DE")

    assert words.startswith(f"The Python environment under {marker.parents[2]} is")
    assert words.endswith("interact with this environment instead.")


def test_a_marker_that_is_not_there_has_pip_s_own_words(tmp_path: Path) -> None:
    marker = tmp_path / "lib" / "python3.11" / "EXTERNALLY-MANAGED"

    assert f"under {tmp_path} is" in marker_words(marker, None)
    assert "managed externally" in marker_words(Path("nul\0"), None)


def test_words_cannot_act_on_the_terminal(marker: Path) -> None:
    marker.write_text(
        "[externally-managed]\nError=\x1b[31mred\x07 \u202ehidden\n", encoding="utf-8"
    )

    assert marker_words(marker, None) == "red hidden"
