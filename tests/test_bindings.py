from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook import bindings
from pep668hook.bindings import bound
from pep668hook.requirement import normalise

TABLE = Path(bindings.__file__).with_name("data") / "bindings.tsv"


@pytest.mark.parametrize(
    ("project", "what"),
    [
        ("pygobject", "GLib and GTK"),
        ("dbus-python", "D-Bus"),
        ("rpi-gpio", "the pins of a Raspberry Pi"),
        ("picamera2", "libcamera, the camera of a Raspberry Pi"),
        ("bpy", "Blender"),
        ("requests", ""),
    ],
)
def test_tells_what_a_project_binds(project: str, what: str) -> None:
    assert bound(project) == what


def test_the_table_is_sorted_and_its_names_are_normalised() -> None:
    lines = TABLE.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    names = [name for name, _ in rows]

    assert names == sorted(set(names))
    assert names == [normalise(name) for name in names]
