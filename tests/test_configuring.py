from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from pep668hook.configuring import drop, put, reference, rows, schema, to_json, to_text
from pep668hook.installation import NotWrittenError
from pep668hook.preferences import UnfitValueError, UnreadableFileError, read
from pep668hook.setting import SETTINGS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "pep668hook" / "config.toml"


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True)
    file.write_text(text)


# -- showing


def test_every_setting_has_its_line(file: Path) -> None:
    write(file, '[panel]\nstyle = "plain"\n')

    lines = to_text(read({}, file, None)).splitlines()

    assert [line.split()[0] for line in lines] == [each.name for each in SETTINGS]
    assert lines[0].split() == ["mode", "ask", "built", "in"]
    assert lines[-1].split(maxsplit=2) == ["panel.style", "plain", f"{file}, line 2"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("", "none"),
        ('["create-venv"]', "create-venv"),
        ('["repair-venv", "create-venv"]', "create-venv, repair-venv"),
    ],
)
def test_a_list_is_shown_with_commas(file: Path, said: str, shown: str) -> None:
    write(file, f"remedies.forbidden = {said}" if said else "")

    by_name = {row.name: row.shown for row in rows(read({}, file, None))}

    assert by_name["remedies.forbidden"] == shown
    assert by_name["remedies.allowed"] == "all"


def test_a_program_can_read_it(file: Path) -> None:
    write(file, 'mode = "hint"\nnosuch = 1\n')

    said = json.loads(to_json(read({}, file, None)))

    assert said["settings"][0] == {
        "name": "mode",
        "value": "hint",
        "where": f"{file}, line 1",
    }
    assert said["complaints"] == [f"{file}, line 2: no such setting: `nosuch`"]


# -- setting


def test_the_first_makes_the_file(file: Path) -> None:
    put(file, "panel.style", "compact")

    assert file.read_text() == '[panel]\nstyle = "compact"\n'


def test_a_list_is_written_as_one(file: Path) -> None:
    put(file, "remedies.forbidden", "create-venv, repair-venv")

    assert tomllib.loads(file.read_text()) == {
        "remedies": {"forbidden": ["create-venv", "repair-venv"]}
    }


def test_comments_order_and_spaces_stay(file: Path) -> None:
    write(
        file,
        '# mine\nmode   =   "hint"  # for now\n\n[panel]\n# big\nstyle = "full"\n'
        '[environment]\nname = "venv"\n',
    )

    put(file, "mode", "ask")
    put(file, "panel.style", "plain")

    assert file.read_text() == (
        '# mine\nmode   =   "ask"  # for now\n\n[panel]\n# big\nstyle = "plain"\n'
        '[environment]\nname = "venv"\n'
    )


def test_a_link_to_the_file_stays_one(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles.toml"
    target.touch()
    file.parent.mkdir(parents=True)
    file.symlink_to(target)

    put(file, "mode", "hint")

    assert file.is_symlink()
    assert target.read_text() == 'mode = "hint"\n'


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("panel.stile", "plain", "did you mean `panel.style`?"),
        ("panel.style", "round", "it can be `full`, `compact` or `plain`"),
        ("environment.name", "a b", "a name without slashes"),
        ("remedies.forbidden", "everything", "it can be a list of `activate-venv`"),
    ],
)
def test_what_cannot_be_set_changes_nothing(
    file: Path, name: str, text: str, why: str
) -> None:
    with pytest.raises(UnfitValueError, match=r"no such|cannot be") as raised:
        put(file, name, text)

    assert why in str(raised.value)
    assert not file.exists()


def test_a_file_that_is_no_toml_is_left_as_it_is(file: Path) -> None:
    write(file, "mode =\n")

    with pytest.raises(UnreadableFileError):
        put(file, "mode", "ask")

    assert file.read_text() == "mode =\n"


def test_what_stands_where_a_table_is_due_is_left_as_it_is(file: Path) -> None:
    write(file, 'panel = "x"\n')

    with pytest.raises(UnfitValueError, match="`panel` is no table"):
        put(file, "panel.style", "plain")

    assert file.read_text() == 'panel = "x"\n'


def test_where_it_cannot_be_written_that_is_said(file: Path) -> None:
    file.parent.parent.parent.mkdir(exist_ok=True)
    file.parent.parent.write_text("in the way")

    with pytest.raises(NotWrittenError):
        put(file, "mode", "ask")


def test_a_setting_can_be_taken_out(file: Path) -> None:
    write(file, '# mine\nmode = "hint"\n[panel]\nstyle = "plain"\n')

    assert drop(file, "panel.style")
    assert drop(file, "mode")

    assert file.read_text() == "# mine\n[panel]\n"


def test_what_is_not_set_is_not_taken_out(file: Path) -> None:
    assert not drop(file, "mode")
    assert not file.exists()


# -- the schema


def test_the_schema_has_every_setting_and_the_policy() -> None:
    described = json.loads(schema())

    properties = described["properties"]
    for setting in SETTINGS:
        *tables, key = setting.name.split(".")
        table, within = properties, properties["policy"]["properties"]
        for name in tables:
            table = table[name]["properties"]
            within = within.get(name, {}).get("properties", {})
        assert table[key]["description"] == setting.meaning
        assert (key in within) is setting.in_policy
    assert described["additionalProperties"] is False


# -- the page


def test_the_page_has_the_table_that_follows_from_the_settings() -> None:
    page = Path(__file__).resolve().parent.parent / "docs" / "settings.md"

    assert reference() in page.read_text()


def test_the_page_s_example_can_be_held_to(tmp_path: Path) -> None:
    page = Path(__file__).resolve().parent.parent / "docs" / "settings.md"
    example = page.read_text().partition("```toml\n")[2].partition("```")[0]
    site = tmp_path / "config.toml"
    site.write_text(example)

    preferences = read({}, None, site)

    assert preferences.complaints == ()
    assert not preferences.permits("break-system-packages")
