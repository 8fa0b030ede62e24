"""A machine that is made of empty files: all is told from them, and nothing is run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.settings import read
from pep668hook.surroundings import look_around
from tests.builders import failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pep668hook.failure import Failure
    from pep668hook.settings import Settings
    from pep668hook.surroundings import Surroundings

SCRIPTS: Final = ("activate",)
RECORDED: Final = Path(__file__).parent / "os_release"
MARKER: Final = "[externally-managed]\nError=Use the package manager.\n"


class Layout:
    """A home directory, a project, and a managed Python."""

    def __init__(self, place: Path) -> None:
        self.home = place / "home"
        self.project = self.home / "app"
        self.project.mkdir(parents=True)
        self.prefix = place / "usr"
        self.python = self.add_python(self.prefix)
        self.pip = self.add_script(self.prefix / "bin" / "pip", f"#!{self.python}\n")
        self.environ = {
            "HOME": str(self.home),
            "PATH": f"{self.prefix}/bin",
            "PEP668HOOK_OS_RELEASE": str(RECORDED / "debian-12"),
            # So that what is offered is not that of a container, wherever this runs.
            "DISTROBOX_ENTER_PATH": "/usr/bin/distrobox-enter",
        }

    def add_python(self, prefix: Path, marker: str | None = MARKER) -> Path:
        python = prefix / "bin" / "python3.11"
        stdlib = prefix / "lib" / "python3.11"
        stdlib.mkdir(parents=True)
        (stdlib / "os.py").touch()
        if marker is not None:
            (stdlib / "EXTERNALLY-MANAGED").write_text(marker)
        return self.add_script(python, "")

    @staticmethod
    def add_script(path: Path, text: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
        return path

    def look(
        self,
        *argv: str,
        cwd: Path | None = None,
        program: Path | None = None,
        scripts: Sequence[str] = SCRIPTS,
        by_root: bool = False,
        supposed: bool = False,
        **environ: str,
    ) -> Surroundings | None:
        refused = replace(
            self.failure(*argv, cwd=cwd, program=program),
            by_root=by_root,
            supposed=supposed,
        )
        return look_around(refused, self.settings(**environ), scripts)

    def failure(
        self, *argv: str, cwd: Path | None = None, program: Path | None = None
    ) -> Failure:
        return failure(
            argv=argv or ("pip", "install", "six"),
            program=program or self.pip,
            cwd=cwd or self.project,
        )

    def settings(self, **environ: str) -> Settings:
        return read({**self.environ, **environ})
