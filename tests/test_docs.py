"""The pages of the documentation, held against the code that they tell of."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Final

import pytest

from docs.pictures import drawing, scenes
from pep668hook import distros, managers, preferences, ranking
from pep668hook.cli import _parser
from pep668hook.grammar import verbs
from pep668hook.shells import named, names
from tests import drivers
from tests.documents import DOCS, pages
from tests.machine import CHECKOUT

if TYPE_CHECKING:
    from pep668hook.distro import Distro

IMAGES: Final = DOCS / "images"
TOML: Final = re.compile(r"```toml\n(.*?)```", re.DOTALL)
PICTURE: Final = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
DISTROS: Final[dict[str, Distro]] = {
    path.stem: importlib.import_module(f"pep668hook.distros.{path.stem}").DISTRO
    for path in sorted(Path(distros.__path__[0]).glob("[!_]*.py"))
}
WITH_PACKAGES: Final = [name for name, each in DISTROS.items() if each.packages]
SCENES: Final = {scene.name: scene for scene in (*scenes.SCENES, scenes.STORY)}

# What the palettes are held to: WCAG 2.2, 1.4.3, and 1.4.6 for most of what is read.
READABLE: Final = 4.5
WELL_READABLE: Final = 7.0


def text(*place: str) -> str:
    return DOCS.joinpath(*place).read_text("utf-8")


def flat(page: str) -> str:
    """Take a page's line breaks for blanks, as its readers do."""
    return " ".join(page.split())


def pictures() -> list[tuple[str, str, Path]]:
    return [
        (str(page.relative_to(CHECKOUT)), alt, (page.parent / target).resolve())
        for page in pages()
        for alt, target in PICTURE.findall(page.read_text("utf-8"))
    ]


# -- remedies


@pytest.mark.parametrize("remedy", ranking._ORDER)
def test_each_remedy_has_a_page_with_its_panel(remedy: str) -> None:
    page = text("remedies", f"{remedy}.md")
    alt = SCENES[remedy].alt

    assert page.startswith(f"# {remedy}: ")
    assert f"![{alt}](../images/{remedy}-light.svg)" in page


@pytest.mark.parametrize("remedy", ranking._ORDER)
def test_a_remedy_s_page_tells_its_letter(remedy: str) -> None:
    module = importlib.import_module(f"pep668hook.remedies.{remedy.replace('-', '_')}")
    source = Path(module.__file__ or "").read_text("utf-8")
    (letter,) = set(re.findall(r'letter="(\w)"|title, "(\w)", plan', source))

    assert f"`{''.join(letter)}`" in text("remedies", f"{remedy}.md")


@pytest.mark.parametrize("manager", [each.name for each in managers.known()])
def test_each_manager_s_commands_are_on_their_page(manager: str) -> None:
    module = importlib.import_module(f"pep668hook.managers.{manager.lower()}")
    page = text("remedies", "add-to-project.md")
    row = next(line for line in page.splitlines() if line.startswith(f"| {manager} |"))
    commands = getattr(module, "_COMMANDS", None)

    if commands is not None:
        assert f"`{' '.join(commands.add)} six`" in row
        if commands.sync_installs_project:
            assert f"`{' '.join(commands.sync)}`" in row


# -- shells


@pytest.mark.parametrize("name", names())
def test_each_shell_has_a_page_that_loads_it_and_takes_it_out(name: str) -> None:
    shell = named(name)
    page = text("shells", f"{name}.md")
    assert shell is not None
    home = Path("/nowhere/home")
    rc = shell.rc_file(home, {}).relative_to(home)

    for word in ("install", "uninstall", "init", "completions"):
        assert f"pep668hook {word} {name}" in page
    assert f"`~/{rc}`" in text("shells", "index.md")
    assert rc.name in page


@pytest.mark.parametrize("name", names())
def test_a_shell_s_page_tells_what_it_cannot_do(name: str) -> None:
    page = flat(text("shells", f"{name}.md"))

    for reason in drivers.named(name).cannot.values():
        assert reason in page


# -- distributions


@pytest.mark.parametrize("name", DISTROS)
def test_each_distribution_has_a_page_that_tells_its_marker(name: str) -> None:
    page = flat(text("distributions", f"{name}.md"))

    for words in DISTROS[name].markers.values():
        assert words in page


@pytest.mark.parametrize("name", WITH_PACKAGES)
def test_a_distribution_s_page_has_its_real_commands(name: str) -> None:
    manager = DISTROS[name].packages
    assert manager is not None
    page = flat(text("distributions", f"{name}.md"))
    sudo = "sudo " if manager.as_root else ""
    version = (3, 13)
    wanted = "numpy" if name == "homebrew" else "pyyaml"
    candidate = manager.candidates(wanted, version)[0]
    prefix = manager.install((candidate,))[: -1 if manager.remove else -2]

    assert candidate in page
    assert f"`{sudo}{' '.join(prefix)}" in page
    if manager.remove:
        assert f"`{sudo}{' '.join(manager.remove)} " in page
    if manager.pipx:
        assert f"{' '.join(prefix)} {manager.pipx.format(*version)}`" in page


@pytest.mark.parametrize("name", DISTROS)
def test_a_package_that_makes_environments_is_named(name: str) -> None:
    package = DISTROS[name].venv_package

    assert package in text("distributions", f"{name}.md")


# -- commands


def test_each_verb_is_on_the_page_of_commands() -> None:
    page = text("commands.md")

    for verb in verbs(_parser()):
        assert f"| `pep668hook {verb.name}` |" in page


# -- settings


def policies() -> list[str]:
    """List what the pages show of a site's file: whole, and as a row of the table."""
    whole = [
        block
        for page in pages()
        for block in re.findall(
            r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL
        )
    ]
    rows = re.findall(r"`(\[policy[^`]*\])` `([^`]+)`", text("administrators.md"))
    return [*whole, *(f"{table}\n{line}\n" for table, line in rows)]


@pytest.mark.parametrize("policy", policies())
def test_a_policy_that_is_shown_says_what_can_be_said(
    policy: str, tmp_path: Path
) -> None:
    site = tmp_path / "config.toml"
    site.write_text(policy)

    told = preferences.read({}, None, site)

    assert told.complaints == ()
    assert told.policy


# -- links


@pytest.mark.parametrize("folder", ["pep668hook", "shell", "install.sh", "dev"])
def test_a_page_that_the_program_names_is_there(folder: str) -> None:
    place = CHECKOUT / folder
    files = [place] if place.is_file() else [*place.rglob("*.*")]
    read = (file.read_bytes().decode("utf-8", "replace") for file in files)
    told = {name for words in read for name in re.findall(r"docs/[\w/-]+\.md", words)}

    assert [name for name in told if not (CHECKOUT / name).is_file()] == []


# -- pictures


@pytest.mark.parametrize(("page", "alt", "picture"), pictures())
def test_a_picture_is_there_in_both_themes_and_told_in_words(
    page: str, alt: str, picture: Path
) -> None:
    name = picture.name.removesuffix("-light.svg")

    assert picture.is_file(), page
    assert picture.with_name(f"{name}-dark.svg").is_file()
    assert alt == SCENES[name].alt


def test_no_picture_is_there_for_nobody() -> None:
    shown = {picture.name.removesuffix("-light.svg") for _, _, picture in pictures()}
    made = {re.sub(r"-(?:light|dark)\.svg", "", path.name) for path in IMAGES.iterdir()}

    assert made == shown == SCENES.keys()


@pytest.mark.parametrize(
    "picture", sorted(IMAGES.iterdir()), ids=lambda path: path.name
)
def test_a_picture_speaks_and_says_nothing_of_the_machine(picture: Path) -> None:
    drawn = picture.read_text("utf-8")
    root = ET.fromstring(drawn)  # noqa: S314 # our own
    name = re.sub(r"-(?:light|dark)\.svg", "", picture.name)

    assert root.get("aria-label") == SCENES[name].alt
    for word in (gettempdir(), "/root", str(CHECKOUT), 'href="http', "url("):
        assert word not in drawn


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_story_stands_still_for_who_asks_for_it_and_ends(theme: str) -> None:
    drawn = (IMAGES / f"story-{theme}.svg").read_text("utf-8")

    assert "prefers-reduced-motion:reduce" in drawn
    assert "infinite" not in drawn


def luminance(colour: str) -> float:
    """As WCAG 2.2 defines it for an sRGB colour `#rrggbb`."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", drawing.THEMES, ids=lambda theme: theme.name)
def test_the_colours_of_a_picture_stand_out(theme: drawing.Theme) -> None:
    assert contrast(theme.foreground, theme.background) >= WELL_READABLE
    for name, colour in theme.colours.items():
        assert contrast(colour, theme.background) >= READABLE, name


# -- the site


def test_the_site_is_built_without_a_warning_and_needs_no_other_server(
    tmp_path: Path,
) -> None:
    options = ["-q", "-W", "--keep-going", "-d", tmp_path / "doctrees"]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, DOCS, tmp_path / "site"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    for page in (tmp_path / "site").rglob("*.html"):
        html = page.read_text("utf-8")
        fetched = re.findall(
            r'<(?:script|img|link|iframe)[^>]*(?:src|href)="([^"]+)"', html
        )
        assert [each for each in fetched if "//" in each] == [], page


def test_the_readme_stays_a_screen_and_a_picture() -> None:
    lines = (CHECKOUT / "README.md").read_text("utf-8").splitlines()

    assert len(lines) <= 80
