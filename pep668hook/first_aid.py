"""First aid: what any Python can tell where the helper's own cannot run.

`doctor.sh` starts this file alone, by whatever Python it finds, as

    python -I -S first_aid.py HELPER [ARGUMENT ...]

so that it needs nothing but the standard library of Python 3.7. Where the helper is
well it becomes that, and `pep668hook doctor` goes on; else it says what is wrong and
which command cures it.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from urllib.parse import unquote

TYPE_CHECKING = False  # `typing` is not needed for more
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FILES = ("watch.py", "watch_helper.py", "watch_pty.py", "first_aid.py", "doctor.sh")
"""What lies beside the snippets."""

# All that it imports when a pip is refused.
_PACKAGES = "pep668hook.cli, pexpect, psutil, rich, virtualenv, packaging, tomlkit"
_PATIENCE = 30  # seconds: a Raspberry Pi's card is slow
# The environment of Debian's package is made by its postinst; the rest it brings.
_CONFIGURE = "sudo dpkg-reconfigure pep668hook"
_PACKAGE = "sudo apt install --reinstall ./pep668hook_*.deb"
_DPKG = "/var/lib/dpkg/info/{}.list"
_PLACES = {"directory", "editable", "path"}  # of a requirement that uv has kept
_VERSION = "import sys; print('%d.%d.%d' % sys.version_info[:3])"


class Finding:
    """One thing that was looked at; wrong where there is a cure for it."""

    def __init__(self, about: str, seen: str, cure: str = "") -> None:
        self.about = about
        self.seen = seen
        self.cure = cure

    def as_json(self) -> dict[str, object]:
        """Write it as the doctor's own findings are."""
        return {
            "check": "helper",
            "about": self.about,
            "state": "failure" if self.cure else "ok",
            "seen": self.seen,
            "cure": self.cure,
            "facts": {},
        }


def examine(helper: str, share: str, environ: Mapping[str, str]) -> list[Finding]:
    """Look at the helper's Python `helper` and at what lies in `share`."""
    cure = mend(helper, share, environ)
    if not _removed_by(share).startswith("sudo apt"):
        return [_python(helper, cure, cure), _files(share, cure)]
    environment = os.path.dirname(os.path.dirname(helper))
    name = os.path.basename(os.path.realpath(helper))
    modules = os.path.isdir(os.path.join(environment, "lib", name))
    lacking = cure if modules else _CONFIGURE
    return [_python(helper, _of_package(helper), lacking), _files(share, cure)]


def mend(helper: str, share: str, environ: Mapping[str, str]) -> str:
    """Write the command that makes all of it anew, by how it was installed."""
    environment = os.path.realpath(os.path.dirname(os.path.dirname(helper)))
    removed_by = _removed_by(share)
    if removed_by.startswith("sudo apt"):
        return _PACKAGE
    if not removed_by and "/pipx/venvs/" in environment:
        return "pipx reinstall pep668hook && " + _install(environment)
    if not removed_by and "/uv/tools/" in environment:
        words = ["uv", "tool", "install", "--reinstall", *_received(environment)]
        return " ".join(map(shlex.quote, words)) + " && " + _install(environment)
    words = ["sh", _checkout(environment) + "install.sh"]
    data = environ.get("XDG_DATA_HOME") or environ.get("HOME", "") + "/.local/share"
    parent, name = os.path.split(os.path.dirname(share))
    if removed_by:
        words = ["sudo", *words, "--system"]
        words += [] if parent == "/" else ["--root", parent]
    elif name == "share" and os.path.join(parent, name) != os.path.normpath(data):
        words += ["--home", parent]
    return " ".join(map(shlex.quote, words))


def _removed_by(share: str) -> str:
    """Read which command takes away a share that is for all users; else nothing."""
    try:
        with open(os.path.join(share, "removed-by"), encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def _install(environment: str) -> str:
    """Write the call of this very copy; another may stand first on PATH, or none."""
    return shlex.quote(os.path.join(environment, "bin", "pep668hook")) + " install"


def _of_package(helper: str) -> str:
    """Write what gives Debian's package the Python that it leads to again."""
    real = os.path.realpath(helper)
    name = os.path.basename(real)
    # Made by the package it leads to `python3`, and by that to the one of a version.
    link = os.readlink(helper) if os.path.islink(helper) else ""
    if os.path.basename(link) != "python3" or os.path.dirname(real) != "/usr/bin":
        return _CONFIGURE
    if os.path.isfile(_DPKG.format(name + "-minimal")):
        return "sudo apt install --reinstall {}-minimal".format(name)
    return "sudo apt install --reinstall python3-minimal"


def _received(environment: str) -> list[str]:
    """Read from its receipt what uv would be told to install it again."""
    try:
        receipt = os.path.join(environment, "uv-receipt.toml")
        with open(receipt, encoding="utf-8") as file:
            found = re.search(r"\{ *name = .pep668hook.(.*?)\}", file.read(), re.DOTALL)
    except OSError:
        found = None
    pair = r"\b(\w+) = (?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)')"
    kept = {
        key: raw or json.loads('"' + text + '"')
        for key, text, raw in re.findall(pair, found.group(1) if found else "")
    }
    for key, value in kept.items():
        if key in _PLACES and os.path.exists(value):
            return ["--editable"] * (key == "editable") + [value]
    if "git" in kept:
        address, _, query = kept["git"].partition("#")[0].partition("?")
        revision = re.search(r"(?:rev|tag|branch)=([^&]+)", query)
        return ["git+" + address + ("@" + revision.group(1) if revision else "")]
    if "url" in kept:
        return [kept["url"]]
    if kept.keys() & _PLACES:  # the checkout has gone: another one is wanted
        return ["."]
    return ["pep668hook" + kept.get("specifier", "")]


def _checkout(environment: str) -> str:
    """Find where it was installed from, which pip and uv write down (PEP 610)."""
    for packages in _site_packages(environment):
        for name in os.listdir(packages):
            if re.match(r"pep668hook-.*\.dist-info$", name):
                try:
                    with open(os.path.join(packages, name, "direct_url.json")) as file:
                        place = unquote(json.load(file)["url"])[len("file://") :]
                except (OSError, ValueError, KeyError, TypeError):
                    continue
                if os.path.isfile(os.path.join(place, "install.sh")):
                    return os.path.join(place, "")
    return ""


def _site_packages(environment: str) -> Iterator[str]:
    try:
        names = os.listdir(os.path.join(environment, "lib"))
    except OSError:
        return
    for name in names:
        place = os.path.join(environment, "lib", name, "site-packages")
        if os.path.isdir(place):
            yield place


def _python(helper: str, cure: str, lacking: str) -> Finding:
    """Tell whether the helper's Python runs, and has all that it imports.

    `cure` gives it a Python that runs, and `lacking` what it imports.
    """
    real = os.path.realpath(helper)
    if not os.path.exists(real):
        led = (
            ""
            if real == os.path.abspath(helper)
            else " leads to {}, which".format(real)
        )
        return Finding("Python", "{}{} is not there".format(helper, led), cure)
    if not os.access(helper, os.X_OK):
        seen = "{} is not executable".format(helper)
        sudo = "" if os.stat(real).st_uid == os.geteuid() else "sudo "
        return Finding("Python", seen, sudo + "chmod +x " + shlex.quote(real))
    status, version = _run([helper, "-I", "-S", "-c", _VERSION])
    if status != 0:
        seen = "{} cannot run: {}".format(helper, version)
        return Finding("Python", seen, cure)
    status, said = _run([helper, "-I", "-c", "import " + _PACKAGES])
    if status != 0:
        return Finding("Python", _without_packages(helper, version, said), lacking)
    return Finding("Python", "{}, Python {}".format(helper, version))


def _without_packages(helper: str, version: str, said: str) -> str:
    """Tell an upgrade of the Python below from packages that are gone."""
    environment = os.path.dirname(os.path.dirname(helper))
    made_for = sorted(
        os.path.basename(os.path.dirname(place))
        for place in _site_packages(environment)
    )
    now = "python" + ".".join(version.split(".")[:2])
    if made_for and now not in made_for:
        return "{} is Python {} now, and its packages are those of {}".format(
            helper, version, ", ".join(made_for)
        )
    return "{} lacks a package: {}".format(helper, said)


def _files(share: str, cure: str) -> Finding:
    gone = [name for name in FILES if not os.access(os.path.join(share, name), os.R_OK)]
    if gone:
        seen = "{} lacks {}".format(share, ", ".join(gone))
        return Finding("files", seen, cure)
    return Finding("files", "{} has all that a shell loads".format(share))


def _run(argv: list[str]) -> tuple[int, str]:
    """Run a program; give its status, and the last line that it wrote."""
    try:
        done = subprocess.run(
            argv,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_PATIENCE,
        )
    except OSError as error:
        return 1, error.strerror or str(error)
    except subprocess.TimeoutExpired:
        return 1, "it took more than {} seconds".format(_PATIENCE)
    lines = done.stdout.decode("utf-8", "replace").split("\n")
    said = [line.strip() for line in lines if line.strip()]
    return done.returncode, said[-1] if said else "it said nothing"


def _tell(findings: Sequence[Finding], *, for_programs: bool) -> None:
    if for_programs:
        document = {
            "healthy": False,
            "complete": False,
            "findings": [finding.as_json() for finding in findings],
        }
        print(json.dumps(document, indent=2))
        return
    print("pep668hook doctor: the helper cannot run, so pip runs as without the hook\n")
    for finding in findings:
        state = "failure" if finding.cure else "ok"
        print("{:8} {}: {}".format(state, finding.about, finding.seen))
    print("\nThis cures it; `pep668hook doctor` then looks at all else:")
    for cure in dict.fromkeys(finding.cure for finding in findings if finding.cure):
        print("  " + cure)


def main(arguments: Sequence[str]) -> None:
    """Become the helper, or tell why that cannot be and exit with 1."""
    helper, *rest = arguments
    share = os.path.dirname(os.path.abspath(__file__))
    findings = examine(helper, share, os.environ)
    if any(finding.cure for finding in findings):
        _tell(findings, for_programs="--json" in rest)
        sys.exit(1)
    words = ["-I", "-m", "pep668hook", "doctor", "--share", share, "--helper", helper]
    if sys.stdout is not None:  # it may be closed
        sys.stdout.flush()
    os.execv(helper, [helper, *words, *rest])  # noqa: S606 # it is the point


if __name__ == "__main__":
    main(sys.argv[1:])
