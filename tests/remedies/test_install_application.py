from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook import keepers, system_packages
from pep668hook.distros import debian
from pep668hook.keepers import pipx, uv_tool
from pep668hook.plan import AddToPath, Run
from pep668hook.remedies.install_application import REMEDY
from tests.builders import HOME, PYTHON, directory, kept, surroundings

if TYPE_CHECKING:
    from pep668hook.keeper import Kept

BIN = HOME / ".local" / "bin"
PIPX = {"pipx": Path("/usr/bin/pipx")}
UV = {"uv": Path("/usr/bin/uv")}
REACHABLE = [BIN]


@pytest.fixture(autouse=True)
def unpackaged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the distro have no pipx, where a test does not say that it has."""
    monkeypatch.setattr(system_packages, "pipx", lambda _: ())


def install(*words: str) -> list[str]:
    return ["pip", "install", *words]


def commands(*words: str, tools: dict[str, Path] = PIPX) -> list[str] | None:
    found = surroundings(argv=install(*words), tools=tools, path=REACHABLE)
    offer = REMEDY.offer(found)
    if offer is None:
        return None
    assert offer.plan.actions == ()
    return [" ".join(step.argv) for step in offer.plan.steps if isinstance(step, Run)]


def test_a_program_is_installed_by_pipx() -> None:
    offer = REMEDY.offer(
        surroundings(argv=install("yt-dlp"), tools=PIPX, path=REACHABLE)
    )

    assert offer is not None
    assert offer.remedy == REMEDY.name == "install-application"
    assert offer.title == "install yt-dlp with pipx"
    assert offer.done == "installing yt-dlp with pipx"
    assert offer.note == ""
    assert offer.plan.steps == (Run(("pipx", "install", "yt-dlp")),)


def test_or_by_uv_tool_where_that_is_there() -> None:
    assert commands("yt-dlp", tools=UV) == ["uv tool install yt-dlp"]


def test_of_both_pipx_as_it_takes_all_that_pip_does() -> None:
    assert commands("yt-dlp", tools={**UV, **PIPX}) == ["pipx install yt-dlp"]


def test_but_uv_where_the_person_s_programs_are_its() -> None:
    offer = REMEDY.offer(
        surroundings(
            argv=install("yt-dlp"),
            tools={**PIPX, **UV},
            kept={"pipx": kept(), "uv": kept(names=["ruff"])},
        )
    )

    assert offer is not None
    assert offer.plan.steps[0] == Run(("uv", "tool", "install", "yt-dlp"))


def test_who_has_a_program_brings_it_up_to_date() -> None:
    offer = REMEDY.offer(
        surroundings(
            argv=install("-U", "ruff"),
            tools={**PIPX, **UV},
            path=REACHABLE,
            kept={"pipx": kept(names=["black"]), "uv": kept(names=["ruff"])},
        )
    )

    assert offer is not None
    assert offer.title == "upgrade ruff with uv"
    assert offer.done == "upgrading ruff with uv"
    assert offer.plan.steps == (Run(("uv", "tool", "upgrade", "ruff")),)


def test_what_a_keeper_has_is_a_program_whatever_its_name() -> None:
    offer = REMEDY.offer(
        surroundings(
            argv=install("--upgrade", "our-own"),
            tools=PIPX,
            kept={"pipx": kept(names=["our-own"]), "uv": kept()},
        )
    )

    assert offer is not None
    assert offer.plan.steps[0] == Run(("pipx", "upgrade", "our-own"))


def test_several_names_are_several_installs() -> None:
    assert commands("yt-dlp", "black[d]==24.1") == [
        "pipx install yt-dlp",
        "pipx install black[d]==24.1",
    ]


def test_options_go_along() -> None:
    words = ("-i", "https://example.com/simple", "-c", "c.txt", "--user", "black")

    offer = REMEDY.offer(surroundings(argv=install(*words), tools=PIPX))

    assert offer is not None
    assert offer.plan.steps[0] == Run(
        (
            *("pipx", "install", "black", "--index-url", "https://example.com/simple"),
            "--pip-args=--constraint /home/me/work/app/c.txt",
        )
    )


def test_the_python_that_was_named_is_told() -> None:
    argv = ["pip", "--python", "python3.11", "install", "black"]

    offer = REMEDY.offer(surroundings(argv=argv, tools=PIPX))

    assert offer is not None
    assert offer.plan.steps[0] == Run(
        ("pipx", "install", "--python", str(PYTHON), "black")
    )


def test_to_install_again_is_told() -> None:
    assert commands("-I", "black") == ["pipx install --force black"]
    assert commands("--force-reinstall", "black", tools=UV) == [
        "uv tool install black --reinstall",
    ]


def test_what_is_there_and_installed_again_is_not_called_upgraded() -> None:
    found = surroundings(
        argv=install("-I", "black"),
        tools=PIPX,
        kept={"pipx": kept(names=["black"]), "uv": kept()},
    )

    offer = REMEDY.offer(found)

    assert offer is not None
    assert offer.title == "install black with pipx"


def test_what_uv_cannot_do_pipx_does() -> None:
    both = {**UV, **PIPX}

    assert commands("--ignore-requires-python", "black", tools=UV) is None
    by_pipx = commands("--ignore-requires-python", "black", tools=both)
    assert by_pipx is not None
    assert by_pipx[0].endswith("install black --pip-args=--ignore-requires-python")


@pytest.mark.parametrize(
    "words",
    [
        "requests",
        "black requests",
        "flask black",
        "-r requirements.txt",
        "black -r requirements.txt",
        "-e .",
        ".",
        "./black",
        "black-24.1-py3-none-any.whl",
        "--no-deps black",
        "--dry-run black",
        "",
    ],
)
def test_for_anything_else_it_is_no_way(words: str) -> None:
    assert commands(*words.split()) is None


def test_without_a_home_there_is_no_place_for_it() -> None:
    found = surroundings(argv=install("black"), tools=PIPX, home=None, kept={})

    assert REMEDY.offer(found) is None


def test_where_its_command_is_not_found_the_shell_is_told_of_it() -> None:
    offer = REMEDY.offer(surroundings(argv=install("yt-dlp"), tools=PIPX))

    assert offer is not None
    assert offer.plan.steps == (Run(("pipx", "install", "yt-dlp")), AddToPath(BIN))
    assert offer.note == (
        "~/.local/bin is not on PATH: added here; `pipx ensurepath` makes it last"
    )


def test_what_is_imported_as_well_is_said_to_be_for_its_command() -> None:
    found = surroundings(argv=install("ipython"), tools=PIPX, path=REACHABLE)

    offer = REMEDY.offer(found)

    assert offer is not None
    assert offer.note == "For its command alone: nothing else can import it then"


def test_in_a_project_it_is_for_what_imports_it() -> None:
    found = surroundings(
        argv=install("ipython"), tools=PIPX, place=directory(is_project=True)
    )

    assert REMEDY.offer(found) is None


def test_a_file_in_its_command_s_place_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "black").touch()
    place = kept(bin=tmp_path)
    found = surroundings(
        argv=install("black"),
        place=directory(cwd=tmp_path.parent),
        tools={**UV, **PIPX},
        path=[tmp_path],
        kept={"pipx": place, "uv": place},
    )

    offer = REMEDY.offer(found)

    assert offer is not None
    assert offer.plan.steps == (Run(("pipx", "install", "black")),)
    assert offer.note.startswith(f"{tmp_path.name}/black is there already, and stays")


def test_one_of_its_own_is_not_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "jupyter").touch()
    found = surroundings(
        argv=install("-U", "jupyter"),
        tools=UV,
        kept={"pipx": kept(), "uv": kept(bin=tmp_path, names=["jupyter-core"])},
    )

    offer = REMEDY.offer(found)

    assert offer is not None
    assert offer.plan.steps[0] == Run(
        (
            *("uv", "tool", "install", "jupyter-core", "--upgrade"),
            *("--with", "jupyter"),
            *("--with-executables-from", "jupyterlab,notebook,nbconvert"),
        )
    )


def test_uv_would_fail_there_and_is_not_offered(tmp_path: Path) -> None:
    (tmp_path / "black").touch()
    place = kept(bin=tmp_path)
    found = surroundings(
        argv=install("black"), tools=UV, kept={"pipx": place, "uv": place}
    )

    assert REMEDY.offer(found) is None


def test_a_keeper_that_is_there_is_not_installed_once_more() -> None:
    assert commands("-U", "uv", tools={**PIPX, **UV}) is None
    assert commands("uv") == ["pipx install uv"]


@pytest.fixture
def packaged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the distro have a pipx."""
    argv = ("sudo", "pacman", "-S", "python-pipx")
    monkeypatch.setattr(system_packages, "pipx", lambda _: argv)


@pytest.mark.usefixtures("packaged")
def test_where_neither_is_there_pipx_comes_from_the_distro_first() -> None:
    offer = REMEDY.offer(surroundings(argv=install("black"), distro=debian.DISTRO))

    assert offer is not None
    assert offer.title == "install pipx with apt, then install black with it"
    assert offer.done == "installing black with pipx"
    assert offer.plan.steps == (
        Run(("sudo", "pacman", "-S", "python-pipx")),
        Run(("pipx", "install", "black")),
        AddToPath(BIN),
    )


@pytest.mark.usefixtures("packaged")
def test_pipx_itself_is_the_distro_s() -> None:
    offer = REMEDY.offer(surroundings(argv=install("pipx"), distro=debian.DISTRO))

    assert offer is not None
    assert offer.title == "install pipx with apt"
    assert offer.done == "installing pipx with apt"
    assert offer.note == ""
    assert offer.plan.steps == (Run(("sudo", "pacman", "-S", "python-pipx")),)


@pytest.mark.usefixtures("packaged")
def test_a_pipx_that_is_there_is_not_asked_of_the_distro() -> None:
    assert commands("--no-deps", "black") is None
    assert commands("--no-deps", "black", tools={}) is None


def test_where_the_distro_has_none_there_is_no_way() -> None:
    assert commands("black", tools={}) is None


def test_what_a_keeper_has_it_removes() -> None:
    offer = REMEDY.offer(
        surroundings(
            argv=["pip", "uninstall", "-y", "Ruff", "our-own"],
            tools={**PIPX, **UV},
            kept={"pipx": kept(names=["black"]), "uv": kept(names=["ruff", "our-own"])},
        )
    )

    assert offer is not None
    assert offer.title == "uninstall Ruff and our-own with uv, which has it"
    assert offer.done == "uninstalling Ruff and our-own with uv"
    assert offer.plan.steps == (
        Run(("uv", "tool", "uninstall", "ruff")),
        Run(("uv", "tool", "uninstall", "our-own")),
    )


@pytest.mark.parametrize(
    ("words", "tools"),
    [
        ("black requests", PIPX),
        ("black -r requirements.txt", PIPX),
        ("black ./here", PIPX),
        ("black", UV),
    ],
)
def test_it_removes_nothing_else(words: str, tools: dict[str, Path]) -> None:
    found = surroundings(
        argv=["pip", "uninstall", *words.split()],
        tools=tools,
        kept={"pipx": kept(names=["black"]), "uv": kept()},
    )

    assert REMEDY.offer(found) is None


def test_without_a_home_nothing_is_removed() -> None:
    found = surroundings(argv=["pip", "uninstall", "black"], tools=PIPX, kept={})

    assert REMEDY.offer(found) is None


# -- for every user, as sudo asks


@pytest.fixture
def everyones(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Let pipx know `--global`, and have black there."""
    has = replace(kept(bin=Path("/usr/local/bin"), names=["black"]), for_everyone=True)
    serving = replace(pipx.KEEPER, everyones=lambda _: has)
    monkeypatch.setattr(keepers, "known", lambda: (serving, uv_tool.KEEPER))
    return has


@pytest.mark.parametrize(
    ("name", "argv", "title"),
    [
        (
            "yt-dlp",
            "install --global yt-dlp",
            "install yt-dlp with pipx for every user",
        ),
        ("black", "upgrade --global black", "upgrade black with pipx for every user"),
    ],
)
@pytest.mark.usefixtures("everyones")
def test_what_sudo_asked_for_every_user_gets(name: str, argv: str, title: str) -> None:
    tools = {**PIPX, "sudo": Path("/usr/bin/sudo")}
    path = [Path("/usr/local/bin")]

    offer = REMEDY.offer(
        surroundings(argv=install(name), tools=tools, path=path, by_root=True)
    )

    assert offer is not None
    assert offer.title == title
    assert offer.note == ""
    assert offer.plan.steps == (Run(("sudo", "pipx", *argv.split())),)


@pytest.mark.usefixtures("everyones")
def test_root_needs_no_sudo_for_that() -> None:
    found = surroundings(
        argv=install("yt-dlp"),
        tools=PIPX,
        path=[Path("/usr/local/bin")],
        by_root=True,
        is_root=True,
    )

    offer = REMEDY.offer(found)

    assert offer is not None
    assert offer.plan.steps == (Run(("pipx", "install", "--global", "yt-dlp")),)


@pytest.mark.usefixtures("everyones")
def test_what_every_user_has_is_removed_for_all_of_them() -> None:
    tools = {**PIPX, "sudo": Path("/usr/bin/sudo")}
    argv = ["pip", "uninstall", "black"]

    offer = REMEDY.offer(surroundings(argv=argv, tools=tools, by_root=True))

    assert offer is not None
    step = Run(("sudo", "pipx", "uninstall", "--global", "black"))
    assert offer.plan.steps == (step,)


@pytest.mark.usefixtures("everyones")
def test_without_sudo_it_is_the_person_s_own() -> None:
    assert commands("yt-dlp") == ["pipx install yt-dlp"]


def test_with_a_pipx_that_knows_no_such_it_is_the_person_s_own() -> None:
    tools = {"pipx": Path("/opt/old/pipx"), "sudo": Path("/usr/bin/sudo")}
    found = surroundings(
        argv=install("yt-dlp"), tools=tools, path=REACHABLE, by_root=True
    )

    offer = REMEDY.offer(found)

    assert offer is not None
    assert offer.plan.steps == (Run(("pipx", "install", "yt-dlp")),)
