"""Texts for pages, in the language of whoever looks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from crm_core.errors import Message
from crm_core.i18n import translate, translate_plural
from crm_core.ui.identity import language

__all__ = [
    "_",
    "labelled",
    "language",
    "listed",
    "ngettext",
    "noted",
    "plain",
    "plain_lines",
    "quoted",
    "told_apart",
    "words_of",
]

Key = TypeVar("Key")

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&])")
_ESCAPED = re.compile(r"\\(.)")
_BEFORE_MARKS = re.compile(r"(?:\\.|[^\\])*?(?= :[a-z]+\[|$)")  # a sign of the text's own has a backslash before it


def _(text: str | Message, **values: object) -> str:
    """Return ``text`` in the user's language with its ``{names}`` filled."""
    return translate(language(), text, **values)


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """Return the form for ``count`` in the user's language; ``{count}`` is filled too."""
    return translate_plural(language(), one, many, count, **values)


def plain(text: object) -> str:
    """Return people's text so that Markdown shows it as it is: no link, image, emphasis, colour or HTML."""
    return _SPECIAL.sub(r"\\\1", str(text)).replace("\n", " ")


def words_of(title: str) -> str:
    """Return what a title in Markdown says where there is no Markdown: as ``plain`` was given it, without marks after it."""
    found = _BEFORE_MARKS.match(title)
    return _ESCAPED.sub(r"\1", found.group() if found is not None else title)


def told_apart(names: Mapping[Key, str]) -> dict[Key, str]:
    """Return the names with a number behind each that was there before: a menu refuses two entries that read alike."""
    told: dict[Key, str] = {}
    for key, name in names.items():
        taken, number, label = set(told.values()), 1, name
        while label in taken:
            number += 1
            label = f"{name} ({number})"
        told[key] = label
    return told


def listed(words: Iterable[str]) -> str:
    """Return words one after another, as the user's language parts them: 、 in Chinese."""
    return _(", ").join(words)


def labelled(label: str, told: str) -> str:
    """Return what is told under a label in one line, with the user's language's own colon."""
    return _("{field}: {value}", field=label, value=told)


def noted(words: str, note: str | None) -> str:
    """Return words with a note in the user's language's own brackets; the words alone where there is no note."""
    return _("{words} ({note})", words=words, note=note) if note else words


def quoted(words: str) -> str:
    """Return words in the user's language's own quotation marks."""
    return _("“{words}”", words=words)


def plain_lines(text: object) -> str:
    """Return people's text of several lines as ``plain`` does, its line ends kept."""
    return "  \n".join(plain(line) for line in str(text).split("\n"))
