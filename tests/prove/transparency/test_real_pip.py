"""A real pip, and what a person does at the keyboard while it runs."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest

from tests import drivers
from tests.machine import write_script
from tests.prove.transparency.index import served
from tests.prove.transparency.pair import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.person import Person
    from tests.prove.transparency.pair import Act, Side

_TARGET: Final = "--target ../target tinything"
_USER: Final = "--user --break-system-packages"
_INSTALLED: Final = f"pip install -q {_USER} --no-warn-script-location tinything"
_INDEX: Final = {"PIP_NO_INDEX": None, "PIP_FIND_LINKS": None}


# pip's own bar over a download, with a clock that stands still.
_BAR: Final = (
    "import time; time.monotonic = time.perf_counter = lambda: 1.0\n"
    "from pip._internal.cli.progress_bars import get_download_progress_renderer as g\n"
    "render = g(bar_type='on', size=3000)\n"
    "for piece in render(bytes(1000) for _ in range(3)): pass\n"
)


@dataclass(frozen=True)
class Real:
    """A line, and who presses what while it runs."""

    line: str
    act: Act | None = None
    environ: Mapping[str, str | None] = field(default_factory=dict)
    real: bool = True
    not_in: str = ""
    """The shells that it cannot be done in."""
    prepare: Callable[[Person], None] | None = None


def _press(expected: str, *keys: str) -> Act:
    def act(side: Side) -> None:
        side.shell.wait_for(expected)
        time.sleep(0.1)
        side.shell.press(*keys)

    return act


def _type(*pairs: tuple[str, str]) -> Act:
    """Type each line once what it answers has been asked."""

    def act(side: Side) -> None:
        for expected, answer in pairs:
            side.shell.wait_for(expected)
            time.sleep(0.3)
            side.shell.type(f"{answer}\r")

    return act


def _stop_and_go_on(side: Side) -> None:
    shell = side.shell
    shell.wait_for("pip is slow")
    time.sleep(0.1)
    shell.press("ctrl-z")
    shell.status()
    shell.enter("fg")
    time.sleep(0.3)
    (side.person.home / "go").touch()


def _resize(side: Side) -> None:
    shell = side.shell
    shell.wait_for("ready")
    for columns, rows in ((90, 30), (60, 20), (120, 40)):
        shell.resize(columns, rows)
        shell.wait_for(f"{rows} {columns}")
    (side.person.home / "go").touch()


def _read_it_all(side: Side) -> None:
    """Read without looking for the prompt in all of it each time."""
    side.shell.show = False
    output = side.shell.output
    begin = len(output) + 100
    end = time.monotonic() + 60
    while b"]777;prompt;" not in output[max(begin, len(output) - 200) :]:
        side.shell.read(0.2)
        assert time.monotonic() < end, "it did not end"
    side.shell.show = True
    side.shell.press("\f")  # so that what is shown is known again


def _git(person: Person) -> None:
    (person.home.parent / "tools" / "git").symlink_to("/usr/bin/git")


def _pager(person: Person) -> None:
    (person.home.parent / "tools" / "less").symlink_to("/usr/bin/less")


def _keyring(person: Person) -> None:
    write_script(
        person.home.parent / "tools" / "keyring",
        "#!/bin/sh\nprintf 'Keyring password: ' >/dev/tty\nread word </dev/tty\n"
        'echo "$word"\n',
    )


def _bar(person: Person) -> None:
    (person.home.parent / "tools" / "bar.py").write_text(_BAR)


CASES: Final = {
    "nothing": Real("pip"),
    "a-listing": Real("pip list"),
    "its-version": Real("pip --version"),
    "help": Real("pip install --help"),
    "an-unknown-sub-command": Real("pip instal tinything"),
    "an-unknown-option": Real("pip install --no-such-option tinything"),
    "a-download": Real("pip download --dest ../downloads tinything"),
    "a-wheel": Real("pip wheel --wheel-dir ../wheels tinything"),
    "a-target": Real(f"pip install {_TARGET}"),
    "a-target-in-silence": Real(f"pip install -qqq {_TARGET}"),
    "a-target-with-everything-said": Real(f"pip install -v {_TARGET} >../out"),
    "a-target-and-no-such-package": Real("pip install --target ../t nosuchthing"),
    "no-such-requirements": Real("pip install --target ../t -r nothing.txt"),
    "no-such-directory": Real("pip install --target ../t ./nothing"),
    "an-invalid-requirement": Real("pip install --target ../t 'tiny=='"),
    "a-report": Real("pip install --dry-run --quiet --report ../report tinything"),
    "an-uninstall-of-nothing": Real("pip uninstall"),
    "no-colour": Real(f"pip --no-color install {_TARGET}"),
    "for-the-user": Real(_INSTALLED),
    "refused-and-switched-off": Real(
        "pip install tinything", environ={"PEP668HOOK": "off"}
    ),
    "refused-in-ci": Real("pip install tinything", environ={"CI": "1"}),
    "refused-without-stdin": Real(
        "pip install tinything </dev/null", not_in="powershell"
    ),
    "refused-to-a-file": Real("pip install tinything 2>../err"),
    "refused-and-both": Real(
        "pip install tinything", environ={"PEP668HOOK": "off", "CI": "1"}
    ),
    "asked-and-yes": Real(
        f"{_INSTALLED}; pip uninstall --break-system-packages tinything",
        _type(("Proceed (Y/n)?", "y")),
    ),
    "asked-and-no": Real(
        f"{_INSTALLED}; pip uninstall --break-system-packages tinything",
        _type(("Proceed (Y/n)?", "n")),
    ),
    "asked-and-something-else": Real(
        f"{_INSTALLED}; pip uninstall --break-system-packages tinything",
        _type(("Proceed (Y/n)?", "what"), ("was not one of", "n")),
    ),
    "asked-and-ctrl-c": Real(
        f"{_INSTALLED}; pip uninstall --break-system-packages tinything",
        _press("Proceed (Y/n)?", "ctrl-c"),
        not_in="powershell fish",
    ),
    "asked-and-ctrl-d": Real(
        f"{_INSTALLED}; pip uninstall --break-system-packages tinything",
        _press("Proceed (Y/n)?", "ctrl-d"),
    ),
    "no-input": Real(
        "pip uninstall --break-system-packages nothing", environ={"PIP_NO_INPUT": "1"}
    ),
    "a-password": Real(
        f"pip install --index-url INDEX/private/simple {_TARGET}",
        _type(("User for", "me"), ("Password:", "secret")),
        _INDEX,
    ),
    "a-wrong-password": Real(
        f"pip install --index-url INDEX/private/simple {_TARGET}",
        _type(("User for", "me"), ("Password:", "wrong")),
        _INDEX,
    ),
    "a-password-and-no-input": Real(
        f"pip install --index-url INDEX/private/simple {_TARGET}",
        None,
        {**_INDEX, "PIP_NO_INPUT": "1"},
    ),
    "a-keyring": Real(
        f"pip install --index-url NAMED/private/simple {_TARGET}",
        _type(("Keyring password:", "secret")),
        {**_INDEX, "PIP_KEYRING_PROVIDER": "subprocess"},
        prepare=_keyring,
    ),
    "git-asks": Real(
        "pip install --target ../target git+INDEX/private/repository.git",
        _type(("Username for", "me"), ("Password for", "wrong")),
        {**_INDEX, "GIT_CONFIG_NOSYSTEM": "1"},
        prepare=_git,
    ),
    "a-download-from-the-index": Real(
        f"pip install --index-url INDEX/open/simple {_TARGET}", None, _INDEX
    ),
    "ctrl-c-in-a-download": Real(
        f"pip install --index-url INDEX/stalling/simple {_TARGET}",
        _press("Downloading", "ctrl-c"),
        _INDEX,
        not_in="powershell fish",
    ),
    "ctrl-backslash-in-a-download": Real(
        f"pip install --index-url INDEX/stalling/simple {_TARGET}",
        _press("Downloading", "ctrl-\\"),
        _INDEX,
        not_in="powershell zsh",  # which tells of it, as in the other table,
    ),
    "stopped-and-continued": Real(
        f"pip install {_TARGET}",
        _stop_and_go_on,
        {"TEST_STALL": "ROOT/home/go"},
        not_in="powershell",
    ),
    "a-progress-bar": Real(
        "pip install 'eval:python3 ROOT/tools/bar.py'", real=False, prepare=_bar
    ),
    "resized": Real(
        'pip install \'eval:trap "stty size <&2" WINCH; echo ready; '
        "until test -e ../go; do sleep 0.05; done'",
        _resize,
        real=False,
        not_in="powershell fish",
    ),
    "twenty-megabytes": Real(
        "pip install 'eval:seq 2800000 >&2'", _read_it_all, real=False
    ),
    "twenty-megabytes-of-stdout": Real(
        "pip install 'eval:seq 2800000'", _read_it_all, real=False
    ),
    "it-reads": Real(
        "pip install 'eval:echo ready; read x; echo got $x >&2'",
        _type(("ready", "some words")),
        real=False,
    ),
    "it-reads-without-echo": Real(
        "pip install 'eval:stty -echo; echo ready; read x; stty echo; echo $x'",
        _type(("ready", "some words")),
        real=False,
    ),
    "it-reads-one-key": Real(
        "pip install 'eval:stty -icanon -echo; echo ready; head -c 1; stty sane'",
        _press("ready", "k"),
        real=False,
    ),
    "it-catches-ctrl-c": Real(
        "pip install 'eval:trap \"echo caught; exit 5\" INT; echo ready; sleep 9'",
        _press("ready", "ctrl-c"),
        real=False,
        not_in="powershell fish",
    ),
    "it-ignores-ctrl-c": Real(
        "pip install 'eval:trap \"\" INT; echo ready; sleep 0.5; echo there'",
        _press("ready", "ctrl-c"),
        real=False,
        not_in="powershell fish",
    ),
    "help-in-a-pager": Real(
        "pip install --help | less", _press("\n:", "q"), prepare=_pager
    ),
    "a-listing-in-a-pager": Real("pip help | less", _press("\n:", "q"), prepare=_pager),
}


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("index")) as address:
        yield address


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("shell", drivers.names())
def test_it_is_as_without_the_hook(
    compare: Callable[..., None], shell: str, name: str, index: str
) -> None:
    case = CASES[name]
    if shell in case.not_in:
        pytest.skip(f"{shell} has no such line")
    line = case.line.replace("INDEX", index)
    line = line.replace("NAMED", index.replace("//", "//me@"))
    stage = Stage(real=case.real, environ=case.environ, prepare=case.prepare)
    compare(shell, stage, line, case.act)
