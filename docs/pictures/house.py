"""A house for the person in the pictures: a home at /home/you, and this machine's pip.

It is a mount namespace of one shell's own. What is seen there is real: the system's
Python and pip, its package manager, the hook as it is installed. The home is a
temporary directory, and nothing of the machine's own can be told from a picture.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook import first_contact, installation, interpreter, stage
from pep668hook.shells import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CHECKOUT: Final = Path(__file__).resolve().parent.parent.parent
HOME: Final = Path("/home/you")
PROJECT: Final = HOME / "project"
PIP: Final = Path("/usr/bin/pip")

# As root of a namespace: /home gets the person's home beside what is there anyway. Then
# as somebody who is not root, like most who are refused.
_MOVE_IN: Final = """
set -e
place=$1
mkdir "$place/homes"
mount --rbind /home "$place/homes"
mount -t tmpfs -o mode=755 tmpfs /home
for each in "$place"/homes/*; do
    test ! -d "$each" || {
        mkdir "/home/${each##*/}"
        mount --rbind "$each" "/home/${each##*/}"
    }
done
mkdir -p /home/you
mount --bind "$place/home" /home/you
# apt knows what it can bring, and nothing that this machine alone has.
test ! -e /var/lib/dpkg/status || mount --bind /dev/null /var/lib/dpkg/status
test ! -d /var/cache/apt || mount -t tmpfs tmpfs /var/cache/apt
shift
exec unshare --user --map-user=1000 --map-group=1000 -- "$@"
"""
_PREPARE_AND_START: Final = """
cd "$1" && ( set -e; eval "$2" ) >/dev/null && shift 2 && exec "$@"
"""


@dataclass(frozen=True, slots=True)
class House:
    """Where the person lives."""

    place: Path

    def argv(self, start: Path, prepare: str, *command: str) -> list[str]:
        """Write how a command is started there, in `start`, after `prepare` has run."""
        enter = ["unshare", "--user", "--map-root-user", "--mount", "--"]
        move_in = ["sh", "-c", _MOVE_IN, "sh", str(self.place)]
        return [
            *enter,
            *move_in,
            *("sh", "-c", _PREPARE_AND_START, "sh", str(start), prepare),
            *command,
        ]

    @staticmethod
    def environ(extra: Mapping[str, str]) -> dict[str, str]:
        """List the variables: the same whatever terminal this is started from.

        What is offered in a container that is thrown away is not what most people see.
        """
        return {
            "DISTROBOX_ENTER_PATH": "/usr/bin/distrobox-enter",
            "HISTFILE": "",
            "HOME": str(HOME),
            "LC_ALL": "C.UTF-8",
            "PATH": f"{HOME}/.local/bin:/usr/bin:/bin",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_FIND_LINKS": str(HOME / "wheels"),
            "PIP_NO_INDEX": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TERM": "xterm-256color",
            "UV_OFFLINE": "1",
            **extra,
        }


def why_not() -> str:
    """Say why there can be no house on this machine; nothing where there can be."""
    python = interpreter.of_script(PIP, (Path("/usr/bin"),))
    if python is None or not python.externally_managed:
        return f"{PIP} is not refused here"
    if shutil.which("unshare") is None:
        return "there is no unshare"
    tried = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "true"],
        check=False,
        capture_output=True,
    )
    return "" if tried.returncode == 0 else "there are no namespaces for users here"


@contextmanager
def built() -> Iterator[House]:
    """Build a house, and take it away again."""
    place = Path(os.path.realpath(tempfile.mkdtemp(prefix="pep668hook-pictures-")))
    try:
        _furnish(place / "home")
        yield House(place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _furnish(home: Path) -> None:
    """Install the hook there as a person would, and make what they install."""
    for name in ("project", "wheels", ".local/bin"):
        (home / name).mkdir(parents=True)
    stage.write_wheel(home / "wheels")
    share = Path(".local/share/pep668hook")
    installation.lay_out(home / share, helper=Path(sys.prefix))
    first_contact.remember(home / ".local" / "state" / "pep668hook")
    bash = named("bash")
    assert bash is not None  # noqa: S101 # one of our own
    load = bash.load(HOME / share / "pep668hook.bash")
    (home / ".bashrc").write_text(f"PS1='\\w $ '\n{load}\n")
    # Most machines have it, and what is offered names it. Nothing in a picture runs it.
    if shutil.which("sudo", path="/usr/bin:/bin") is None:
        sudo = home / ".local" / "bin" / "sudo"
        sudo.write_text("#!/bin/sh\nexit 1\n")
        sudo.chmod(0o755)
