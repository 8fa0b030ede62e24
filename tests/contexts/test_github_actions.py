from __future__ import annotations

from pep668hook.contexts.github_actions import CONTEXT
from tests.builders import case


def test_another_python_comes_first() -> None:
    first, second = CONTEXT.suggest(case("pip", "install", "-r", "a.txt"))

    assert first.commands == (
        "- uses: actions/setup-python@v6",
        "  with:",
        '    python-version: "3.x"',
        "- run: pip install -r a.txt",
    )
    assert '    echo "$PWD/.venv/bin" >> "$GITHUB_PATH"' in second.commands
