"""The rows behind a number: paged, with the way to the customer, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.errors import N_
from crm_core.interactions.model import CHANNEL_LABELS, OUTCOME_LABELS
from crm_core.metrics.behind import PAGE_ROWS, Order, RowsBehind, RowsRequest, rows_behind
from crm_core.metrics.files import FileKind, FileWanted, number_file
from crm_core.metrics.model import Grain
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import metric_name
from crm_core.ui.guard import actor_by_then
from crm_core.ui.house import store
from crm_core.ui.links import go_to
from crm_core.ui.number.view import NumberView
from crm_core.ui.paging import ask_part
from crm_core.ui.tables import figure_column, height_of, open_rows, text_column
from crm_core.ui.text import _, ngettext

COLUMN_LABELS = {
    "day": N_("Day"),
    "order_code": N_("Order"),
    "customer_code": N_("Customer code"),
    "customer_name": N_("Customer"),
    "product_code": N_("Product code"),
    "product_name": N_("Product"),
    "category": N_("Category"),
    "country": N_("Country or region"),
    "team_name": N_("Team"),
    "user_name": N_("Logged by"),
    "channel": N_("Channel"),
    "outcome": N_("Outcome"),
    "quantity": N_("Quantity"),
    "unit_price": N_("Unit price"),
    "line_count": N_("Lines"),
    "order_count": N_("Orders"),
    "amount": N_("Amount"),
}
# The columns of each kind of row, in their order: in a file, and on the screen.
COLUMNS = {
    Grain.LINES: (
        "day",
        "order_code",
        "customer_code",
        "customer_name",
        "product_code",
        "product_name",
        "category",
        "country",
        "team_name",
        "quantity",
        "unit_price",
        "amount",
    ),
    Grain.ORDERS: (
        "day",
        "order_code",
        "customer_code",
        "customer_name",
        "country",
        "team_name",
        "line_count",
        "amount",
    ),
    Grain.CUSTOMERS: ("day", "customer_code", "customer_name", "team_name", "order_count", "amount"),
    Grain.INTERACTIONS: ("day", "customer_code", "customer_name", "user_name", "team_name", "channel", "outcome"),
}
SHOWN = {
    Grain.LINES: ("day", "customer_name", "product_name", "quantity", "unit_price", "amount", "order_code", "category",
                  "country", "team_name"),
    Grain.ORDERS: ("day", "order_code", "customer_name", "line_count", "amount", "country", "team_name"),
    Grain.CUSTOMERS: ("day", "customer_name", "order_count", "amount", "customer_code", "team_name"),
    Grain.INTERACTIONS: ("day", "customer_name", "channel", "outcome", "user_name", "team_name"),
}  # fmt: skip
DAY_LABELS = {"active_customers": N_("Last purchase"), "new_customers": N_("First purchase")}
ORDER_LABELS = {Order.NEWEST: N_("Newest first"), Order.LARGEST: N_("Largest first")}
_WHOLE = 15  # rows without scrolling
_NAMES = {"customer_name": 200, "product_name": 150}  # in pixels
_FIGURES = ("quantity", "unit_price", "line_count", "order_count", "amount")


def show_rows(view: NumberView, actor: Actor) -> None:
    """Show the rows that the number was counted or added up from."""
    with st.container(border=True):
        first = fetch(rows_behind, RowsRequest(view.request))
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            title = f"{_('Behind this number')} :gray[{_count(first)}]"
            st.subheader(title, anchor=False, width="content")
            with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small"):
                order = _choose_order(first)
                if first.row_count and actor.may(Permission.NUMBER_EXPORT):
                    _show_files(view, first.grain, order)
        if not first.row_count:
            st.caption(_("No row was counted."))
            return
        st.caption(_("Click a row to open the customer."))
        shown = ask_part("number", first.row_count, PAGE_ROWS, (view.request, order)) // PAGE_ROWS
        _show_page(view, fetch(rows_behind, RowsRequest(view.request, order, shown)))


def _count(found: RowsBehind) -> str:
    texts: Mapping[Grain, Callable[[int], str]] = {
        Grain.LINES: lambda count: ngettext("{number} line", "{number} lines", count, number=show.number(count)),
        Grain.ORDERS: lambda count: ngettext("{number} order", "{number} orders", count, number=show.number(count)),
        Grain.CUSTOMERS: lambda count: ngettext(
            "{number} customer", "{number} customers", count, number=show.number(count)
        ),
        Grain.INTERACTIONS: lambda count: ngettext(
            "{number} interaction", "{number} interactions", count, number=show.number(count)
        ),
    }
    return texts[found.grain](found.row_count)


def _choose_order(found: RowsBehind) -> Order:
    if found.amount is None:
        return Order.NEWEST
    chosen = st.segmented_control(
        _("Order of the rows"),
        list(Order),
        default=Order.NEWEST,
        format_func=lambda order: _(ORDER_LABELS[order]),
        key="number:order",
        label_visibility="collapsed",
        required=True,
    )
    return chosen or Order.NEWEST


def _label(view: NumberView, name: str) -> str:
    return _(DAY_LABELS.get(view.metric.metric_id, COLUMN_LABELS[name]) if name == "day" else COLUMN_LABELS[name])


def _show_page(view: NumberView, found: RowsBehind) -> None:
    columns: dict[str, list[Any]] = {}
    config: dict[str, Any] = {}
    for name in SHOWN[found.grain]:
        heading = _label(view, name)
        columns[heading] = [_cell(name, row[name]) for row in found.rows]
        if name in _FIGURES:
            config[heading] = figure_column(heading, width=_width(heading, columns[heading]))
        elif name in _NAMES:
            config[heading] = text_column(heading, width=_NAMES[name])
    clicked, _ticked = open_rows(
        columns,
        config,
        key=f"number:rows:{view.question.address()}:{found.page}",
        height=height_of(len(found.rows), _WHOLE),
    )
    if clicked is not None and found.rows[clicked]["customer_id"] is not None:
        go_to("customers/customer.py", id=found.rows[clicked]["customer_id"])


def _width(heading: str, cells: list[Any]) -> int:
    """Return the pixels that the longest figure takes: a table measures only the rows it shows first."""
    letter = 8 if heading.isascii() else 15
    return 24 + max(8 * max(map(len, cells), default=0), letter * len(heading))


def _cell(name: str, value: Any) -> str:  # noqa: ANN401 - a cell of any type
    if value is None:
        return show.NO_DATA
    if name == "day":
        return value.isoformat()  # type: ignore[no-any-return] # a date
    if name in ("amount", "unit_price"):
        return show.money(value)
    if name == "quantity":
        return show.number(value, 0 if value == value.to_integral_value() else 2)
    if name in ("line_count", "order_count"):
        return show.number(value)
    words = _WORDS.get(name, {})
    return _(words[value]) if value in words else str(value)


_WORDS: Mapping[str, Mapping[str, str]] = {
    "channel": {code.value: label for code, label in CHANNEL_LABELS.items()},
    "outcome": {code.value: label for code, label in OUTCOME_LABELS.items()},
}


def _words() -> dict[str, dict[str, str]]:
    return {name: {code: _(label) for code, label in words.items()} for name, words in _WORDS.items()}


def _show_files(view: NumberView, grain: Grain, order: Order) -> None:
    """Show the downloads; a file is made, and noted in the trail, at the click, by a thread that knows no user."""
    headings = {name: _label(view, name) for name in COLUMNS[grain]}
    name, words, actor = metric_name(view.metric.metric_id), _words(), actor_by_then()
    for kind in FileKind:
        wanted = FileWanted(view.request, kind, headings, words, name, order)
        st.download_button(
            kind.value.upper(),
            _making(actor, wanted),
            wanted.name,
            kind.mime,
            key=f"number:file:{kind}",
            icon=":material/download:",
            on_click="ignore",
        )


def _making(actor: Callable[[], Actor], wanted: FileWanted) -> Callable[[], bytes]:
    return lambda: number_file(store(), actor(), wanted)
