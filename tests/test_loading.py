from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pep668hook import journal
from pep668hook.cli import main
from pep668hook.installation import snippet_directory
from pep668hook.journal import Made
from pep668hook.shells import named, names
from tests.builders import entry

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def is_warm(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the caches for full, but where it is told what has been in them."""
    if request.function is not test_uninstall_takes_all_and_the_home_is_as_it_was:
        monkeypatch.setattr("pep668hook.engines.warm", lambda *_facts: None)


# -- init


@pytest.mark.parametrize("name", names())
def test_init_prints_the_snippet(name: str, capsys: Output) -> None:
    shell = named(name)
    assert shell is not None
    snippet = snippet_directory() / f"pep668hook.{shell.extension}"

    assert main(["init", name]) == 0

    said = capsys.readouterr()
    assert said.out.endswith(snippet.read_text())
    assert sys.executable in said.out
    assert said.err == ""


def test_init_s_snippet_finds_its_helper(capsys: Output) -> None:
    main(["init", "bash"])
    snippet = capsys.readouterr().out
    script = 'eval "$1"; printf "%s\\n" "$__pep668hook_python" "$__pep668hook_watch"'

    done = subprocess.run(
        ["bash", "--norc", "-c", script, "bash", snippet],
        capture_output=True,
        check=True,
        text=True,
    )

    python, watch = map(Path, done.stdout.splitlines())
    assert python == Path(sys.executable)
    assert watch.is_file()
    assert done.stderr == ""


def test_init_for_a_shell_without_a_snippet_names_those_with_one(
    capsys: Output,
) -> None:
    assert main(["init", "tcsh"]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "pep668hook: no snippet for the shell `tcsh`: "
        f"it can be {' or '.join(names())}\n"
    )


# -- install and uninstall


def test_install_adds_a_line_for_the_shell_and_says_so(
    home: Path, capsys: Output
) -> None:
    assert main(["install", "bash"]) == 0

    rc_file = home / ".bashrc"
    snippet = home / ".local" / "share" / "pep668hook" / "pep668hook.bash"
    assert str(snippet) in rc_file.read_text()
    assert snippet.is_file()
    assert capsys.readouterr().out.splitlines() == [
        f"added a line to {rc_file}",
        f"new bash shells have it; for this one: source {snippet}",
    ]


def test_installing_twice_says_that_it_is_there(home: Path, capsys: Output) -> None:
    main(["install", "zsh"])
    before = (home / ".zshrc").read_bytes()
    capsys.readouterr()

    assert main(["install", "zsh"]) == 0

    assert (home / ".zshrc").read_bytes() == before
    said = capsys.readouterr().out
    assert said.startswith(f"the line is already in {home / '.zshrc'}\n")


@pytest.mark.usefixtures("in_bash")
def test_install_takes_the_shell_that_one_is_in(home: Path) -> None:
    assert main(["install"]) == 0

    assert (home / ".bashrc").is_file()


@pytest.mark.usefixtures("in_bash")
def test_install_in_an_unknown_shell_asks_for_a_name(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("SHELL", "/bin/tcsh")

    assert main(["install"]) == 2

    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("pep668hook: no shell found: it can be ")
    assert said[1].startswith("hint: name one: `pep668hook install ")
    assert not (home / ".bashrc").exists()


def test_install_for_a_shell_without_a_snippet_changes_nothing(home: Path) -> None:
    assert main(["install", "tcsh"]) == 2

    assert list(home.iterdir()) == []


def test_install_can_leave_the_rc_file_alone(home: Path, capsys: Output) -> None:
    assert main(["install", "--no-rc"]) == 0

    share = home / ".local" / "share" / "pep668hook"
    assert (share / "watch.py").is_file()
    assert capsys.readouterr().out == f"the snippets are in {share}\n"
    assert [path.name for path in home.iterdir()] == [".local"]


def test_uninstall_takes_the_line_out_of_every_file(home: Path, capsys: Output) -> None:
    main(["install", "bash"])
    main(["install", "zsh"])
    capsys.readouterr()

    assert main(["uninstall"]) == 0

    assert not (home / ".bashrc").exists()
    assert not (home / ".zshrc").exists()
    assert capsys.readouterr().out.splitlines()[:2] == [
        f"took the line out of {home / '.bashrc'}",
        f"took the line out of {home / '.zshrc'}",
    ]


def test_uninstall_can_be_for_one_shell(home: Path) -> None:
    main(["install", "bash"])
    main(["install", "zsh"])

    assert main(["uninstall", "zsh"]) == 0

    assert (home / ".bashrc").exists()
    assert not (home / ".zshrc").exists()


def test_uninstall_says_where_there_was_nothing(home: Path, capsys: Output) -> None:
    assert main(["uninstall", "bash"]) == 0

    assert capsys.readouterr().out == f"no line of ours in {home / '.bashrc'}\n"


def test_uninstall_takes_all_and_the_home_is_as_it_was(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
    (home / ".bashrc").write_text("alias ll='ls -l'")
    for shell in names():
        main(["install", shell])
    main(["config", "set", "mode", "hint"])
    link = home / ".local" / "bin" / "pep668hook"
    link.parent.mkdir()
    link.symlink_to(home / ".local" / "share" / "pep668hook" / "venv" / "bin" / "x")
    capsys.readouterr()

    assert main(["uninstall"]) == 0

    assert [path.name for path in home.rglob("*")] == [".bashrc"]
    assert (home / ".bashrc").read_text() == "alias ll='ls -l'"
    said = capsys.readouterr().out.splitlines()
    assert said[4:] == [
        f"removed {home / '.cache' / 'pep668hook'}",
        f"removed {home / '.config' / 'pep668hook' / 'config.toml'}",
        f"removed {link}",
        f"removed {home / '.local' / 'share' / 'pep668hook'}",
        "shells that are open go on with a plain pip",
        f"what is left is removed by: {sys.executable} -m pip uninstall pep668hook",
    ]


def test_uninstall_names_what_was_made_for_the_person_and_leaves_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
    venv = home / "app" / ".venv"
    venv.mkdir(parents=True)
    made = Made(str(venv), identity="", unlisted=(), set_aside="")
    journal.append(entry(made=made), home / ".local" / "state" / "pep668hook")

    assert main(["uninstall"]) == 0

    assert venv.is_dir()
    assert f"yours, and still there: {venv}" in capsys.readouterr().out.splitlines()


def test_where_the_helper_is_in_the_share_nothing_is_left_to_remove(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
    share = home / ".local" / "share" / "pep668hook"
    main(["install", "bash"])
    (share / "venv").unlink(missing_ok=True)
    (share / "venv-1").mkdir()
    (share / "venv").symlink_to("venv-1")
    monkeypatch.setattr(sys, "prefix", str(share / "venv"))
    capsys.readouterr()

    assert main(["uninstall"]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "shells that are open go on with a plain pip"
    assert not share.exists()


def test_uninstall_for_one_shell_leaves_the_helper(home: Path) -> None:
    main(["install", "zsh"])

    assert main(["uninstall", "zsh"]) == 0

    assert (home / ".local" / "share" / "pep668hook" / "watch.py").is_file()


def test_a_share_for_all_users_is_neither_filled_nor_removed_by_one(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    share = home / "usr" / "share" / "pep668hook"
    (share / "venv").mkdir(parents=True)
    (share / "watch.py").touch()
    (share / "removed-by").write_text("sudo apt remove pep668hook\n")
    monkeypatch.setattr(sys, "prefix", str(share / "venv"))
    before = sorted(share.rglob("*"))

    assert main(["install", "fish"]) == 0
    assert str(share) in (home / ".config" / "fish" / "config.fish").read_text()
    assert main(["uninstall"]) == 0

    assert sorted(share.rglob("*")) == before
    assert not (home / ".config").exists()
    said = capsys.readouterr().out.splitlines()
    assert said[-2:] == [
        "shells that are open have it until it is removed, and a plain pip then",
        "what is left is removed by: sudo apt remove pep668hook",
    ]


def test_for_all_users_it_is_told_where_it_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    helper = tmp_path / "opt" / "pep668hook" / "venv-1"
    helper.mkdir(parents=True)
    (helper / "pyvenv.cfg").touch()
    bashrc = tmp_path / "etc" / "bash.bashrc"
    bashrc.parent.mkdir()
    bashrc.touch()
    monkeypatch.setattr(sys, "prefix", str(helper))

    assert main(["install", "--system", "--root", str(tmp_path)]) == 0
    assert f"loaded in {bashrc}\n" in capsys.readouterr().out
    assert main(["uninstall", "--system", "--root", str(tmp_path)]) == 0

    assert f"taken out or removed: {bashrc}\n" in capsys.readouterr().out
    assert bashrc.read_bytes() == b""


def test_what_cannot_be_written_is_said_with_a_way_out(
    home: Path, capsys: Output
) -> None:
    (home / ".bashrc").mkdir()

    assert main(["install", "bash"]) == 1

    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith(f"pep668hook: could not write `{home / '.bashrc'}`: ")
    assert said[1].startswith("hint: ")
