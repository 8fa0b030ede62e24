from __future__ import annotations

import os
import struct
import subprocess
import sys
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog

import pep668hook
from docs.catalogues import compiled
from pep668hook.words import N_, _, find, ngettext, spoken_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def write(place: Path, language: str, **said: str) -> Path:
    """Write a catalogue of the messages that are named by their first words."""
    spoken = Catalog("de", fuzzy=False)
    for message, words in said.items():
        spoken.add(message, words)
    file = place / language / "LC_MESSAGES" / "pep668hook.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(compiled(spoken))
    return file


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for language in ("de", "fr", "pt_BR", "sr@latin"):
        write(tmp_path, language, no="nein")
    return tmp_path


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "pt_BR.utf8"}, "pt_BR"),
        ({"LANG": "sr_RS.UTF-8@latin"}, "sr@latin"),
        ({"LANG": "de_DE@euro"}, "de"),
        ({"LANG": "fr_FR", "LC_MESSAGES": "de_DE"}, "de"),
        ({"LANG": "fr_FR", "LC_MESSAGES": "fr_FR", "LC_ALL": "de_DE"}, "de"),
        ({"LANG": "fr_FR", "LC_ALL": ""}, "fr"),
        ({"LANG": "fr_FR", "LANGUAGE": "de"}, "de"),
        ({"LANG": "fr_FR", "LANGUAGE": "it:de:fr"}, "de"),
        ({"LANG": "fr_FR", "LANGUAGE": ""}, "fr"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "de"}, "de"),
    ],
)
def test_the_language_is_chosen_as_by_gnu_gettext(
    place: Path, environ: dict[str, str], language: str
) -> None:
    file = place / language / "LC_MESSAGES" / "pep668hook.mo"

    assert find(environ, str(place)) == str(file)


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"LANGUAGE": "de"},
        {"LANG": "C", "LANGUAGE": "de"},
        {"LANG": "C.UTF-8", "LANGUAGE": "de"},
        {"LANG": "de_DE", "LC_ALL": "POSIX"},
        {"LANG": "pt_PT"},
        {"LANG": "de_DE", "LANGUAGE": "C"},
        # English is there without a catalogue, so nobody gets what stands behind it.
        {"LANG": "de_DE", "LANGUAGE": "en:de"},
        {"LANG": "de_DE", "LANGUAGE": "en_GB:de"},
    ],
)
def test_it_is_english_otherwise(place: Path, environ: dict[str, str]) -> None:
    assert find(environ, str(place)) is None


@pytest.mark.parametrize("name", ["../../evil/de", "/tmp/de", "de/../de", "de\0", ".."])  # noqa: S108
def test_a_language_leads_to_no_other_place(tmp_path: Path, name: str) -> None:
    write(tmp_path / "evil", "de", no="nein")
    place = tmp_path / "package" / "locale"
    place.mkdir(parents=True)

    assert find({"LANG": "de_DE", "LANGUAGE": name}, str(place)) is None


def test_what_is_not_translated_is_said_as_it_is_written(place: Path) -> None:
    with spoken_by(find({"LANG": "de"}, str(place))):
        assert _("no") == "nein"
        assert _("yes") == "yes"
        assert _("") == ""
    assert _("no") == "no"


def test_a_mark_alone_translates_nothing(place: Path) -> None:
    with spoken_by(find({"LANG": "de"}, str(place))):
        assert N_("no") == "no"


def test_other_threads_speak_the_same_language(place: Path) -> None:
    said: list[str] = []
    with spoken_by(find({"LANG": "de"}, str(place))):
        thread = Thread(target=lambda: said.append(_("no")))
        thread.start()
        thread.join()

    assert said == ["nein"]


def test_a_number_chooses_the_form_that_the_language_has(tmp_path: Path) -> None:
    spoken = Catalog("pl", fuzzy=False)
    forms = ("{number} błąd", "{number} błędy", "{number} błędów")
    forms_written = ("{number} failure", "{number} failures")
    spoken.add(forms_written, forms)
    file = tmp_path / "pl.mo"
    file.write_bytes(compiled(spoken))

    with spoken_by(str(file)):
        words = [
            ngettext("{number} failure", "{number} failures", n) for n in (1, 3, 5)
        ]
    without = [ngettext("{number} failure", "{number} failures", n) for n in (1, 3)]

    assert words == list(forms)
    assert without == ["{number} failure", "{number} failures"]


@pytest.mark.parametrize(
    "said",
    [
        "{path.__class__.__mro__}",
        "{path[0]}",
        "{path!r}",
        "{path:>999999999}",
        "{path} and {other}",
        "nothing of it",
        "{}",
        "{path",
        "{path}}",
        "{path} 100 %",
        "{path} \x1b[2J",
        "{path} \x07",
        "{path} \u202e",
        "{path}\nand more",
    ],
)
def test_a_translation_that_is_not_fit_is_none(tmp_path: Path, said: str) -> None:
    message = "removed {path}"
    file = write(tmp_path, "de", **{message: said})

    with spoken_by(str(file)):
        assert _(message) == message


@pytest.mark.parametrize(
    "said", ["{path} wurde entfernt", "{path}: {path}", "حذف\u200cشد {path}"]
)
def test_one_that_holds_the_same_places_is_said(tmp_path: Path, said: str) -> None:
    message = "removed {path}"
    file = write(tmp_path, "de", **{message: said})

    with spoken_by(str(file)):
        assert _(message) == said


def test_what_is_never_filled_in_may_hold_anything_it_is_written_with(
    tmp_path: Path,
) -> None:
    message = "in `${WORKON_HOME:-~/.virtualenvs}`, one for each project"
    said = "in `${WORKON_HOME:-~/.virtualenvs}`, eine je Projekt"
    file = write(tmp_path, "de", **{message: said})

    with spoken_by(str(file)):
        assert _(message) == said


def _broken() -> Iterator[bytes]:
    yield b""
    yield b"not a catalogue at all"
    whole = compiled(Catalog("de", fuzzy=False))
    yield whole[:20]
    yield struct.pack("<7I", 0x950412DE, 0, 9, 28, 28, 0, 0)
    yield struct.pack("<7I", 0x950412DE, 0, 0xFFFFFFFF, 28, 28, 0, 0)
    yield struct.pack("<7I", 0x950412DE, 99 << 16, 0, 28, 28, 0, 0)
    yield _with_header(b"Content-Type: text/plain; charset=no-such\n")
    yield _with_header(b"Plural-Forms: nplurals=2; plural=__import__('os');\n")
    yield _with_header(b"Content-Type: text/plain; charset=UTF-8\n\xff\n")


def _with_header(header: bytes) -> bytes:
    head = struct.pack("<7I", 0x950412DE, 0, 1, 28, 36, 0, 0)
    return head + struct.pack("<4I", 0, 44, len(header), 45) + b"\0" + header + b"\0"


@pytest.mark.parametrize("content", list(_broken()))
def test_a_broken_catalogue_is_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "pep668hook.mo"
    file.write_bytes(content)

    with spoken_by(str(file)):
        assert _("no") == "no"
        assert ngettext("a", "b", 2) == "b"


def test_one_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    with spoken_by(str(tmp_path)):
        assert _("no") == "no"


def test_a_rule_for_plurals_that_fails_is_none(tmp_path: Path) -> None:
    spoken = Catalog("de", fuzzy=False)
    spoken.add(("{n} a", "{n} b"), ("{n} x", "{n} y"))
    content = compiled(spoken).replace(b"plural=(n != 1)", b"plural=(n % 0) ")
    assert b"n % 0" in content
    file = tmp_path / "pep668hook.mo"
    file.write_bytes(content)

    with spoken_by(str(file)):
        assert ngettext("{n} a", "{n} b", 2) == "{n} b"


# The helper waits in front of a person: what reads catalogues costs milliseconds.
@pytest.mark.parametrize("language", ["C.UTF-8", "xx_XX.UTF-8", "en_US.UTF-8"])
def test_without_a_catalogue_nothing_is_loaded_that_reads_one(language: str) -> None:
    names = ("gettext", "string", "unicodedata")
    script = (
        "import sys\n"
        f"started_with = {{*sys.modules}}\n"
        "from pep668hook import advice, panel, prompt, rescue\n"
        "from pep668hook.words import _\n"
        "advice.prepare()\n"
        "_('no')\n"
        f"print(*({{*sys.modules}} - started_with) & {{*{names!r}}})"
    )
    kept = {name: value for name, value in os.environ.items() if name not in NAMES}
    # Whoever compiles a name such as `\N{CHECK MARK}` loads unicodedata.
    ahead = [sys.executable, "-I", "-m", "compileall", "-q", *pep668hook.__path__]
    subprocess.run(ahead, check=True)
    done = subprocess.run(
        [sys.executable, "-I", "-c", script],
        env={**kept, "LANG": language},
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stdout.split() == []


def test_nothing_is_translated_while_modules_are_imported(tmp_path: Path) -> None:
    file = write(tmp_path, "de", no="nein")
    script = (
        "import sys, pkgutil, importlib\n"
        "import pep668hook\n"
        "from pep668hook import words\n"
        "for each in pkgutil.walk_packages(pep668hook.__path__, 'pep668hook.'):\n"
        "    if not each.name.endswith('__main__') and '.watch' not in each.name:\n"
        "        importlib.import_module(each.name)\n"
        "print(words._Present.speaker)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script],
        env={**os.environ, "LANG": "de", "LANGUAGE": str(file)},
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stdout == "None\n"
