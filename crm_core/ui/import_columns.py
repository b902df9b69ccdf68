"""The second step of an import: how the file was read, and which of its columns means what; all of it can be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from crm_core.access.model import Actor
from crm_core.customers.profile.facts.model import FACTS
from crm_core.errors import N_, CrmError
from crm_core.exchange.dates import DayOrder
from crm_core.exchange.encoding import ENCODINGS
from crm_core.exchange.matching import missing_fields
from crm_core.exchange.table import FileKind, Layout
from crm_core.imports import wizard
from crm_core.imports.kinds import fields_of
from crm_core.imports.model import KIND_LABELS, ImportKind, ImportOptions, UpdateRule
from crm_core.imports.wizard import Draft, SeenFile
from crm_core.imports.workspace import Workspace
from crm_core.surveys.intake import survey_called
from crm_core.ui.customers.own_fields import fields_in_use, name_of
from crm_core.ui.errors import show_error
from crm_core.ui.house import settings, store
from crm_core.ui.import_mapping import show_offer
from crm_core.ui.show import number
from crm_core.ui.tables import show_table
from crm_core.ui.text import _, ngettext, plain

_LEFT_OUT = ""
_DELIMITERS = {",": N_("Comma"), ";": N_("Semicolon"), "\t": N_("Tab"), "|": N_("Vertical bar")}
_ENCODING_NAMES = {
    "utf-8": "UTF-8", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE", "gb18030": "GBK / GB18030", "big5": "Big5",
    "cp1252": "Windows-1252", "shift_jis": "Shift JIS", "euc_kr": "EUC-KR",
}  # fmt: skip
_ORDERS = {
    DayOrder.UNKNOWN: N_("As the column tells"),
    DayOrder.DAY_FIRST: N_("Day first: 31/12/2024"),
    DayOrder.MONTH_FIRST: N_("Month first: 12/31/2024"),
}
_UPDATES = {
    UpdateRule.SKIP: N_("Leave it as it is"),
    UpdateRule.BY_KEY: N_("Change it to what the file says; empty cells change nothing"),
}


def show_columns(actor: Actor, space: Workspace) -> None:
    """Show what was read, the columns with their meanings, the options, and the way on."""
    draft, seen = wizard.draft_of(space), wizard.seen_file(space)
    _show_file(draft, seen, space)
    with st.container(border=True):
        _ask_reading(actor, space, draft, seen)
    show_offer(actor, space, draft.kind)
    with st.container(border=True):
        mapping = _ask_meanings(space, draft, seen)
    with st.container(border=True):
        order, options = _ask_options(space, draft)
    missing = [f"**{_(field.label)}**" for field in missing_fields(mapping, fields_of(draft.kind))]
    if missing:
        st.warning(_("Still to be found: {columns}", columns=" · ".join(missing)), icon=":material/help:")
    doubled = is_doubled(draft.kind, mapping)
    if doubled:
        st.warning(_("Two columns have the same meaning. Keep one of them."), icon=":material/help:")
    _show_ways(actor, space, replace(draft, mapping=mapping, order=order, options=options), bool(missing) or doubled)


def is_doubled(kind: ImportKind, mapping: Mapping[str, str]) -> bool:
    """Return whether two columns mean the same that only one can be; several may be ratings, groups or comments."""
    several = {field.name for field in fields_of(kind) if field.repeats}
    meant = [field for field in mapping.values() if field not in several]
    return len(meant) != len(set(meant))


def _show_file(draft: Draft, seen: SeenFile, space: Workspace) -> None:
    lines = ngettext("{shown} line", "{shown} lines", seen.row_count, shown=number(seen.row_count))
    facts = [_(KIND_LABELS[draft.kind]), lines]
    if draft.kind is ImportKind.ANSWERS:
        facts.insert(1, plain(survey_called(store(), draft.options)))
    st.markdown(f"**{plain(draft.file_name)}** &nbsp; " + " · ".join(facts))
    for notice in seen.notices:
        st.info(plain(_(notice)), icon=":material/info:")
    if seen.set_aside:
        with st.expander(_("Lines before and after the table that are no data: {count}", count=len(seen.set_aside))):
            show_table(
                {_("Row"): [line.row for line in seen.set_aside], _("Content"): [line.text for line in seen.set_aside]}
            )


def _ask_reading(actor: Actor, space: Workspace, draft: Draft, seen: SeenFile) -> None:
    layout = seen.layout
    st.subheader(_("How the file was read"), anchor=False)
    given, key = draft.reading, f"import:{space.token}"

    def again() -> None:
        state = st.session_state
        wizard.read_again(
            store(),
            actor,
            space,
            replace(
                given,
                encoding=state.get(f"{key}:encoding", given.encoding),
                delimiter=state.get(f"{key}:delimiter", given.delimiter),
                header_row=state.get(f"{key}:header", given.header_row),
                sheet=state.get(f"{key}:sheet", given.sheet),
            ),
        )

    with st.container(horizontal=True):
        if layout.kind is FileKind.TEXT:
            encodings = list(ENCODINGS)
            st.selectbox(
                _("Encoding"), encodings, encodings.index(layout.encoding) if layout.encoding in encodings else 0,
                format_func=lambda name: _ENCODING_NAMES.get(name, name), key=f"{key}:encoding", on_change=again, width=200,
            )  # fmt: skip
            delimiters = list(dict.fromkeys([layout.delimiter or ",", *_DELIMITERS]))
            st.selectbox(
                _("Separated by"), delimiters, 0, format_func=lambda sign: _(_DELIMITERS[sign]) if sign in _DELIMITERS else sign,
                key=f"{key}:delimiter", on_change=again, width=160,
            )  # fmt: skip
        elif len(layout.sheets) > 1:
            sheets = [sheet.name for sheet in layout.sheets]
            st.selectbox(
                _("Sheet"), sheets, sheets.index(layout.sheet) if layout.sheet in sheets else 0, key=f"{key}:sheet",
                on_change=again, width=240,
            )  # fmt: skip
        st.number_input(
            _("Row with the column names"), 0, 10_000, layout.header_row, key=f"{key}:header", on_change=again, width=200,
            help=_("0: no row has names; the columns are then called A, B, C."),
        )  # fmt: skip
    _show_doubts(layout)
    show_table({header: [line[at] for line in seen.head] for at, header in enumerate(seen.headers)}, height="content")


def _show_doubts(layout: Layout) -> None:
    if layout.is_encoding_doubtful:
        st.warning(
            _("The encoding is not certain. Does the text below read well? If not, choose another one."),
            icon=":material/help:",
        )
        for choice in layout.encodings[:3]:
            st.caption(f"**{_ENCODING_NAMES.get(choice.encoding, choice.encoding)}** &nbsp; {plain(choice.sample)}")
    if layout.is_header_doubtful:
        st.warning(_("Please check the row with the column names."), icon=":material/help:")


def _ask_meanings(space: Workspace, draft: Draft, seen: SeenFile) -> dict[str, str]:
    """Show each column with samples and what it means; return {column: field}."""
    st.subheader(_("What the columns mean"), anchor=False)
    labels = {field.name: _(field.label) + (" *" if field.required else "") for field in fields_of(draft.kind)}
    if draft.kind is ImportKind.CUSTOMERS:
        labels |= {field.key: name_of(field) for field in (*FACTS, *fields_in_use())}
    found: dict[str, str] = {}
    before = draft.mapping or {}
    for at, header in enumerate(seen.headers):
        name, means = st.columns([3, 2], vertical_alignment="center")
        with name, st.container(gap=None):
            st.markdown(f"**{plain(header)}**")
            st.caption(plain(_samples(seen.samples.get(header, ()))))
        with means:
            chosen = _ask_meaning(
                f"import:{space.token}:{seen.layout.header_row}:{wizard.meant_by(space)}:{at}",
                header,
                labels,
                before.get(header),
            )
        if chosen:
            found[header] = chosen
    st.caption(plain(_("* required")))
    return found


def _samples(texts: Sequence[str]) -> str:
    return " · ".join(texts) if texts else _("(empty)")


def _ask_meaning(key: str, header: str, labels: dict[str, str], value: str | None) -> str:
    options = [_LEFT_OUT, *labels]
    chosen = st.selectbox(
        header,
        options,
        options.index(value) if value in labels else 0,
        format_func=lambda name: labels[name] if name else _("– not imported –"),
        key=key,
        label_visibility="collapsed",
    )
    return chosen or _LEFT_OUT


def _ask_options(space: Workspace, draft: Draft) -> tuple[DayOrder, ImportOptions]:
    st.subheader(_("What is to be done"), anchor=False)
    key = f"import:{space.token}:{wizard.meant_by(space)}"
    updates, orders = list(_UPDATES), list(_ORDERS)
    update = st.radio(
        _("Where a record is there already with other content"),
        updates,
        updates.index(draft.options.update),
        format_func=lambda rule: _(_UPDATES[rule]),
        key=f"{key}:update",
    )
    create = False
    if draft.kind in (ImportKind.PURCHASES, ImportKind.PRODUCTS):
        st.caption(
            _(
                "Amounts are in {currency}, the company's currency. An administrator chooses it in the settings before the first purchase is stored.",
                currency=settings().currency,
            )
        )
    if draft.kind is ImportKind.PURCHASES:
        create = st.checkbox(
            _("Create customers that are not there yet"), draft.options.create_customers, key=f"{key}:create"
        )
        st.caption(
            _(
                "Without this, a line with an unknown customer code is rejected. A line without a customer is an anonymous sale."
            )
        )
    keep = False
    if draft.kind is ImportKind.ANSWERS:
        keep = st.checkbox(
            _("Keep answers of customers who are not found, without a customer"),
            draft.options.keep_unknown,
            key=f"{key}:keep",
        )
        st.caption(
            _(
                "Without this, an answer that names an unknown customer is rejected. An answer that names nobody is always kept."
            )
        )
    order = DayOrder.UNKNOWN
    if draft.kind not in (ImportKind.PRODUCTS, ImportKind.CONTACTS):
        order = st.selectbox(
            _("Dates with the year last"),
            orders,
            orders.index(draft.order),
            format_func=lambda each: _(_ORDERS[each]),
            key=f"{key}:order",
            width=320,
        )
    return order, replace(draft.options, update=update, create_customers=create, keep_unknown=keep)


def _show_ways(actor: Actor, space: Workspace, draft: Draft, is_unready: bool) -> None:
    with st.container(horizontal=True):
        if st.button(_("Check the file"), type="primary", icon=":material/fact_check:", disabled=is_unready):
            try:
                wizard.check(
                    store(), actor, space, mapping=draft.mapping or {}, order=draft.order, options=draft.options
                )
            except CrmError as error:
                show_error(error)
            else:
                st.rerun()
        st.button(_("Take another file"), icon=":material/undo:", on_click=wizard.give_up, args=(space,))
