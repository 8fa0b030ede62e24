"""Homebrew, on macOS and on Linux."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TypedDict

from pep668hook.distro import Distro
from pep668hook.package import Package, PackageManager, upstream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The formulae that hold a module to import, by project; all else of PyPI is not there.
_FORMULAE: Final = {
    "certifi": "certifi",
    "cffi": "cffi",
    "cryptography": "cryptography",
    "cython": "cython",
    "gdal": "gdal",
    "matplotlib": "python-matplotlib",
    "mlx": "mlx",
    "numpy": "numpy",
    "opencv-contrib-python": "opencv",
    "opencv-python": "opencv",
    "opencv-python-headless": "opencv",
    "pillow": "pillow",
    "protobuf": "protobuf",
    "py3cairo": "py3cairo",
    "pybind11": "pybind11",
    "pycairo": "py3cairo",
    "pydantic": "pydantic",
    "pygobject": "pygobject3",
    "pyqt5": "pyqt@5",
    "pyqt6": "pyqt",
    "rpds-py": "rpds-py",
    "scipy": "scipy",
    "tkinter": "python-tk@{}.{}",
    "torch": "pytorch",
    "torchvision": "torchvision",
    "wxpython": "wxpython",
}


class _Versions(TypedDict):
    stable: str


class _Formula(TypedDict):
    """What is used of `brew info --json=v2`."""

    name: str
    versions: _Versions
    dependencies: list[str]
    installed: list[object]
    outdated: bool


def _candidates(project: str, version: tuple[int, int]) -> tuple[str, ...]:
    """Name the formula and the Python that it has to be for."""
    formula = _FORMULAE.get(project)
    if formula is None:
        return ()
    return ("{} python@{}.{}".format(formula.format(*version), *version),)


def _formula(candidate: str) -> str:
    return candidate.partition(" ")[0]


def _query(names: Sequence[str]) -> tuple[str, ...]:
    formulae = dict.fromkeys(map(_formula, names))
    # Where it may refresh what it knows of formulae it goes to the network for it.
    environ = ("HOMEBREW_NO_AUTO_UPDATE=1", "HOMEBREW_NO_ENV_HINTS=1")
    return ("env", *environ, "brew", "info", "--json=v2", "--formula", *formulae)


def _read(output: str) -> Mapping[str, Package]:
    """Read the formulae, each once for every Python that it depends on.

    From the documentation of Homebrew 4; not run.
    """
    try:
        formulae: list[_Formula] = json.loads(output)["formulae"]
        return {
            f"{each['name']} {python}": Package(
                each["name"],
                upstream(each["versions"]["stable"]),
                installed=bool(each["installed"]) and not each["outdated"],
            )
            for each in formulae
            for python in each["dependencies"]
            if python.startswith("python@")
        }
    except (ValueError, KeyError, TypeError):
        return {}


def _install(names: Sequence[str]) -> tuple[str, ...]:
    return ("brew", "install", *names)


DISTRO: Final = Distro(
    name="Homebrew",
    ids=frozenset(),
    package_owner="brew",
    places=(
        "/opt/homebrew",
        "/usr/local/Cellar",
        "/usr/local/opt",
        "/home/linuxbrew/.linuxbrew",
    ),
    markers={"Homebrew": "brew install xyz"},
    packages=PackageManager(
        programs=("brew",),
        candidates=_candidates,
        query=_query,
        read=_read,
        install=_install,
        called=_formula,
        remove=("brew", "uninstall"),
        pipx="pipx",
        as_root=False,
        for_each_python=True,
    ),
)
