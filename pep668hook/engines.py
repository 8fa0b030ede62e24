"""The makers of environments: uv, else virtualenv, else the standard library's venv."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from pep668hook import programs
from pep668hook.errors import HookError
from pep668hook.plan import MakeEnvironment

if TYPE_CHECKING:
    from pep668hook.settings import Settings

_PATIENCE: Final = 180  # seconds: a Raspberry Pi's card is slow, its network slower
# A path in which every character stands for itself in every shell.
_PLAIN_PATH: Final = re.compile(r"[\w./+@%:,=-]+")


class EnvironmentNotMadeError(HookError):
    """No maker could make the environment."""

    reference = "environment-not-made"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(message=f"could not make `{path}`", context=why)


def make(request: MakeEnvironment, settings: Settings) -> None:
    """Make the environment with the first maker that can."""
    uv = programs.find("uv", settings.path)
    failed = "" if uv is None else _by_uv(uv, request, settings)
    if uv is not None and failed is None:
        return
    for maker in (_by_virtualenv, _by_venv):
        failed = maker(request, settings)
        if failed is None:
            return
    raise EnvironmentNotMadeError(request.path, failed or "")


def warm(interpreter: Path, settings: Settings) -> None:
    """Fill virtualenv's cache, so that the first environment is made as fast as any.

    It costs a second, once; that it may fail is no matter here.
    """
    with TemporaryDirectory() as directory:
        request = MakeEnvironment(Path(directory) / "venv", interpreter, "warm")
        _by_virtualenv(request, settings)


def add_pip(path: Path, settings: Settings) -> None:
    """Install the pip that virtualenv carries into the environment at `path`.

    A wheel can be run where it lies, so that this needs neither a network nor the
    ensurepip that Debian leaves out.
    """
    from virtualenv.seed.wheels.embed import get_embed_wheel  # noqa: PLC0415 # slow

    python = path / "bin" / "python"
    told = programs.run(
        [python, "-I", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        environ=settings.environ,
        seconds=_PATIENCE,
    )
    if told.status != 0:
        raise EnvironmentNotMadeError(path, _last_line(told.output))
    wheel = get_embed_wheel("pip", told.output.strip())
    if wheel is None:
        raise EnvironmentNotMadeError(path, "virtualenv carries no pip for its Python")
    offline = ("--no-index", "--no-deps", "--ignore-installed")
    done = programs.run(
        [
            python,
            "-I",
            wheel.path / "pip",
            "--isolated",
            "install",
            *offline,
            wheel.path,
        ],
        environ=settings.environ,
        seconds=_PATIENCE,
    )
    if done.status != 0:
        raise EnvironmentNotMadeError(path, _last_line(done.output))


def _by_uv(uv: Path, request: MakeEnvironment, settings: Settings) -> str | None:
    """Make it by `uv venv --seed`, asking the index only where the cache has no pip."""
    arguments = ["venv", "--quiet", "--seed", "--no-project", "--no-config"]
    arguments += ["--allow-existing", "--no-python-downloads", "--link-mode", "copy"]
    arguments += ["--python", str(request.interpreter), "--prompt", request.prompt]
    words = [*arguments, "--", str(request.path)]
    environ = settings.environ
    done = programs.run([uv, "--offline", *words], environ=environ, seconds=_PATIENCE)
    if done.status != 0:
        done = programs.run([uv, *words], environ=environ, seconds=_PATIENCE)
    return None if done.status == 0 else _last_line(done.output)


def _by_virtualenv(request: MakeEnvironment, settings: Settings) -> str | None:
    """Make it with the library, which carries its own pip and needs no ensurepip."""
    # Its warnings would go to the terminal: logging's last resort is stderr.
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        from virtualenv import cli_run  # noqa: PLC0415 # a tenth of a second

        arguments = ["--python", str(request.interpreter), "--prompt", request.prompt]
        arguments += ["--no-periodic-update", "--no-setuptools", "--quiet", "--quiet"]
        if settings.cache is not None:
            arguments += ["--app-data", str(settings.cache / "virtualenv")]
        cli_run([*arguments, str(request.path)], setup_logging=False)
    except (Exception, SystemExit) as error:  # noqa: BLE001 # a library's, of any kind
        return f"virtualenv: {error}"
    return None


def _by_venv(request: MakeEnvironment, settings: Settings) -> str | None:
    """Make it with the interpreter's own module.

    Its `activate` runs what a path holds before the fix of CVE-2024-9287, so that it
    makes none where a path holds anything to run.
    """
    if not _PLAIN_PATH.fullmatch(str(request.path)):
        return "venv cannot be trusted with the characters of this path"
    prompt = ("--prompt", request.prompt)
    done = programs.run(
        [request.interpreter, "-I", "-m", "venv", *prompt, request.path],
        environ=settings.environ,
        seconds=_PATIENCE,
    )
    return None if done.status == 0 else _last_line(done.output)


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"
