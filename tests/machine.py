"""A machine made on the spot: a managed Python, wheels, the hook as it is installed.

Nothing of the developer's own is read and nothing comes from a network.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from virtualenv.seed.wheels.embed import get_embed_wheel

from pep668hook import engines, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT: Final = Path(__file__).resolve().parent.parent
UV: Final = Path(sysconfig.get_path("scripts")) / "uv"  # of the dev group
NAME: Final = f"python{sys.version_info.major}.{sys.version_info.minor}"

# All that the driven shells find besides Python: never a tool that only some
# developers have and that the hook would make use of, such as uv.
_TOOLS: Final = (
    *("basename", "cat", "chmod", "cp", "cut", "date", "dirname", "env", "false"),
    *("grep", "head", "id", "kill", "ls", "mkdir", "mkfifo", "mv", "ps", "pwd"),
    *(
        "readlink",
        "rm",
        "rmdir",
        "sed",
        "seq",
        "sh",
        "sleep",
        "sort",
        "stat",
        "stty",
        "tail",
    ),
    *("tee", "test", "touch", "tr", "true", "uname", "wc", "bash", "zsh", "fish"),
)

_SYSTEM_PATH: Final = "/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin"

MARKER: Final = """\
[externally-managed]
Error=To install Python packages system-wide, try apt install
 python3-xyz, where xyz is the package you are trying to
 install.
"""

# The script that every installer of pip makes, and a wait where a test asks for one.
_PIP: Final = """\
#!{python}
import os, sys, time
def stall(until):
    while not os.path.exists(until):
        time.sleep(0.02)
if os.environ.get("TEST_STALL"):
    os.write(2, b"pip is " + b"slow\\n")
    stall(os.environ["TEST_STALL"])
from pip._internal.cli.main import main
sys.exit(main())
"""

# Tells all that a program can see of how it was started, and leaves the rest alone.
_RECORDER: Final = """\
#!/bin/sh
{{
    printf 'argument %s\\n' "$@"
    tr '\\0' '\\n' <"/proc/$$/environ" | grep -v '^TEST_' | sort
    # Signals 32 and 33 are the C library's own: its posix_spawn ignores them.
    grep -E '^Sig(Blk|Ign)' /proc/self/status | grep -o '.......$'
    umask
    ls "/proc/$$/fd"
    for stream in 0 1 2; do
        test -t "$stream" && echo "terminal $stream"
    done
    ps -o stat= -p "$$" | tr -d 'RSD'
    pwd
    echo "parent $(cat "/proc/$PPID/comm")"
    echo end
}} >>"$TEST_RECORD"
echo 'on stdout'
echo 'on stderr' >&2
exit "${{TEST_STATUS:-0}}"
"""


@dataclass(frozen=True)
class Machine:
    """Where everything is."""

    root: Path

    @property
    def python(self) -> Path:
        return self.root / "python" / "bin" / NAME

    @property
    def recorder(self) -> Path:
        """The directory of a `pip` that records how it was started."""
        return self.root / "recorder"

    @property
    def tools(self) -> Path:
        return self.root / "tools"

    @property
    def wheels(self) -> Path:
        return self.root / "wheels"

    @property
    def share(self) -> Path:
        return self.root / "share" / "pep668hook"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def bytecode(self) -> Path:
        """What pip's modules are compiled to, whatever time their files are of."""
        return self.root / "bytecode"

    def lend_pip(self, cache: Path) -> None:
        """Put the pip that is compiled already into the cache of somebody else."""
        ours = cache / "pep668hook"
        ours.mkdir(mode=0o700, parents=True)
        for image in (self.cache / "pep668hook").glob("pip-*"):
            (ours / image.name).symlink_to(image)

    def lend_bytecode(self, packages: Path) -> None:
        """Put what pip's modules are compiled to beside those that are not."""
        for compiled in self.bytecode.rglob("*.pyc"):
            link = packages / compiled.relative_to(self.bytecode)
            link.parent.mkdir(exist_ok=True)
            link.symlink_to(compiled)

    def snippet(self, shell: str) -> Path:
        return self.share / f"pep668hook.{shell}"

    def path(self, *first: Path) -> str:
        return os.pathsep.join(map(str, (*first, self.python.parent, self.tools)))

    def environ(self) -> dict[str, str]:
        """The variables that a login on this machine would have."""
        return {
            "LANG": "C.UTF-8",
            "PATH": self.path(),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_NO_INDEX": "1",
            "TERM": "xterm-256color",
            "XDG_CACHE_HOME": str(self.cache),
        }


def build_once(root: Path) -> Machine:
    """Build the machine, or wait until another process of this test run has."""
    machine = Machine(root)
    root.mkdir(exist_ok=True)
    with _locked(root / "lock"):
        if not (root / "built").exists():
            _build(machine)
            (root / "built").touch()
    return machine


def install_hook(share: Path, helper: Path) -> None:
    """Lay the share out, with `helper` for the helper's environment."""
    share.mkdir(parents=True)
    for snippet in (CHECKOUT / "shell").glob("pep668hook.*"):
        shutil.copy(snippet, share)
    package = CHECKOUT / "pep668hook"
    for beside in (*package.glob("watch*.py"), *package.glob("*.sh")):
        shutil.copy(beside, share)
    shutil.copy(package / "first_aid.py", share)
    (share / "venv").symlink_to(helper)


def write_script(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def add_wheel(wheels: Path, name: str, version: str = "1.0") -> None:
    """Make a wheel with one module in it, which tells its version."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f"__version__ = {version!r}\n",
        f"{info}/METADATA": "Metadata-Version: 2.1\n"
        f"Name: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\n"
        "Root-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{file},{_hash(text)},{len(text)}" for file, text in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""])
    wheels.mkdir(exist_ok=True)
    path = wheels / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for file, text in files.items():
            wheel.writestr(file, text)


def _build(machine: Machine) -> None:
    _build_python(machine.python.parent.parent)
    _build_tools(machine.tools)
    machine.recorder.mkdir()
    for name in ("pip", "pip3"):
        write_script(machine.recorder / name, _RECORDER.format())
    for name in ("tinything", "otherthing"):
        add_wheel(machine.wheels, name)
    install_hook(machine.share, Path(sys.prefix))
    _warm_up(machine)


def _build_python(prefix: Path) -> None:
    """Copy a Python by its binary alone, and mark it as externally managed."""
    binary = Path(os.path.realpath(sys.executable))
    stdlib = Path(sysconfig.get_path("stdlib"))
    library = prefix / "lib" / NAME
    packages = library / "site-packages"
    (prefix / "bin").mkdir(parents=True)
    packages.mkdir(parents=True)
    shutil.copy(binary, prefix / "bin" / NAME)
    (prefix / "bin" / "python3").symlink_to(NAME)
    (prefix / "bin" / "python").symlink_to(NAME)
    # A shared library that the binary finds from its own place, as uv's Pythons do.
    for shared in (binary.parent.parent / "lib").glob("libpython*"):
        (prefix / "lib" / shared.name).symlink_to(shared)
    for entry in stdlib.iterdir():
        if entry.name not in {"site-packages", "dist-packages", "EXTERNALLY-MANAGED"}:
            (library / entry.name).symlink_to(entry)
    # Debian's own Python looks there instead.
    (prefix / "lib" / "python3").mkdir()
    (prefix / "lib" / "python3" / "dist-packages").symlink_to(packages)
    with zipfile.ZipFile(_pip_wheel()) as wheel:
        wheel.extractall(packages)
    (library / "EXTERNALLY-MANAGED").write_text(MARKER)
    for name in ("pip", "pip3"):
        write_script(prefix / "bin" / name, _PIP.format(python=prefix / "bin" / NAME))


def _pip_wheel() -> Path:
    wheel = get_embed_wheel("pip", NAME.removeprefix("python"))
    assert wheel is not None
    return Path(wheel.path)


def _build_tools(tools: Path) -> None:
    tools.mkdir()
    for name in _TOOLS:
        found = shutil.which(name, path=_SYSTEM_PATH)
        if found:
            (tools / name).symlink_to(found)


def _warm_up(machine: Machine) -> None:
    """Fill the caches that a machine in use has: compiled modules, virtualenv's."""
    environ = {**machine.environ(), "HOME": str(machine.root)}
    pip = machine.python.with_name("pip")
    refused = subprocess.run(
        [pip, "install", "tinything"], env=environ, capture_output=True, check=False
    )
    assert b"externally-managed-environment" in refused.stderr, refused
    engines.warm(machine.python, settings.read(environ))
    with zipfile.ZipFile(_pip_wheel()) as wheel:
        wheel.extractall(machine.bytecode)
    compileall = [machine.python, "-I", "-m", "compileall", "-q"]
    compileall += ["--invalidation-mode", "unchecked-hash", machine.bytecode]
    subprocess.run(compileall, check=True)


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
