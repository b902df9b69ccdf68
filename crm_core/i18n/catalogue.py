"""The catalogues: one ``.po`` file a room and language, read once.

The English source text is the key. English needs no catalogue; a text that a catalogue lacks is shown in English, and a
test fails for it long before.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib.resources import files

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from crm_core.errors import Message
from crm_core.i18n.singular import OF_ONE


class Language(StrEnum):
    """A language of the program; the value is Babel's name of it."""

    SIMPLIFIED = "zh_CN"
    TRADITIONAL = "zh_TW"
    ENGLISH = "en"

    @property
    def own_name(self) -> str:
        """The language's name in itself."""
        return {"zh_CN": "简体中文", "zh_TW": "繁體中文", "en": "English"}[self.value]

    @property
    def tag(self) -> str:
        """The tag that HTML and browsers use."""
        return {"zh_CN": "zh-CN", "zh_TW": "zh-TW", "en": "en"}[self.value]


def language_of_tag(tag: str | None) -> Language:
    """Return the language for a browser's tag such as ``zh-HK``; 简体 for whatever is not told apart."""
    folded = (tag or "").replace("_", "-").lower()
    if folded.startswith(("zh-tw", "zh-hk", "zh-mo", "zh-hant")):
        return Language.TRADITIONAL
    return Language.ENGLISH if folded.split("-")[0] == "en" else Language.SIMPLIFIED


def catalogues(language: Language) -> Iterator[tuple[str, Catalog]]:
    """Yield the name and content of each room's catalogue in ``language``."""
    if language is Language.ENGLISH:
        return
    folder = files("crm_core.i18n").joinpath("locale", language.value)
    for place in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if place.name.endswith(".po"):
            with place.open("rb") as file:
                yield place.name, read_po(file, locale=language.value)


@cache
def _texts(language: Language) -> dict[str, str]:
    texts: dict[str, str] = {}
    for _, catalogue in catalogues(language):
        for entry in catalogue:
            if entry.id and not entry.fuzzy:
                source = entry.id if isinstance(entry.id, str) else entry.id[0]
                translated = entry.string if isinstance(entry.string, str) else (entry.string or ("",))[0]
                if translated:
                    texts[source] = translated
    return texts


def _fill(text: str, values: dict[str, object], language: Language) -> str:
    if not values:
        return text
    shown = {
        name: translate(language, value) if isinstance(value, Message) else value for name, value in values.items()
    }
    return text.format(**shown)


def translate(language: Language, text: str | Message, **values: object) -> str:
    """Return ``text`` in ``language`` with its ``{names}`` filled; values that are messages are translated too.

    In English a text whose ``count`` is one stands in the singular, where ``OF_ONE`` has it.
    """
    if isinstance(text, Message):
        return _said(language, text.text, {**text.values, **values})
    return _said(language, text, values)


def _said(language: Language, text: str, values: dict[str, object]) -> str:
    if language is Language.ENGLISH and str(values.get("count")) == "1":
        return _fill(OF_ONE.get(text, text), values, language)
    return _fill(_texts(language).get(text, text), values, language)


def translate_plural(language: Language, one: str, many: str, count: int, **values: object) -> str:
    """Return the form for ``count`` in ``language``; ``{count}`` is filled too, its thousands set apart."""
    if language is Language.ENGLISH:
        text = one if count == 1 else many
    else:
        text = _texts(language).get(one, one if count == 1 else many)
    return _fill(text, {"count": f"{count:,}", **values}, language)
