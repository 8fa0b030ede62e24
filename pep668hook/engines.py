"""The makers of environments: uv, else virtualenv, else the standard library's venv.

Which comes first can be chosen. Each makes one without a pip, which `seed` puts there:
that is faster, needs no network, and is the same pip whoever made the rest.
"""

from __future__ import annotations

import io
import logging
import re
from contextlib import redirect_stderr, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from pep668hook import programs
from pep668hook.errors import HookError
from pep668hook.plan import MakeEnvironment
from pep668hook.seed import add_pip
from pep668hook.setting import ENGINE
from pep668hook.words import _

if TYPE_CHECKING:
    from pep668hook.settings import Settings

_PATIENCE: Final = 180  # seconds: a Raspberry Pi's card is slow, its network slower
# A path in which every character stands for itself in every shell.
_PLAIN_PATH: Final = re.compile(r"[\w./+@%:,=-]+")
# What a backslash quotes in fish even between single quotes.
_READ_IN_TWO_WAYS: Final = re.compile(r"\\['\\]")


class EnvironmentNotMadeError(HookError):
    """No maker could make the environment."""

    reference = "environment-not-made"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            message=_("could not make `{path}`").format(path=path), context=why
        )


def make(request: MakeEnvironment, settings: Settings) -> None:
    """Make the environment with the first maker that can, the chosen one before all."""
    chosen = settings.preferences.value(ENGINE)
    why = ""
    for name in sorted(_MAKERS, key=lambda name: name != chosen):
        failed = _MAKERS[name](request, settings)
        if failed is None:
            add_pip(request.path, settings)
            return
        why = failed
    raise EnvironmentNotMadeError(request.path, why)


def warm(interpreter: Path, settings: Settings) -> None:
    """Fill the caches, so that the first environment is made as fast as any.

    It takes some seconds, once; that it may fail is no matter here.
    """
    with TemporaryDirectory() as directory, suppress(HookError, OSError):
        path = Path(directory) / "venv"
        _by_virtualenv(MakeEnvironment(path, interpreter, "warm"), settings)
        add_pip(path, settings)


def prepare() -> None:
    """Import ahead what the making of an environment will need."""
    import virtualenv.seed.wheels.embed  # noqa: F401, PLC0415


def _by_uv(request: MakeEnvironment, settings: Settings) -> str | None:
    """Make it by `uv venv`; its `--seed` would ask the index for a pip.

    Its script for fish quotes the path as a Bourne shell would have it, so that it
    makes none where fish would read it otherwise.
    """
    uv = programs.find("uv", settings.path)
    if uv is None:
        return _("there is no uv")
    if _READ_IN_TWO_WAYS.search(str(request.path)):
        return _("uv cannot be trusted with the characters of this path")
    words = ["venv", "--quiet", "--no-project", "--no-config", "--no-python-downloads"]
    words += ["--allow-existing", "--offline", "--python", str(request.interpreter)]
    words += ["--prompt", request.prompt, *_sight(request), "--", str(request.path)]
    done = programs.run([uv, *words], environ=settings.environ, seconds=_PATIENCE)
    return None if done.status == 0 else _last_line(done.output)


def _by_virtualenv(request: MakeEnvironment, settings: Settings) -> str | None:
    """Make it with the library, which needs no ensurepip."""
    # Its warnings would go to the terminal: logging's last resort is stderr.
    logging.getLogger().addHandler(logging.NullHandler())
    said = io.StringIO()
    try:
        from virtualenv import cli_run  # noqa: PLC0415 # a tenth of a second

        arguments = ["--python", str(request.interpreter), "--prompt", request.prompt]
        arguments += ["--no-periodic-update", "--no-seed", "--quiet", "--quiet"]
        if settings.cache is not None:
            arguments += ["--app-data", str(settings.cache / "virtualenv")]
        arguments += [*_sight(request), str(request.path)]
        with redirect_stderr(said):  # of what its parser refuses it prints the usage
            cli_run(arguments, setup_logging=False)
    except SystemExit:
        return f"virtualenv: {_last_line(said.getvalue())}"
    except Exception as error:  # noqa: BLE001 # a library's, of any kind
        return f"virtualenv: {error}"
    return None


def _by_venv(request: MakeEnvironment, settings: Settings) -> str | None:
    """Make it with the interpreter's own module.

    Its `activate` runs what a path holds before the fix of CVE-2024-9287, so that it
    makes none where a path holds anything to run.
    """
    if not _PLAIN_PATH.fullmatch(str(request.path)):
        return _("venv cannot be trusted with the characters of this path")
    options = ("--without-pip", "--prompt", request.prompt, *_sight(request))
    done = programs.run(
        [request.interpreter, "-I", "-m", "venv", *options, request.path],
        environ=settings.environ,
        seconds=_PATIENCE,
    )
    return None if done.status == 0 else _last_line(done.output)


# By the names that the setting has for them, in the order in which they are tried.
_MAKERS: Final = {"uv": _by_uv, "virtualenv": _by_virtualenv, "venv": _by_venv}


def _sight(request: MakeEnvironment) -> list[str]:
    """Spell the option that every maker has for seeing the interpreter's packages."""
    return ["--system-site-packages"] if request.sees_system else []


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else _("it said nothing")
