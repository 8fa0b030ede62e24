from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pep668hook.container import is_container

if TYPE_CHECKING:
    from pathlib import Path


def write(root: Path, name: str, content: bytes = b"") -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_bytes(content)


def test_a_machine_is_none(tmp_path: Path) -> None:
    assert not is_container({}, tmp_path)


@pytest.mark.parametrize("name", [".dockerenv", "run/.containerenv"])
def test_an_engine_leaves_a_file(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)

    assert is_container({}, tmp_path)


@pytest.mark.parametrize(
    "name", ["run/systemd/container", "run/host/container-manager"]
)
@pytest.mark.parametrize(
    ("content", "passes"),
    [
        (b"docker\n", True),
        (b"podman", True),
        (b"wsl\n", False),
        (b"lxc\n", False),
        (b"systemd-nspawn\n", False),
        (b"\xff", False),
    ],
)
def test_who_says_its_name_is_told_from_a_machine_that_stays(
    tmp_path: Path, name: str, content: bytes, *, passes: bool
) -> None:
    write(tmp_path, name, content)

    assert is_container({}, tmp_path) is passes


@pytest.mark.parametrize(
    ("environ", "passes"),
    [
        ({"container": "podman"}, True),
        ({"container": "oci"}, True),
        ({"container": "lxc"}, False),
        ({"container": "flatpak"}, False),
        ({"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, True),
    ],
)
def test_a_variable_tells_it(
    tmp_path: Path, environ: dict[str, str], *, passes: bool
) -> None:
    assert is_container(environ, tmp_path) is passes


def test_a_container_that_a_person_lives_in_is_none(tmp_path: Path) -> None:
    write(tmp_path, "run/.containerenv")

    assert not is_container({"DISTROBOX_ENTER_PATH": "/usr/bin/x"}, tmp_path)
    write(tmp_path, "run/.toolboxenv")
    assert not is_container({}, tmp_path)
