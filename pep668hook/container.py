"""Whether this machine is thrown away after use: a container, or a CI image."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from pep668hook.files import is_file

if TYPE_CHECKING:
    from collections.abc import Mapping

# The words of those whose containers are made anew each time (systemd-detect-virt(1);
# systemd.io/CONTAINER_INTERFACE). LXC, systemd-nspawn and WSL are machines that stay.
_PASSING: Final = frozenset({"docker", "podman", "oci", "kubernetes", "buildah", "rkt"})
# Docker's; Podman's and CRI-O's.
_SIGNS: Final = (".dockerenv", "run/.containerenv")
# What systemd, or the container's manager, writes its name to.
_NAMED_IN: Final = ("run/systemd/container", "run/host/container-manager")


def is_container(environ: Mapping[str, str], root: Path = Path("/")) -> bool:
    """Say whether the files or variables of an engine of such containers are there.

    Toolbox and Distrobox use one too, for containers that a person lives in.
    """
    if is_file(root / "run/.toolboxenv") or environ.get("DISTROBOX_ENTER_PATH"):
        return False
    if any(is_file(root / sign) for sign in _SIGNS):
        return True
    if environ.get("KUBERNETES_SERVICE_HOST"):
        return True
    names = {environ.get("container", ""), *(_word(root / file) for file in _NAMED_IN)}
    return not names.isdisjoint(_PASSING)


def _word(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip() if is_file(path) else ""
    except (OSError, ValueError):
        return ""
