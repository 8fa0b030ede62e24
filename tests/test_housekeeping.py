from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from pep668hook import contents, journal
from pep668hook.cli import main
from pep668hook.journal import Made
from pep668hook.setting import SETTINGS
from tests.builders import bare_environment, entry

if TYPE_CHECKING:
    from pathlib import Path

Output = pytest.CaptureFixture[str]


class Terminal(io.StringIO):
    """Somebody who answers."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "VIRTUAL_ENV", "PEP668HOOK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SHELL", "/bin/bash")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# -- config


def test_config_shows_every_setting(home: Path, capsys: Output) -> None:
    assert main(["config"]) == 0

    said = capsys.readouterr().out.splitlines()
    assert len(said) == len(SETTINGS)
    assert str(home) not in said[0]


def test_config_can_be_read_by_a_program(home: Path, capsys: Output) -> None:
    assert main(["config", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["complaints"] == []
    assert list(home.iterdir()) == []


def test_what_is_set_holds_and_can_be_taken_out_again(
    home: Path, capsys: Output
) -> None:
    file = home / ".config" / "pep668hook" / "config.toml"

    assert main(["config", "set", "panel.style", "compact"]) == 0
    assert capsys.readouterr().out == f"set in {file}\n"
    assert main(["config"]) == 0
    assert f"compact  {file}, line 2" in capsys.readouterr().out

    assert main(["config", "unset", "panel.style"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"taken out of {file}",
        "panel.style is full: built in",
    ]
    assert main(["config", "unset", "panel.style"]) == 0
    assert capsys.readouterr().out.startswith(f"not set in {file}\n")


def test_config_says_who_has_the_last_word(
    home: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEP668HOOK", "hint")

    assert main(["config", "set", "mode", "ask"]) == 0

    file = home / ".config" / "pep668hook" / "config.toml"
    assert capsys.readouterr().out.splitlines() == [
        f"set in {file}",
        "mode is hint: PEP668HOOK",
    ]


def test_config_complains_of_what_is_wrong(home: Path, capsys: Output) -> None:
    file = home / ".config" / "pep668hook" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("moed = 1\n")

    assert main(["config"]) == 1

    assert capsys.readouterr().err == (
        f"pep668hook: {file}, line 1: no such setting: `moed`: did you mean `mode`?\n"
    )


def test_what_cannot_be_set_is_said_with_what_can(capsys: Output) -> None:
    assert main(["config", "set", "mode", "never"]) == 2

    assert capsys.readouterr().err == (
        "pep668hook: `mode` cannot be `never`: "
        "it can be `off`, `hint`, `ask` or `auto`\n"
    )


def test_config_prints_the_schema(capsys: Output) -> None:
    assert main(["config", "schema"]) == 0

    assert json.loads(capsys.readouterr().out)["title"] == "pep668hook"


# -- undo and log


def was_made(home: Path) -> Path:
    """Make an environment, note it down, and put something by hand into it."""
    venv = bare_environment(home / ".venv")
    made = Made(str(venv), contents.identity(venv), (), "")
    done = entry(cwd=str(home), made=made)
    journal.append(done, home / ".local" / "state" / "pep668hook")
    return venv


def test_undo_asks_by_name_for_what_is_not_as_it_was(
    home: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = was_made(home)
    monkeypatch.setattr("sys.stdin", Terminal(".venv\n"))

    assert main(["undo"]) == 0

    said = capsys.readouterr()
    assert said.out.endswith("removed .venv\n")
    assert said.err == "type .venv to remove it all the same: "
    assert not venv.exists()


def test_without_somebody_to_ask_undo_leaves_it(
    home: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = was_made(home)
    monkeypatch.setattr("sys.stdin", io.StringIO(".venv\n"))

    assert main(["undo"]) == 1

    assert capsys.readouterr().err.endswith(f"pep668hook: left `{venv}` as it is\n")
    assert venv.exists()


def test_the_environment_is_left_by_a_line_to_type(
    home: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = str(home / ".venv")
    done = entry(cwd=str(home), activated=venv)
    journal.append(done, home / ".local" / "state" / "pep668hook")
    monkeypatch.setenv("VIRTUAL_ENV", venv)

    assert main(["undo"]) == 0

    assert capsys.readouterr().out.endswith("to leave it in this shell: deactivate\n")


def test_a_shell_that_looks_for_steps_leaves_it_itself(
    home: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = str(home / ".venv")
    done = entry(cwd=str(home), activated=venv)
    journal.append(done, home / ".local" / "state" / "pep668hook")
    monkeypatch.setenv("VIRTUAL_ENV", venv)
    place = home / "run"
    place.mkdir(mode=0o700)

    assert main(["undo", "--for", "fish", "--record", str(place / "record")]) == 0

    assert capsys.readouterr().out.endswith("left it in this shell\n")
    assert (place / "record.fish").read_text() == "deactivate\n"
    assert (place / "record.fish").stat().st_mode & 0o777 == 0o600


def test_steps_that_others_could_change_are_left_to_the_user(
    home: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = str(home / ".venv")
    done = entry(cwd=str(home), activated=venv)
    journal.append(done, home / ".local" / "state" / "pep668hook")
    monkeypatch.setenv("VIRTUAL_ENV", venv)
    place = home / "run"
    place.mkdir()
    place.chmod(0o755)

    assert main(["undo", "--for", "fish", "--record", str(place / "record")]) == 0

    assert capsys.readouterr().out.endswith("to leave it in this shell: deactivate\n")
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("login_shell", ["/bin/zsh", "/bin/tcsh", ""])
def test_undo_says_where_there_is_nothing(
    home: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch, login_shell: str
) -> None:
    monkeypatch.setenv("SHELL", login_shell)
    monkeypatch.setattr("psutil.Process.parents", lambda _self: [])

    assert main(["undo"]) == 1

    assert capsys.readouterr().err.splitlines() == [
        f"pep668hook: nothing to take back in `{home}`",
        "hint: `pep668hook log` lists what was done, and where",
    ]


def test_log_tells_what_was_done(home: Path, capsys: Output) -> None:
    was_made(home)

    assert main(["log"]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith("  ~  pip install six")
    assert said[1] == "    made .venv and activated it"


def test_log_can_be_read_by_a_program(home: Path, capsys: Output) -> None:
    was_made(home)

    assert main(["log", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)[0]["remedy"] == "create-venv"


def test_log_says_where_there_is_nothing(capsys: Output) -> None:
    assert main(["log"]) == 0

    assert capsys.readouterr() == ("", "nothing was done yet\n")
