"""The preferences: which values the settings have here, and who has set them.

A file is data, never code. What is wrong in one costs a complaint with its line, and
all else in it holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from pep668hook import toml_lines
from pep668hook.complaint import Complaint
from pep668hook.errors import HookError
from pep668hook.files import is_file
from pep668hook.plain_text import strip_control
from pep668hook.setting import ALLOWED, FORBIDDEN, SETTINGS, find
from pep668hook.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pep668hook.setting import Setting

T = TypeVar("T")

_POLICY: Final = "policy"
_MOST_BYTES: Final = 65_536  # more than all of our settings, however commented
_DEEPEST: Final = 16  # tables; TOML writes thousands on a line, and Python calls fewer


class UnreadableFileError(HookError):
    """A file of settings is there and cannot be read."""

    reference = "unreadable-settings"

    def __init__(self, path: Path, line: int | None, why: str) -> None:
        words = _("could not read `{file}`")
        if line is not None:
            words = _("could not read line {line} of `{file}`")
        super().__init__(message=words.format(file=path, line=line), context=why)
        self.line = line


class UnfitValueError(HookError):
    """A setting of that name is unknown, or cannot have that value."""

    reference = "unfit-value"
    exit_code = 2


@dataclass(frozen=True, slots=True)
class Source:
    """What a file or the environment says; only what can be held to."""

    values: Mapping[str, object]
    """By the names of settings."""
    places: Mapping[str, str]
    """Where exactly it says that, by the same names."""
    file: str = ""
    """The file that says it; empty for the variables."""

    def says(self, setting: Setting[T]) -> T | None:
        """Tell what it says of a setting, if it does."""
        return setting.kind.read(self.values.get(setting.name))


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the sources say together."""

    policy: Source
    """What the site has decided for everybody."""
    sources: tuple[Source, ...]
    """What has been chosen, the strongest first."""
    complaints: tuple[Complaint, ...]
    """What could not be held to, a line each."""

    def value(self, setting: Setting[T]) -> T:
        """Tell the value of a setting."""
        decided, chosen = self.policy.says(setting), self._chosen(setting)
        return chosen if decided is None else setting.strict(decided, chosen)

    def permits(self, remedy: str) -> bool:
        """Say whether a remedy may be offered."""
        return remedy in self.value(ALLOWED) and remedy not in self.value(FORBIDDEN)

    def where(self, name: str) -> str:
        """Say where the value of a setting comes from."""
        source = self._source(name)
        return _("built in") if source is None else source.places[name]

    def file_of(self, name: str) -> str | None:
        """Name the file that it comes from; empty for a variable, None if built in."""
        source = self._source(name)
        return None if source is None else source.file

    def _source(self, name: str) -> Source | None:
        sources = (self.policy, *self.sources)
        return next((source for source in sources if name in source.places), None)

    def _chosen(self, setting: Setting[T]) -> T:
        said = (source.says(setting) for source in self.sources)
        return next((value for value in said if value is not None), setting.default)


def read(
    environ: Mapping[str, str], user: Path | None, site: Path | None
) -> Preferences:
    """Read the variables, the user's file and the site's; none has to be there."""
    complaints: list[Complaint] = []
    variables = _variables(environ, complaints)
    of_user = _file(user, complaints, has_policy=False)[0]
    of_site, policy = _file(site, complaints, has_policy=True)
    return Preferences(policy, (variables, of_user, of_site), tuple(complaints))


def check(name: str, value: object) -> None:
    """Raise an error that tells what is wrong with a setting, if something is."""
    setting = find(name)
    if setting is None:
        from difflib import get_close_matches  # noqa: PLC0415 # for a mistake only

        near = get_close_matches(name, [each.name for each in SETTINGS], 1)
        raise UnfitValueError(
            message=_("no such setting: `{name}`").format(name=strip_control(name)),
            context=_("did you mean `{name}`?").format(name=near[0]) if near else None,
            hint=None if near else _("`pep668hook config` lists them all"),
        )
    if setting.kind.read(value) is None:
        raise UnfitValueError(
            message=_("`{setting}` cannot be `{value}`").format(
                setting=name, value=_shown(value)
            ),
            context=_("it can be {values}").format(values=setting.kind.expects),
        )


def _shown(value: object) -> str:
    try:
        return strip_control(str(value)).replace("\n", r"\n")
    except ValueError:  # a number that TOML has in another base, and of such a length
        return "..."


def load(path: Path) -> tuple[str, Mapping[str, object]]:
    """Read a file's text and its tables; both are empty if there is none."""
    if not is_file(path):
        return "", {}
    import tomllib  # noqa: PLC0415 # 3 ms, and only where there is something to read

    try:
        content = path.read_bytes()
        if len(content) > _MOST_BYTES:
            raise UnreadableFileError(path, None, _("it is too large for settings"))
        text = content.decode()
        return text, tomllib.loads(text)
    except OSError as error:
        why = error.strerror or str(error)
        raise UnreadableFileError(path, None, why) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UnreadableFileError(path, line, _("it is not UTF-8")) from error
    except ValueError as error:  # TOMLDecodeError, or a number of 4,301 digits
        raise _not_toml(path, str(error)) from error
    except RecursionError as error:  # arrays within arrays, a thousand deep
        raise UnreadableFileError(path, None, _("it is nested too deeply")) from error


def _not_toml(path: Path, said: str) -> UnreadableFileError:
    """Word what tomllib says, `Invalid value (at line 3, column 8)`, as we do."""
    what, _at, place = strip_control(said).rpartition(" (at ")
    line = re.match(r"line (\d+)", place)
    why = f"{what[:1].lower()}{what[1:]}" if line else strip_control(said)
    return UnreadableFileError(path, int(line[1]) if line else None, why)


def _file(
    path: Path | None, complaints: list[Complaint], *, has_policy: bool
) -> tuple[Source, Source]:
    """Read what a file says outside of its policy, and in it."""
    nothing = Source({}, {})
    if path is None:
        return nothing, nothing
    try:
        text, tables = load(path)
    except UnreadableFileError as error:
        line = error.line or 1
        complaints.append(Complaint(str(error), file=str(path), line=line))
        return nothing, nothing
    lines = toml_lines.of_names(text)
    others = dict(tables)
    policy = others.pop(_POLICY) if isinstance(others.get(_POLICY), Mapping) else {}
    decided: Mapping[str, object] = policy if isinstance(policy, Mapping) else {}
    if not has_policy and decided:
        why = _("only a site's file has a policy")
        complaints.append(Complaint.of_file(str(path), lines[_POLICY], why))
        decided = {}
    checker = _Checker(str(path), lines, complaints)
    return checker.source("", others), checker.source(f"{_POLICY}.", decided)


class _Checker:
    """One file's values, each checked."""

    def __init__(
        self, place: str, lines: Mapping[str, int], complaints: list[Complaint]
    ) -> None:
        self.place = place
        self.lines = lines
        self.complaints = complaints

    def source(self, table: str, values: Mapping[str, object]) -> Source:
        """Keep what can be held to, and complain of the rest."""
        held: dict[str, object] = {}
        for name, value in flat(values):
            try:
                check(name, value)
                if table:
                    _check_policy(name)
                held[name] = value
            except UnfitValueError as error:
                line = self.lines[table + name]
                self.complaints.append(Complaint.of_file(self.place, line, str(error)))
        words = _("{file}, line {line}")
        if table:
            words = _("the policy in {file}, line {line}")
        places = {
            name: words.format(file=self.place, line=self.lines[table + name])
            for name in held
        }
        return Source(held, places, self.place)


def _check_policy(name: str) -> None:
    setting = find(name)
    if setting is not None and not setting.in_policy:
        raise UnfitValueError(
            message=_("`{setting}` is for each person to choose").format(setting=name)
        )


def flat(
    values: Mapping[str, object], prefix: str = ""
) -> Iterator[tuple[str, object]]:
    """List the values in tables within tables by their dotted names.

    What lies deeper than any setting could is a value, too.
    """
    for key, value in values.items():
        if isinstance(value, Mapping) and prefix.count(".") < _DEEPEST:
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _variables(environ: Mapping[str, str], complaints: list[Complaint]) -> Source:
    """Read each setting's variable; an empty one says nothing."""
    held: dict[str, object] = {}
    places: dict[str, str] = {}
    for setting in SETTINGS:
        text = environ.get(setting.variable, "")
        value = setting.kind.from_text(text)
        if not text:
            continue
        try:
            check(setting.name, value)
        except UnfitValueError as error:
            complaints.append(Complaint.of_variable(setting.variable, str(error)))
        else:
            held[setting.name] = value
            places[setting.name] = setting.variable
    return Source(held, places)
