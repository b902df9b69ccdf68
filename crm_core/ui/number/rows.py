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
from crm_core.relationships.model import RUNG_LABELS
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import metric_name
from crm_core.ui.guard import actor_by_then
from crm_core.ui.house import store
from crm_core.ui.links import go_to
from crm_core.ui.number.view import NumberView
from crm_core.ui.paging import ask_part
from crm_core.ui.tables import day_column, figure_column, height_of, open_rows, text_column
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
    "unit_cost": N_("Unit cost"),
    "sales": N_("Sales amount"),
    "done_on": N_("Done on"),
    "is_in_time": N_("In time"),
    "is_kept": N_("Kept"),
    "rung": N_("For which customers"),
    "days": N_("At least every … days"),
    "survey_name": N_("Survey"),
    "score": N_("Score"),
    "empty_fields": N_("Empty fields"),
    "filled_count": N_("Filled"),
    "field_count": N_("Key fields"),
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
    Grain.PROFITS: (
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
        "unit_cost",
        "sales",
        "amount",
    ),
    Grain.CUSTOMERS: ("day", "customer_code", "customer_name", "team_name", "order_count", "amount"),
    Grain.INTERACTIONS: ("day", "customer_code", "customer_name", "user_name", "team_name", "channel", "outcome"),
    Grain.FOLLOW_UPS: (
        "day",
        "customer_code",
        "customer_name",
        "user_name",
        "team_name",
        "channel",
        "done_on",
        "is_in_time",
    ),
    Grain.NORMS: (
        "day",
        "customer_code",
        "customer_name",
        "user_name",
        "team_name",
        "rung",
        "days",
        "channel",
        "done_on",
        "is_kept",
    ),
    Grain.ANSWERS: ("day", "survey_name", "customer_code", "customer_name", "team_name", "score"),
    Grain.RECORDS: (
        "day",
        "customer_code",
        "customer_name",
        "user_name",
        "team_name",
        "empty_fields",
        "filled_count",
        "field_count",
    ),
}
SHOWN = {
    Grain.LINES: ("day", "customer_name", "product_name", "quantity", "unit_price", "amount", "order_code", "category",
                  "country", "team_name"),
    Grain.ORDERS: ("day", "order_code", "customer_name", "line_count", "amount", "country", "team_name"),
    Grain.CUSTOMERS: ("day", "customer_name", "order_count", "amount", "customer_code", "team_name"),
    Grain.INTERACTIONS: ("day", "customer_name", "channel", "outcome", "user_name", "team_name"),
    Grain.PROFITS: ("day", "customer_name", "product_name", "quantity", "unit_price", "unit_cost", "sales", "amount",
                    "order_code", "category", "team_name"),
    Grain.FOLLOW_UPS: ("day", "customer_name", "is_in_time", "done_on", "channel", "user_name", "team_name"),
    Grain.NORMS: ("day", "customer_name", "is_kept", "done_on", "rung", "days", "channel", "user_name", "team_name"),
    Grain.ANSWERS: ("day", "survey_name", "customer_name", "score", "team_name"),
    Grain.RECORDS: ("day", "customer_name", "empty_fields", "filled_count", "field_count", "user_name", "team_name"),
}  # fmt: skip
_LAST, _FIRST = N_("Last purchase"), N_("First purchase")
# What a column says for one metric or one kind of row, where it is not what it says elsewhere.
METRIC_LABELS = {
    ("active_customers", "day"): _LAST,
    ("repurchase_rate", "day"): _LAST,
    ("purchase_frequency", "day"): _LAST,
    ("top_fifth_share", "day"): _LAST,
    ("retention", "day"): _LAST,
    ("churn", "day"): _LAST,
    ("new_customers", "day"): _FIRST,
    ("new_customer_return_rate", "day"): _FIRST,
}
GRAIN_LABELS = {
    (Grain.PROFITS, "amount"): N_("Gross profit of the line"),
    (Grain.FOLLOW_UPS, "day"): N_("Due"),
    (Grain.FOLLOW_UPS, "user_name"): N_("Promised by"),
    (Grain.NORMS, "day"): N_("Due"),
    (Grain.NORMS, "user_name"): N_("Owner"),
    (Grain.NORMS, "done_on"): N_("Reached on"),
    (Grain.RECORDS, "day"): N_("Entered on"),
    (Grain.RECORDS, "user_name"): N_("Owner"),
}
ORDER_LABELS = {Order.NEWEST: N_("Newest first"), Order.LARGEST: N_("Largest first")}
_WHOLE = 15  # rows without scrolling
_NAMES = {"customer_name": 200, "product_name": 150}  # in pixels
_FIGURES = ("quantity", "unit_price", "line_count", "order_count", "amount", "unit_cost", "sales", "score",
            "filled_count", "field_count", "days")  # fmt: skip


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
    texts: dict[Grain, Callable[[int], str]] = {
        Grain.LINES: lambda count: ngettext("{number} line", "{number} lines", count, number=show.number(count)),
        Grain.ORDERS: lambda count: ngettext("{number} order", "{number} orders", count, number=show.number(count)),
        Grain.CUSTOMERS: lambda count: ngettext(
            "{number} customer", "{number} customers", count, number=show.number(count)
        ),
        Grain.INTERACTIONS: lambda count: ngettext(
            "{number} interaction", "{number} interactions", count, number=show.number(count)
        ),
        Grain.FOLLOW_UPS: lambda count: ngettext(
            "{number} follow-up", "{number} follow-ups", count, number=show.number(count)
        ),
        Grain.NORMS: lambda count: ngettext(
            "{number} contact asked for", "{number} contacts asked for", count, number=show.number(count)
        ),
        Grain.ANSWERS: lambda count: ngettext("{number} answer", "{number} answers", count, number=show.number(count)),
    }
    texts |= {Grain.PROFITS: texts[Grain.LINES], Grain.RECORDS: texts[Grain.CUSTOMERS]}
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
    label = METRIC_LABELS.get((view.metric.metric_id, name)) or GRAIN_LABELS.get((view.metric.grain, name))
    return _(label or COLUMN_LABELS[name])


def _show_page(view: NumberView, found: RowsBehind) -> None:
    columns: dict[str, list[Any]] = {}
    config: dict[str, Any] = {}
    for name in SHOWN[found.grain]:
        heading = _label(view, name)
        if name in _DAYS:
            columns[heading], config[heading] = [row[name] for row in found.rows], day_column(heading)
            continue
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
    if name in _WRITTEN:
        return _WRITTEN[name](value)
    words = _WORDS.get(name, {})
    return _(words[value]) if value in words else str(value)


FIELD_LABELS = {
    "phone": N_("Phone"),
    "email": N_("Email"),
    "region": N_("Region"),
    "owner": N_("Owner"),
    "birthday": N_("Birthday"),
    "gender": N_("Gender"),
}
_DAYS = ("day", "done_on")  # dates stay dates, so that they sort
# How the values of a column are written; the others are words of ours, or people's texts.
_WRITTEN: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(("amount", "unit_price", "unit_cost", "sales"), show.money),
    **dict.fromkeys(("line_count", "order_count", "filled_count", "field_count"), show.number),
    "quantity": lambda value: show.number(value, 0 if value == value.to_integral_value() else 2),
    "score": lambda value: show.number(value, 1),
    "is_in_time": lambda is_in_time: _("Yes") if is_in_time else _("No"),
    "is_kept": lambda is_kept: _("Yes") if is_kept else _("No"),
    "empty_fields": lambda names: _(", ").join(_(FIELD_LABELS[name]) for name in names.split(",")),
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "channel": {code.value: label for code, label in CHANNEL_LABELS.items()},
    "outcome": {code.value: label for code, label in OUTCOME_LABELS.items()},
    "rung": {rung.value: label for rung, label in RUNG_LABELS.items()},
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
