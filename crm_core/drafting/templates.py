"""The templates that come with the program: one folder each, its shape in ``plan.toml`` and its words in each language.

Shape and words are told apart so that no language can have other dates or goals; they are put together by their order.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crm_core.drafting.outline import Outline, outline_of
from crm_core.i18n import Language

FOLDER = Path(__file__).with_name("templates")
_FILES = {Language.SIMPLIFIED: "zh_CN", Language.TRADITIONAL: "zh_TW", Language.ENGLISH: "en"}


@dataclass(frozen=True, slots=True)
class Template:
    """A template by its key, with what it is for, in one language."""

    key: str
    about: str
    outline: Outline


def names() -> tuple[str, ...]:
    """Return the keys of the templates, the fullest first."""
    shapes = {folder.name: _toml(folder / "plan.toml") for folder in FOLDER.iterdir() if folder.is_dir()}
    return tuple(sorted(shapes, key=lambda key: shapes[key]["place"]))


def templates(language: Language) -> tuple[Template, ...]:
    """Return the templates in a language."""
    return tuple(template(key, language) for key in names())


@cache
def template(key: str, language: Language) -> Template:
    """Return one template in a language.

    Raises:
        KeyError: there is none of that key.
    """
    if key not in names():
        raise KeyError(key)
    shape, words = _toml(FOLDER / key / "plan.toml"), _toml(FOLDER / key / f"{_FILES[language]}.toml")
    told = {"name": words["name"], "purpose": words["purpose"], "days": shape["days"], "rhythm": shape["rhythm"]}
    told["sections"] = words["sections"]
    for part, word in (("stages", "name"), ("goals", "name"), ("actions", "what"), ("milestones", "name")):
        told[part] = [{**one, word: text} for one, text in zip(shape.get(part, []), words.get(part, []), strict=True)]
    units = words.get("units", {})
    told["goals"] = [{**one, "unit": units.get(one.get("unit", ""), "")} for one in told["goals"]]
    return Template(key, words["about"], outline_of(told))


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))
