"""What the user asked pip to do, read from the argument list with pip's own grammar.

pip parses with optparse, twice: the options before the sub-command by themselves,
then all of them together with the sub-command's own. Every version that knows
PEP 668 is meant, from 23.0 on; the tables below are the union of theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# One entry an option: its canonical long name, then its other spellings. From
# pip._internal.cli.cmdoptions and commands/{install,uninstall}.py, 23.0 to 26.3,
# the hidden ones included; tests/test_pip_command.py holds it against a real pip.
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

# pip._internal.utils.misc.strtobool; what it does not know ends pip with status 2.
_NO: Final = frozenset({"n", "no", "f", "false", "off", "0"})
# "--root, --target or --prefix disables the check" (install.py, 23.0 to 26.3).
_ELSEWHERE: Final = ("--root", "--target", "--prefix")
# pip ends before it looks for the marker: help with 0, no environment with 3.
_ENDS_BEFORE: Final = ("--help", "--require-virtualenv")


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The options of one parser."""

    canonical: Mapping[str, str]
    """Every spelling, short and long, to its canonical long name."""
    valued: frozenset[str]

    @classmethod
    def of(cls, flags: Iterable[str], valued: Iterable[str]) -> _Grammar:
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


_GENERAL: Final = _Grammar.of(_GENERAL_FLAGS, _GENERAL_VALUED)
_SUBCOMMANDS: Final = {
    "install": _Grammar.of(
        _GENERAL_FLAGS + _INSTALL_FLAGS, _GENERAL_VALUED + _INSTALL_VALUED
    ),
    "uninstall": _Grammar.of(
        _GENERAL_FLAGS + _UNINSTALL_FLAGS, _GENERAL_VALUED + _UNINSTALL_VALUED
    ),
}


@dataclass(frozen=True, slots=True)
class OptionUse:
    """One option, where it stands in the argument list."""

    name: str
    """The canonical long name, `--requirement`; as typed if no pip knows it."""
    value: str | None
    indices: tuple[int, ...]
    """The arguments that it takes: the option's own, then its value's if apart."""
    span: tuple[int, int]
    """Its part of the first of them, which is all unless it is one of `-qUr`."""


@dataclass(frozen=True, slots=True)
class PipCommand:
    """A pip command line, understood."""

    argv: tuple[str, ...]
    subcommand: str | None
    requirements: tuple[str, ...]
    """What stands free: names, paths, addresses."""
    options: tuple[OptionUse, ...]

    @property
    def name(self) -> str:
        """Name the pip that was typed."""
        return self.argv[0] if self.argv else "pip"

    @property
    def requirement_files(self) -> tuple[str, ...]:
        """List the files named by -r."""
        return self.values("--requirement")

    @property
    def constraints(self) -> tuple[str, ...]:
        """List the files named by -c."""
        return self.values("--constraint")

    @property
    def editables(self) -> tuple[str, ...]:
        """List the projects named by -e."""
        return self.values("--editable")

    def has(self, option: str) -> bool:
        """Tell whether `option`, by its canonical long name, was given."""
        return any(use.name == option for use in self.options)

    def values(self, option: str) -> tuple[str, ...]:
        """List the values that `option` was given, in order."""
        return tuple(
            use.value
            for use in self.options
            if use.name == option and use.value is not None
        )

    def without(self, *options: str) -> tuple[str, ...]:
        """Return the argument list with `options` and their values taken out."""
        gone = [use for use in self.options if use.name in options]
        values = {index for use in gone for index in use.indices[1:]}
        kept: list[str] = []
        for index, word in enumerate(self.argv):
            spans = [use.span for use in gone if use.indices[0] == index]
            rest = _cut(word, spans)
            if index not in values and not (spans and rest in {"", "-"}):
                kept.append(rest)
        return tuple(kept)


def _cut(word: str, spans: Sequence[tuple[int, int]]) -> str:
    return "".join(
        letter
        for position, letter in enumerate(word)
        if not any(start <= position < end for start, end in spans)
    )


def _following(
    argv: Sequence[str], index: int, name: str, span: tuple[int, int]
) -> OptionUse:
    """Give an option the next argument for its value, whatever that looks like."""
    if index + 1 < len(argv):
        return OptionUse(name, argv[index + 1], (index, index + 1), span)
    return OptionUse(name, None, (index,), span)


def _long(argv: Sequence[str], index: int, grammar: _Grammar) -> list[OptionUse]:
    word, equals, value = argv[index].partition("=")
    name = grammar.complete(word)
    span = (0, len(argv[index]))
    if not equals and name in grammar.valued:
        return [_following(argv, index, name, span)]
    return [OptionUse(name, value if equals else None, (index,), span)]


def _cluster(argv: Sequence[str], index: int, grammar: _Grammar) -> list[OptionUse]:
    word = argv[index]
    uses: list[OptionUse] = []
    for position, letter in enumerate(word[1:], start=1):
        name = grammar.canonical.get(f"-{letter}", f"-{letter}")
        if name in grammar.valued:
            span = (position, len(word))
            value = word[position + 1 :]
            use = OptionUse(name, value, (index,), span)
            uses.append(use if value else _following(argv, index, name, span))
            break
        uses.append(OptionUse(name, None, (index,), (position, position + 1)))
    return uses


@dataclass(frozen=True, slots=True)
class _Scan:
    """What one pass of a parser found."""

    options: tuple[OptionUse, ...]
    free: tuple[int, ...]
    """Where the arguments stand that are no option."""
    literal: bool
    """Whether a `--` ended the options."""


def _scan(
    argv: Sequence[str], start: int, grammar: _Grammar, *, interspersed: bool
) -> _Scan:
    """Tell options from the rest, as OptionParser._process_args does."""
    options: list[OptionUse] = []
    free: list[int] = []
    index = start
    while index < len(argv) and (interspersed or not free):
        word = argv[index]
        if word == "--":
            rest = range(index + 1, len(argv))
            return _Scan(tuple(options), (*free, *rest), literal=True)
        if word.startswith("-") and word != "-":
            read = _long if word.startswith("--") else _cluster
            options += read(argv, index, grammar)
            index = options[-1].indices[-1]
        else:
            free.append(index)
        index += 1
    return _Scan(tuple(options), tuple(free), literal=False)


def parse(argv: Sequence[str]) -> PipCommand:
    """Understand `argv`, pip's own name first; what no pip knows is kept as it is."""
    argv = tuple(argv)
    general = _scan(argv, 1, _GENERAL, interspersed=False)
    if not general.free:
        return PipCommand(argv, None, (), general.options)
    place, *literal = general.free
    subcommand = argv[place]
    # No other sub-command is ever refused, so their own options are not told apart.
    grammar = _SUBCOMMANDS.get(subcommand, _GENERAL)
    if general.literal:
        # pip hands the `--` on, so the sub-command sees no option either.
        scan = _Scan((), tuple(literal), literal=True)
    else:
        scan = _scan(argv, place + 1, grammar, interspersed=True)
    return PipCommand(
        argv,
        subcommand,
        tuple(argv[index] for index in scan.free),
        general.options + scan.options,
    )


def _variables(command: PipCommand, environ: Mapping[str, str]) -> Mapping[str, str]:
    """Read the options set by PIP_* variables, by canonical long name."""
    # Only the plain word counts, wherever it stands: `"--isolated" in cmd_args`
    # (pip._internal.cli.main, 23.0 to 26.3).
    if "--isolated" in command.argv[1:]:
        return {}
    grammar = _SUBCOMMANDS.get(command.subcommand or "", _GENERAL)
    named = {
        "--" + key.removeprefix("PIP_").lower().replace("_", "-"): value
        for key, value in environ.items()
        # Two names that pip passes over (ENV_NAMES_IGNORED, configuration.py).
        if key.startswith("PIP_") and key not in {"PIP_VERSION", "PIP_HELP"}
    }
    return {
        grammar.canonical[name]: value
        for name, value in named.items()
        # What is empty is not set (cli/parser.py).
        if value and name in grammar.canonical
    }


def bypasses(command: PipCommand, environ: Mapping[str, str]) -> bool:
    """Tell whether pip never looks for the marker, by what argv and PIP_* say.

    What ends pip before it looks counts as well, an unreadable boolean among it:
    there was no refusal then. pip's configuration files are not read.
    """
    variables = _variables(command, environ)

    def is_on(option: str) -> bool:
        set_to = variables.get(option, "no").lower()
        return command.has(option) or set_to not in _NO

    if any(is_on(option) for option in (*_ENDS_BEFORE, "--break-system-packages")):
        return True
    if command.subcommand == "uninstall":
        # Without a name it ends before it looks (uninstall.py, 23.0 to 26.3).
        named = command.requirements or command.requirement_files
        return not named and "--requirement" not in variables
    if command.subcommand != "install":
        return True
    if any(command.has(option) or option in variables for option in _ELSEWHERE):
        return True
    report = (variables.get("--report", ""), *command.values("--report"))[-1]
    return is_on("--dry-run") and bool(report)
