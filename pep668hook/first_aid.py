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
    return [_python(helper, cure), _files(share, cure)]


def mend(helper: str, share: str, environ: Mapping[str, str]) -> str:
    """Write the command that makes the helper whole, by how it was installed."""
    environment = os.path.realpath(os.path.dirname(os.path.dirname(helper)))
    if "/pipx/venvs/" in environment:
        return "pipx reinstall pep668hook && pep668hook install"
    if "/uv/tools/" in environment:
        return "uv tool upgrade --reinstall pep668hook && pep668hook install"
    script = _checkout(environment) + "install.sh"
    words = ["sh", script]
    data = environ.get("XDG_DATA_HOME") or environ.get("HOME", "") + "/.local/share"
    parent, name = os.path.split(os.path.dirname(share))
    if name == "share" and os.path.join(parent, name) != os.path.normpath(data):
        words += ["--home", parent]
    return " ".join(map(shlex.quote, words))


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


def _python(helper: str, cure: str) -> Finding:
    """Tell whether the helper's Python runs, and has all that it imports."""
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
        return Finding("Python", _without_packages(helper, version, said), cure)
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
    sys.stdout.flush()
    os.execv(helper, [helper, *words, *rest])  # noqa: S606 # it is the point


if __name__ == "__main__":
    main(sys.argv[1:])
