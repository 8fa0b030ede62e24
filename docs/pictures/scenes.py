"""What each picture shows: where somebody is, and what they type."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from docs.pictures.house import CHECKOUT, HOME, PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PYTHON: Final = "/usr/bin/python3"
_MAKE_VENV: Final = (
    f"{sys.executable} -I -m virtualenv --quiet --no-periodic-update"
    f" --python {_PYTHON} .venv"
)
_UV: Final = f"ln -s {CHECKOUT}/.dev/venv/bin/uv ~/.local/bin/uv"


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture."""

    name: str
    command: str
    """What is typed."""
    alt: str
    """What somebody who cannot see it has to be told."""
    start: Path = PROJECT
    prepare: str = ""
    """What has happened there before, as a script of sh."""
    environ: Mapping[str, str] = field(default_factory=dict)


REMEDIES: Final = (
    Scene(
        "create-venv",
        "pip install requests",
        "Enter makes .venv, activates it and installs requests",
    ),
    Scene(
        "activate-venv",
        "pip install requests",
        "Enter activates .venv, which is there already, and installs requests",
        prepare=_MAKE_VENV,
    ),
    Scene(
        "repair-venv",
        "pip install requests",
        "Enter repairs .venv, whose Python is gone, and installs requests",
        prepare=f"{_MAKE_VENV}; ln -sf /usr/bin/python3.8 .venv/bin/python",
    ),
    Scene(
        "use-personal-venv",
        "pip install requests",
        "Enter uses one environment for everything, ~/.virtualenvs/default",
        start=HOME,
    ),
    Scene(
        "add-to-project",
        "pip install requests",
        "Enter runs uv add requests in a project that uv keeps",
        prepare=(
            f"{_UV}; printf '%s\\n' '[project]' 'name = \"shop\"' 'version = \"1\"'"
            " 'requires-python = \">=3.9\"' >pyproject.toml;"
            f" uv lock --quiet --python {_PYTHON}"
        ),
    ),
    Scene(
        "install-application",
        "pip install yt-dlp",
        "Enter gets pipx from apt and installs yt-dlp with it",
    ),
    Scene(
        "install-system-package",
        "pip install python3-yaml",
        "Enter installs python3-yaml with apt",
    ),
    Scene(
        "create-venv-seeing-system",
        "pip install pygobject flask",
        "Enter gets the bindings from apt, makes a .venv that sees them, and installs"
        " flask in it",
    ),
    Scene(
        "remove-leftover",
        "pip uninstall greeting",
        "Enter removes what pip once put into ~/.local, and nothing else",
        prepare="pip install --user --break-system-packages --quiet greeting",
    ),
    Scene(
        "leave-it-alone",
        "pip install --upgrade pip",
        "Enter does nothing: apt upgrades the system's pip",
    ),
    Scene(
        "break-system-packages",
        "pip install requests",
        "In a container the letter o overrides the protection, after a word is typed",
        environ={"DISTROBOX_ENTER_PATH": "", "container": "docker"},
    ),
)
"""A panel with each remedy, by the remedies' names."""

STYLES: Final = (
    Scene(
        "style-compact",
        "pip install requests",
        "The panel without the commands",
        environ={"PEP668HOOK_PANEL_STYLE": "compact"},
    ),
    Scene(
        "style-plain",
        "pip install requests",
        "The panel as lines of text, for screen readers",
        # Its lines cannot be filled in: what apt says in time, a machine decides.
        environ={
            "PEP668HOOK_PANEL_STYLE": "plain",
            "PEP668HOOK_SYSTEM_PACKAGES": "never",
        },
    ),
    Scene(
        "mode-hint",
        "pip install requests",
        "One line says what would be typed, and nothing is asked",
        environ={"PEP668HOOK": "hint"},
    ),
)
"""The same panel as the settings let it look."""

SCENES: Final = (*REMEDIES, *STYLES)

STORY: Final = Scene(
    "story",
    "pip install greeting && python app.py",
    "pip refuses to install greeting; a panel offers to make .venv; Enter is pressed;"
    " pip installs greeting in it; the rest of the command line runs app.py, which"
    " imports it",
    prepare="""echo 'import greeting; print("app.py runs")' >app.py""",
)
"""The whole story, as it moves."""
