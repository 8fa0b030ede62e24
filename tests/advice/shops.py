"""Package managers that have what a case says, and answer as the real ones do.

`python shops.py STOCK TOOL ARGUMENT ...`, where STOCK is a file of packages, a line
each: `name version`, then `installed`, then what else the tool would tell.
What a tool is asked that its stand-in does not know fails.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass
class Package:
    name: str
    version: str
    installed: bool
    more: list[str]

    @property
    def capabilities(self) -> list[str]:
        """What an RPM provides for its project, and so for the Python it is for."""
        project = re.sub(r"^python[\d.]*-", "", self.name)
        python = "{}.{}".format(*sys.version_info)
        return [f"python{python}dist({project})", f"python3dist({project})"]


Answer = tuple[int, str]


def read(stock: Path) -> list[Package]:
    rows = (line.split() for line in stock.read_text().splitlines())
    return [
        Package(name, version, "installed" in rest, [w for w in rest if "@" in w])
        for name, version, *rest in rows
    ]


def apt_cache(stock: Sequence[Package], verb: str, *words: str) -> Answer:
    """Answer as 2.6 does: what it does not know is passed over, with status 0."""
    names = [word for word in words if not word.startswith("-")]
    known = [each for name in names for each in stock if each.name == name]
    if verb == "policy":
        return 0, "".join(map(_policy, known))
    assert verb == "show"
    rows = (f"Package: {each.name}\nVersion: {each.version}\n\n" for each in known)
    return (0 if known else 100), "".join(rows)


def _policy(package: Package) -> str:
    installed = package.version if package.installed else "(none)"
    return (
        f"{package.name}:\n  Installed: {installed}\n"
        f"  Candidate: {package.version}\n  Version table:\n"
    )


def pacman(stock: Sequence[Package], *words: str) -> Answer:
    """Answer as 6.0 does: one pattern for names and descriptions, status 1 for none."""
    assert "-Ss" in words
    rows = [
        f"extra/{each.name} {each.version}{' [installed]' * each.installed}\n    It.\n"
        for each in stock
        if re.search(words[-1], each.name)
    ]
    return (0 if rows else 1), "".join(rows)


def apk(stock: Sequence[Package], verb: str, *words: str) -> Answer:
    assert verb == "list"
    rows = (
        f"{each.name}-{each.version} x86_64 {{{each.name}}} (MIT)"
        f"{' [installed]' * each.installed}\n"
        for each in stock
        if each.name in words
    )
    return 0, "".join(rows)


def dnf(stock: Sequence[Package], *words: str) -> Answer:
    """Answer as 4.14 does: status 0 for none."""
    assert "repoquery" in words
    wanted = set(words[words.index("--whatprovides") + 1].split(","))
    rows = (
        "\n".join([f"@{each.name}", *_provides(each), ""])
        for each in stock
        if wanted & set(each.capabilities)
    )
    return 0, "".join(rows)


def zypper(stock: Sequence[Package], *words: str) -> Answer:
    """Answer as 1.14 does: a table, and status 104 for none."""
    assert "--provides" in words
    rows = [
        f"{'i+' if each.installed else '  '} | {each.name} | package |"
        f" {each.version}-1 | noarch | oss\n    provides: {line}\n"
        for each in stock
        for line in _provides(each)
        if line.partition(" ")[0] in words
    ]
    return (0, "".join(rows)) if rows else (104, "No matching items found.\n")


def _provides(package: Package) -> list[str]:
    return [f"{each} = {package.version}" for each in package.capabilities]


def brew(stock: Sequence[Package], verb: str, *words: str) -> Answer:
    """Answer as 4 does: one name that it does not know, and nothing is told."""
    assert verb == "info"
    names = [word for word in words if not word.startswith("-")]
    known = {each.name: each for each in stock}
    missing = [name for name in names if name not in known]
    if missing:
        return 1, f'Error: No available formula with the name "{missing[0]}".\n'
    formulae = [
        {
            "name": name,
            "versions": {"stable": known[name].version},
            "dependencies": known[name].more,
            "installed": [{}] if known[name].installed else [],
            "outdated": False,
        }
        for name in names
    ]
    return 0, json.dumps({"formulae": formulae, "casks": []})


SHOPS: dict[str, Callable[..., Answer]] = {
    "apk": apk,
    "apt-cache": apt_cache,
    "brew": brew,
    "dnf": dnf,
    "pacman": pacman,
    "zypper": zypper,
}


def main(stock: str, tool: str, *words: str) -> int:
    status, said = SHOPS[tool](read(Path(stock)), *words)
    sys.stdout.write(said)
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
