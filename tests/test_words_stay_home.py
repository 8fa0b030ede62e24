from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

from pep668hook.distros import known
from pep668hook.shells import named, names

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).resolve().parent.parent / "pep668hook"

SHELLS = {
    word
    for shell in map(named, names())
    if shell is not None
    for word in (shell.name, *shell.programs)
}
# uv is a tool as well: it makes environments, and it refuses as pip does.
DISTROS = {
    word
    for distro in known()
    for name in (distro.name, distro.package_owner, *distro.ids)
    for word in re.findall(r"[a-z]+", name.lower())
} - {"uv", "linux", "leap", "tumbleweed"}
MANAGERS = {"apt", "dnf", "yum", "pacman", "zypper", "apk", "brew", "emerge", "dpkg"}

# Who has to name a shell: the examples in the help, and who plays a person at one.
NAME_SHELLS = {"cli.py", "stage.py"}
# Who has to name a package manager: nothing of ours can be imported where it runs.
NAME_MANAGERS = {"first_aid.py"}


def files_outside(folder: str) -> Iterator[Path]:
    return (path for path in PACKAGE.rglob("*.py") if path.parent.name != folder)


def words_of(path: Path) -> set[str]:
    """List the words of a module's names and texts; what explains it aside."""
    tree = ast.parse(path.read_text())
    explaining = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }
    texts = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in explaining
    )
    names_used = (
        value
        for node in ast.walk(tree)
        for field in ("id", "attr", "name", "arg", "module")
        if isinstance(value := getattr(node, field, None), str)
    )
    found = (re.findall(r"[a-z]+", text.lower()) for text in (*texts, *names_used))
    return {word for several in found for word in several}


def test_no_shell_is_named_outside_of_its_file() -> None:
    strangers = {path.name: words_of(path) & SHELLS for path in files_outside("shells")}

    assert {name for name, words in strangers.items() if words} <= NAME_SHELLS


def test_no_distro_and_no_package_manager_is_named_outside_of_its_file() -> None:
    strangers = {
        path.name: words_of(path) & (DISTROS | MANAGERS)
        for path in files_outside("distros")
        if path.name not in NAME_MANAGERS
    }

    assert {name: words for name, words in strangers.items() if words} == {}
    assert not words_of(PACKAGE / "first_aid.py") & (DISTROS - MANAGERS)


def test_no_shell_knows_another() -> None:
    for path in (PACKAGE / "shells").glob("[!_]*.py"):
        others = SHELLS - {path.stem} - set(getattr(named(path.stem), "programs", ()))

        assert words_of(path) & others == set(), path.name
