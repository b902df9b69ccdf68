"""How colleagues are offered in a drop-down list."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from crm_core.customers.model import Owner
from crm_core.customers.search import pinyin
from crm_core.ui.text import noted

FEW = 12  # colleagues whom the eye finds sooner than typing


def colleague_labels(colleagues: Collection[Owner]) -> dict[int, str]:
    """Return what each is called in the list, by id: name and team; in a long list the pinyin too, by which typing finds."""
    is_long = len(colleagues) > FEW
    return {one.user_id: _label(one, _spoken(one.display_name) if is_long else "") for one in colleagues}


@lru_cache(maxsize=4096)  # a long list is drawn at each click
def _spoken(name: str) -> str:
    return pinyin(name)


def _label(one: Owner, spoken: str) -> str:
    name = f"{one.display_name} {spoken}" if spoken and not one.display_name.isascii() else one.display_name
    return noted(name, one.team)
