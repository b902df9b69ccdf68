"""The columns of a list: which are shown, in which order the rows come, and what stands in a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import streamlit as st

from crm_core import clock
from crm_core.customers.lists.fields import ListField, Shape
from crm_core.customers.lists.model import CustomerLine, Sort
from crm_core.ui.customers.lists.state import COLUMNS, ORDER, SORT, ListState, list_state
from crm_core.ui.customers.lists.words import field_label, fields
from crm_core.ui.house import settings
from crm_core.ui.session import flash
from crm_core.ui.show import NO_DATA, money, number
from crm_core.ui.tables import day_column, figure_column, text_column
from crm_core.ui.text import _, listed, noted

_NAME_WIDTH, _TEXT_WIDTH, _WIDTH = 216, 200, 380  # in pixels
_WIDE = frozenset({"note", "tags"})
_UP, _DOWN = "↑", "↓"


def columns_shown(state: ListState) -> list[ListField]:
    """Return the columns that are shown, the name first; those that are gone are left out."""
    known = fields()
    return [known[name] for name in ("name", *(each for each in state.columns if each != "name")) if name in known]


def show_sort(state: ListState) -> None:
    """Offer the order of all pages: by which field, which way."""
    sorts = {field.sort: field_label(field) for field in fields().values() if field.sort}
    if state.sort not in sorts:  # a field of the company's own that is no longer there
        state.put_order(Sort.NAME, is_descending=state.is_descending)
    st.session_state.setdefault(SORT, str(state.sort))
    st.session_state.setdefault(ORDER, state.is_descending)
    way = _DOWN if state.is_descending else _UP
    with st.popover(
        f"{sorts[state.sort]} {way}",
        icon=":material/sort:",
        help=_("The order of all pages; a click on a heading sets it too"),
    ):
        st.selectbox(
            _("Sort by"), list(sorts), format_func=lambda sort: sorts[sort],
            key=SORT, on_change=_sort,
        )  # fmt: skip
        ways = {False: f"{_UP} {_('Ascending')}", True: f"{_DOWN} {_('Descending')}"}
        st.segmented_control(
            _("Direction"), list(ways), format_func=lambda each: ways[each],
            key=ORDER, required=True, on_change=_sort,
        )  # fmt: skip


def order_by_head(head: str) -> None:
    """Order all pages by the column of a heading; by the one that they are ordered by already, the other way."""
    state = list_state()
    field = next((one for name, one in headed(columns_shown(state)).items() if name == head), None)
    state.anew()  # else the column stays marked
    if field is None:
        return
    if field.sort is None:
        flash(_("Lists cannot be ordered by “{name}”.", name=field_label(field)), ":material/info:")
        return
    latest_first = field.shape in (Shape.NUMBER, Shape.DAY)
    state.put_order(field.sort, is_descending=not state.is_descending if field.sort == state.sort else latest_first)


def _sort() -> None:
    state = list_state()
    state.sort = st.session_state[SORT]
    state.is_descending = bool(st.session_state[ORDER])


def show_columns(state: ListState) -> None:
    """Offer which columns are shown, in the order in which they are chosen."""
    known = fields()
    names = [name for name in known if name != "name"]
    chosen = [name for name in state.columns if name in names]
    with st.popover(_("Columns"), icon=":material/view_column:"), st.container(width=_WIDTH):
        key = f"customers:columns:{','.join(state.columns)}"
        st.multiselect(
            _("Columns beside the name"), names, chosen, format_func=lambda name: field_label(known[name]), key=key,
            on_change=_take_columns, args=(key,), placeholder=_("The name alone"),
        )  # fmt: skip
        if tuple(chosen) != COLUMNS:
            st.button(_("As at first"), type="tertiary", key="customers:columns:first", on_click=_first_columns)


def _take_columns(key: str) -> None:
    list_state().columns = tuple(st.session_state[key])


def _first_columns() -> None:
    list_state().columns = COLUMNS


def table_of(
    state: ListState, lines: tuple[CustomerLine, ...], words: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, list[Any]], dict[str, Any]]:
    """Return a table's columns by heading, and the settings of those that need one; an arrow marks the order."""
    columns: dict[str, list[Any]] = {}
    config: dict[str, Any] = {}
    for head, field in headed(columns_shown(state)).items():
        label = f"{head} {_DOWN if state.is_descending else _UP}" if field.sort == state.sort else head
        if field.shape is Shape.DAY:
            columns[head] = [_day(line, field) for line in lines]
            config[head] = day_column(label)
            continue
        columns[head] = [_cell(line, field, words) for line in lines]
        if field.shape is Shape.NUMBER:
            config[head] = figure_column(label)
        elif field.name == "name" or field.name in _WIDE:
            config[head] = text_column(label, width=_NAME_WIDTH if field.name == "name" else _TEXT_WIDTH)
        elif label != head:
            config[head] = text_column(label)
    return columns, config


def headed(shown: list[ListField]) -> dict[str, ListField]:
    """Return columns by headings of which no two are alike: a field of the company's own may be called like another."""
    found: dict[str, ListField] = {}
    for field in shown:
        head = field_label(field)
        found[noted(head, field.name if head in found else None)] = field
    return found


def value_of(line: CustomerLine, field: ListField) -> Any:  # noqa: ANN401 - each field's own type
    """Return what stands in a field of a customer; None where nothing does, or it is not told."""
    if not line.is_open and field.name not in ("name", "code"):
        return None
    return line.own.get(field.name) if field.is_own else getattr(line, field.name)


def _day(line: CustomerLine, field: ListField) -> date | None:
    value = value_of(line, field)
    if isinstance(value, datetime):
        return clock.local_day(value, settings().zone)
    return date.fromisoformat(value) if isinstance(value, str) else value


def _cell(line: CustomerLine, field: ListField, words: Mapping[str, Mapping[str, str]]) -> str:
    value = value_of(line, field)
    if field.name == "owner" and (value is None or not line.is_open):
        return _("Public pool")
    if value is None:
        return NO_DATA if line.is_open else ""
    shown: Mapping[str, Callable[[Any], str]] = {"spend": money}
    if field.name in shown:
        return shown[field.name](value)
    if field.shape is Shape.NUMBER:
        exact = Decimal(value)
        return number(exact, max(0, -int(exact.as_tuple().exponent)))
    if field.name not in words:
        return str(value)
    return listed(words[field.name].get(part, part) for part in str(value).split(","))


def worded(names: list[ListField]) -> dict[str, dict[str, str]]:
    """Return the words for the values of fields that hold codes, by field."""
    return {
        field.name: {value: _(label) for value, label in field.choices.items()}
        for field in names
        if field.choices is not None and field.is_worded and field.shape in (Shape.CHOICE, Shape.TAGS)
    }
