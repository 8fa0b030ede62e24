from __future__ import annotations

import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.person import Person, Shell

# The prompt that the tests read, written by a neighbour that has the prompt.
_STARSHIP = """\
add_newline = false
format = "$custom$character"
[custom.told]
command = "printf '\\033]777;prompt;7\\007'"
when = true
unsafe_no_escape = true
format = "$output"
[character]
format = "\\$ "
"""
_INITS = {
    "atuin": ["init", "{shell}", "--disable-up-arrow"],
    "direnv": ["hook", "{shell}"],
    "zoxide": ["init", "{shell}"],
}
# What tells that they are bound.
_FZF_KEYS = {
    "bash": "bind -X | grep -q fzf",
    "zsh": "[[ $(bindkey '^R') == *fzf* ]]",
    "fish": r"bind | string match -q '*\cr*fzf*'",
}
# In the manner of oh-my-zsh and of people's own rc files.
_OWN = {
    "bash": {
        "text in PROMPT_COMMAND": "PROMPT_COMMAND='told=$?:${PIPESTATUS[*]}'",
        "text behind what is there": (
            'PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND;}told=seen"'
        ),
        "a list": "PROMPT_COMMAND+=('told=$?:${PIPESTATUS[*]}')",
    },
    "zsh": {
        "a chain": "tell() { told=$?:${pipestatus[*]} }; precmd_functions+=(tell)",
        "precmd itself": "precmd() { told=$?:${pipestatus[*]} }",
    },
    "fish": {
        "an event": "function tell --on-event fish_postexec; "
        "set -g told $status:$pipestatus; end",
    },
}


def init_of(person: Person, name: str) -> str:
    program = shutil.which(name, path=f"{sysconfig.get_path('scripts')}:/usr/bin")
    if program is None:
        pytest.skip(f"{name} is not installed")
    shell = person.driver.name
    if (name, shell) == ("direnv", "powershell"):
        pytest.skip("distributions have a direnv that knows no PowerShell")
    (person.home / "bin").mkdir(exist_ok=True)
    link = person.home / "bin" / name
    link.symlink_to(program)
    person.environ["PATH"] = person.machine.path(link.parent)
    said = subprocess.run(
        [program, *(word.format(shell=shell) for word in _INITS[name])],
        capture_output=True,
        check=True,
        env=person.environ,
    )
    file = person.home / f"{name}.{person.driver.extension}"
    file.write_bytes(said.stdout)
    return person.driver.load(file)


def is_asked_and_healed(shell: Shell, person: Person) -> None:
    shell.run("true")
    shell.enter("python3 -m pip install tinything")
    shell.wait_for_panel()
    shell.mark()
    shell.press("enter")
    shell.status()
    assert person.venv.exists()
    shell.run(f"echo {person.driver.variable('VIRTUAL_ENV')}")
    assert str(person.venv) in shell.said


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("name", _INITS)
def test_it_gets_on_with(person: Person, name: str, moment: str) -> None:
    load = [init_of(person, name)]
    if moment == "before":
        shell = person.start(before=load, size=(120, 60))
    else:
        shell = person.start(after=load, size=(120, 60))

    is_asked_and_healed(shell, person)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_the_keys_of_fzf_stay_and_it_is_asked_all_the_same(
    person: Person, moment: str
) -> None:
    bound = _FZF_KEYS.get(person.driver.name)
    keys = Path(f"/usr/share/doc/fzf/examples/key-bindings.{person.driver.extension}")
    if bound is None or not keys.is_file():
        pytest.skip("its package brings none for this shell, or is not installed")
    load = [person.driver.load(keys)]
    load += ["fzf_key_bindings"] if person.driver.name == "fish" else []
    lines = {moment: load}
    shell = person.start(size=(120, 60), **lines)  # type: ignore[arg-type]

    is_asked_and_healed(shell, person)
    assert shell.run(bound) == 0


@pytest.mark.parametrize("moment", ["before", "after"])
def test_hooks_of_the_users_own_go_on_and_see_the_same(
    person: Person, moment: str
) -> None:
    driver = person.driver
    if driver.name not in _OWN:
        pytest.skip("it has one prompt, which is asked with everything else")
    told = f"echo {driver.variable('told')}"
    for name, line in _OWN[driver.name].items():
        seen = []
        for hook in (False, True):
            lines = {moment: [line]}
            shell = person.start(hook=hook, **lines)  # type: ignore[arg-type]
            for failing in ("false", driver.piped("false", "true"), "true"):
                status = shell.run(failing)
                shell.run(told)
                seen.append((status, shell.said))
            shell.close()
        assert seen[:3] == seen[3:], name


def test_a_prompt_of_starship_s_is_still_drawn(person: Person) -> None:
    if person.driver.name == "bash":
        pytest.skip("root's sign there is not the one that the tests wait for")
    _INITS["starship"] = ["init", "{shell}", "--print-full-init"]
    (person.home / ".config").mkdir()
    (person.home / ".config" / "starship.toml").write_text(_STARSHIP)
    load = [init_of(person, "starship")]
    for where in ({"before": load}, {"after": load}):
        shell = person.start(size=(120, 60), **where)  # type: ignore[arg-type]

        assert shell.run("true") == 7
        shell.enter("python3 -m pip install tinything")
        shell.wait_for_panel()
        shell.press("q")
        shell.status()
