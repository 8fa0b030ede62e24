"""The options that `uv pip` knows, its versions from 0.1 to 0.13 together."""

from __future__ import annotations

from typing import Final

from pep668hook.pip_options import Grammar

_FLAGS: Final = (
    "--help -h",
    "--managed-python",
    "--native-tls",
    "--no-cache -n --no-cache-dir",
    "--no-config",
    "--no-managed-python",
    "--no-progress",
    "--no-python-downloads",
    "--offline",
    "--quiet -q",
    "--system-certs",
    "--verbose -v",
)
_VALUED: Final = (
    "--allow-insecure-host --trusted-host",
    "--cache-dir",
    "--cert",
    "--color",
    "--config-file",
    "--directory",
    "--project",
    "--python -p",
)
_PIP_FLAGS: Final = (
    "--all-extras",
    "--break-system-packages",
    "--check",
    "--compile-bytecode --compile",
    "--dry-run",
    "--exact",
    "--no-break-system-packages",
    "--no-build",
    "--no-build-isolation",
    "--no-deps",
    "--no-editable",
    "--no-index",
    "--no-sources",
    "--no-verify-hashes",
    "--pre",
    "--refresh",
    "--reinstall --force-reinstall",
    "--require-build-hashes",
    "--require-hashes",
    "--strict",
    "--system",
    "--upgrade -U",
    "--user",
)
_PIP_VALUED: Final = (
    "--build-constraints -b --build-constraint",
    "--config-setting -C --config-settings",
    "--config-settings-package",
    "--constraint -c --constraints",
    "--default-index",
    "--editable -e",
    "--exclude-newer",
    "--exclude-newer-package",
    "--excludes",
    "--extra",
    "--extra-index-url",
    "--find-links -f",
    "--fork-strategy",
    "--group",
    "--index",
    "--index-strategy",
    "--index-url -i",
    "--keyring-provider",
    "--link-mode",
    "--no-binary",
    "--no-build-isolation-package",
    "--no-editable-package",
    "--no-sources-package",
    "--only-binary",
    "--output-format",
    "--overrides --override",
    "--prefix",
    "--prerelease",
    "--prerelease-package",
    "--python-platform",
    "--python-version",
    "--refresh-package",
    "--reinstall-package",
    "--requirement -r --requirements",
    "--resolution",
    "--target -t",
    "--torch-backend",
    "--upgrade-group",
    "--upgrade-package -P",
)

GENERAL: Final = Grammar.of(_FLAGS, _VALUED)
SUBCOMMANDS: Final = dict.fromkeys(
    ("install", "uninstall"),
    Grammar.of(_FLAGS + _PIP_FLAGS, _VALUED + _PIP_VALUED),
)
