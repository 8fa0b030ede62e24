from __future__ import annotations

import gzip
from hashlib import sha224
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from pep668hook.wheel_cache import cache_directory, has_commands

SCRIPTS = "[gui_scripts]\nno = a:b\n\n[console_scripts]\ntool = tool:main\n"
ADDRESS = "https://files.example.org/{name}-py3-none-any.whl"


def keep_wheel(path: Path, entry_points: str | None = SCRIPTS) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(path, "w") as archive:
        archive.writestr("tool.py", "")
        archive.writestr("tool-1.0.dist-info/METADATA", "Name: tool\n")
        if entry_points is not None:
            archive.writestr("tool-1.0.dist-info/entry_points.txt", entry_points)
    return path


def body(cache: Path, address: str) -> Path:
    """Find where pip 26.3 kept what it got from `address`: seen with a real one."""
    key = sha224(address.encode()).hexdigest()
    path = cache.joinpath("http-v2", *key[:5], f"{key}.body")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def keep_page(cache: Path, *names: str, packed: bool = False) -> Path:
    links = (f'<a href="{ADDRESS.format(name=name)}#sha256=0">x</a>' for name in names)
    page = "".join(links).encode()
    path = body(cache, "https://pypi.org/simple/tool/")
    path.write_bytes(gzip.compress(page) if packed else page)
    return path


def test_a_wheel_that_was_built_here_tells(tmp_path: Path) -> None:
    place = tmp_path / "wheels" / "a" / "b" / "c" / "d"
    keep_wheel(place / "my_tool-1.0-py3-none-any.whl")

    assert has_commands("my-tool", tmp_path)
    assert not has_commands("tool", tmp_path)


@pytest.mark.parametrize("packed", [False, True])
def test_one_that_was_downloaded_tells(tmp_path: Path, packed: bool) -> None:  # noqa: FBT001 # a parameter of the test
    keep_page(tmp_path, "tool-1.0", "tool-2.0", packed=packed)
    keep_wheel(body(tmp_path, ADDRESS.format(name="tool-1.0")))

    assert has_commands("tool", tmp_path)


def test_the_newest_counts(tmp_path: Path) -> None:
    keep_page(tmp_path, "tool-1.0", "tool-2.0")
    keep_wheel(body(tmp_path, ADDRESS.format(name="tool-1.0")))
    keep_wheel(body(tmp_path, ADDRESS.format(name="tool-2.0")), None)

    assert not has_commands("tool", tmp_path)


@pytest.mark.parametrize(
    "entry_points",
    [None, "", "[console_scripts]\n\n[other]\na = b:c\n", "[tool]\na = b:c\n"],
)
def test_a_library_has_none(tmp_path: Path, entry_points: str | None) -> None:
    keep_page(tmp_path, "tool-1.0")
    keep_wheel(body(tmp_path, ADDRESS.format(name="tool-1.0")), entry_points)

    assert not has_commands("tool", tmp_path)


def test_without_a_wheel_nothing_is_known(tmp_path: Path) -> None:
    keep_page(tmp_path, "tool-1.0")

    assert not has_commands("tool", tmp_path)


@pytest.mark.parametrize("content", [b"", b"no archive"])
def test_what_is_no_wheel_tells_nothing(tmp_path: Path, content: bytes) -> None:
    keep_page(tmp_path, "tool-1.0")
    body(tmp_path, ADDRESS.format(name="tool-1.0")).write_bytes(content)

    assert not has_commands("tool", tmp_path)


@pytest.mark.parametrize("content", [b"\x1f\x8b broken", b"x" * 300_000])
def test_a_page_that_cannot_be_read_fast_tells_nothing(
    tmp_path: Path, content: bytes
) -> None:
    keep_page(tmp_path).write_bytes(content)

    assert not has_commands("tool", tmp_path)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"PIP_CACHE_DIR": "/c", "XDG_CACHE_HOME": "/x"}, Path("/c")),
        ({"XDG_CACHE_HOME": "/x"}, Path("/x/pip")),
        ({"PIP_CACHE_DIR": "off"}, Path("/home/me/.cache/pip")),
        ({}, Path("/home/me/.cache/pip")),
    ],
)
def test_the_cache_is_where_pip_has_it(environ: dict[str, str], expected: Path) -> None:
    assert cache_directory(environ, Path("/home/me")) == expected


def test_nobody_s_cache_is_nowhere() -> None:
    assert cache_directory({}, None) is None


@pytest.mark.parametrize("what", ["content", "method", "key"])
def test_a_wheel_that_has_come_to_harm_tells_nothing(tmp_path: Path, what: str) -> None:
    keep_page(tmp_path, "tool-1.0")
    wheel = body(tmp_path, ADDRESS.format(name="tool-1.0"))
    name = "tool-1.0.dist-info/entry_points.txt"
    with ZipFile(wheel, "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, SCRIPTS * 9)
    content = bytearray(wheel.read_bytes())
    for header, flags, method in ((b"PK\3\4", 6, 8), (b"PK\1\2", 8, 10)):
        place = content.find(header)
        if what == "method":
            content[place + method] = 99
        if what == "key":  # that it is encrypted
            content[place + flags] |= 1
    if what == "content":
        place = content.find(name.encode()) + len(name)
        content[place : place + 4] = b"\xff" * 4
    wheel.write_bytes(content)

    assert not has_commands("tool", tmp_path)
