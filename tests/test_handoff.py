from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

from pep668hook.handoff import commands, render, write
from pep668hook.plan import (
    Activate,
    ActivateTold,
    AddPip,
    AddToPath,
    MakeEnvironment,
    Retry,
    Run,
    SetAside,
    Then,
)
from pep668hook.shells.bash import SHELL
from tests.builders import AWKWARD, HOME, PROJECT, PYTHON, plan

VENV = PROJECT / ".venv"


def taught(*, cwd: Path = PROJECT, home: Path | None = HOME, **parts: object) -> str:
    return "\n".join(commands(plan(**parts), SHELL, cwd, home))


def test_the_script_activates_and_tries_again() -> None:
    script = render(plan().steps, SHELL)

    assert script.splitlines() == [
        "# Written by pep668hook for bash.",
        f"\\builtin source {VENV}/bin/activate || \\builtin return",
        "\\command pip install six",
    ]
    assert script.endswith("\n")


def test_a_program_that_fails_ends_the_script_with_its_status(tmp_path: Path) -> None:
    steps = (Run(("sh", "-c", "exit 3")), AddToPath(tmp_path))
    (tmp_path / "script").write_text(render(steps, SHELL))
    told = 'source ./script; echo "$? ${PATH%%:*}"'

    done = subprocess.run(
        ["bash", "-c", told], cwd=tmp_path, capture_output=True, check=True
    )

    assert done.stdout.startswith(b"3 ")
    assert bytes(tmp_path) not in done.stdout


def test_a_program_that_does_not_is_found_in_its_place_then(tmp_path: Path) -> None:
    steps = (Run(("true",)), AddToPath(tmp_path / AWKWARD))
    (tmp_path / "script").write_text(render(steps, SHELL))
    told = 'source ./script; printf "%s" "$? ${PATH%%:/usr*}"'

    done = subprocess.run(
        ["bash", "-c", told], cwd=tmp_path, capture_output=True, check=True
    )

    assert done.stdout.startswith(b"0 " + bytes(tmp_path / AWKWARD))


def test_what_a_program_tells_is_activated_and_taught() -> None:
    steps = (ActivateTold(("poetry", "env", "info", "--path")),)

    assert taught(actions=[], steps=steps) == (
        'source "$(poetry env info --path)/bin/activate"'
    )
    assert '"$(\\command poetry env info --path)/bin/activate"' in render(steps, SHELL)


def test_both_are_taught_as_one_would_type_them() -> None:
    steps = (Run(("pipx", "install", "black")), AddToPath(HOME / ".local" / "bin"))

    assert taught(actions=[], steps=steps) == (
        'pipx install black\nexport PATH=/home/me/.local/bin:"$PATH"'
    )


def test_an_environment_that_sees_the_system_is_taught_as_one() -> None:
    make = MakeEnvironment(VENV, PYTHON, "app", sees_system=True)

    assert taught(actions=[make], steps=[]) == (
        "python3.11 -m venv --system-site-packages .venv"
    )


def test_the_script_does_what_it_says_in_an_awkward_place(tmp_path: Path) -> None:
    environment = tmp_path / AWKWARD
    activate = environment / "bin" / "activate"
    activate.parent.mkdir(parents=True)
    activate.write_text("active=yes\n")
    words = ("printf", "%s|", AWKWARD, "$active", "")
    script = tmp_path / "script"

    write(render((Activate(environment), Retry(words)), SHELL), script, b"")
    done = subprocess.run(
        ["bash", "-c", 'source "$1"; echo "$active"', "bash", script],
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )

    assert done.stdout.decode() == f"{AWKWARD}|$active||yes\n"
    assert done.stderr == b""
    assert not (tmp_path / "pwned").exists()


def test_an_activation_that_fails_ends_the_script_with_its_status(
    tmp_path: Path,
) -> None:
    script = tmp_path / "script"
    steps = (Activate(tmp_path / "gone"), Retry(("echo", "not reached")))

    write(render(steps, SHELL), script, b"")
    done = subprocess.run(
        ["bash", "-c", 'source "$1"', "bash", script], capture_output=True, check=False
    )

    assert done.stdout == b""
    assert done.returncode == 1


def test_the_script_is_for_the_user_s_eyes_alone(tmp_path: Path) -> None:
    write("true\n", tmp_path / "script", b"")

    assert stat.S_IMODE((tmp_path / "script").stat().st_mode) == 0o600
    assert (tmp_path / "script").read_bytes() == b"true\n"


def test_a_script_of_before_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "script").write_text("false\n")

    write("true\n", tmp_path / "script", b"")

    assert (tmp_path / "script").read_bytes() == b"true\n"


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "script").symlink_to(tmp_path / "other")

    write("true\n", tmp_path / "script", b"")

    assert not (tmp_path / "other").exists()


def test_what_cannot_be_put_in_its_place_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "steps"
    path.mkdir()

    with pytest.raises(IsADirectoryError):
        write("true\n", path, b"")

    assert list(tmp_path.iterdir()) == [path]


def test_a_name_that_is_no_text_is_written_as_it_was(tmp_path: Path) -> None:
    write("echo '\udcff'\n", tmp_path / "script", b"")

    assert (tmp_path / "script").read_bytes() == b"echo '\xff'\n"


def test_a_script_begins_with_what_its_shell_knows_it_by(tmp_path: Path) -> None:
    write("true\n", tmp_path / "script", b"\xef\xbb\xbf")

    assert (tmp_path / "script").read_bytes() == b"\xef\xbb\xbftrue\n"


def test_it_teaches_what_a_person_would_type() -> None:
    assert taught() == (
        "python3.11 -m venv .venv\nsource .venv/bin/activate\npip install six"
    )


def test_what_is_taught_for_a_repair_keeps_the_old_one() -> None:
    aside = SetAside(VENV, PROJECT / ".venv.broken")

    assert taught(actions=[aside], steps=[]) == "mv .venv .venv.broken"


def test_what_is_taught_for_a_pip_needs_no_ensurepip() -> None:
    assert taught(actions=[AddPip(VENV)], steps=[]) == "pip --python .venv install pip"


@pytest.mark.parametrize(
    ("interpreter", "typed"),
    [
        ("python3.12", "python3.12"),
        ("python3", "python3"),
        ("python", "python3"),
        ("pypy3.10", "pypy3.10"),
    ],
)
def test_the_python_is_called_by_its_name(interpreter: str, typed: str) -> None:
    make = MakeEnvironment(VENV, PYTHON.with_name(interpreter), "app")

    assert taught(actions=[make], steps=[]) == f"{typed} -m venv .venv"


def test_what_is_not_below_here_is_taught_from_the_home_directory() -> None:
    assert taught(cwd=HOME / "other", actions=[]).startswith(
        "source ~/work/app/.venv/bin/activate"
    )


def test_what_is_elsewhere_is_taught_whole() -> None:
    steps = [Activate(Path("/srv/app/.venv"))]

    assert taught(actions=[], steps=steps) == "source /srv/app/.venv/bin/activate"


def test_a_home_directory_that_is_not_known_is_written_out() -> None:
    assert taught(cwd=HOME, home=None, actions=[], steps=[Activate(VENV)]) == (
        "source work/app/.venv/bin/activate"
    )


def test_a_tilde_is_never_put_between_quotes() -> None:
    steps = [Retry(("pip", "install", f"six @ file:// {HOME}/six"))]

    assert taught(actions=[], steps=steps) == (
        f"pip install 'six @ file:// {HOME}/six'"
    )


def test_a_directory_is_never_taught_as_an_option() -> None:
    steps = [Activate(PROJECT / "-x")]

    typed = taught(actions=[], steps=steps)

    assert not typed.startswith("source -")
    assert typed.endswith("-x/bin/activate")


def test_what_follows_is_run_if_the_retry_has_succeeded() -> None:
    steps = (Retry(("pip", "install", "six")), Then((("a", "b c"), ("d",))))

    assert render(steps, SHELL).splitlines()[1:] == [
        "\\command pip install six || \\builtin return",
        "a 'b c' && d",
    ]
    assert taught(actions=(), steps=steps).splitlines() == [
        "pip install six",
        "a 'b c' && d",
    ]
