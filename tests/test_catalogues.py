from __future__ import annotations

import ast
import re
import shutil
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from babel.core import UnknownLocaleError
from babel.messages.mofile import read_mo
from hatchling.build import build_wheel

from docs import catalogues
from docs.catalogues import CHECKOUT, TEMPLATE, compiled, template, updated, written
from pep668hook.ranking import RULES
from pep668hook.words import _, ngettext, spoken_by

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = CHECKOUT / "pep668hook"
MARKS = {"_", "N_", "ngettext"}

# What stays English: it is loaded alone, works where all is broken, or is a page.
ALONE = {"first_aid.py", "manual.py", *(p.name for p in PACKAGE.glob("watch*.py"))}
# Modules whose texts are programs for a shell, options, or names.
OF_PROGRAMS = {
    *("bash.py", "fish.py", "powershell.py", "zsh.py", "posix_words.py", "stage.py"),
    *("launch.py", "pip_options.py", "uv_options.py", "managed_python.py"),
}


def language_of(catalogue: Path) -> str:
    return catalogue.parent.parent.name


def test_the_template_is_the_one_that_the_sources_make() -> None:
    assert TEMPLATE.read_bytes() == written(template()), "run: ./dev words"


@pytest.mark.parametrize("path", catalogues.catalogues(), ids=language_of)
def test_each_catalogue_is_up_to_the_template_and_compiled(path: Path) -> None:
    catalogue = updated(catalogues.read(path))

    assert path.read_bytes() == written(catalogue), "run: ./dev words"
    compiled_one = catalogues.compiled_of(path)
    assert compiled_one.read_bytes() == compiled(catalogue), "run: ./dev words"


@pytest.mark.parametrize("path", catalogues.catalogues(), ids=language_of)
def test_each_translation_is_fit_to_be_used(path: Path) -> None:
    with spoken_by(str(catalogues.compiled_of(path))):
        for message in filter(lambda each: each.id, catalogues.read(path)):
            assert not message.fuzzy, message.id
            assert list(message.check(catalogues.read(path))) == []
            if isinstance(message.id, str):
                assert _(message.id) == (message.string or message.id)
            elif all(message.string):
                for number in range(101):
                    assert ngettext(*message.id, number) in message.string


def test_nothing_of_a_day_or_a_machine_is_in_it() -> None:
    text = TEMPLATE.read_text("utf-8")

    assert not re.search(r"Date|Babel|Translator|\b20\d\d\b", text)
    assert str(CHECKOUT) not in text


def test_places_are_flagged_so_that_tools_check_them() -> None:
    messages = [each for each in template() if each.id]
    with_places = [
        each for each in messages if re.search(r"(?<!\$)\{\w+[}:!]", "".join(each.id))
    ]

    assert len(messages) > 400
    assert len(with_places) > 200
    for message in with_places:
        assert "python-brace-format" in message.flags, message.id


def test_no_place_is_named_by_its_number() -> None:
    for message in template():
        for text in [message.id] if isinstance(message.id, str) else message.id:
            assert not re.search(r"\{\d*[}:!]", text), text


def test_comments_for_translators_are_in_it() -> None:
    told = {"".join(each.id): " ".join(each.auto_comments) for each in template()}

    assert "list" in told["{some} and {last}"]
    assert "install flask" in told["activate {environment} and {request}"]
    assert "binds" in told["the I2C bus"]
    assert "systemd" not in told  # a name


def test_a_language_is_begun_translated_and_compiled() -> None:
    begun = updated(catalogues.begun("de"))
    begun.get("removed {path}").string = "{path} wurde entfernt"

    text = written(begun).decode()
    known = read_mo(BytesIO(compiled(begun)))

    assert '"Language: de\\n"' in text
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in text
    assert known["removed {path}"].string == "{path} wurde entfernt"
    assert "set in {file}" not in known


def test_the_verb_writes_what_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(catalogues, "PLACE", tmp_path)
    monkeypatch.setattr(catalogues, "TEMPLATE", tmp_path / "pep668hook.pot")

    catalogues.main(["pl"])
    file = catalogues.place_of("pl")
    begun = file.read_text("utf-8")
    message = 'msgid "removed {path}"\nmsgstr '
    said = begun.replace(f'{message}""', f'{message}"usunięto {{path}}"')
    file.write_text(said, "utf-8")
    catalogues.main([])
    kept = file.read_bytes()
    catalogues.main([])

    told = capsys.readouterr().out
    assert [line[:9] for line in told.splitlines()] == ["pl: 0 of ", *["pl: 1 of "] * 2]
    assert file.read_bytes() == kept
    with spoken_by(str(catalogues.compiled_of(file))):
        assert _("removed {path}") == "usunięto {path}"


def test_a_language_that_there_is_not_is_an_error() -> None:
    with pytest.raises((UnknownLocaleError, ValueError)):
        catalogues.begun("nolanguage")


def test_the_wheel_has_what_programs_read_and_not_what_people_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = tmp_path / "checkout"
    for name in ("pep668hook", "shell"):
        shutil.copytree(CHECKOUT / name, checkout / name)
    (checkout / "docs").mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "docs/pep668hook.1"):
        shutil.copy(CHECKOUT / name, checkout / name)
    place = checkout / "pep668hook" / "locale" / "pl" / "LC_MESSAGES"
    place.mkdir(parents=True)
    for ending in ("po", "mo"):
        (place / f"pep668hook.{ending}").write_bytes(b"")
    monkeypatch.chdir(checkout)

    with zipfile.ZipFile(tmp_path / build_wheel(str(tmp_path))) as wheel:
        names = {Path(name) for name in wheel.namelist()}

    assert Path("pep668hook/locale/pl/LC_MESSAGES/pep668hook.mo") in names
    assert not {path for path in names if path.suffix in {".po", ".pot"}}


# -- all is marked

# Texts that are no sentences of ours: commands, names, other people's words.
OTHERS: Final = re.compile(
    r"""(?x)
    (?:sudo\ )?(?:pep668hook|pipx|uv|conda|pixi|poetry|sh)\ [\w.~@ -]*  # commands
    | config\ (?:set|unset|schema)\ ?
    | .*[\\|<>=$^\[].*          # patterns and programs
    | (?:-\ )?[\w.-]+:.*        # lines of YAML
    | (?:bold|italic|not)\ .*   # how it looks
    | --\S.*
    """,
    re.DOTALL,
)
# By module, how those begin that are not ours to translate, or no words for a person.
KNOWN: Final = {
    "catalogue.py": [" must define"],  # to who writes a module
    "checks/interpreters.py": ["import sys;"],
    "contexts/notebook.py": [".venv/bin/"],
    "correction.py": ["cryptography django"],
    "directory.py": ["bin boot", ". dev/shm"],
    "distros/alpine.py": ["package manager (apk)"],
    "distros/arch.py": ["pacman -S"],
    "distros/debian.py": ["try apt"],
    "distros/gentoo.py": ["in Gentoo"],
    "distros/homebrew.py": ["brew install"],
    "distros/nix.py": ["`/nix/store`"],
    "distros/opensuse.py": ["zypper install"],
    "distros/uv.py": ["managed by uv"],
    "doctor.py": [
        " -I -m pep668hook",
        "{} -I -m pep668hook",
        "pep668hook doctor --json",
    ],
    "handoff.py": ["# Written by"],  # the first line of a script
    "interpreter.py": ["The Python environment under"],  # pip's
    "keypress.py": ["typed ahead"],
    "prompt.py": ["typed ahead"],
    "ranking.py": [rule.name for rule in RULES],
    "refusals.py": ["Traceback ("],
    "sighting.py": ["The Python environment under", "Consider creating"],  # theirs
    "system_wide.py": ["# The site's settings", "# {}: it can be"],  # a file for all
    "telling.py": ["-- pip install"],
    "translation.py": ["autogenerated by"],
    "trial.py": ["import os", "pip install", "create-venv, "],
}


def unmarked(path: Path) -> Iterator[str]:
    """List the texts of a module that read like words for a person, without a mark."""
    tree = ast.parse(path.read_text("utf-8"))
    passed = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in MARKS
        )
        for inner in [getattr(node, "value", None), *getattr(node, "args", [])]
        if isinstance(inner, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [p for p in node.values if isinstance(p, ast.Constant)]
            passed |= set(map(id, parts))
            yield "{}".join(str(part.value) for part in parts)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in passed
        ):
            yield node.value


@pytest.mark.parametrize(
    "path",
    sorted(
        path for path in PACKAGE.rglob("*.py") if path.name not in ALONE | OF_PROGRAMS
    ),
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_no_sentence_is_without_a_mark(path: Path) -> None:
    name = str(path.relative_to(PACKAGE))
    found = [
        text
        for text in unmarked(path)
        if re.search(r"[a-z]{2,},? [a-z]{2,}", text)
        and not OTHERS.fullmatch(text.strip())
        and not text.startswith(tuple(KNOWN.get(name, ())))
    ]

    assert found == []
