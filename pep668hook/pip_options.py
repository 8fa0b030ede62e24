"""The options that pip knows, and how it completes one that is cut short.

Every version that knows PEP 668 is meant, from 23.0 on: the union of theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# One entry an option: its canonical long name, then its other spellings. From
# pip._internal.cli.cmdoptions and commands/{install,uninstall}.py, 23.0 to 26.3,
# the hidden ones included; tests/test_pip_options.py holds it against a real pip.
_GENERAL_FLAGS: Final = (
    "--help -h",
    "--debug",
    "--disable-pip-version-check",
    "--isolated",
    "--no-cache-dir",
    "--no-color",
    "--no-input",
    "--no-proxy-env",
    "--no-python-version-warning",
    "--quiet -q",
    "--require-virtualenv --require-venv",
    "--verbose -v",
    "--version -V",
)
_GENERAL_VALUED: Final = (
    "--cache-dir",
    "--cert",
    "--client-cert",
    "--exists-action",
    "--keyring-provider",
    "--log --log-file --local-log",
    "--proxy",
    "--python",
    "--resume-retries",
    "--retries",
    "--timeout --default-timeout",
    "--trusted-host",
    "--use-deprecated",
    "--use-feature",
)
_INSTALL_FLAGS: Final = (
    "--break-system-packages",
    "--check-build-dependencies",
    "--compile",
    "--dry-run",
    "--force-reinstall",
    "--ignore-installed -I",
    "--ignore-requires-python",
    "--no-build-isolation",
    "--no-clean",
    "--no-compile",
    "--no-deps --no-dependencies",
    "--no-index",
    "--no-require-hashes",
    "--no-use-pep517",
    "--no-user",
    "--no-warn-conflicts",
    "--no-warn-script-location",
    "--only-deps --only-dependencies",
    "--pre",
    "--prefer-binary",
    "--require-hashes",
    "--upgrade -U",
    "--use-pep517",
    "--user",
)
_INSTALL_VALUED: Final = (
    "--abi",
    "--all-releases",
    "--build-constraint",
    "--config-settings -C",
    "--constraint -c",
    "--editable -e",
    "--extra-index-url",
    "--find-links -f",
    "--global-option",
    "--group",
    "--implementation",
    "--index-url -i --pypi-url",
    "--install-option",
    "--no-binary",
    "--only-binary",
    "--only-final",
    "--platform",
    "--prefix",
    "--progress-bar",
    "--python-version",
    "--refresh-package",
    "--report",
    "--requirement -r",
    "--requirements-from-script",
    "--root",
    "--root-user-action",
    "--src --source --source-dir --source-directory",
    "--target -t",
    "--upgrade-strategy",
    "--uploaded-prior-to",
)
_UNINSTALL_FLAGS: Final = ("--break-system-packages", "--yes -y")
_UNINSTALL_VALUED: Final = ("--requirement -r", "--root-user-action")

# What only some versions have is no rival for an abbreviation: `--requirem` is
# --requirement up to 25.3, and from 26.0 on pip would have refused the word itself.
_ADDED: Final = frozenset(
    {
        "--all-releases",  # 26.0
        "--build-constraint",  # 25.3
        "--group",  # 25.1
        "--keyring-provider",  # 23.1
        "--no-proxy-env",  # 26.3
        "--no-require-hashes",  # 26.3
        "--only-deps",  # 26.3
        "--only-final",  # 26.0
        "--refresh-package",  # 26.3
        "--requirements-from-script",  # 26.0
        "--resume-retries",  # 25.1
        "--uploaded-prior-to",  # 26.0
    }
)
_DROPPED: Final = frozenset(
    {
        "--global-option",  # with 25.3
        "--install-option",  # with 23.1
        "--no-use-pep517",  # with 25.3
    }
)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The options of one parser."""

    canonical: Mapping[str, str]
    """Every spelling, short and long, to its canonical long name."""
    valued: frozenset[str]

    @classmethod
    def of(cls, flags: Iterable[str], valued: Iterable[str]) -> Grammar:
        """Read the tables."""
        with_value = [entry.split() for entry in valued]
        every = [entry.split() for entry in flags] + with_value
        return cls(
            {spelling: names[0] for names in every for spelling in names},
            frozenset(names[0] for names in with_value),
        )

    def complete(self, word: str) -> str:
        """Name the option that `word` is, or is short for, as optparse does."""
        if word in self.canonical:
            return self.canonical[word]
        rivals = {
            name
            for spelling, name in self.canonical.items()
            if spelling.startswith(word)
        }
        for likely in (rivals, rivals - _ADDED - _DROPPED, rivals - _DROPPED):
            if len(likely) == 1:
                return likely.pop()
        return word


GENERAL: Final = Grammar.of(_GENERAL_FLAGS, _GENERAL_VALUED)
SUBCOMMANDS: Final = {
    "install": Grammar.of(
        _GENERAL_FLAGS + _INSTALL_FLAGS, _GENERAL_VALUED + _INSTALL_VALUED
    ),
    "uninstall": Grammar.of(
        _GENERAL_FLAGS + _UNINSTALL_FLAGS, _GENERAL_VALUED + _UNINSTALL_VALUED
    ),
}
