from __future__ import annotations

from pep668hook.contexts.terminal import CONTEXT
from pep668hook.distros import debian
from tests.builders import case


def test_suggests_the_usual_remedies() -> None:
    environment, package = CONTEXT.suggest(case(distro=debian.DISTRO))

    assert environment.commands == (
        "python3 -m venv .venv",
        "source .venv/bin/activate",
        "pip install six",
    )
    assert package.commands == ("sudo apt install python3-six",)


def test_a_program_comes_first() -> None:
    first, second = CONTEXT.suggest(case("pip", "install", "yt-dlp"))

    assert first.remedy == "install-application"
    assert second.remedy == "create-venv"
