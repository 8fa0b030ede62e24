from __future__ import annotations

import subprocess

from pep668hook import __version__
from tests import drivers
from tests.machine import CHECKOUT


def test_powershell_takes_the_manifest_for_one_of_this_version() -> None:
    driver = drivers.named("powershell")
    drivers.require(driver)
    check = f"(Test-ModuleManifest {CHECKOUT}/pep668hook.psd1).Version.ToString()"

    told = subprocess.run(
        [str(driver.find()), "-NoProfile", "-Command", check],
        capture_output=True,
        check=True,
        text=True,
    )

    assert told.stdout.strip() == __version__
    assert told.stderr == ""
