"""Nix, on NixOS and on any other system."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from pep668hook.distro import Distro
from pep668hook.package import Package, PackageManager, upstream
from pep668hook.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Attributes of nixpkgs that are not called as their project is.
_OTHERS: Final = {
    "opencv-contrib-python": "opencv4",
    "opencv-python": "opencv4",
    "opencv-python-headless": "opencv4",
    "psycopg2-binary": "psycopg2",
    "pygobject": "pygobject3",
}
# What is not there has no version, and what does not evaluate gives `false`.
_VERSION: Final = (
    "let nixpkgs = import <nixpkgs> { }; version = package:"
    ' (builtins.tryEval (package.version or "")).value; in { %s }'
)


def _candidates(project: str, version: tuple[int, int]) -> tuple[str, ...]:
    name = _OTHERS.get(project, project)
    return ("python{}{}Packages.{}".format(*version, name),)


def _query(names: Sequence[str]) -> tuple[str, ...]:
    fields = (name.split(".") for name in names)
    versions = [
        f'"{path}.{name}" = version (nixpkgs.{path}."{name}" or {{ }});'
        for path, name in fields
    ]
    options = ("--eval", "--strict", "--json", "--expr")
    return ("nix-instantiate", *options, _VERSION % " ".join(versions))


def _read(output: str) -> Mapping[str, Package]:
    """Read the last line; warnings may stand before it."""
    lines = output.strip().splitlines() or [""]
    try:
        versions: object = json.loads(lines[-1])
    except ValueError:
        return {}
    return {
        name: Package(name, upstream(version))
        for name, version in (versions if isinstance(versions, dict) else {}).items()
        if isinstance(version, str) and version
    }


def _install(names: Sequence[str]) -> tuple[str, ...]:
    """Open a shell whose Python has them: nothing is installed for good."""
    python = names[0].partition("Packages.")[0]
    packages = " ".join(f"ps.{name.partition('.')[2]}" for name in names)
    return ("nix-shell", "--packages", f"{python}.withPackages (ps: [ {packages} ])")


DISTRO: Final = Distro(
    name="Nix",
    ids=frozenset(),
    package_owner="Nix",
    places=("/nix/store",),
    markers={"Nix": "`/nix/store` filesystem"},
    packages=PackageManager(
        programs=("nix-instantiate", "nix-shell"),
        candidates=_candidates,
        query=_query,
        read=_read,
        install=_install,
        get=N_("open a shell with {packages} with {manager}"),
        as_root=False,
        for_each_python=True,
    ),
)
