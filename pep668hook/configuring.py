"""Configuring: what `pep668hook config` shows of the settings, and how it sets them."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pep668hook import installation, plain_text, preferences
from pep668hook.preferences import UnfitValueError
from pep668hook.setting import REMEDIES, SETTINGS, OneOf, find
from pep668hook.words import _, spoken_by

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pep668hook.preferences import Preferences

_SCHEMA: Final = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as it stands here."""

    name: str
    value: Sequence[str]
    where: str

    @property
    def shown(self) -> str:
        """Write the value for a person."""
        if isinstance(self.value, str):
            return self.value
        if self.value == REMEDIES:
            # translators: of the remedies, as the value of a setting
            return _("all")
        # translators: of the remedies, as the value of a setting
        return ", ".join(self.value) or _("none")


def rows(chosen: Preferences) -> tuple[Row, ...]:
    """List every setting, its value, and where that comes from."""
    return tuple(
        Row(setting.name, chosen.value(setting), chosen.where(setting.name))
        for setting in SETTINGS
    )


def to_text(chosen: Preferences) -> str:
    """Write the settings in columns."""
    table = rows(chosen)
    name = max(len(row.name) for row in table)
    value = max(plain_text.width(row.shown) for row in table)
    return "\n".join(
        f"{row.name:{name}}  {plain_text.padded(row.shown, value)}  {row.where}"
        for row in table
    )


def to_json(chosen: Preferences) -> str:
    """Write the settings for a program; the names are stable."""
    table = [
        {"name": row.name, "value": row.value, "where": row.where}
        for row in rows(chosen)
    ]
    return plain_text.to_json({"settings": table, "complaints": chosen.complaints})


def put(path: Path, name: str, text: str) -> None:
    """Give a setting a value in the file at `path`, which keeps all else it holds."""
    setting = find(name)
    value = text if setting is None else setting.kind.from_text(text)
    preferences.check(name, value)
    *tables, key = name.split(".")
    _edit(path, tables, lambda table: table.update({key: value}))


def drop(path: Path, name: str) -> bool:
    """Take a setting out of the file at `path`; tell whether it was there."""
    *tables, key = name.split(".")
    values = preferences.load(path)[1]
    if name not in dict(preferences.flat(values)):
        return False
    _edit(path, tables, lambda table: table.pop(key))
    return True


def _edit(
    path: Path,
    tables: list[str],
    change: Callable[[MutableMapping[str, object]], object],
) -> None:
    """Change a table of the file, and leave its comments and its order alone."""
    import tomlkit  # noqa: PLC0415 # 40 ms, and only where something is set

    document = tomlkit.parse(preferences.load(path)[0])
    table: MutableMapping[str, object] = document
    for name in tables:
        inner = table.setdefault(name, tomlkit.table())
        if not isinstance(inner, MutableMapping):
            raise UnfitValueError(
                message=_("`{name}` is no table in `{file}`").format(
                    name=name, file=path
                )
            )
        table = inner
    change(table)
    installation.write(path, tomlkit.dumps(document).encode())


def schema() -> str:
    """Write the JSON Schema of the files, for editors."""
    policy = _object([each.name for each in SETTINGS if each.in_policy])
    policy["description"] = _(
        "In the site's file alone: what nobody can choose otherwise."
    )
    whole = _object([each.name for each in SETTINGS], policy=policy)
    return plain_text.to_json({"$schema": _SCHEMA, "title": "pep668hook", **whole})


def _object(names: list[str], **more: object) -> dict[str, object]:
    """Describe a table, and the tables in it, by the dotted names of what they hold."""
    inner: dict[str, list[str]] = {}
    properties: dict[str, object] = {}
    for name in names:
        table, dot, _key = name.partition(".")
        if dot:
            inner.setdefault(table, []).append(name)
        else:
            properties[name] = _described(name)
    for table, within in inner.items():
        keys: dict[str, object] = {
            name.partition(".")[2]: _described(name) for name in within
        }
        properties[table] = _table(keys)
    return _table({**properties, **more})


def _table(properties: dict[str, object]) -> dict[str, object]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _described(name: str) -> dict[str, object]:
    setting = next(each for each in SETTINGS if each.name == name)
    return {
        "description": _(setting.meaning),
        "default": setting.default,
        **setting.kind.schema(),
    }


@spoken_by(None)
def reference() -> str:
    """Write the table of the settings for the page about them, in Markdown."""
    table = (
        f"| `{setting.name}` | {_choices(setting.name)} | {setting.meaning} |"
        for setting in SETTINGS
    )
    return "\n".join(
        [
            "| setting | can be (the default in bold) | what it decides |",
            "|---|---|---|",
            *table,
        ]
    )


def _choices(name: str) -> str:
    """Write what a setting can be, the default in bold."""
    setting = next(each for each in SETTINGS if each.name == name)
    if isinstance(setting.kind, OneOf):
        return "<br>".join(
            f"{_bold(word, when=word == setting.default)}: {meaning}"
            for word, meaning in setting.kind.words.items()
        )
    shown = Row(name, setting.default, "").shown
    return f"{setting.kind.expects} (**{shown}**)"


def _bold(word: str, *, when: bool) -> str:
    return f"**`{word}`**" if when else f"`{word}`"
