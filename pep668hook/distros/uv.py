"""The Pythons that uv brings by itself."""

from __future__ import annotations

from typing import Final

from pep668hook.distro import Distro

DISTRO: Final = Distro(
    name="uv",
    ids=frozenset(),
    package_owner="uv",
    places=("uv/python",),
    # In every managed Python since uv 0.2.12; UV_PYTHON_INSTALL_DIR moves them.
    signature="managed by uv",
    markers={"uv": "managed by uv"},
)
