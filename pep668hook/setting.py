"""The settings: what a person or a site can choose, as the one table of them.

Reading the files, `pep668hook config`, the JSON Schema and the page about it all follow
from these rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from pep668hook.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
# A name that is no path, no option, and shown by a prompt as it stands.
_NAME: Final = r"[A-Za-z0-9._][A-Za-z0-9._-]*"

# Plain classes, as it is all read before a panel: a dataclass takes half a millisecond.


class Kind(Protocol[T_co]):
    """What values a setting can have."""

    @property
    def expects(self) -> str:
        """What it can be, to be read after "it can be"."""

    def read(self, value: object) -> T_co | None:
        """Take a value as TOML has it; None where it is not one of these."""

    def from_text(self, text: str) -> object:
        """Take a value as it is typed or put into a variable for one of TOML's."""

    def schema(self) -> dict[str, object]:
        """Describe the values as JSON Schema does."""


class OneOf:
    """One of a few words, each with what it means."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words

    @property
    def expects(self) -> str:
        """List the words."""
        return _either(self.words)

    def read(self, value: object) -> str | None:
        """Take one of the words."""
        return value if isinstance(value, str) and value in self.words else None

    def from_text(self, text: str) -> object:
        """Take it as it is."""
        return text

    def schema(self) -> dict[str, object]:
        """Describe it as an enumeration."""
        return {"enum": list(self.words)}


class SomeOf:
    """Any of a few words, as a list."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    @property
    def expects(self) -> str:
        """List the words."""
        return _("a list of {words}").format(words=_either(self.words))

    def read(self, value: object) -> tuple[str, ...] | None:
        """Take a list of the words."""
        if not isinstance(value, list):
            return None
        chosen = tuple(word for word in self.words if word in value)
        return chosen if all(word in self.words for word in value) else None

    def from_text(self, text: str) -> object:
        """Take words with commas or spaces between them."""
        return re.findall(r"[^\s,]+", text)

    def schema(self) -> dict[str, object]:
        """Describe it as an array."""
        return {
            "type": "array",
            "items": {"enum": list(self.words)},
            "uniqueItems": True,
        }


class Name:
    """The name of a directory."""

    @property
    def expects(self) -> str:
        """Say what is one."""
        return _("a name without slashes and spaces, such as `.venv`")

    def read(self, value: object) -> str | None:
        """Take a name that stands for itself, whatever reads it."""
        if not isinstance(value, str) or value in {".", ".."}:
            return None
        return value if re.fullmatch(_NAME, value) else None

    def from_text(self, text: str) -> object:
        """Take it as it is."""
        return text

    def schema(self) -> dict[str, object]:
        """Describe it by its pattern."""
        return {"type": "string", "pattern": f"^(?!\\.\\.?$){_NAME}$"}


def _either(words: Mapping[str, str] | tuple[str, ...]) -> str:
    *others, last = (f"`{word}`" for word in words)
    # translators: the end of a list of words, one of which can be chosen
    return _("{words} or {last}").format(words=", ".join(others), last=last)


def _policy_alone(policy: T, _chosen: T) -> T:
    return policy


def _both(policy: tuple[str, ...], chosen: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*policy, *chosen)))


def _common(policy: tuple[str, ...], chosen: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in policy if word in chosen)


@dataclass(frozen=True, slots=True)
class Setting(Generic[T_co]):
    """One setting."""

    name: str
    """With a dot between its table and its key."""
    default: T_co
    kind: Kind[T_co]
    meaning: str
    in_policy: bool = True
    """Whether a site may decide it for everybody."""
    strict: Callable[[T_co, T_co], T_co] = _policy_alone
    """What holds of the policy's value and the chosen one."""

    @property
    def variable(self) -> str:
        """Name the environment variable that sets it."""
        if self.name == "mode":  # the one that the snippets know
            return "PEP668HOOK"
        return f"PEP668HOOK_{self.name.replace('.', '_').upper()}"


REMEDIES: Final = (
    "activate-venv",
    "add-to-project",
    "break-system-packages",
    "create-venv",
    "create-venv-seeing-system",
    "install-application",
    "install-system-package",
    "leave-it-alone",
    "remove-leftover",
    "repair-venv",
    "use-personal-venv",
)

MODE: Final = Setting(
    "mode",
    "ask",
    OneOf(
        {
            "off": N_("nothing: pip's own words and status stand"),
            "hint": N_("one line says what would be typed, and no key is waited for"),
            "ask": N_("the panel, and nothing without a key"),
            "auto": N_(
                "the environment that a project has or lacks is activated or "
                "made at once, as a line tells; anything else is asked about"
            ),
        }
    ),
    N_("what happens when pip is refused"),
)
SYSTEM_PACKAGES: Final = Setting(
    "system_packages",
    "ask",
    OneOf(
        {
            "ask": N_("they are offered where they are a way out"),
            "never": N_("nothing that installs or removes one is offered"),
        }
    ),
    N_("whether the distribution's packages are a way out"),
)
ALLOWED: Final = Setting(
    "remedies.allowed",
    REMEDIES,
    SomeOf(REMEDIES),
    N_("the remedies that may be offered"),
    strict=_common,
)
FORBIDDEN: Final[Setting[tuple[str, ...]]] = Setting(
    "remedies.forbidden",
    (),
    SomeOf(REMEDIES),
    N_("the remedies that are never offered"),
    strict=_both,
)
ENVIRONMENT_NAME: Final = Setting(
    "environment.name",
    ".venv",
    Name(),
    N_("what a directory's new environment is called"),
)
ENVIRONMENT_PLACE: Final = Setting(
    "environment.place",
    "project",
    OneOf(
        {
            "project": N_("in the project or directory that it belongs to"),
            "central": N_("in `${WORKON_HOME:-~/.virtualenvs}`, one for each project"),
        }
    ),
    N_("where a directory's new environment is made"),
)
ENGINE: Final = Setting(
    "environment.engine",
    "uv",
    OneOf(
        {
            "uv": N_("the fastest, where it is installed"),
            "virtualenv": N_("comes with pep668hook"),
            "venv": N_("Python's own module"),
        }
    ),
    N_("what makes environments; where it cannot, the others are tried"),
)
INSTALLER: Final = Setting(
    "applications.installer",
    "any",
    OneOf(
        {
            "any": N_("the one that has programs already, else pipx"),
            "pipx": N_("pipx, where it is installed"),
            "uv": N_("uv tool, where uv is installed"),
        }
    ),
    N_("what gives a program an environment of its own"),
)
STYLE: Final = Setting(
    "panel.style",
    "full",
    OneOf(
        {
            "full": N_("a frame, and below each offer the commands that it stands for"),
            "compact": N_("the same without the commands"),
            "plain": N_("lines of text alone, for screen readers"),
        }
    ),
    N_("how the panel looks"),
    in_policy=False,
)

SETTINGS: Final = (
    *(MODE, SYSTEM_PACKAGES, ALLOWED, FORBIDDEN, ENVIRONMENT_NAME),
    *(ENVIRONMENT_PLACE, ENGINE, INSTALLER, STYLE),
)


def find(name: str) -> Setting[str] | Setting[tuple[str, ...]] | None:
    """Find the setting of that name."""
    return next((setting for setting in SETTINGS if setting.name == name), None)
