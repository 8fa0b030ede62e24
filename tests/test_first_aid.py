from __future__ import annotations

import ast
import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pep668hook import first_aid
from tests.machine import install_hook

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_AID = Path(first_aid.__file__)
VERSION = "{}.{}.{}".format(*sys.version_info)


@pytest.fixture
def share(tmp_path: Path) -> Path:
    share = tmp_path / "share" / "pep668hook"
    install_hook(share, Path(sys.prefix))
    return share


@pytest.fixture
def helper(share: Path) -> Path:
    return share / "venv" / "bin" / "python"


def lame(share: Path) -> Path:
    """Give the helper an environment of its own, as yet without a Python."""
    environment = share / "venv-1"
    (environment / "bin").mkdir(parents=True)
    (share / "venv").unlink()
    (share / "venv").symlink_to(environment.name)
    return environment / "bin" / "python"


def fake(python: Path, script: str) -> None:
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)


def examine(helper: Path, share: Path) -> list[first_aid.Finding]:
    return first_aid.examine(str(helper), str(share), {"HOME": "/home/somebody"})


def call(
    share: Path, helper: Path, *words: str, **environ: str
) -> subprocess.CompletedProcess[str]:
    """Call it as the snippets do, with nothing but sh and what it looks for."""
    return subprocess.run(
        ["/bin/sh", share / "doctor.sh", helper, *words],
        env={"HOME": str(share.parent), "PATH": "/usr/bin:/bin", **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_helper_that_is_well_has_no_cure(share: Path, helper: Path) -> None:
    python, files = examine(helper, share)

    assert (python.cure, files.cure) == ("", "")
    assert python.seen == f"{helper}, Python {VERSION}"


def test_a_link_in_the_share_that_leads_nowhere_is_followed(
    share: Path, helper: Path
) -> None:
    (share / "venv").unlink()
    (share / "venv").symlink_to("/no/such/venv")

    python, _ = examine(helper, share)

    assert python.seen == (
        f"{helper} leads to /no/such/venv/bin/python, which is not there"
    )
    assert python.cure


def test_a_python_that_was_removed_is_named(share: Path, helper: Path) -> None:
    lame(share).symlink_to("/usr/bin/python3.0")

    assert "leads to /usr/bin/python3.0, which" in examine(helper, share)[0].seen


def test_one_that_is_not_executable_is_cured_by_that(share: Path, helper: Path) -> None:
    real = lame(share)
    shutil.copy(os.path.realpath(sys.executable), real)
    real.chmod(0o644)

    python, _ = examine(helper, share)

    assert python.seen == f"{helper} is not executable"
    assert python.cure == f"chmod +x {real}"


def test_one_that_cannot_run_is_told_in_its_own_words(
    share: Path, helper: Path
) -> None:
    fake(lame(share), "echo 'error while loading shared libraries' >&2; exit 127")

    assert examine(helper, share)[0].seen == (
        f"{helper} cannot run: error while loading shared libraries"
    )


def test_a_file_that_is_no_program_is_told_too(share: Path, helper: Path) -> None:
    python = lame(share)
    python.write_bytes(b"\x7fELF nothing")
    python.chmod(0o755)

    assert "cannot run: " in examine(helper, share)[0].seen


def test_packages_that_are_gone_are_named(share: Path, helper: Path) -> None:
    fake(lame(share), f'[ "$2" = -S ] || set -- -S "$@"; exec {sys.executable} "$@"')

    seen = examine(helper, share)[0].seen

    assert "lacks a package: ModuleNotFoundError: No module named 'pep668hook'" in seen


def test_an_upgrade_of_the_python_below_is_told_from_that(
    share: Path, helper: Path
) -> None:
    python = lame(share)
    fake(python, f'[ "$2" = -S ] || set -- -S "$@"; exec {sys.executable} "$@"')
    (python.parent.parent / "lib" / "python3.0" / "site-packages").mkdir(parents=True)

    assert examine(helper, share)[0].seen == (
        f"{helper} is Python {VERSION} now, and its packages are those of python3.0"
    )


def test_a_directory_without_packages_is_none_of_theirs(
    share: Path, helper: Path
) -> None:
    python = lame(share)
    fake(python, f"[ $# -eq 4 ] || exit 1\necho {VERSION}")
    (share / "venv-1" / "lib" / "python3.7").mkdir(parents=True)

    found, _ = examine(helper, share)

    assert "lacks a package" in found.seen


def test_one_that_never_ends_is_told_so(
    share: Path, helper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(lame(share), "exec sleep 60")
    monkeypatch.setattr(first_aid, "_PATIENCE", 0.2)

    found, _ = examine(helper, share)

    assert "cannot run: it took more than 0.2 seconds" in found.seen


def test_files_that_are_gone_are_named(share: Path, helper: Path) -> None:
    (share / "watch.py").unlink()

    _, files = examine(helper, share)

    assert files.seen == f"{share} lacks watch.py"
    assert files.cure


def kept_by(share: Path, environment: Path) -> str:
    """Let the helper be one that pipx or uv keeps; give how that copy is called."""
    (environment / "bin").mkdir(parents=True)
    (share / "venv").unlink()
    (share / "venv").symlink_to(environment)
    return f"{environment}/bin/pep668hook install"


def test_the_cure_of_pipx_s_calls_the_very_copy(
    share: Path, helper: Path, tmp_path: Path
) -> None:
    install = kept_by(share, tmp_path / "pipx" / "venvs" / "pep668hook")

    assert examine(helper, share)[0].cure == f"pipx reinstall pep668hook && {install}"


@pytest.mark.parametrize(
    ("requirement", "words"),
    [
        ('directory = "{}"', "'{}'"),
        ('editable = "{}"', "--editable '{}'"),
        ('path = "{}"', "'{}'"),
        ("directory = '{}'", "'{}'"),
        ('directory = "/no/such/checkout"', "."),
        ('specifier = "==0.1.0"', "pep668hook==0.1.0"),
        ('git = "file:///code?rev=main"', "git+file:///code@main"),
        ('git = "file:///code"', "git+file:///code"),
        ('url = "file:///code.zip"', "file:///code.zip"),
    ],
)
def test_the_cure_of_uv_s_is_by_its_receipt(
    share: Path, helper: Path, tmp_path: Path, requirement: str, words: str
) -> None:
    environment = tmp_path / "uv" / "tools" / "pep668hook"
    install = kept_by(share, environment)
    checkout = tmp_path / "my code"
    checkout.mkdir()
    (environment / "uv-receipt.toml").write_text(
        '[tool]\nrequirements = [{ name = "pep668hook", '
        + requirement.format(checkout)
        + " }]\nentrypoints = [\n"
        '    { name = "pep668hook", install-path = "/bin/pep668hook" },\n]\n'
    )

    assert examine(helper, share)[0].cure == (
        f"uv tool install --reinstall {words.format(checkout)} && {install}"
    )


def test_without_a_receipt_uv_is_given_the_name(
    share: Path, helper: Path, tmp_path: Path
) -> None:
    kept_by(share, tmp_path / "uv" / "tools" / "pep668hook")

    cure = examine(helper, share)[0].cure

    assert cure.startswith("uv tool install --reinstall pep668hook && ")


@pytest.fixture
def packaged(share: Path) -> Path:
    """Give the share of Debian's package; its helper has no Python yet."""
    (share / "removed-by").write_text("sudo apt remove pep668hook\n")
    return lame(share)


@pytest.mark.parametrize(
    ("python", "cure"),
    [
        ("/usr/bin/python3.0", "sudo apt install --reinstall python3-minimal"),
        ("/usr/bin/python3.99", "sudo apt install --reinstall python3.99-minimal"),
        ("/no/such/python3.9", "sudo dpkg-reconfigure pep668hook"),
    ],
)
def test_what_a_package_s_python_lacks_is_debian_s_to_give(
    packaged: Path, python: str, cure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = packaged.parent.parent.parent
    (share / "python3.99-minimal.list").touch()
    monkeypatch.setattr(first_aid, "_DPKG", f"{share}/{{}}.list")
    (share / "python3").symlink_to(python)
    packaged.symlink_to(share / "python3")

    assert examine(share / "venv" / "bin" / "python", share)[0].cure == cure


def test_a_package_s_link_that_was_led_elsewhere_is_the_package_s_to_make(
    packaged: Path,
) -> None:
    share = packaged.parent.parent.parent
    packaged.symlink_to("/usr/bin/python3.0")

    cure = examine(share / "venv" / "bin" / "python", share)[0].cure

    assert cure == "sudo dpkg-reconfigure pep668hook"


def test_a_package_is_configured_again_for_another_python(
    share: Path, helper: Path, packaged: Path
) -> None:
    fake(packaged, f'[ "$2" = -S ] || set -- -S "$@"; exec {sys.executable} "$@"')

    assert examine(helper, share)[0].cure == "sudo dpkg-reconfigure pep668hook"

    modules = packaged.parent.parent / "lib" / packaged.resolve().name
    (modules / "site-packages").mkdir(parents=True)

    assert examine(helper, share)[0].cure == (
        "sudo apt install --reinstall ./pep668hook_*.deb"
    )


def test_files_of_a_package_come_with_the_package(
    share: Path, helper: Path, packaged: Path
) -> None:
    packaged.symlink_to(sys.executable)
    (share / "watch.py").unlink()

    _, files = examine(helper, share)

    assert files.cure == "sudo apt install --reinstall ./pep668hook_*.deb"


def test_what_root_has_installed_for_all_is_root_s_to_cure(tmp_path: Path) -> None:
    share = tmp_path / "opt" / "pep668hook"
    share.mkdir(parents=True)
    (share / "removed-by").write_text("sudo pep668hook uninstall --system\n")

    cure = first_aid.mend(str(share / "venv" / "bin" / "python"), str(share), {})

    assert cure == f"sudo sh install.sh --system --root {tmp_path}"


def of_checkout(share: Path, checkout: Path, info: object) -> Path:
    """Give the helper an environment that says where it was installed from."""
    python = lame(share)
    packages = python.parent.parent / "lib" / "python3.0" / "site-packages"
    record = packages / "pep668hook-0.1.0.dist-info" / "direct_url.json"
    record.parent.mkdir(parents=True)
    record.write_text(json.dumps(info))
    checkout.mkdir()
    (checkout / "install.sh").touch()
    return python


def test_the_cure_names_the_checkout_that_it_was_installed_from(
    share: Path, helper: Path, tmp_path: Path
) -> None:
    checkout = tmp_path / "my code"
    of_checkout(share, checkout, {"url": checkout.as_uri()})
    environ = {"XDG_DATA_HOME": str(tmp_path / "share")}

    cure = first_aid.mend(str(helper), str(share), environ)

    assert cure == f"sh '{checkout}/install.sh'"


def test_one_that_is_not_in_the_usual_place_stays_in_its_own(
    share: Path, helper: Path, tmp_path: Path
) -> None:
    checkout = tmp_path / "code"
    of_checkout(share, checkout, {"url": checkout.as_uri()})

    assert examine(helper, share)[0].cure == (
        f"sh {checkout}/install.sh --home {tmp_path}"
    )


@pytest.mark.parametrize("info", [{}, [], {"url": "file:///no/such"}, {"url": 1}])
def test_a_checkout_that_cannot_be_told_is_left_to_the_person(
    share: Path, helper: Path, tmp_path: Path, info: object
) -> None:
    of_checkout(share, tmp_path / "code", info)

    assert first_aid.mend(str(helper), str(share), {}).startswith("sh install.sh")


# -- as it is started


def test_where_the_helper_is_well_the_doctor_goes_on(share: Path, helper: Path) -> None:
    done = call(share, helper, "--json", "--no-self-test", "--for", "bash")

    document = json.loads(done.stdout)
    assert document["complete"] is True
    assert {each["check"] for each in document["findings"]} >= {"hook", "helper"}


def test_where_it_is_not_another_python_tells_the_cure(
    share: Path, helper: Path
) -> None:
    lame(share).symlink_to("/usr/bin/python3.0")

    done = call(share, helper, "--for", "bash", PATH=f"{Path(sys.executable).parent}")

    assert done.returncode == 1
    assert "failure  Python: " in done.stdout
    assert "ok       files: " in done.stdout
    assert "install.sh" in done.stdout.splitlines()[-1]


def test_the_same_for_programs(share: Path, helper: Path) -> None:
    lame(share).symlink_to("/usr/bin/python3.0")

    done = call(share, helper, "--json", PATH=f"{Path(sys.executable).parent}")

    document: Mapping[str, object] = json.loads(done.stdout)
    assert document["healthy"] is False
    assert document["complete"] is False


def started(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    """Start the file as it is where it lies."""
    monkeypatch.setattr(sys, "argv", [str(FIRST_AID), *words])
    runpy.run_path(str(FIRST_AID), run_name="__main__")


@pytest.mark.parametrize("is_closed", [False, True])
def test_it_becomes_the_helper_that_is_well(
    monkeypatch: pytest.MonkeyPatch, *, is_closed: bool
) -> None:
    if is_closed:
        monkeypatch.setattr(sys, "stdout", None)
    became: list[object] = []
    monkeypatch.setattr(os, "execv", lambda *words: became.extend(words))
    helper = sys.executable

    started(monkeypatch, helper, "--json")

    where = ["--share", str(FIRST_AID.parent), "--helper", helper]
    words = [helper, "-I", "-m", "pep668hook", "doctor", *where, "--json"]
    assert became == [helper, words]


def test_it_tells_a_person_what_cures_the_helper(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        started(monkeypatch, "/gone/bin/python")

    assert ended.value.code == 1
    first, *others = capsys.readouterr().out.splitlines()
    assert first.endswith("the helper cannot run, so pip runs as without the hook")
    assert "failure  Python: /gone/bin/python is not there" in others
    assert any(line.startswith("ok       files: ") for line in others)


def test_it_tells_a_program_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        started(monkeypatch, "/gone/bin/python", "--json")

    told = json.loads(capsys.readouterr().out)
    assert told["healthy"] is told["complete"] is False
    assert [each["state"] for each in told["findings"]] == ["failure", "ok"]


def test_a_relative_entry_of_path_runs_nothing(share: Path, helper: Path) -> None:
    (share / "venv").unlink()
    fake(share / "python3", "touch pwned")

    subprocess.run(
        ["/bin/sh", "doctor.sh", helper],
        cwd=share,
        env={"PATH": ".:"},
        capture_output=True,
        check=False,
    )

    assert not (share / "pwned").exists()


@pytest.mark.parametrize(
    ("command", "removed_by", "cure"),
    [
        ("apt", "", "sudo apt install python3, then sh install.sh once more"),
        ("brew", "", "install python3, then sh install.sh once more"),
        (
            "apt",
            "sudo pep668hook uninstall --system",
            "sudo apt install python3, then sudo sh install.sh --system once more",
        ),
        (
            "apt",
            "sudo apt remove pep668hook",
            "sudo apt install --reinstall python3 python3-minimal",
        ),
    ],
)
def test_without_any_python_one_line_tells_the_cure(
    share: Path, tmp_path: Path, command: str, removed_by: str, cure: str
) -> None:
    helper = share / "venv" / "bin" / "python"
    lame(share)
    if removed_by:
        (share / "removed-by").write_text(f"{removed_by}\n")
    tools = tmp_path / "tools"
    tools.mkdir()
    fake(tools / command, "")
    # What is looked for by its whole path is there on most machines.
    script = (share / "doctor.sh").read_text()
    for place in ("/usr", "/usr/local", "/opt/homebrew"):
        script = script.replace(f" {place}/bin/python3 ", " /no/such/python3 ")
    (share / "doctor.sh").write_text(script)

    done = call(share, helper, PATH=str(tools))

    assert done.returncode == 1
    assert done.stdout == ""
    first, second = done.stderr.splitlines()
    assert first.startswith(f"pep668hook: no Python can be run, not {helper} either")
    assert second == f"to cure it: {cure}"


def test_it_is_written_for_python_3_7() -> None:
    ast.parse(FIRST_AID.read_text("utf-8"), feature_version=(3, 7))
