from __future__ import annotations

from pathlib import Path

import pytest

from pep668hook.setting import MODE
from pep668hook.settings import NoHomeError, current, read

HOME = {"HOME": "/home/me"}


def test_nothing_set_is_no_home_no_cache_no_place_of_one_s_own() -> None:
    settings = read({})

    assert settings.home is None
    assert settings.cache is None
    assert settings.state is None
    assert settings.configuration_file is None
    assert settings.personal_environment is None
    assert settings.active_environment is None
    assert settings.path == ()


def test_the_places_follow_from_the_home_directory() -> None:
    settings = read(HOME)

    assert settings.home == Path("/home/me")
    assert settings.cache == Path("/home/me/.cache/pep668hook")
    assert settings.state == Path("/home/me/.local/state/pep668hook")
    assert settings.own_file() == Path("/home/me/.config/pep668hook/config.toml")
    assert settings.personal_environment == Path("/home/me/.virtualenvs/default")


def test_without_a_home_there_is_no_file_to_set_anything_in() -> None:
    with pytest.raises(NoHomeError):
        read({}).own_file()


def test_the_person_s_file_and_the_site_s_are_read(tmp_path: Path) -> None:
    file = tmp_path / "pep668hook" / "config.toml"
    file.parent.mkdir()
    file.write_text('[panel]\nstyle = "plain"')
    site = tmp_path / "site.toml"
    site.write_text('mode = "hint"')

    settings = read({"XDG_CONFIG_HOME": str(tmp_path), "TERM": "xterm"}, site)

    assert settings.preferences.value(MODE) == "hint"
    assert settings.plain
    assert not settings.coloured


def test_a_relative_home_directory_is_none() -> None:
    assert read({"HOME": "me"}).home is None


def test_the_places_can_be_named() -> None:
    settings = read({**HOME, "WORKON_HOME": "/envs", "XDG_CACHE_HOME": "/cache"})

    assert settings.personal_environment == Path("/envs/default")
    assert settings.cache == Path("/cache/pep668hook")


def test_a_place_named_relatively_is_passed_over() -> None:
    settings = read({**HOME, "WORKON_HOME": "envs", "XDG_CACHE_HOME": "."})

    assert settings.personal_environment == Path("/home/me/.virtualenvs/default")
    assert settings.cache == Path("/home/me/.cache/pep668hook")


def test_only_the_absolute_entries_of_path_are_searched() -> None:
    settings = read({"PATH": "/usr/bin::.:bin:~/bin:/bin"})

    assert settings.path == (Path("/usr/bin"), Path("/bin"))


def test_the_active_environment_is_the_one_that_the_shell_names() -> None:
    settings = read({"VIRTUAL_ENV": "/home/me/app/.venv"})

    assert settings.active_environment == Path("/home/me/app/.venv")


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, None),
        ({"LANG": "de_DE.UTF-8"}, "de_DE"),
        ({"LANG": "de_DE.UTF-8@euro"}, "de_DE"),
        ({"LANG": "ca_ES@valencia"}, "ca_ES"),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "POSIX"}, None),
        ({"LANG": "de_DE", "LC_MESSAGES": "fr_FR"}, "fr_FR"),
        ({"LANG": "de_DE", "LC_MESSAGES": "fr_FR", "LC_ALL": "C"}, None),
        ({"LANG": "de_DE", "LC_MESSAGES": "", "LC_ALL": ""}, "de_DE"),
    ],
)
def test_the_language_is_that_of_messages(
    environ: dict[str, str], language: str | None
) -> None:
    assert read(environ).language == language


@pytest.mark.parametrize("term", ["", "dumb", "unknown"])
def test_a_terminal_that_can_only_print_is_plain(term: str) -> None:
    settings = read({"TERM": term})

    assert settings.plain
    assert not settings.coloured


def test_a_terminal_without_a_name_is_plain() -> None:
    assert read({}).plain


def test_any_other_terminal_is_coloured() -> None:
    settings = read({"TERM": "xterm"})

    assert not settings.plain
    assert settings.coloured


def test_no_color_takes_the_colours_and_no_more() -> None:
    settings = read({"TERM": "xterm", "NO_COLOR": "1"})

    assert not settings.plain
    assert not settings.coloured


def test_an_empty_no_color_says_nothing() -> None:
    assert read({"TERM": "xterm", "NO_COLOR": ""}).coloured


def test_os_release_is_where_every_system_has_it() -> None:
    assert read({}).os_release == Path("/etc/os-release")


def test_os_release_can_be_named() -> None:
    settings = read({"PEP668HOOK_OS_RELEASE": "/tests/arch"})

    assert settings.os_release == Path("/tests/arch")


def test_the_current_settings_are_those_of_this_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")

    settings = current()

    assert settings.home == Path("/home/somebody")
    assert settings.environ["HOME"] == "/home/somebody"
