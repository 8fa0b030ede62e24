from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from pep668hook.history import to_json, to_text
from tests.builders import HOME, entry, made


def test_an_entry_is_when_where_what_and_what_was_done() -> None:
    told = to_text([entry(when="no time")], HOME)

    assert told == (
        "no time  ~/work/app  pip install six\n    made .venv and activated it"
    )


def test_the_time_is_that_of_the_machine_s_clock() -> None:
    told = to_text([entry(when="2026-01-31T12:00:00.123456+00:00")], None)

    assert told.startswith(("2026-01-31 ", "2026-02-01 "))
    assert "." not in told.split("  ")[0]


def test_what_was_taken_back_says_so() -> None:
    assert to_text([entry(undone=True)], HOME).endswith("activated it (taken back)")


def test_what_is_left_to_the_person_names_the_command() -> None:
    told = to_text([replace(entry(), left=("pipx uninstall six",))], HOME)

    assert told.endswith("activated it (to take it back: pipx uninstall six)")


def test_elsewhere_the_whole_path_is_told() -> None:
    assert "  /srv/app  " in to_text([entry(cwd="/srv/app")], HOME)
    assert "  /home/me/work/app  " in to_text([entry()], None)


def test_the_home_directory_is_a_tilde() -> None:
    assert "  ~  " in to_text([entry(cwd=str(HOME))], HOME)


def test_nothing_that_was_typed_acts_on_the_terminal() -> None:
    told = to_text([entry(argv=("pip", "install", "\x1b[2Jsix"))], Path("/"))

    assert "\x1b" not in told
    assert "pip install six" in told


def test_a_program_can_read_it() -> None:
    (told,) = json.loads(to_json([entry(made=made())]))

    assert told["made"]["path"] == "/home/me/work/app/.venv"
    assert told["argv"] == ["pip", "install", "six"]
