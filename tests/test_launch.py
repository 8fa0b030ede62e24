from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.command_line import read
from pep668hook.launch import Launch, launched, pip_launched
from pep668hook.shells.bash import SHELL

ENVIRON = {"PATH": "/mine:/usr/bin", "PIP_PRE": "1", "LANG": "C", "HOME": "/home/me"}


def launch_of(line: str) -> Launch | None:
    commands = read(line, SHELL.grammar)
    assert commands is not None
    return launched(commands[0], ENVIRON)


def pip_of(line: str) -> tuple[str, ...] | None:
    launch = launch_of(line)
    pip = None if launch is None else pip_launched(launch)
    return None if pip is None else pip.argv


@pytest.mark.parametrize(
    "line",
    [
        "pip install x",
        "/usr/bin/pip install x",
        "pip3.12 install x",
        "command pip install x",
        "builtin command pip install x",
        "command -p -- pip install x",
        "env pip install x",
        "env A=1 B= pip install x",
        "env -i A=1 pip install x",
        "env - pip install x",
        "env -u A --unset=B --unset C pip install x",
        "A=1 env pip install x",
        "nohup pip install x",
        "nice -n 5 pip install x",
        "nice -n5 pip install x",
        "nice --adjustment=5 pip install x",
        "time pip install x",
        "time -p pip install x",
        "/usr/bin/time -f %e pip install x",
        "sudo pip install x",
        "sudo -H pip install x",
        "sudo -HE pip install x",
        "sudo -u me pip install x",
        "sudo -ume pip install x",
        "sudo --user=me --set-home pip install x",
        "sudo -- pip install x",
        "sudo A=1 pip install x",
        "sudo env A=1 nohup pip install x",
        "doas -u me pip install x",
    ],
)
def test_a_pip_is_found_behind_what_starts_it(line: str) -> None:
    assert pip_of(line) == ("pip", "install", "x")


@pytest.mark.parametrize(
    "line",
    [
        "python -m pip install x",
        "python3 -m pip install x",
        "/usr/bin/python3.12 -m pip install x",
        "python3 -I -mpip install x",
        "python3 -Es -W ignore -X dev -m pip install x",
        "pypy3 -m pip install x",
        "sudo python3 -m pip install x",
    ],
)
def test_a_pip_of_a_python_is_started_by_python_again(line: str) -> None:
    assert pip_of(line) == ("python", "-m", "pip", "install", "x")


def test_pip3_and_uv_keep_their_names() -> None:
    assert pip_of("pip3 install x") == ("pip3", "install", "x")
    assert pip_of("/opt/bin/pip3 install x") == ("pip", "install", "x")
    assert pip_of("uv pip install x") == ("uv", "pip", "install", "x")


@pytest.mark.parametrize(
    "line",
    [
        "echo pip install x",
        "apt install python3-pip",
        "command -v pip",
        "env -S 'pip install x'",
        "env -C /tmp pip install x",
        "sudo -i pip install x",
        "sudo -b pip install x",
        "sudo --chdir=/ pip install x",
        "sudo -V",
        "sudo",
        "env --",
        "pipx install x",
        "pip-compile install",
        "python3",
        "python3 x.py -m pip install x",
        "python3 -c pip",
        "python3 -m pipx install x",
        "python3 --version -m pip",
        "python3 -",
    ],
)
def test_what_starts_no_pip_or_is_not_understood_is_none(line: str) -> None:
    assert pip_of(line) is None


def test_the_variables_are_those_that_it_sees() -> None:
    def environ(line: str) -> dict[str, str]:
        launch = launch_of(line)
        assert launch is not None
        return dict(launch.environ)

    assert environ("A=1 pip x") == {**ENVIRON, "A": "1"}
    assert environ("env -u PIP_PRE pip x").keys() == ENVIRON.keys() - {"PIP_PRE"}
    assert environ("env -i A=1 pip x") == {"A": "1"}
    assert "PIP_PRE" not in environ("sudo pip x")
    assert environ("sudo -E pip x")["PIP_PRE"] == "1"
    assert "PIP_PRE" not in environ("sudo -E env -u PIP_PRE pip x")
    assert environ("sudo -E -u PIP_PRE pip x")["PIP_PRE"] == "1"
    assert environ("sudo A=1 pip x")["A"] == "1"
    assert environ("sudo -u me pip x")["PATH"].startswith("/usr/local/sbin:")


def test_it_tells_whether_it_was_root_s() -> None:
    for line, by_root in {
        "pip x": False,
        "sudo pip x": True,
        "doas pip x": True,
    }.items():
        launch = launch_of(line)
        assert launch is not None
        assert launch.by_root is by_root


def test_the_file_is_found_along_the_path_that_it_sees(tmp_path: Path) -> None:
    pip = tmp_path / "pip"
    pip.touch(mode=0o755)

    def find(word: str, path: str) -> Path | None:
        return Launch((word,), {"PATH": path}).find(Path("/work"))

    assert find("pip", f".:{tmp_path}") == pip
    assert find("pip", "") is None
    assert find("bin/pip", str(tmp_path)) == Path("/work/bin/pip")
    assert find("/bin/pip", str(tmp_path)) == Path("/bin/pip")
